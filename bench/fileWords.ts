import { readFileSync } from "node:fs";
import path from "node:path";
import { contentWords } from "../src/docstring/clean.js";
import { wordsOfFile } from "../src/docstring/fileWords.js";
import { readLayout } from "../src/docstring/layout.js";
import type { OpenSlot } from "../src/docstring/narrate.js";
import { layoutAt } from "../src/docstring/request.js";
import { recogniseStyle, styles } from "../src/docstring/styles/registry.js";
import { codeTexts } from "../src/docstring/vet.js";
import { rougeL } from "../src/metrics/rouge.js";
import { meanWithInterval } from "../src/metrics/statistics.js";
import { bundledGrammars, createParser } from "../src/syntax/parser.js";
import { readPatches } from "../src/syntax/patches.js";
import { languageByPath } from "../src/syntax/registry.js";

/**
 * For each summary, description of a parameter and of a result in the files that are named on standard input, one a line:
 * how well what the same file says elsewhere, and what the code says, agree with what the author wrote (ROUGE-L of the words that carry meaning).
 */
const parser = createParser(bundledGrammars(path.resolve("dist")));
const kinds = ["summary", "parameter", "returns"] as const;
const found = Object.fromEntries(
  kinds.map((kind) => [kind, { described: 0, file: [] as number[], code: [] as number[] }]),
);
for (const name of readFileSync(0, "utf8").split("\n")) {
  const language = languageByPath(name);
  if (!language) continue;
  const text = readFileSync(name, "utf8");
  const tree = await parser.parse(text, language);
  const file = readPatches(tree, text, language);
  const fileLayout = readLayout(text, file, language.id, {});
  const fileWords = wordsOfFile(file);
  for (const patch of file.functions) {
    if (!patch.docstring) continue;
    const { raw } = patch.docstring;
    const gold = styles[recogniseStyle(raw, language.id)].parse(raw, { language: language.id });
    const words = fileWords(patch);
    const parameters = gold.parameters.filter(({ name: documented }) =>
      patch.signature.parameters.some((each) => each.name === documented),
    );
    const slots: readonly (OpenSlot & { gold: string; words: string | undefined })[] = [
      { kind: "summary", name: "", gold: gold.summary, words: words.summary },
      { kind: "returns", name: "", gold: gold.returns[0]?.description ?? "", words: words.returns },
      ...parameters.map((each) => ({
        kind: "parameter" as const,
        name: each.name,
        gold: each.description,
        words: words.parameters.get(each.name)?.description,
      })),
    ];
    const layout = layoutAt(fileLayout, patch, text);
    const code = codeTexts(slots, { root: tree.rootNode, patch, text, language: language.id, layout });
    slots.forEach((slot, i) => {
      const author = contentWords(slot.gold);
      const entry = found[slot.kind];
      if (author.length === 0 || entry === undefined) return;
      entry.described += 1;
      if (slot.words === undefined) return;
      entry.file.push(rougeL(contentWords(slot.words), author));
      entry.code.push(rougeL(contentWords(code[i] ?? ""), author));
    });
  }
  tree.delete();
}
const report = Object.entries(found).map(([kind, { described, file, code }]) => [
  kind,
  {
    described,
    "share that the file describes elsewhere": file.length / Math.max(1, described),
    "ROUGE-L of the file's words": meanWithInterval(file),
    "ROUGE-L of what the code says": meanWithInterval(code),
  },
]);
console.log(JSON.stringify(Object.fromEntries(report), null, 2));
