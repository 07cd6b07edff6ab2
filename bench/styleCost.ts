import { readFileSync } from "node:fs";
import path from "node:path";
import { openClassifier } from "../src/inference/classifier.js";
import { findClassifier } from "../src/inference/store.js";
import { featuresOf } from "../src/origin/style/features.js";
import { gramsOf } from "../src/origin/style/grams.js";
import { pieceOf } from "../src/origin/style/piece.js";
import { createScorer } from "../src/origin/style/scorer.js";
import { bundledGrammars, createParser } from "../src/syntax/parser.js";
import { readPatches } from "../src/syntax/patches.js";
import { languageByPath } from "../src/syntax/registry.js";

/**
 * For each file that is named, processor time in milliseconds of what is done to estimate the origin of its functions, without git. The
 * first file is done once before, so that nothing is paid for starting.
 */
const parser = createParser(bundledGrammars(path.resolve("dist")));
const before = process.memoryUsage().rss;
const started = process.cpuUsage();
const { folder, manifest } = await findClassifier([path.resolve("models")], "origin");
const scorer = createScorer(await openClassifier(folder, manifest));
const spent = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return Math.round((user + system) / 100) / 10;
};
const load = { load: spent(started), megabytes: Math.round((process.memoryUsage().rss - before) / 1e5) / 10 };

async function cost(name: string) {
  const language = languageByPath(name);
  if (!language) throw new TypeError(`${name} is in no language that is read.`);
  const text = readFileSync(name, "utf8");
  const parsing = process.cpuUsage();
  const tree = await parser.parse(text, language);
  const { functions } = readPatches(tree, text, language);
  const pieces = functions.map((patch) => ({ code: pieceOf(patch, text), language: language.id }));
  tree.delete();
  const parse = spent(parsing);
  const reading = process.cpuUsage();
  for (const { code } of pieces) featuresOf(code, language.id);
  const features = spent(reading);
  const hashing = process.cpuUsage();
  for (const { code } of pieces) gramsOf(code, language.id);
  const grams = spent(hashing);
  const judging = process.cpuUsage();
  const scores = await scorer.score(pieces, new AbortController().signal);
  const judged = scores.filter((score) => score !== undefined).length;
  const judge = spent(judging);
  const lines = text.split("\n").length;
  return { name, lines, functions: functions.length, judged, parse, features, grams, judge };
}

const names = process.argv.slice(2);
if (names[0] !== undefined) await cost(names[0]);
const files = [];
for (const name of names) files.push(await cost(name));
console.log(JSON.stringify({ ...load, files }, null, 2));
