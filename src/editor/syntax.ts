import type * as vscode from "vscode";
import type { Language } from "../syntax/language.js";
import { bundledGrammars, createParser } from "../syntax/parser.js";
import { DocumentTrees } from "../syntax/trees.js";
import type { FilePatches } from "../syntax/types.js";
import { parseAndVerify, type Verdict } from "../syntax/verify.js";

const maxTrees = 50;
const never = new AbortController().signal;

/** Parsing in the extension host: lenses and proofs need no engine. Grammars load when a document is first read. */
export interface EditorSyntax {
  /** Reads `text`, which is what the document called `key` holds; a newer text of that document cancels older work. */
  read(key: string, text: string, language: Language, signal?: AbortSignal): Promise<FilePatches>;
  /** Whether `after` differs from `before` in documentation only. */
  verify(before: string, after: string, language: Language): Promise<Verdict>;
  forget(document: vscode.TextDocument): void;
  dispose(): void;
}

/** `folder` holds `tree-sitter.wasm` and `grammars/`. */
export function createSyntax(folder: string): EditorSyntax {
  const parser = createParser(bundledGrammars(folder));
  const trees = new DocumentTrees(parser, maxTrees);
  return {
    read: (key, text, language, signal = never) => trees.patches(key, text, language, signal),
    verify: (before, after, language) => parseAndVerify(parser, before, after, language),
    forget: (document) => trees.close(document.uri.toString()),
    dispose: () => trees.dispose(),
  };
}
