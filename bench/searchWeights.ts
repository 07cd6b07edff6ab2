import { writeFileSync } from "node:fs";
import { loadEncoder } from "../src/inference/encoder.js";
import { readManifest } from "../src/inference/manifest.js";
import { meanWithInterval } from "../src/metrics/statistics.js";
import { sample } from "../src/search/evaluate.js";
import { featureNames, featuresOf, type Weights, weights } from "../src/search/fuse.js";
import { type Example, fillStore, readExamples } from "../src/search/pool.js";
import { candidates, propose } from "../src/search/rank.js";
import { openStore } from "../src/search/store.js";
import { encoderText, wordsOf } from "../src/search/words.js";

/**
 * Fits the shares of the features of a score: the softmax over a query's candidates is to give the right one (listwise cross-entropy, Adam,
 * shares kept at 0 or more). The data set must be of repositories that the encoder was not trained on and that nothing is measured on.
 */
const [dataset, queries = "2500"] = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
if (dataset === undefined) throw new Error("Name a data set of `codepatch dataset search`.");
const never = new AbortController().signal;
/** Candidates of a query that are learned from: the best by the shares of before. */
const learnedFrom = 60;

/** The features of each candidate, in the order of `featureNames`; the right one first. */
type Query = readonly (readonly number[])[];

const manifest = await readManifest("models/encoder");
if (manifest.task !== "embedding") throw new Error("models/encoder holds no encoder.");
const encoder = await loadEncoder("models/encoder", manifest, { provider: "cpu", threads: 1 });
const examples = await readExamples(dataset, {});
const codes = [...new Map(examples.map((each) => [each.code, each])).values()];
const store = await openStore(":memory:", "", (text) => wordsOf(text).join(" "));
const { idOf } = await fillStore(store, codes, encoder, () => {}, never);
const queryOf = new Map(examples.map(({ query, code }) => [idOf.get(code), query]));
const chosen = sample(examples, Number(queries));
const vectors = await encoder.embed(
  chosen.map(({ query }) => encoderText(query)),
  "query",
  never,
);
const fitted: Record<string, Weights> = {};
for (const kind of ["both", "words"] as const) {
  const before = numbersOf(weights[kind]);
  const asked = chosen.map((example, i) => rowsOf(example, kind === "both" ? vectors[i] : undefined, before));
  const found = asked.filter((query) => query !== undefined);
  const after = fitShares(found, before);
  fitted[kind] = Object.fromEntries(
    featureNames.map((name, i) => [name, Math.round((after[i] ?? 0) * 1e4) / 1e4]),
  ) as Weights;
  console.log(`${kind}: ${found.length} of ${chosen.length} among the candidates, pool ${codes.length}`);
  for (const [name, shares] of [
    ["before", before],
    ["after", after],
  ] as const) {
    const ranks = asked.map((query) => (query === undefined ? 0 : reciprocalRank(query, shares)));
    const { value, low, high } = meanWithInterval(ranks);
    console.log(`  MRR ${name} ${value.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`);
  }
  console.log(`  ${JSON.stringify(fitted[kind])}`);
}
if (process.argv.includes("--write"))
  writeFileSync("src/search/weights.json", `${JSON.stringify(fitted, null, 2)}\n`);
store.close();
await encoder.release();

function numbersOf(shares: Weights): number[] {
  return featureNames.map((name) => shares[name]);
}

/** Undefined where the right code is not among the candidates. Others of the same description are left out: they are no mistakes. */
function rowsOf(
  { query, code }: Example,
  vector: Float32Array | undefined,
  shares: readonly number[],
): Query | undefined {
  const right = idOf.get(code);
  const { known, terms } = propose(query, vector, store, candidates, () => true);
  const features = featuresOf(known, terms, store.rarity);
  const row = (id: number): number[] => {
    const own = features.get(id);
    return featureNames.map((name) => own?.[name] ?? 0);
  };
  if (right === undefined || !features.has(right)) return undefined;
  const others = known
    .filter(({ id }) => id !== right && queryOf.get(id) !== query)
    .map(({ id }) => row(id))
    .sort((a, b) => score(b, shares) - score(a, shares));
  return [row(right), ...others.slice(0, learnedFrom)];
}

function score(row: readonly number[], shares: readonly number[]): number {
  return row.reduce((sum, value, i) => sum + value * (shares[i] ?? 0), 0);
}

function reciprocalRank([right = [], ...others]: Query, shares: readonly number[]): number {
  const own = score(right, shares);
  return 1 / (1 + others.filter((other) => score(other, shares) >= own).length);
}

/** Shares that add up to 1. */
function fitShares(asked: readonly Query[], start: readonly number[]): number[] {
  const sharpness = 20;
  const shares = start.map((share) => share * sharpness);
  const mean = shares.map(() => 0);
  const square = shares.map(() => 0);
  for (let step = 1; step <= 400; step++) {
    const gradient = shares.map(() => 0);
    for (const rows of asked) {
      const scores = rows.map((row) => score(row, shares));
      const most = Math.max(...scores);
      const weightsOfRows = scores.map((value) => Math.exp(value - most));
      const total = weightsOfRows.reduce((sum, value) => sum + value, 0);
      for (const [i, row] of rows.entries()) {
        const error = (weightsOfRows[i] ?? 0) / total - (i === 0 ? 1 : 0);
        for (const [j, value] of row.entries())
          gradient[j] = (gradient[j] ?? 0) + (error * value) / asked.length;
      }
    }
    for (const [j, slope] of gradient.entries()) {
      mean[j] = 0.9 * (mean[j] ?? 0) + 0.1 * slope;
      square[j] = 0.99 * (square[j] ?? 0) + 0.01 * slope ** 2;
      const step1 = (mean[j] ?? 0) / (1 - 0.9 ** step);
      const step2 = Math.sqrt((square[j] ?? 0) / (1 - 0.99 ** step));
      shares[j] = Math.max(0, (shares[j] ?? 0) - (0.1 * step1) / (step2 + 1e-8));
    }
  }
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => share / sum);
}
