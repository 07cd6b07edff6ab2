import { readFileSync } from "node:fs";
import path from "node:path";
import { readNeighbours } from "../src/client/siblings.js";
import { contentWords } from "../src/docstring/clean.js";
import { type FileWords, namesToAsk, wordsOfFile } from "../src/docstring/fileWords.js";
import { readLayout } from "../src/docstring/layout.js";
import type { OpenSlot } from "../src/docstring/narrate.js";
import { layoutAt } from "../src/docstring/request.js";
import { recogniseStyle, styles } from "../src/docstring/styles/registry.js";
import { codeTexts } from "../src/docstring/vet.js";
import { neighbourReader } from "../src/docstring/wordSources.js";
import { rougeL } from "../src/metrics/rouge.js";
import { meanWithInterval } from "../src/metrics/statistics.js";
import { bundledGrammars, createParser } from "../src/syntax/parser.js";
import { readPatches } from "../src/syntax/patches.js";
import { languageByPath } from "../src/syntax/registry.js";

/**
 * For each summary, description of a parameter and of a result in the files that are named on standard input, one a line:
 * how well what the same file says elsewhere, what its neighbours agree on, and what the code says, agree with what the author wrote
 * (ROUGE-L of the words that carry meaning). The neighbours are asked as for a file in which nothing is documented yet.
 */
const parser = createParser(bundledGrammars(path.resolve("dist")));
type Words = FileWords["summary"] | undefined;
/** ROUGE-L of the words, and of what the code says in the same places. */
const newScores = (): { words: number[]; code: number[] } => ({ words: [], code: [] });
const kinds = ["summary", "parameter", "returns"] as const;
const found = Object.fromEntries(
  kinds.map((kind) => [kind, { described: 0, file: newScores(), neighbours: newScores() }]),
);
const readSources = neighbourReader(parser);
const never = new AbortController().signal;
for (const name of readFileSync(0, "utf8").split("\n")) {
  const language = languageByPath(name);
  if (!language) continue;
  const text = readFileSync(name, "utf8");
  const tree = await parser.parse(text, language);
  const file = readPatches(tree, text, language);
  const fileLayout = readLayout(text, file, language.id, {});
  const fileWords = wordsOfFile(file, tree.rootNode);
  const texts = await readNeighbours(name, (other) => languageByPath(other)?.id === language.id);
  const sources = await readSources(texts, namesToAsk(file.functions, tree.rootNode), language, never);
  const neighbourWords = wordsOfFile({ ...file, functions: [] }, tree.rootNode, sources);
  for (const patch of file.functions) {
    if (!patch.docstring) continue;
    const { raw } = patch.docstring;
    const gold = styles[recogniseStyle(raw, language.id)].parse(raw, { language: language.id });
    const [words, others] = [fileWords(patch), neighbourWords(patch)];
    const parameters = gold.parameters.filter(({ name: documented }) =>
      patch.signature.parameters.some((each) => each.name === documented),
    );
    const slots: readonly (OpenSlot & { gold: string; file: Words; neighbours: Words })[] = [
      { kind: "summary", name: "", gold: gold.summary, file: words.summary, neighbours: others.summary },
      {
        kind: "returns",
        name: "",
        gold: gold.returns[0]?.description ?? "",
        file: words.returns,
        neighbours: others.returns,
      },
      ...parameters.map((each) => ({
        kind: "parameter" as const,
        name: each.name,
        gold: each.description,
        file: words.parameters.get(each.name),
        neighbours: others.parameters.get(each.name),
      })),
    ];
    const layout = layoutAt(fileLayout, patch, text);
    const code = codeTexts(slots, { root: tree.rootNode, patch, text, language: language.id, layout });
    slots.forEach((slot, i) => {
      const author = contentWords(slot.gold);
      const entry = found[slot.kind];
      if (author.length === 0 || entry === undefined) return;
      entry.described += 1;
      for (const source of ["file", "neighbours"] as const) {
        const said = slot[source];
        if (said === undefined) continue;
        entry[source].words.push(rougeL(contentWords(said.description), author));
        entry[source].code.push(rougeL(contentWords(code[i] ?? ""), author));
      }
    });
  }
  tree.delete();
}
const shown = ({ words, code }: ReturnType<typeof newScores>, described: number): object => ({
  share: words.length / Math.max(1, described),
  "ROUGE-L of these words": meanWithInterval(words),
  "ROUGE-L of what the code says": meanWithInterval(code),
});
const report = Object.entries(found).map(([kind, { described, file, neighbours }]) => [
  kind,
  {
    described,
    "said elsewhere in the file": shown(file, described),
    "agreed on by neighbours": shown(neighbours, described),
  },
]);
console.log(JSON.stringify(Object.fromEntries(report), null, 2));
