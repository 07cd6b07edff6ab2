import { CodePatchError, throwIfAborted } from "../base/errors.js";
import { seededRandom } from "../base/random.js";
import { meanWithInterval } from "../metrics/statistics.js";
import type { MetricValue, Progress } from "../protocol/messages.js";
import type { EvaluateSearchParams, EvaluateSearchResult } from "../protocol/search.js";
import { shareOfWords } from "./fuse.js";
import { rarest, searchTerms } from "./lexical.js";
import { type Example, fillStore, readExamples, readPool } from "./pool.js";
import type { SearchModels } from "./query.js";
import { candidates, type RankedPatch, rankPatches } from "./rank.js";
import { rerank } from "./rerank.js";
import { openSqlite } from "./sqlite.js";
import { closeness } from "./vectors.js";
import { encoderText } from "./words.js";

/** The places, from 1, of the right code for each query; where it is not found at all, the last. */
interface Places {
  readonly language: string;
  readonly words: number;
  readonly embeddings: number;
  /** Of words and embeddings. */
  readonly fusion: number;
  /** After the best were read again. */
  readonly search: number;
  /** Of the first function among those that are described in the same words. */
  readonly anySharing: number;
}

/**
 * MRR and recall of finding each query's code among all codes of the pool, by words (BM25), by embeddings, by both as the search fuses
 * them, and after the best were read again. Ties count against the right code. Codes of the data set that the pool lacks are added to it.
 */
export async function evaluateSearch(
  { dataset, pool: poolFile, limit }: EvaluateSearchParams,
  { encoder, reranker }: SearchModels,
  splitWords: (text: string) => string,
  report: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<EvaluateSearchResult> {
  const skipped: Record<string, number> = {};
  const all = await readExamples(dataset, skipped);
  const examples = limit === undefined ? all : sample(all, limit);
  if (examples.length === 0)
    throw new CodePatchError("usage", `${dataset} has no example {query, code}; look at its first line.`);
  const pool = poolFile === undefined ? [] : await readPool(poolFile);
  const codes = [...new Map([...pool, ...all].map((each) => [each.code, each])).values()];
  const store = await openSqlite(":memory:", "", splitWords);
  try {
    const { idOf, vectors } = await fillStore(store, codes, encoder, report, signal);
    const sharing = idsByQuery(all, idOf);
    const places: Places[] = [];
    for (const [done, { query, code, language }] of examples.entries()) {
      throwIfAborted(signal);
      if (done % 20 === 0) report({ message: "Asking", done, total: examples.length });
      const [vector] = (await encoder?.embed([encoderText(query)], "query", signal)) ?? [];
      const right = idOf.get(code) ?? 0;
      const terms = await rarest(searchTerms(query), store);
      const words = terms.length === 0 ? [] : await store.words(terms, codes.length);
      const { ranked } = await rankPatches(query, vector, store, {
        wanted: candidates,
        share: shareOfWords.description,
        accepts: () => true,
      });
      const placeIn = (list: readonly RankedPatch[]) => {
        const scores = new Map(list.map(({ patch, score }) => [patch.id, score]));
        return (id: number): number => (scores.has(id) ? placeOf(id, scores) : codes.length);
      };
      const place = placeIn(await rerank(query, ranked, reranker, signal));
      places.push({
        language,
        words: words.some(({ id }) => id === right)
          ? placeOf(right, new Map(words.map(({ id, score }) => [id, score])))
          : codes.length,
        embeddings:
          vector === undefined
            ? codes.length
            : placeOf(right, new Map([...vectors].map(([id, stored]) => [id, closeness(vector, stored)]))),
        fusion: placeIn(ranked)(right),
        search: place(right),
        anySharing: Math.min(...(sharing.get(query) ?? [right]).map(place)),
      });
    }
    return {
      metrics: {
        ...metricsOf(places.map(({ search }) => search)),
        "MRR, any of the same description": meanWithInterval(places.map(({ anySharing }) => 1 / anySharing)),
      },
      baselines: {
        BM25: metricsOf(places.map(({ words }) => words)),
        ...(encoder && { embeddings: metricsOf(places.map(({ embeddings }) => embeddings)) }),
        ...(reranker && { both: metricsOf(places.map(({ fusion }) => fusion)) }),
      },
      byLanguage: byLanguage(places),
      n: examples.length,
      pool: codes.length,
      skipped,
    };
  } finally {
    await store.close();
  }
}

/** The functions that are described in the same words, as overloads and implementations of one interface are. */
function idsByQuery(examples: readonly Example[], idOf: ReadonlyMap<string, number>): Map<string, number[]> {
  const ids = new Map<string, number[]>();
  for (const { query, code } of examples) {
    const own = ids.get(query) ?? [];
    own.push(idOf.get(code) ?? 0);
    ids.set(query, own);
  }
  return ids;
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
          both: meanWithInterval(own.map(({ fusion }) => 1 / fusion)),
          ...metricsOf(own.map(({ search }) => search)),
          same: meanWithInterval(own.map(({ anySharing }) => 1 / anySharing)),
        },
      ];
    }),
  );
}

/** The same ones each time. */
export function sample<T>(items: readonly T[], count: number): T[] {
  const random = seededRandom(20261120);
  const order = items.map((item) => ({ item, key: random() })).sort((a, b) => a.key - b.key);
  return order.slice(0, count).map(({ item }) => item);
}
