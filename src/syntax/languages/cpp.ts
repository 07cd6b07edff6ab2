import type { Language } from "../language.js";
import { patchTypes, readClass, readFunction, statementKind } from "./cFamily.js";
import { hideMacros } from "./cMacros.js";

/** Headers (`.h`) are read as C++, as VS Code does: its grammar takes nearly all of C. */
export const cpp: Language = {
  id: "cpp",
  name: "C++",
  grammar: "cpp",
  textToParse: hideMacros,
  extensions: [
    ".cpp",
    ".cc",
    ".cxx",
    ".c++",
    ".h",
    ".hpp",
    ".hh",
    ".hxx",
    ".h++",
    ".inl",
    ".ipp",
    ".tpp",
    ".ixx",
  ],
  editorIds: ["cpp", "cuda-cpp"],
  lineComment: "//",
  documentationPlacement: "before",
  patchTypes,
  readFunction,
  readClass,
  isImport: (node) => node.type === "preproc_include" || node.type === "using_declaration",
  statementKind,
  isDocumentation: (node) => node.type === "comment",
};
