import { readFileSync } from "node:fs";
import path from "node:path";
import { contentWords } from "../src/docstring/clean.js";
import { wordsOfFile } from "../src/docstring/fileWords.js";
import { recogniseStyle, styles } from "../src/docstring/styles/registry.js";
import { usageFacts } from "../src/docstring/usage.js";
import { rougeL } from "../src/metrics/rouge.js";
import { meanWithInterval } from "../src/metrics/statistics.js";
import { bundledGrammars, createParser } from "../src/syntax/parser.js";
import { readPatches } from "../src/syntax/patches.js";
import { languageByPath } from "../src/syntax/registry.js";

/**
 * For each described parameter of the files that are named on standard input, one a line: how well what the same file's
 * other functions say of that name, and what the code says of it, agree with what its author wrote (ROUGE-L of the words that carry meaning).
 */
const parser = createParser(bundledGrammars(path.resolve("dist")));
const agreement = { file: [] as number[], code: [] as number[] };
let described = 0;
for (const name of readFileSync(0, "utf8").split("\n")) {
  const language = languageByPath(name);
  if (!language) continue;
  const text = readFileSync(name, "utf8");
  const tree = await parser.parse(text, language);
  const file = readPatches(tree, text, language);
  const fileWords = wordsOfFile(file);
  for (const patch of file.functions) {
    if (!patch.docstring) continue;
    const { raw } = patch.docstring;
    const { parameters } = styles[recogniseStyle(raw, language.id)].parse(raw, { language: language.id });
    const elsewhere = fileWords(patch);
    const usage = usageFacts(tree.rootNode, patch);
    for (const { name: parameter, description } of parameters) {
      const gold = contentWords(description);
      if (gold.length === 0 || !patch.signature.parameters.some((each) => each.name === parameter)) continue;
      described += 1;
      const words = elsewhere.get(parameter);
      if (words === undefined) continue;
      agreement.file.push(rougeL(contentWords(words.description), gold));
      agreement.code.push(rougeL(contentWords(usage.get(parameter) ?? ""), gold));
    }
  }
  tree.delete();
}
const share = agreement.file.length / Math.max(1, described);
console.log(
  JSON.stringify(
    {
      described,
      "described elsewhere in the file": share,
      "ROUGE-L of the file's words": meanWithInterval(agreement.file),
      "ROUGE-L of what the code says": meanWithInterval(agreement.code),
    },
    null,
    2,
  ),
);
