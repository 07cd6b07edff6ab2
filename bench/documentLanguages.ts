import { readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { applyEdits } from "../src/base/edits.js";
import { bundledGrammars, createParser } from "../src/syntax/parser.js";
import { readPatches } from "../src/syntax/patches.js";
import { languageByPath } from "../src/syntax/registry.js";
import type { FunctionPatch } from "../src/syntax/types.js";
import { sourceFiles } from "../src/syntax/walk.js";
import { documentWhole } from "./documentWhole.js";
import { type Judged, type Judgement, judgedLanguages } from "./headers.js";

/**
 * Takes the documentation of all functions away, writes it anew from the code alone (no model), and compares it with headers that
 * a reader of its own, made of regular expressions, reads (headers.ts). Counts and shares are printed as JSON.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { limit: { type: "string", default: "3000" }, show: { type: "string", default: "0" } },
});
const [wanted = "", ...folders] = positionals;
const judge: Judgement | undefined = judgedLanguages[wanted as Judged];
if (judge === undefined || folders.length === 0) {
  console.error(
    `usage: node bench/document-languages.mjs ${Object.keys(judgedLanguages).join("|")} FOLDER… [--limit FUNCTIONS] [--show COUNT]`,
  );
  process.exit(2);
}

const parser = createParser(bundledGrammars(path.resolve("dist")));

/** The text without the documentation of its functions; lines that held nothing else go as a whole. */
function withoutDocumentation(text: string, functions: readonly FunctionPatch[]): string {
  const ranges = new Map<number, number>();
  for (const { docstring } of functions)
    if (docstring) ranges.set(docstring.range.start, docstring.range.end);
  let stripped = "";
  let last = 0;
  for (const [start, end] of [...ranges].sort(([a], [b]) => a - b)) {
    const lineStart = text.lastIndexOf("\n", start - 1) + 1;
    const rest = /^[ \t]*\r?\n/.exec(text.slice(end))?.[0];
    const isAlone = rest !== undefined && text.slice(lineStart, start).trim() === "" && lineStart >= last;
    stripped += text.slice(last, isAlone ? lineStart : start);
    last = isAlone ? end + rest.length : end;
  }
  return stripped + text.slice(last);
}

const counts = { files: 0, functions: 0, written: 0, judged: 0, exact: 0, insertionsOfComments: 0 };
const reasons: Record<string, number> = {};
const wrong: string[] = [];
const shown: { place: string; docstring: string; header: string }[] = [];
let milliseconds = 0;
for await (const { path: file } of sourceFiles(folders)) {
  const language = languageByPath(file);
  if (language?.id !== wanted || counts.functions >= Number(values.limit)) continue;
  const original = readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  const first = await parser.parse(original, language);
  const text = withoutDocumentation(original, readPatches(first, original, language).functions);
  first.delete();
  const tree = await parser.parse(text, language);
  const patches = new Map(readPatches(tree, text, language).functions.map((patch) => [patch.id, patch]));
  tree.delete();
  const started = performance.now();
  const { functions } = await documentWhole(file, text, language, parser);
  milliseconds += performance.now() - started;
  counts.files++;
  for (const { id, name, line, status, reason, docstring, edits } of functions) {
    counts.functions++;
    const patch = patches.get(id);
    if (status !== "written" || patch === undefined) {
      const key = `${status}: ${reason?.replace(/line \d+.*/, "line …")}`;
      reasons[key] = (reasons[key] ?? 0) + 1;
      if (status === "refused") wrong.push(`${file}:${line} ${name}: ${reason}`);
      continue;
    }
    counts.written++;
    // What is inserted are comments on lines of their own, and nothing is taken away.
    const after = applyEdits(text, edits);
    const lines = after.split(/\r?\n/);
    const kept = text.split(/\r?\n/);
    const isComment = edits.every(
      ({ range, newText }) =>
        range.start === range.end &&
        newText.split(/\r?\n/).every((each) => each.trim() === "" || judge.commentLine.test(each)),
    );
    const from = kept.findIndex((each, i) => each !== lines[i]);
    const inserted = lines.length - kept.length;
    const isRest = kept.slice(from).join("\n") === lines.slice(from + inserted).join("\n");
    if (isComment && isRest) counts.insertionsOfComments++;
    else wrong.push(`${file}:${line} ${name}: more than comments changed`);
    const expected = judge.parametersAt(text, patch.nameRange.end);
    if (expected !== undefined) {
      const documented = judge.documented(docstring);
      counts.judged++;
      if (JSON.stringify(documented) === JSON.stringify(expected)) counts.exact++;
      else
        wrong.push(
          `${file}:${line} ${name}: documented ${documented.join(", ") || "none"}; signature ${expected.join(", ") || "none"}`,
        );
    }
    const { start } = patch.nameRange;
    const header = text.slice(text.lastIndexOf("\n", start) + 1, text.indexOf("\n", patch.nameRange.end));
    shown.push({ place: `${file}:${line}`, docstring, header });
  }
}
const share = (part: number, whole: number): number => Math.round((10_000 * part) / Math.max(1, whole)) / 100;
console.log(
  JSON.stringify(
    {
      language: wanted,
      ...counts,
      "parameters exact, %": counts.judged === 0 ? undefined : share(counts.exact, counts.judged),
      "code unchanged, %": share(counts.insertionsOfComments, counts.written),
      "not written": reasons,
      "functions per second": Math.round((1000 * counts.functions) / milliseconds),
      wrong: wrong.slice(0, 40),
    },
    null,
    2,
  ),
);
const step = Math.max(1, Math.floor(shown.length / Math.max(1, Number(values.show))));
for (let i = 0; i < Number(values.show) && i * step < shown.length; i++) {
  const { place, docstring, header } = shown[i * step] ?? { place: "", docstring: "", header: "" };
  console.error(`\n${place}\n${docstring}\n${header}`);
}
