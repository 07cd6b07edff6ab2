import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { seededRandom } from "../src/base/random.js";
import { loadEncoder } from "../src/inference/encoder.js";
import { readManifest } from "../src/inference/manifest.js";
import { percentile } from "../src/metrics/statistics.js";
import { sample } from "../src/search/evaluate.js";
import { encoderInput } from "../src/search/patches.js";
import { readExamples } from "../src/search/pool.js";
import { connectPostgres } from "../src/search/postgres.js";
import { openPostgres } from "../src/search/postgresStore.js";
import { searchIndex } from "../src/search/query.js";
import { openSqlite } from "../src/search/sqlite.js";
import type { SearchStore } from "../src/search/store.js";
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
const splitWords = (text: string): string => wordsOf(text).join(" ");
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
const database = process.env.CODEPATCH_DATABASE;
if (database !== undefined) {
  console.log(
    "\nThe index in a file and in the database, asked in turn; processor time of this program and of PostgreSQL, if it is here",
  );
  for (const count of counts) await askDatabase(count, database);
  process.exit();
}
console.log("\nThe index, from text to results");
// Before the comparison, whose vectors would count as memory of the index.
for (const count of counts) await askIndex(count);
await encoder.release();
console.log("\nWays to hold the vectors");
for (const count of counts) {
  console.log(` ${count.toLocaleString("en")} vectors`);
  compareStores(count);
}

/** The same entries and queries for both stores; how many of the ten best hits are the same, and how many of the ten closest vectors are. */
async function askDatabase(size: number, url: string): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "codepatch-bench-"));
  const name = `bench ${size}`;
  const stores = {
    file: await openSqlite(path.join(folder, "search.sqlite"), encoder.modelId, splitWords),
    database: await openPostgres({ url, name }, encoder.modelId, "write"),
  };
  const vectors = Array.from(mixtures(size));
  const exact = queries.map((query) => nearest(vectors, (vector) => dot(query, vector)));
  const found: Record<string, string[][]> = {};
  const times: Record<string, number[]> = {};
  for (const [kind, store] of Object.entries(stores)) {
    start = cpu() + serverCpu();
    await fill(store, size);
    const seconds = (cpu() + serverCpu() - start) / 1000;
    const { bytes } = await store.counts();
    let same = 0;
    for (const [i, query] of queries.entries()) {
      const near = await store.patches(await store.nearest(query, 10));
      for (const { path: file, line } of near.values())
        if (exact[i]?.includes(Number.parseInt(file.slice(4), 10) + line - 1)) same++;
    }
    console.log(
      `  ${size.toLocaleString("en")} entries, ${kind}: ${((seconds * 1000) / size).toFixed(2)} s to write 1,000, ${(bytes / size).toFixed(0)} bytes an entry, ` +
        `recall@10 of the vectors ${(same / (10 * queries.length)).toFixed(3)}`,
    );
  }
  for (const text of [queryTexts[0] ?? "", ...queryTexts])
    for (const [kind, store] of Object.entries(stores)) {
      start = cpu() + serverCpu();
      const query = { kind: "text", text } as const;
      const { hits } = await searchIndex({ root: "", query, limit: 10 }, store, { encoder }, never);
      times[kind] = [...(times[kind] ?? []), cpu() + serverCpu() - start];
      found[kind] = [...(found[kind] ?? []), hits.map((hit) => `${hit.path}:${hit.line}`)];
    }
  for (const [kind, [, ...later]] of Object.entries(times)) {
    const mean = later.reduce((sum, each) => sum + each, 0) / later.length;
    row(`  whole query, ${kind}: mean ${mean.toFixed(0)} ms,`, later);
  }
  const pairs = (found.file ?? []).flatMap((hits, i) =>
    hits.map((hit) => found.database?.[i]?.includes(hit)),
  );
  console.log(`    the same among the ten best: ${(pairs.filter(Boolean).length / pairs.length).toFixed(3)}`);
  for (const store of Object.values(stores)) await store.close();
  const postgres = await connectPostgres(url);
  await postgres.all(`drop schema "codepatch_${name}" cascade`);
  await postgres.close();
  rmSync(folder, { recursive: true });
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
  const store = await openSqlite(file, encoder.modelId, splitWords);
  start = cpu();
  await fill(store, size);
  const seconds = (cpu() - start) / 1000;
  const times: number[] = [];
  for (const text of [queryTexts[0] ?? "", ...queryTexts]) {
    start = cpu();
    await searchIndex({ root: "", query: { kind: "text", text }, limit: 10 }, store, { encoder }, never);
    times.push(cpu() - start);
  }
  await store.close();
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

async function fill(store: SearchStore, size: number): Promise<void> {
  const each = 500;
  const vectors = mixtures(size);
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
    await store.write(
      [{ path: `file${from}.py`, hash: "", modified: 0, size: 0, language: "python", patches }],
      [],
    );
  }
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

/** Milliseconds of all processes of PostgreSQL on this machine and of those that they have ended, in steps of ten; 0 where there is no /proc. */
function serverCpu(): number {
  if (!existsSync("/proc/self/stat")) return 0;
  let ticks = 0;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const [, comm = "", fields = ""] =
        /\((.*)\) (.*)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
      if (comm !== "postgres") continue;
      for (const field of fields.split(" ").slice(11, 15)) ticks += Number(field);
    } catch {
      // The process has ended meanwhile.
    }
  }
  return ticks * 10;
}

function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
