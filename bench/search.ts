import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { seededRandom } from "../src/base/random.js";
import { loadEncoder } from "../src/inference/encoder.js";
import { readManifest } from "../src/inference/manifest.js";
import { percentile } from "../src/metrics/statistics.js";
import { sample } from "../src/search/evaluate.js";
import { encoderInput } from "../src/search/patches.js";
import { readExamples } from "../src/search/pool.js";
import { searchIndex } from "../src/search/query.js";
import { openStore } from "../src/search/store.js";
import { closeness, SignTable, signs, toBytes } from "../src/search/vectors.js";
import { encoderText, wordsOf } from "../src/search/words.js";

/**
 * Processor time of one thread: embedding functions, filling an index, and asking it, at several sizes; and what holds the vectors, compared in
 * exactness and speed. Real functions up to as many as are embedded; beyond them words repeat and vectors are mixtures of two real ones.
 */
const embedded = 1000;
const asked = 50;
const [dataset, ...sizes] = process.argv.slice(2);
if (dataset === undefined) throw new Error("Name a data set of `codepatch dataset search`.");
const never = new AbortController().signal;
const manifest = await readManifest("models/encoder");
if (manifest.task !== "embedding") throw new Error("models/encoder holds no encoder.");
const encoder = await loadEncoder("models/encoder", manifest, { provider: "cpu", threads: 1 });
const { width } = encoder;

const examples = sample(await readExamples(dataset, {}), embedded);
let start = cpu();
const texts = examples.map((each) => encoderInput({ ...each, docs: "" }));
const real = await encoder.embed(texts, "code", never);
const perThousand = ((cpu() - start) / 1000) * (1000 / examples.length);
console.log(`embedding: ${perThousand.toFixed(1)} s of processor time for 1,000 functions`);
const queryTexts = examples.slice(0, asked).map(({ query }) => query);
const queries = await encoder.embed(queryTexts.map(encoderText), "query", never);

const counts = (sizes.length > 0 ? sizes : ["1000", "100000", "1000000"]).map(Number);
console.log("\nThe index, from text to results");
// Before the comparison, whose vectors would count as memory of the index.
for (const count of counts) await askIndex(count);
await encoder.release();
console.log("\nWays to hold the vectors");
for (const count of counts) {
  console.log(` ${count.toLocaleString("en")} vectors`);
  compareStores(count);
}

/** The ten closest by three ways to hold vectors; recall is against the exact search. */
function compareStores(size: number): void {
  const vectors = Array.from(mixtures(size));
  const exact: number[][] = [];
  const times: number[] = [];
  for (const query of queries) {
    start = cpu();
    exact.push(nearest(vectors, (vector) => dot(query, vector)));
    times.push(cpu() - start);
  }
  row("float32, exact", times, "1.000");
  const bytes = vectors.map(toBytes);
  compare("bytes, all", exact, (query) => nearest(bytes, (vector) => closeness(query, vector)));
  const table = new SignTable(width / 32);
  for (const [id, vector] of vectors.entries()) table.add(id, signs(vector));
  compare("signs, then bytes of 1,000 (used)", exact, (query) => {
    const near = table.nearest(signs(query), 1000);
    const none = new Int8Array(width);
    const order = nearest(
      near.map((id) => bytes[id] ?? none),
      (vector) => closeness(query, vector),
    );
    return order.map((i) => near[i] ?? -1);
  });
  console.log(`  signs in memory: ${(table.bytes / 1e6).toFixed(1)} MB`);
}

function compare(name: string, exact: readonly number[][], find: (query: Float32Array) => number[]): void {
  const times: number[] = [];
  let same = 0;
  for (const [i, query] of queries.entries()) {
    start = cpu();
    const found = find(query);
    times.push(cpu() - start);
    same += found.filter((id) => exact[i]?.includes(id)).length;
  }
  row(name, times, (same / (10 * queries.length)).toFixed(3));
}

function row(name: string, times: number[], recall?: string): void {
  const sorted = times.sort((a, b) => a - b);
  const [half, most] = [percentile(sorted, 50), percentile(sorted, 95)];
  console.log(
    `  ${name.padEnd(36)} p50 ${half.toFixed(1)} ms, p95 ${most.toFixed(1)} ms${recall === undefined ? "" : `, recall@10 ${recall}`}`,
  );
}

/** The index itself, on disk, with words and vectors, through the code that serves a query. */
async function askIndex(size: number): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "codepatch-bench-"));
  const file = path.join(folder, "search.sqlite");
  const store = await openStore(file, encoder.modelId, (text) => wordsOf(text).join(" "));
  start = cpu();
  const each = 500;
  let vectors = mixtures(size);
  for (let from = 0; from < size; from += each) {
    const patches = Array.from({ length: Math.min(each, size - from) }, (_, i) => {
      const { name, context, code } = examples[(from + i) % examples.length] ?? {
        name: "",
        context: "",
        code: "",
      };
      const vector = toBytes(vectors.next().value ?? new Float32Array(width));
      return {
        kind: "function" as const,
        name,
        context,
        docs: "",
        code,
        line: i + 1,
        endLine: i + 1,
        hash: "",
        vector,
      };
    });
    store.write(
      [{ path: `file${from}.py`, hash: "", modified: 0, size: 0, language: "python", patches }],
      [],
    );
  }
  vectors = mixtures(0);
  const seconds = (cpu() - start) / 1000;
  const times: number[] = [];
  for (const text of [queryTexts[0] ?? "", ...queryTexts]) {
    start = cpu();
    await searchIndex({ root: "", query: { kind: "text", text }, limit: 10 }, store, encoder, never);
    times.push(cpu() - start);
  }
  store.close();
  // The first one reads the signs.
  const [first = 0, ...later] = times;
  row(`${size.toLocaleString("en")} entries`, later);
  const memory = process.memoryUsage().rss / 1e6;
  const eachThousand = perThousand + (seconds * 1000) / size;
  console.log(
    `    first query ${first.toFixed(0)} ms; ${eachThousand.toFixed(1)} s to index 1,000 functions, ${((seconds * 1000) / size).toFixed(2)} of them to write; ` +
      `${(statSync(file).size / size).toFixed(0)} bytes an entry; ${memory.toFixed(0)} MB resident`,
  );
  rmSync(folder, { recursive: true });
}

/** Unit vectors: the real ones, then mixtures of two. The same each time. */
function* mixtures(size: number): Generator<Float32Array, undefined> {
  const random = seededRandom(3);
  const pick = (): Float32Array => real[Math.floor(random() * real.length)] ?? new Float32Array(width);
  for (let i = 0; i < size; i++) {
    const own = real[i];
    if (own !== undefined) {
      yield own;
      continue;
    }
    const [a, b, share] = [pick(), pick(), 0.2 + 0.5 * random()];
    const mixed = a.map((value, j) => (1 - share) * value + share * (b[j] ?? 0) + 0.04 * (random() - 0.5));
    const norm = Math.sqrt(dot(mixed, mixed));
    yield mixed.map((value) => value / norm);
  }
}

function nearest<T>(vectors: readonly T[], score: (vector: T) => number): number[] {
  const best: { id: number; score: number }[] = [];
  for (const [id, vector] of vectors.entries()) {
    const own = score(vector);
    if (best.length === 10 && own <= (best[9]?.score ?? 0)) continue;
    best.push({ id, score: own });
    best.sort((a, b) => b.score - a.score);
    best.length = Math.min(best.length, 10);
  }
  return best.map(({ id }) => id);
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
