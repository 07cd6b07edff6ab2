import type { SearchKind } from "../protocol/search.js";
import type { LanguageId } from "../syntax/types.js";
import type { SearchPatch } from "./patches.js";

export interface StoredFile {
  readonly id: number;
  readonly path: string;
  readonly hash: string;
  readonly modified: number;
  readonly size: number;
}

export interface NewFile {
  readonly path: string;
  readonly hash: string;
  readonly modified: number;
  readonly size: number;
  /** Absent of a notebook in a language that CodePatch does not read: it has no patches. */
  readonly language?: LanguageId;
  readonly patches: readonly NewPatch[];
}

export interface NewPatch extends SearchPatch {
  /** Of what the encoder reads, so that a patch that only moved keeps its vector. */
  readonly hash: string;
  readonly vector?: Int8Array;
}

export interface StoredPatch {
  readonly id: number;
  readonly path: string;
  readonly language: LanguageId;
  readonly kind: SearchKind;
  readonly name: string;
  readonly line: number;
  readonly endLine: number;
  readonly context: string;
  readonly docs: string;
  readonly code: string;
  readonly vector?: Int8Array;
}

/** What an index holds. */
export interface StoreCounts {
  readonly files: number;
  readonly patches: number;
  /** Patches that are embedded. */
  readonly vectors: number;
  readonly bytes: number;
}

/** The index of one folder. Every call is one transaction: after a crash all is as before or after it. */
export interface SearchStore {
  /** Why an older index was thrown away when this one was opened. */
  readonly rebuilt?: string;
  files(): Promise<StoredFile[]>;
  /** Replaces what is known of these files and removes others, all or nothing. */
  write(files: readonly NewFile[], removed: readonly number[]): Promise<void>;
  /** Only size and time changed. */
  touch(file: StoredFile): Promise<void>;
  /** Vectors of a file's patches by their hash. */
  vectorsOf(path: string): Promise<Map<string, Int8Array>>;
  /** The best patches with any of the terms by BM25, best first; scores grow with likeness. */
  words(terms: readonly string[], limit: number): Promise<{ id: number; score: number }[]>;
  /** Some of the patches whose code speaks of this name, without an order: as quick in a large index as in a small one. */
  mentions(name: string, limit: number): Promise<number[]>;
  /** How many patches hold each term; remembered until the index changes. */
  frequencies(terms: readonly string[]): Promise<Map<string, number>>;
  /** The closest patches, closest first: by their signs at first, then by their bytes. */
  nearest(vector: Float32Array, limit: number): Promise<number[]>;
  patches(ids: readonly number[]): Promise<Map<number, StoredPatch>>;
  patchesOf(path: string): Promise<StoredPatch[]>;
  counts(): Promise<StoreCounts>;
  close(): Promise<void>;
}

type OldPatch = Pick<NewPatch, "hash" | "kind" | "name" | "docs"> & { readonly id: number };

/**
 * Among the entries that a file has had, one that holds the very words of a patch, each once: it keeps its number, and its words need not
 * be written again when lines move or an embedding comes.
 */
export function keptEntries(old: readonly OldPatch[]): (patch: NewPatch) => number | undefined {
  const left = new Map<string, number[]>();
  const keyOf = ({ hash, kind, name, docs }: Omit<OldPatch, "id">): string =>
    JSON.stringify([hash, kind, name, docs]);
  for (const each of old) left.set(keyOf(each), [...(left.get(keyOf(each)) ?? []), each.id]);
  return (patch) => left.get(keyOf(patch))?.shift();
}

/** How much more a word counts than one in the code. */
export const fieldWeights = { name: 6, context: 2, docs: 3, code: 1 } as const;
/** Among a million vectors the ten closest are among so many by their signs in 96 of 100 cases. */
export const comparedByBytes = 1000;
/** Characters of code that are kept to say which words matched. */
export const shownCode = 1500;
