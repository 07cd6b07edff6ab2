import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as rest } from "node:timers/promises";
import { throwIfAborted } from "../base/errors.js";
import { hasMachineMadeLines, isNotebookPath, saysGenerated } from "../base/fileKinds.js";
import type { TextEncoder } from "../inference/encoder.js";
import type { IndexParams, IndexProgress, IndexResult } from "../protocol/search.js";
import type { Language } from "../syntax/language.js";
import type { SyntaxParser } from "../syntax/parser.js";
import { readPatches } from "../syntax/patches.js";
import { languageByPath } from "../syntax/registry.js";
import { filesBelow, isSource } from "../syntax/walk.js";
import { readNotebook } from "./notebook.js";
import { notebookPatches } from "./notebookPatches.js";
import { encoderInput, type SearchPatch, searchPatches } from "./patches.js";
import type { NewFile, NewPatch, SearchStore, StoredFile } from "./store.js";
import { toBytes } from "./vectors.js";

const largestFile = 1_000_000;
/** Pictures in the outputs make notebooks large; they are passed over. */
const largestNotebook = 50_000_000;
/** Patches that are written in one transaction: a kill loses no more than these. */
const patchesAtOnce = 200;

/** Ends the hash of a file whose patches lie in the index with their words only, so that a later run embeds them. */
const wordsOnlyMark = "+words";

const noVectors: ReadonlyMap<string, Int8Array> = new Map();

export interface IndexTools {
  readonly parser: SyntaxParser;
  readonly encoder: TextEncoder | undefined;
}

/**
 * Brings the index up to date with the files below the root: those that git does not ignore and that are neither vendored nor generated.
 * A file whose time and size are the same is not read; one whose content is the same is not parsed; a patch whose text is the
 * same keeps its vector. The words of all files come first, since they take minutes where embeddings take hours: a search finds every
 * file by its words as soon as they are there. Embeddings follow, of files that were changed last at first.
 */
export async function updateIndex(
  { root, pause, wordsOnly = false }: IndexParams,
  store: SearchStore,
  tools: IndexTools,
  report: (progress: IndexProgress) => void,
  signal: AbortSignal,
): Promise<IndexResult> {
  const started = performance.now();
  const known = new Map((await store.files()).map((file) => [file.path, file]));
  const paths: string[] = [];
  for await (const file of filesBelow(root, (name) => isSource(name) || isNotebookPath(name))) {
    throwIfAborted(signal);
    paths.push(path.relative(root, file).split(path.sep).join("/"));
  }
  const present = new Set(paths);
  const removed = [...known.values()].filter((file) => !present.has(file.path)).map(({ id }) => id);
  if (removed.length > 0) await store.write([], removed);

  const { changed, unreadable } = await indexWords(root, paths, known, store, tools, report, signal);
  const embedded = wordsOnly ? 0 : await indexMeaning(root, pause, store, tools, report, signal);
  const { files, patches, vectors, bytes } = await store.counts();
  return {
    files,
    patches,
    bytes,
    changed,
    removed: removed.length,
    embedded,
    waiting: tools.encoder === undefined ? 0 : patches - vectors,
    seconds: (performance.now() - started) / 1000,
    ...(store.rebuilt !== undefined && { rebuilt: store.rebuilt }),
    hasEmbeddings: tools.encoder !== undefined,
    unreadable,
  };
}

/** Writes what changed with its words, and with the vectors that are known already. */
async function indexWords(
  root: string,
  paths: readonly string[],
  known: ReadonlyMap<string, StoredFile>,
  store: SearchStore,
  { parser, encoder }: IndexTools,
  report: (progress: IndexProgress) => void,
  signal: AbortSignal,
): Promise<{ readonly changed: number; readonly unreadable: string[] }> {
  const unreadable: string[] = [];
  let changed = 0;
  const batch = writeInBatches(store);
  const left = timeLeft();
  for (const [done, file] of paths.entries()) {
    throwIfAborted(signal);
    report({ stage: "words", message: file, done, total: paths.length, ...left(done / paths.length) });
    const read = await readChanged(root, file, known.get(file));
    if (read === "unreadable") unreadable.push(file);
    if (typeof read === "string") continue;
    if (read.kind === "touched") {
      await store.touch(read.file);
      continue;
    }
    const contents = await contentsOf(read.text, file, parser);
    if (contents === undefined) {
      unreadable.push(file);
      continue;
    }
    const vectors = known.has(file) ? await store.vectorsOf(file) : noVectors;
    const patches = contents.patches.map((patch) => withVector(patch, vectors.get(patch.hash)));
    const isWhole = encoder === undefined || patches.every(({ vector }) => vector !== undefined);
    const hash = isWhole ? read.file.hash : read.file.hash + wordsOnlyMark;
    await batch.add({ ...read.file, ...contents, hash, patches });
    changed++;
  }
  await batch.flush();
  return { changed, unreadable };
}

