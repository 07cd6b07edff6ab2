import { CodePatchError, throwIfAborted } from "../base/errors.js";
import { isNotebookPath, isTestPath } from "../base/fileKinds.js";
import type { TextEncoder } from "../inference/encoder.js";
import type { Reranker } from "../inference/reranker.js";
import type { SearchHit, SearchKind, SearchParams, SearchQuery, SearchResult } from "../protocol/search.js";
import { callersOf } from "./callers.js";
import { readsForeign } from "./english.js";
import { shareOfWords } from "./fuse.js";
import { hitOf, type Scored } from "./hit.js";
import { searchTerms } from "./lexical.js";
import { paperMap } from "./map.js";
import { notebookText } from "./notebook.js";
import { sectionOf } from "./notebookPatches.js";
import { type Passage, readPaper, sentencesOf } from "./paper.js";
import { candidates, rankPatches } from "./rank.js";
import { readAgain, rerank } from "./rerank.js";
import type { SearchStore, StoreCounts, StoredPatch } from "./store.js";
import { encoderText } from "./words.js";

/** Candidates where filters will throw some away. */
const filteredCandidates = 3000;
/** Sentences of a long text that vote, and hits of each. */
const mostSentences = 200;
const hitsOfSentence = 20;
const shownOfSentence = 3;
/** The best hit of a sentence has this much at least, as all its words and a closeness of 0.2 give; less is chance. */
const leastOfSentence = 0.6;
/** How slowly a vote falls with the place: of a sentence's twenty hits the first counts three times the last. */
const flatness = 10;
/** Words from which on a text is split into sentences. */
const longText = 40;

/**
 * A class or file has the words of all that it holds; what is in it should come first. A cell has the words of the prose before it, and
 * shows how a function is used that should come before it.
 */
const shareOfKind: Readonly<Record<SearchKind, number>> = { function: 1, class: 0.9, cell: 0.85, file: 0.6 };
/** Tests and benchmarks repeat the words of what they try. */
const shareOfTests = 0.85;

/** What search can do without: words alone are compared without an encoder, and nothing is read again without a reranker. */
export interface SearchModels {
  readonly encoder?: TextEncoder | undefined;
  readonly reranker?: Reranker | undefined;
}

/**
 * The best matches for a query. A short one is asked as a whole, and the best are read again together with it; of a long one each sentence is asked,
 * and the votes are counted.
 *
 * @throws CodePatchError `usage` for a query without words.
 */
export async function searchIndex(
  params: SearchParams,
  store: SearchStore,
  { encoder, reranker }: SearchModels,
  signal: AbortSignal,
): Promise<SearchResult> {
  const started = performance.now();
  const notes: string[] = [];
  const passages = passagesOf(params.query, notes);
  const counts = await store.counts();
  notes.push(...indexNotes(counts, encoder !== undefined));
  const isLong = passages.length > 1;
  const found = await rankEach(passages, params, store, encoder, signal);
  const again = isLong || params.query.kind === "code" ? undefined : reranker;
  const best = isLong ? votes(found) : await rerank(params.query.text, found[0] ?? [], again, signal);
  const hits = await Promise.all(
    best.slice(0, params.limit).map(async (scored) => hitOf(scored, await callersOf(scored.patch, store))),
  );
  const sentences = isLong
    ? passages.map((passage, i) => ({ ...passage, hits: matchesOf(found[i] ?? []) }))
    : [];
  const title = params.query.kind === "paper" ? params.query.name : "Query";
  return {
    hits,
    sentences,
    ...(isLong && { map: paperMap(title, sentences, hits) }),
    notes,
    milliseconds: performance.now() - started,
    patches: counts.patches,
  };
}

/** What the index cannot do yet. */
function indexNotes({ patches, vectors }: StoreCounts, hasEncoder: boolean): string[] {
  const notes = patches === 0 ? ["The index is empty: nothing was found to index yet."] : [];
  if (!hasEncoder)
    notes.push(
      "No encoder is installed, so only words are compared; `codepatch models list` shows what there is.",
    );
  else if (vectors < patches)
    notes.push(
      `Indexing is not finished: ${patches - vectors} of ${patches} entries are found by their words only so far.`,
    );
  return notes;
}

/** What is found for each passage, best first. */
async function rankEach(
  passages: readonly Passage[],
  params: SearchParams,
  store: SearchStore,
  encoder: TextEncoder | undefined,
  signal: AbortSignal,
): Promise<Scored[][]> {
  const side = params.query.kind === "code" ? "code" : "query";
  const texts = passages.map(({ sentence }) => encoderText(sentence));
  const vectors = encoder === undefined ? [] : await encoder.embed(texts, side, signal);
  const ranking =
    passages.length > 1
      ? { limit: hitsOfSentence, share: shareOfWords.paper }
      : { limit: Math.max(params.limit, readAgain), share: shareOfWords.description };
  const found: Scored[][] = [];
  for (const [i, { sentence }] of passages.entries()) {
    throwIfAborted(signal);
    found.push(await rank(sentence, vectors[i], params, store, ranking));
  }
  return found;
}

