import type { Language } from "../language.js";
import { patchTypes, readClass, readFunction, statementKind } from "./cFamily.js";
import { hideMacros } from "./cMacros.js";

export const c: Language = {
  id: "c",
  name: "C",
  grammar: "c",
  textToParse: hideMacros,
  extensions: [".c"],
  editorIds: ["c"],
  lineComment: "//",
  documentationPlacement: "before",
  patchTypes,
  readFunction,
  readClass,
  isImport: (node) => node.type === "preproc_include",
  statementKind,
  isDocumentation: (node) => node.type === "comment",
};
