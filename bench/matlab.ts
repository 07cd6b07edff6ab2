import { readFileSync } from "node:fs";
import path from "node:path";
import type { Program } from "../src/plot/evaluate/program.js";
import { readProgram } from "../src/plot/evaluate/read.js";
import { createParser } from "../src/syntax/parser.js";

/** Reads MATLAB, and no other language. */
export const parser = createParser({
  runtime: path.resolve("node_modules/web-tree-sitter/tree-sitter.wasm"),
  grammar: (name) => path.resolve(`syntaxes/tree-sitter-${name}.wasm`),
});

/** The programs of a data set of `codepatch eval plot`; `file` is a path beside it, or the text itself. */
export async function* programsOf(
  dataset: string,
): AsyncGenerator<{ readonly file: string; readonly text: string; readonly program: Program }> {
  const { signal } = new AbortController();
  for (const line of readFileSync(dataset, "utf8").split("\n")) {
    if (line.trim() === "") continue;
    const { file } = JSON.parse(line) as { file: string };
    const text = file.includes("\n")
      ? file
      : readFileSync(path.resolve(path.dirname(dataset), file), "latin1");
    yield { file, text, program: await readProgram(text, parser, signal) };
  }
}
