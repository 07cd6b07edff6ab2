import path from "node:path";
import { documentFile } from "../src/docstring/document.js";
import type { DocumentResult } from "../src/protocol/messages.js";
import type { Language } from "../src/syntax/language.js";
import type { SyntaxParser } from "../src/syntax/parser.js";

/** All functions of a text, from the code alone. */
export const documentWhole = (
  file: string,
  text: string,
  language: Language,
  parser: SyntaxParser,
): Promise<DocumentResult> =>
  documentFile(
    {
      document: { path: path.resolve(file), language: language.id, version: 1, text },
      targets: { kind: "all" },
      missingOnly: false,
      style: "auto",
      conventions: {},
      priority: "background",
    },
    { parser },
    () => {},
    new AbortController().signal,
  );
