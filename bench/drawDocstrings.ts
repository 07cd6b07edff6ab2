import { readFileSync } from "node:fs";
import path from "node:path";
import { documentFile } from "../src/docstring/document.js";
import { bundledGrammars, createParser } from "../src/syntax/parser.js";
import { readPatches } from "../src/syntax/patches.js";
import { languageByPath } from "../src/syntax/registry.js";
import { sourceFiles } from "../src/syntax/walk.js";

/** One function of each of COUNT random files, with its own documentation hidden and that of the rest of the file in place. */
const [seed = "1", count = "100", ...folders] = process.argv.slice(2);
if (folders.length === 0) {
  console.error("usage: node bench/draw-docstrings.mjs SEED COUNT FOLDER…");
  process.exit(2);
}

/** xorshift32: the same draw for the same seed and files. */
let state = Math.imul(Number(seed), 2654435761) >>> 0 || 1;
function random(below: number): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state = (state ^ (state << 5)) >>> 0;
  return state % below;
}

const parser = createParser(bundledGrammars(path.resolve("dist")));
const files: string[] = [];
for await (const { path: file } of sourceFiles(folders)) files.push(file);
files.sort();

let shown = 0;
while (shown < Number(count) && files.length > 0) {
  const [file = ""] = files.splice(random(files.length), 1);
  const language = languageByPath(file);
  if (!language) continue;
  const original = readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  const tree = await parser.parse(original, language);
  const functions = readPatches(tree, original, language).functions.filter(
    (patch) => !patch.isNested && !patch.hasErrors && patch.bodyRange !== undefined,
  );
  tree.delete();
  const patch = functions[random(Math.max(1, functions.length))];
  if (!patch) continue;
  const { start = 0, end = 0 } = patch.docstring?.range ?? {};
  const lineStart = original.lastIndexOf("\n", start - 1) + 1;
  const rest = /^[ \t]*\r?\n/.exec(original.slice(end))?.[0];
  const isAlone = end > 0 && rest !== undefined && original.slice(lineStart, start).trim() === "";
  const text =
    original.slice(0, isAlone ? lineStart : start) + original.slice(isAlone ? end + rest.length : end);
  const { functions: results } = await documentFile(
    {
      document: { path: path.resolve(file), language: language.id, version: 1, text },
      targets: { kind: "functions", ids: [patch.id] },
      missingOnly: false,
      style: "auto",
      conventions: {},
      priority: "background",
    },
    { parser },
    () => {},
    new AbortController().signal,
  );
  const [result] = results;
  if (result?.status !== "written") continue;
  shown++;
  const header = text.slice(text.lastIndexOf("\n", patch.range.start) + 1).split("\n", 1)[0];
  const own = patch.docstring?.raw.replace(/\s+/g, " ").slice(0, 200) ?? "none";
  console.log(
    `\n${file}:${patch.line + 1} ${patch.qualifiedName}\n${header}\n${result.docstring}\nauthor: ${own}`,
  );
}
process.exit(0);
