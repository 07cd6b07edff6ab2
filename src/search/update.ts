import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as rest } from "node:timers/promises";
import { throwIfAborted } from "../base/errors.js";
import { saysGenerated } from "../base/fileKinds.js";
import type { TextEncoder } from "../inference/encoder.js";
import type { Progress } from "../protocol/messages.js";
import type { IndexParams, IndexResult } from "../protocol/search.js";
import type { SyntaxParser } from "../syntax/parser.js";
import { readPatches } from "../syntax/patches.js";
import { languageByPath } from "../syntax/registry.js";
import { sourceFiles } from "../syntax/walk.js";
import { encoderInput, searchPatches } from "./patches.js";
import type { NewFile, NewPatch, SearchStore, StoredFile } from "./store.js";
import { toBytes } from "./vectors.js";

const largestFile = 1_000_000;
/** Patches that are written in one transaction: a kill loses no more than these. */
const patchesAtOnce = 200;

/**
 * Brings the index up to date with the files below the root: those that git does not ignore and that are neither vendored nor generated.
 * A file whose time and size are the same is not read; one whose content is the same is not parsed; a patch whose text is the
 * same keeps its vector.
 */
export async function updateIndex(
  { root, pause }: IndexParams,
  store: SearchStore,
  { parser, encoder }: { readonly parser: SyntaxParser; readonly encoder: TextEncoder | undefined },
  report: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<IndexResult> {
  const started = performance.now();
  const known = new Map(store.files().map((file) => [file.path, file]));
  const paths: string[] = [];
  for await (const { path: file } of sourceFiles([root])) {
    throwIfAborted(signal);
    paths.push(path.relative(root, file).split(path.sep).join("/"));
  }
  const present = new Set(paths);
  const removed = [...known.values()].filter((file) => !present.has(file.path)).map(({ id }) => id);
  if (removed.length > 0) store.write([], removed);

  const unreadable: string[] = [];
  let changed = 0;
  let embedded = 0;
  let waiting: NewFile[] = [];
  let waitingPatches = 0;
  const flush = (): void => {
    if (waiting.length > 0) store.write(waiting, []);
    waiting = [];
    waitingPatches = 0;
  };
  for (const [done, file] of paths.entries()) {
    throwIfAborted(signal);
    report({ message: file, done, total: paths.length });
    const read = await readChanged(root, file, known.get(file));
    if (read === "unreadable") unreadable.push(file);
    if (typeof read === "string") continue;
    if (read.kind === "touched") {
      store.touch(read.file);
      continue;
    }
    const patches = await patchesOf(read.text, file, parser);
    const vectors = store.vectorsOf(file);
    const fresh = encoder === undefined ? [] : patches.filter(({ hash }) => !vectors.has(hash));
    if (encoder !== undefined && fresh.length > 0) {
      const computed = await encoder.embed(fresh.map(encoderInput), "code", signal);
      fresh.forEach(({ hash }, i) => {
        const vector = computed[i];
        if (vector) vectors.set(hash, toBytes(vector));
      });
      embedded += fresh.length;
      if (pause > 0) await rest(pause, undefined, { signal }).catch(() => {});
    }
    changed++;
    waiting.push({
      ...read.file,
      patches: patches.map((patch): NewPatch => {
        const vector = encoder === undefined ? undefined : vectors.get(patch.hash);
        return { ...patch, ...(vector && { vector }) };
      }),
    });
    waitingPatches += patches.length;
    if (waitingPatches >= patchesAtOnce) flush();
  }
  flush();
  const { files, patches, bytes } = store.counts();
  return {
    files,
    patches,
    changed,
    removed: removed.length,
    embedded,
    seconds: (performance.now() - started) / 1000,
    bytes,
    ...(store.rebuilt !== undefined && { rebuilt: store.rebuilt }),
    hasEmbeddings: encoder !== undefined,
    unreadable,
  };
}

type Changed =
  | { readonly kind: "touched"; readonly file: StoredFile }
  | { readonly kind: "changed"; readonly file: Omit<NewFile, "patches">; readonly text: string };

async function readChanged(
  root: string,
  file: string,
  known: StoredFile | undefined,
): Promise<Changed | "same" | "unreadable"> {
  const language = languageByPath(file);
  if (language === undefined) return "unreadable";
  try {
    const absolute = path.join(root, file);
    const { size, mtimeMs: modified } = await stat(absolute);
    if (known?.size === size && known.modified === modified) return "same";
    const content = size > largestFile ? Buffer.alloc(0) : await readFile(absolute);
    const hash = createHash("sha1").update(content).digest("hex");
    if (known?.hash === hash) return { kind: "touched", file: { ...known, size, modified } };
    const text = content.toString("utf8");
    const isCode = !text.includes("\0") && !saysGenerated(text.slice(0, 1500));
    return {
      kind: "changed",
      file: { path: file, hash, modified, size, language: language.id },
      text: isCode ? text : "",
    };
  } catch {
    return "unreadable";
  }
}

/** None of a text that is empty: generated, binary and oversized files are remembered, not searched. */
async function patchesOf(text: string, file: string, parser: SyntaxParser): Promise<NewPatch[]> {
  const language = languageByPath(file);
  if (text === "" || language === undefined) return [];
  const tree = await parser.parse(text, language);
  try {
    return searchPatches(file, text, readPatches(tree, text, language)).map((patch) => ({
      ...patch,
      hash: createHash("sha1").update(encoderInput(patch)).digest("base64url"),
    }));
  } finally {
    tree.delete();
  }
}
