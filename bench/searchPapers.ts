import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { loadEncoder, type TextEncoder } from "../src/inference/encoder.js";
import { readManifest } from "../src/inference/manifest.js";
import { meanWithInterval } from "../src/metrics/statistics.js";
import { searchIndex } from "../src/search/query.js";
import { openSqlite } from "../src/search/sqlite.js";
import { updateIndex } from "../src/search/update.js";
import { wordsOf } from "../src/search/words.js";
import { bundledGrammars, createParser } from "../src/syntax/parser.js";

/**
 * FOLDER has one folder a repository, PAPERS a line {repository, title, abstract} each. All are one index; a paper asks for its repository, and
 * repositories stand in the order of their first hit. Only source files are read, no README. INDEX is a folder that keeps the index for the next run.
 */
interface Paper {
  readonly repository: string;
  readonly title: string;
  readonly abstract: string;
}

const [root = "", papersFile = "", kept] = process.argv.slice(2);
if (papersFile === "") throw new Error("Name the folder of the repositories and the file of papers.");
const never = new AbortController().signal;
const papers = readFileSync(papersFile, "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => JSON.parse(line) as Paper);
const manifest = await readManifest("models/encoder");
if (manifest.task !== "embedding") throw new Error("models/encoder holds no encoder.");
const encoder = await loadEncoder("models/encoder", manifest, { provider: "cpu", threads: 1 });
const folder = kept ?? mkdtempSync(path.join(tmpdir(), "codepatch-papers-"));
const store = await openSqlite(path.join(folder, "search.sqlite"), encoder.modelId, (text) =>
  wordsOf(text).join(" "),
);
const parser = createParser(bundledGrammars(path.resolve("dist")));
const { patches, files } = await updateIndex({ root, pause: 0 }, store, { parser, encoder }, () => {}, never);
const repositories = new Set((await store.files()).map(({ path: file }) => file.split("/")[0]));
console.log(`${papers.length} papers, ${repositories.size} repositories, ${files} files, ${patches} entries`);
for (const [name, query, by] of [
  ["abstract, words only", ({ abstract }: Paper) => abstract, undefined],
  ["title", ({ title }: Paper) => title, encoder],
  ["abstract", ({ abstract }: Paper) => abstract, encoder],
] as const)
  await measure(name, query, by);
await store.close();
await encoder.release();
if (kept === undefined) rmSync(folder, { recursive: true });

async function measure(
  name: string,
  query: (paper: Paper) => string,
  by: TextEncoder | undefined,
): Promise<void> {
  const places: number[] = [];
  for (const paper of papers) {
    const { hits } = await searchIndex(
      { root, query: { kind: "text", text: query(paper) }, limit: 300 },
      store,
      { encoder: by },
      never,
    );
    const order = [...new Set(hits.map(({ path: file }) => file.split("/")[0]))];
    places.push(1 + order.indexOf(paper.repository) || Number.POSITIVE_INFINITY);
  }
  const cell = (values: readonly number[]): string => {
    const { value, low, high } = meanWithInterval(values);
    return `${value.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`;
  };
  const recall = [1, 5, 10].map((k) => `R@${k} ${cell(places.map((place) => (place <= k ? 1 : 0)))}`);
  console.log(`${name.padEnd(22)} MRR ${cell(places.map((place) => 1 / place))}  ${recall.join("  ")}`);
}