function passagesOf(query: SearchQuery, notes: string[]): Passage[] {
  const words = searchTerms(query.text);
  if (words.length === 0) {
    throw new CodePatchError(
      "usage",
      "The query has no words to look for; describe in a sentence what the code does.",
    );
  }
  if (query.kind === "code") {
    const code = isNotebookPath(query.path ?? "") ? notebookText(query.text, "code") : undefined;
    return [{ section: "", sentence: code ?? query.text }];
  }
  if (readsForeign(query.text))
    notes.push(
      "The query does not seem to be English, which is what the encoder has learned: results may be poor.",
    );
  const isShort = query.kind === "text" && (query.text.match(/\p{L}+/gu)?.length ?? 0) <= longText;
  if (isShort) return [{ section: "", sentence: query.text.replace(/\s+/g, " ").trim() }];
  const passages =
    query.kind === "paper"
      ? readPaper(query.text, query.name)
      : sentencesOf(query.text).map((sentence) => ({ section: "", sentence }));
  if (passages.length === 0) return [{ section: "", sentence: query.text.slice(0, 2000) }];
  if (passages.length > mostSentences)
    notes.push(`The text has ${passages.length} sentences; the first ${mostSentences} were used.`);
  return passages.slice(0, mostSentences);
}

/** What one query finds, best first; a class or file and tests come after what they hold or try. */
async function rank(
  text: string,
  vector: Float32Array | undefined,
  params: SearchParams,
  store: SearchStore,
  { limit, share }: { readonly limit: number; readonly share: number },
): Promise<Scored[]> {
  const isFiltered =
    params.languages !== undefined || params.kinds !== undefined || (params.folder ?? "") !== "";
  const { ranked, terms } = await rankPatches(text, vector, store, {
    wanted: isFiltered ? filteredCandidates : candidates,
    share,
    accepts: (patch) => passes(patch, params),
  });
  return ranked
    .map(({ patch, score, closeness }) => ({
      patch,
      score: score * shareOfKind[patch.kind] * (isTestPath(patch.path) ? shareOfTests : 1),
      terms,
      closeness,
    }))
    .sort((a, b) => b.score - a.score || a.patch.id - b.patch.id)
    .filter(oneOfSection())
    .slice(0, limit);
}

/** The cells of a section share its heading: the best of them stands for all. */
function oneOfSection(): (scored: Scored) => boolean {
  const seen = new Set<string>();
  return ({ patch: { kind, path, name } }) => {
    const section = `${path} ${sectionOf(name)}`;
    if (kind !== "cell") return true;
    const isFirst = !seen.has(section);
    seen.add(section);
    return isFirst;
  };
}

function passes(patch: StoredPatch, { languages, kinds, folder = "", query }: SearchParams): boolean {
  if (languages !== undefined && !languages.includes(patch.language)) return false;
  if (kinds !== undefined && !kinds.includes(patch.kind)) return false;
  if (folder !== "" && !patch.path.startsWith(folder.endsWith("/") ? folder : `${folder}/`)) return false;
  if (query.kind !== "code" || query.path !== patch.path || query.line === undefined) return true;
  const lastLine = query.line + query.text.trimEnd().split("\n").length - 1;
  return lastLine < patch.line || query.line > patch.endLine;
}

/** The matches that are shown of a sentence; none where the best is no closer than chance. */
const matchesOf = (found: readonly Scored[]): SearchHit[] =>
  (found[0]?.score ?? 0) >= leastOfSentence
    ? found.slice(0, shownOfSentence).map((scored) => hitOf(scored))
    : [];

/** Each sentence gives its hits a vote that falls with the rank and grows with the score. */
function votes(found: readonly (readonly Scored[])[]): Scored[] {
  const totals = new Map<number, { best: Scored; votes: number }>();
  for (const hits of found) {
    for (const [place, hit] of hits.entries()) {
      const total = totals.get(hit.patch.id) ?? { best: hit, votes: 0 };
      total.votes += hit.score ** 2 / (place + flatness);
      if (hit.score > total.best.score) total.best = hit;
      totals.set(hit.patch.id, total);
    }
  }
  const ranked = [...totals.values()].sort((a, b) => b.votes - a.votes);
  const most = ranked[0]?.votes ?? 1;
  return ranked.map(({ best, votes: count }) => ({ ...best, score: best.score * Math.sqrt(count / most) }));
}
