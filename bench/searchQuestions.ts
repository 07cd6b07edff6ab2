import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { loadEncoder } from "../src/inference/encoder.js";
import { readManifest } from "../src/inference/manifest.js";
import { meanWithInterval } from "../src/metrics/statistics.js";
import { searchIndex } from "../src/search/query.js";
import { candidates, rankPatches } from "../src/search/rank.js";
import { openSqlite } from "../src/search/sqlite.js";
import type { SearchStore } from "../src/search/store.js";
import { updateIndex } from "../src/search/update.js";
import { encoderText, wordsOf } from "../src/search/words.js";
import { bundledGrammars, createParser } from "../src/syntax/parser.js";

/**
 * FOLDER has one folder a repository, each indexed by itself; QUESTIONS has a line {repository, query, answers} each. An answer is the name of a
 * function, of a file that holds one function, or both as `file:function`. INDEX is a folder that keeps the indexes for the next run.
 */
interface Question {
  readonly repository: string;
  readonly query: string;
  readonly answers: readonly string[];
}

interface Found {
  readonly path: string;
  readonly name: string;
}

const [root = "", questionsFile = "", kept] = process.argv.slice(2);
if (questionsFile === "") throw new Error("Name the folder of the repositories and the file of questions.");
const never = new AbortController().signal;
const limit = 300;
const questions = readFileSync(questionsFile, "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => JSON.parse(line) as Question);
const manifest = await readManifest("models/encoder");
if (manifest.task !== "embedding") throw new Error("models/encoder holds no encoder.");
const encoder = await loadEncoder("models/encoder", manifest, { provider: "cpu", threads: 1 });
const parser = createParser(bundledGrammars(path.resolve("dist")));
const indexes = kept ?? mkdtempSync(path.join(tmpdir(), "codepatch-questions-"));
mkdirSync(indexes, { recursive: true });

const places: Record<"words" | "embeddings" | "both", number[]> = { words: [], embeddings: [], both: [] };
let entries = 0;
for (const repository of [...new Set(questions.map((question) => question.repository))]) {
  const store = await openSqlite(path.join(indexes, `${repository}.sqlite`), encoder.modelId, (text) =>
    wordsOf(text).join(" "),
  );
  const folder = path.join(root, repository);
  entries += (await updateIndex({ root: folder, pause: 0 }, store, { parser, encoder }, () => {}, never))
    .patches;
  for (const question of questions) if (question.repository === repository) await ask(question, store);
  await store.close();
}
console.log(`${questions.length} questions, ${entries} entries`);
for (const [way, found] of Object.entries(places)) {
  const cell = (values: readonly number[]): string => {
    const { value, low, high } = meanWithInterval(values);
    return `${value.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`;
  };
  const recall = [1, 5, 10].map((k) => `R@${k} ${cell(found.map((place) => (place <= k ? 1 : 0)))}`);
  console.log(`${way.padEnd(10)} MRR ${cell(found.map((place) => 1 / place))}  ${recall.join("  ")}`);
}
await encoder.release();
if (kept === undefined) rmSync(indexes, { recursive: true });

async function ask({ query, answers }: Question, store: SearchStore): Promise<void> {
  const params = { root, query: { kind: "text", text: query }, limit } as const;
  const words = (await searchIndex(params, store, {}, never)).hits;
  const both = (await searchIndex(params, store, { encoder }, never)).hits;
  const [vector] = await encoder.embed([encoderText(query)], "query", never);
  const { ranked } = await rankPatches(query, vector, store, {
    wanted: candidates,
    share: 0,
    accepts: ({ kind }) => kind === "function",
  });
  const found = { words, embeddings: ranked.map(({ patch }) => patch), both };
  const placed = [];
  for (const way of ["words", "embeddings", "both"] as const) {
    const at = 1 + found[way].findIndex((hit) => isAnswer(hit, answers)) || Number.POSITIVE_INFINITY;
    places[way].push(at);
    placed.push(Number.isFinite(at) ? at : "-");
  }
  console.log(`${placed.join(" / ")}  ${query} → ${answers.join(", ")} (first: ${both[0]?.name})`);
}

function isAnswer({ path: file, name }: Found, answers: readonly string[]): boolean {
  const stem = path.posix.basename(file).replace(/\.[^.]*$/, "");
  const last = name.split(/[.:]+/).at(-1) ?? "";
  return answers.some((answer) =>
    answer.includes(":") ? answer === `${stem}:${last}` : answer === last || answer === stem,
  );
}
