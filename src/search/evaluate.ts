import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { CodePatchError, messageOf, throwIfAborted } from "../base/errors.js";
import type { TextEncoder } from "../inference/encoder.js";
import { meanWithInterval, seededRandom } from "../metrics/statistics.js";
import type { MetricValue, Progress } from "../protocol/messages.js";
import type { EvaluateSearchParams, EvaluateSearchResult } from "../protocol/search.js";
import { fuse } from "./fuse.js";
import { anyOf, rarest, searchTerms } from "./lexical.js";
import { openStore } from "./store.js";
import { closeness, toBytes } from "./vectors.js";
import { encoderText } from "./words.js";

interface Example {
  readonly query: string;
  readonly code: string;
  readonly language: string;
}

/** The places, from 1, of the right code for each query. */
interface Places {
  readonly language: string;
  readonly words: number;
  readonly embeddings: number;
  readonly fusion: number;
}

/**
 * MRR and recall of finding each query's code among all codes of the pool, by words (BM25), by embeddings, and by both as the search fuses
 * them. Ties count against the right code. Codes of the data set that the pool lacks are added to it.
 */
export async function evaluateSearch(
  { dataset, pool: poolFile, limit }: EvaluateSearchParams,
  encoder: TextEncoder | undefined,
  splitWords: (text: string) => string,
  report: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<EvaluateSearchResult> {
  const skipped: Record<string, number> = {};
  const all = await readLines(dataset, (json) => exampleOf(json, skipped));
  const examples = limit === undefined ? all : sample(all, limit);
  if (examples.length === 0)
    throw new CodePatchError("usage", `${dataset} has no example {query, code}; look at its first line.`);
  const pool = poolFile === undefined ? [] : await readLines(poolFile, codeOf);
  const codes = [...new Set([...pool, ...all.map(({ code }) => code)])];
  const idOf = new Map(codes.map((code, i) => [code, i + 1]));

  const vectors = new Map<number, Int8Array>();
  for (let from = 0; encoder !== undefined && from < codes.length; from += 64) {
    report({ message: "Embedding the pool", done: from, total: codes.length });
    const part = codes.slice(from, from + 64);
    const computed = await encoder.embed(part.map(encoderText), "code", signal);
    for (const [i, vector] of computed.entries()) vectors.set(from + i + 1, toBytes(vector));
  }
  const store = await openStore(":memory:", "", splitWords);
  try {
    store.write([fileOf(codes)], []);
    const places: Places[] = [];
    for (const [done, { query, code, language }] of examples.entries()) {
      throwIfAborted(signal);
      if (done % 20 === 0) report({ message: "Asking", done, total: examples.length });
      const [vector] = (await encoder?.embed([query], "query", signal)) ?? [];
      const right = idOf.get(code) ?? 0;
      const terms = rarest(searchTerms(query), store.frequency);
      const words = new Map(
        terms.length === 0 ? [] : store.words(anyOf(terms), codes.length).map(({ id, score }) => [id, score]),
      );
      const candidates = codes.map((_, i) => {
        const stored = vectors.get(i + 1);
        return {
          id: i + 1,
          words: words.get(i + 1) ?? 0,
          closeness: vector && stored ? closeness(vector, stored) : undefined,
        };
      });
      places.push({
        language,
        words: placeOf(right, new Map(candidates.map((each) => [each.id, each.words]))),
        embeddings: placeOf(right, new Map(candidates.map((each) => [each.id, each.closeness ?? 0]))),
        fusion: placeOf(right, fuse(candidates)),
      });
    }
    return {
      metrics: metricsOf(places.map(({ fusion }) => fusion)),
      baselines: {
        BM25: metricsOf(places.map(({ words }) => words)),
        ...(encoder && { embeddings: metricsOf(places.map(({ embeddings }) => embeddings)) }),
      },
      byLanguage: byLanguage(places),
      n: examples.length,
      pool: codes.length,
      skipped,
    };
  } finally {
    store.close();
  }
}

/** The pool as one file of functions; the name is read as the engine would know it from the tree. */
const fileOf = (codes: readonly string[]) => ({
  path: "",
  hash: "",
  modified: 0,
  size: 0,
  language: "python" as const,
  patches: codes.map((code) => ({
    kind: "function" as const,
    name: nameIn(code),
    line: 1,
    endLine: 1,
    context: "",
    docs: "",
    code,
    hash: "",
  })),
});

/** The first identifier before a parenthesis that is no keyword or decorator; empty where there is none. */
function nameIn(code: string): string {
  for (const [, name = ""] of code
    .replace(/^\s*[@#[].*$/gm, "")
    .matchAll(/([\p{L}_$][\w$:!?]*)\s*(?:<[^>(]*>)?\s*\(/gu))
    if (!/^(func|function|if|for|while|switch|return|async|fn|def)$/.test(name)) return name;
  return "";
}

function placeOf(right: number, scores: ReadonlyMap<number, number>): number {
  const own = scores.get(right) ?? 0;
  let place = 0;
  for (const score of scores.values()) if (score >= own) place++;
  return place;
}

function metricsOf(places: readonly number[]): Record<string, MetricValue> {
  const recall = (k: number): MetricValue => meanWithInterval(places.map((place) => (place <= k ? 1 : 0)));
  return {
    MRR: meanWithInterval(places.map((place) => 1 / place)),
    "recall@1": recall(1),
    "recall@5": recall(5),
    "recall@10": recall(10),
  };
}

function byLanguage(places: readonly Places[]): Record<string, Record<string, MetricValue>> {
  const languages = [...new Set(places.map(({ language }) => language))]
    .filter((language) => language !== "")
    .sort();
  return Object.fromEntries(
    languages.map((language) => {
      const own = places.filter((place) => place.language === language);
      return [
        language,
        {
          BM25: meanWithInterval(own.map(({ words }) => 1 / words)),
          embeddings: meanWithInterval(own.map(({ embeddings }) => 1 / embeddings)),
          ...metricsOf(own.map(({ fusion }) => fusion)),
        },
      ];
    }),
  );
}

function exampleOf(json: Record<string, unknown>, skipped: Record<string, number>): Example | undefined {
  const { query, code, language = "" } = json;
  if (typeof query === "string" && typeof code === "string" && typeof language === "string") {
    if (searchTerms(query).length > 0 && code.trim() !== "") return { query, code, language };
  }
  const reason = "no query or no code";
  skipped[reason] = (skipped[reason] ?? 0) + 1;
  return undefined;
}

const codeOf = ({ code }: Record<string, unknown>): string | undefined =>
  typeof code === "string" && code.trim() !== "" ? code : undefined;

async function readLines<T>(
  file: string,
  read: (json: Record<string, unknown>) => T | undefined,
): Promise<T[]> {
  const items: T[] = [];
  let line = 0;
  try {
    const stream = createReadStream(file);
    const input = file.endsWith(".gz") ? stream.pipe(createGunzip()) : stream;
    stream.on("error", (error) => input.destroy(error));
    for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      line++;
      if (text.trim() === "") continue;
      const json: unknown = JSON.parse(text);
      const item =
        typeof json === "object" && json !== null ? read(json as Record<string, unknown>) : undefined;
      if (item !== undefined) items.push(item);
    }
  } catch (error) {
    throw new CodePatchError(
      "file-unreadable",
      `${file} cannot be read after line ${line} (${messageOf(error)}); it must have one JSON object a line.`,
      { cause: error },
    );
  }
  return items;
}

/** The same ones each time. */
function sample<T>(items: readonly T[], count: number): T[] {
  const random = seededRandom(20261120);
  const order = items.map((item) => ({ item, key: random() })).sort((a, b) => a.key - b.key);
  return order.slice(0, count).map(({ item }) => item);
}
