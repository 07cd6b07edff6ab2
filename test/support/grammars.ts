import { createRequire } from "node:module";
import path from "node:path";
import type { GrammarSource } from "../../src/syntax/parser.js";

const require = createRequire(import.meta.url);
const root = path.join(import.meta.dirname, "../..");
const packaged = path.join(path.dirname(require.resolve("tree-sitter-wasms/package.json")), "out");

/** The grammars where they are before a build: our own in `syntaxes/`, the others as their package brings them. */
export const grammars: GrammarSource = {
  runtime: path.join(path.dirname(require.resolve("web-tree-sitter")), "tree-sitter.wasm"),
  grammar: (name) =>
    path.join(name === "matlab" ? path.join(root, "syntaxes") : packaged, `tree-sitter-${name}.wasm`),
};