/** Embeds the files that have words only. Each is read again, so that a file that has changed meanwhile is whole as well. */
async function indexMeaning(
  root: string,
  pause: number,
  store: SearchStore,
  { parser, encoder }: IndexTools,
  report: (progress: IndexProgress) => void,
  signal: AbortSignal,
): Promise<number> {
  if (encoder === undefined) return 0;
  const files = (await store.files())
    .filter(({ hash }) => hash.endsWith(wordsOnlyMark))
    .sort((a, b) => b.modified - a.modified);
  const { patches: all, vectors: had } = await store.counts();
  let embedded = 0;
  const batch = writeInBatches(store);
  const left = timeLeft();
  for (const [done, { path: file }] of files.entries()) {
    throwIfAborted(signal);
    // Files differ in how many patches they have; a patch takes as long as another.
    report({ stage: "meaning", message: file, done, total: files.length, ...left(embedded / (all - had)) });
    const read = await readChanged(root, file, undefined);
    if (typeof read === "string" || read.kind === "touched") continue;
    const contents = await contentsOf(read.text, file, parser);
    if (contents === undefined) continue;
    const vectors = await store.vectorsOf(file);
    const { patches } = contents;
    const fresh = patches.filter(({ hash }) => !vectors.has(hash));
    const computed = await encoder.embed(fresh.map(encoderInput), "code", signal);
    fresh.forEach(({ hash }, i) => {
      const vector = computed[i];
      if (vector) vectors.set(hash, toBytes(vector));
    });
    embedded += fresh.length;
    await batch.add({
      ...read.file,
      ...contents,
      patches: patches.map((patch) => withVector(patch, vectors.get(patch.hash))),
    });
    if (pause > 0) await rest(pause, undefined, { signal }).catch(() => {});
  }
  await batch.flush();
  return embedded;
}

const withVector = (patch: NewPatch, vector: Int8Array | undefined): NewPatch =>
  vector === undefined ? patch : { ...patch, vector };

/** Collects files until a transaction is worth its while. */
function writeInBatches(store: SearchStore): { add(file: NewFile): Promise<void>; flush(): Promise<void> } {
  let files: NewFile[] = [];
  let patches = 0;
  const flush = async (): Promise<void> => {
    if (files.length > 0) await store.write(files, []);
    files = [];
    patches = 0;
  };
  return {
    async add(file) {
      files.push(file);
      patches += file.patches.length;
      if (patches >= patchesAtOnce) await flush();
    },
    flush,
  };
}

/** Seconds that are left where so much is done, as far as a few seconds of work can tell. */
function timeLeft(): (share: number) => { readonly secondsLeft?: number } {
  const started = performance.now();
  return (share) => {
    const seconds = (performance.now() - started) / 1000;
    return seconds < 3 || !(share > 0 && share < 1) ? {} : { secondsLeft: (seconds * (1 - share)) / share };
  };
}

type Changed =
  | { readonly kind: "touched"; readonly file: StoredFile }
  | { readonly kind: "changed"; readonly file: Omit<NewFile, keyof Contents>; readonly text: string };

async function readChanged(
  root: string,
  file: string,
  known: StoredFile | undefined,
): Promise<Changed | "same" | "unreadable"> {
  try {
    const absolute = path.join(root, file);
    const { size, mtimeMs: modified } = await stat(absolute);
    if (known?.size === size && known.modified === modified) return "same";
    const isNotebook = isNotebookPath(file);
    const content =
      size > (isNotebook ? largestNotebook : largestFile) ? Buffer.alloc(0) : await readFile(absolute);
    const hash = createHash("sha1").update(content).digest("hex");
    if (known?.hash === hash || known?.hash === hash + wordsOnlyMark)
      return { kind: "touched", file: { ...known, size, modified } };
    const text = content.toString("utf8");
    const isCode =
      isNotebook ||
      (!text.includes("\0") && !saysGenerated(text.slice(0, 1500)) && !hasMachineMadeLines(text));
    return { kind: "changed", file: { path: file, hash, modified, size }, text: isCode ? text : "" };
  } catch {
    return "unreadable";
  }
}

type Contents = Pick<NewFile, "language" | "patches">;

/**
 * No patches of a text that is empty: generated, minified, binary and oversized files are remembered, not searched. Undefined for a
 * damaged notebook.
 */
async function contentsOf(text: string, file: string, parser: SyntaxParser): Promise<Contents | undefined> {
  if (text !== "" && isNotebookPath(file)) {
    const notebook = readNotebook(text);
    return notebook && withHashes(notebook.language, await notebookPatches(file, notebook, parser));
  }
  const language = languageByPath(file);
  if (text === "" || language === undefined) return withHashes(language, []);
  const tree = await parser.parse(text, language);
  try {
    return withHashes(language, searchPatches(file, text, readPatches(tree, text, language)));
  } finally {
    tree.delete();
  }
}

const withHashes = (language: Language | undefined, patches: readonly SearchPatch[]): Contents => ({
  ...(language && { language: language.id }),
  patches: patches.map((patch) => ({
    ...patch,
    hash: createHash("sha1").update(encoderInput(patch)).digest("base64url"),
  })),
});
