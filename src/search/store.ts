import { existsSync, statSync } from "node:fs";
import { crc32 } from "node:zlib";
import type { SearchKind } from "../protocol/search.js";
import type { LanguageId } from "../syntax/types.js";
import { damaged, openDatabase, type Row } from "./database.js";
import { anyOf } from "./lexical.js";
import type { SearchPatch } from "./patches.js";
import { closeness, SignTable, signs } from "./vectors.js";

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
  readonly language: LanguageId;
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

/** The index of one folder in one SQLite file. Every call is one transaction: after a crash the file is as before or after it. */
export interface SearchStore {
  /** Why an older file was thrown away when this one was opened. */
  readonly rebuilt?: string;
  readonly file: string;
  files(): StoredFile[];
  /** Replaces what is known of these files and removes others, all or nothing. */
  write(files: readonly NewFile[], removed: readonly number[]): void;
  /** Only size and time changed. */
  touch(file: StoredFile): void;
  /** Vectors of a file's patches by their hash. */
  vectorsOf(path: string): Map<string, Int8Array>;
  /** The best patches by BM25, best first; scores grow with likeness. */
  words(match: string, limit: number): { id: number; score: number }[];
  /** Some of the patches that match, without an order: as quick in a large index as in a small one. */
  mentions(match: string, limit: number): number[];
  /** How many patches hold the word; remembered until the index changes. */
  frequency(term: string): number;
  /** The closest patches, closest first: by their signs at first, then by their bytes. */
  nearest(vector: Float32Array, limit: number): number[];
  patches(ids: readonly number[]): Map<number, StoredPatch>;
  patchesOf(path: string): StoredPatch[];
  /** What is wrong with the file, by SQLite's own check and the checksums; reads all of it. */
  problems(): string[];
  counts(): { files: number; patches: number; bytes: number };
  close(): void;
}

/**
 * Opens or makes the index. A file that is damaged, of another version of CodePatch, or of another model is replaced by an empty one.
 *
 * @throws CodePatchError `write-failed` when the folder cannot be written.
 */
export async function openStore(
  file: string,
  model: string,
  splitWords: (text: string) => string,
): Promise<SearchStore> {
  const database = await openDatabase(file, model);
  const { all, run } = database;

  let table: { signs: SignTable; version: number } | undefined;
  /** Also sees what another process wrote. */
  function signTable(): SignTable {
    const version = Number(all("pragma data_version")[0]?.data_version);
    if (table?.version === version) return table.signs;
    forget();
    const loaded = new SignTable(wordsOfSigns);
    for (const row of all("select signs, checksum, path from files order by id")) {
      const packed = row.signs as Uint8Array;
      if (crc32(packed) !== row.checksum)
        throw damaged(file, `what it holds of ${String(row.path)} has changed on the disk`);
      addPacked(loaded, packed);
    }
    table = { signs: loaded, version };
    return loaded;
  }

  const frequencies = new Map<string, number>();
  function forget(): void {
    table = undefined;
    frequencies.clear();
  }

  function frequency(term: string): number {
    let found = frequencies.get(term);
    if (found === undefined) {
      found = Number(all("select count(*) as n from words where words match ?", [anyOf([term])])[0]?.n ?? 0);
      frequencies.set(term, found);
    }
    return found;
  }

  function insertFile(added: NewFile): void {
    const id = run(
      "insert into files (path, hash, modified, size, language, signs, checksum) values (?, ?, ?, ?, ?, x'', 0)",
      [added.path, added.hash, added.modified, added.size, added.language],
    );
    const packed: { id: number; vector: Int8Array }[] = [];
    for (const patch of added.patches) {
      const { hash, kind, name, line, endLine, context, docs, code, vector } = patch;
      const patchId = run(
        "insert into patches (file, hash, kind, name, line, endLine, context, docs, code, vector) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
          id,
          hash,
          kind,
          name,
          line,
          endLine,
          context,
          docs,
          code.slice(0, shownCode),
          vector ? bytesOf(vector) : null,
        ],
      );
      run("insert into words (rowid, name, context, docs, code) values (?, ?, ?, ?, ?)", [
        patchId,
        splitWords(name),
        splitWords(`${added.path} ${context}`),
        splitWords(docs),
        splitWords(code),
      ]);
      if (vector) packed.push({ id: patchId, vector });
    }
    const blob = packSigns(packed);
    run("update files set signs = ?, checksum = ? where id = ?", [blob, crc32(blob), id]);
  }

  function deleteFile(id: number): void {
    run("delete from words where rowid in (select id from patches where file = ?)", [id]);
    run("delete from patches where file = ?", [id]);
    run("delete from files where id = ?", [id]);
  }

  return {
    ...(database.rebuilt !== undefined && { rebuilt: database.rebuilt }),
    file,
    files: () =>
      all("select id, path, hash, modified, size from files").map((row) => ({
        id: Number(row.id),
        path: String(row.path),
        hash: String(row.hash),
        modified: Number(row.modified),
        size: Number(row.size),
      })),
    write(files, removed) {
      database.transaction(() => {
        for (const id of removed) deleteFile(id);
        for (const added of files) {
          const [old] = all("select id from files where path = ?", [added.path]);
          if (old) deleteFile(Number(old.id));
          insertFile(added);
        }
      });
      forget();
    },
    touch: ({ id, modified, size }) => {
      run("update files set modified = ?, size = ? where id = ?", [modified, size, id]);
    },
    vectorsOf(name) {
      const rows = all(
        "select patches.hash, vector from patches join files on files.id = file where files.path = ? and vector is not null",
        [name],
      );
      return new Map(rows.map((row) => [String(row.hash), vectorOf(row.vector as Uint8Array)]));
    },
    words: (match, limit) =>
      all(
        "select rowid as id, -bm25(words, 6, 2, 3, 1) as score from words where words match ? order by score desc limit ?",
        [match, limit],
      ).map((row) => ({ id: Number(row.id), score: Number(row.score) })),
    mentions: (match, limit) =>
      all("select rowid as id from words where words match ? limit ?", [match, limit]).map((row) =>
        Number(row.id),
      ),
    frequency,
    nearest(vector, limit) {
      const near = signTable().nearest(signs(vector), Math.max(limit, comparedByBytes));
      const close: { id: number; score: number }[] = [];
      for (let from = 0; from < near.length; from += 500) {
        const part = near.slice(from, from + 500);
        const places = part.map(() => "?").join(",");
        for (const row of all(`select id, vector from patches where id in (${places})`, part))
          close.push({ id: Number(row.id), score: closeness(vector, vectorOf(row.vector as Uint8Array)) });
      }
      close.sort((a, b) => b.score - a.score || a.id - b.id);
      return close.slice(0, limit).map(({ id }) => id);
    },
    patches(ids) {
      const found = new Map<number, StoredPatch>();
      for (let start = 0; start < ids.length; start += 500) {
        const part = ids.slice(start, start + 500);
        const rows = all(
          `select patches.*, files.path, files.language from patches join files on files.id = file where patches.id in (${part.map(() => "?").join(",")})`,
          [...part],
        );
        for (const row of rows) found.set(Number(row.id), patchOf(row));
      }
      return found;
    },
    patchesOf: (name) =>
      all(
        "select patches.*, files.path, files.language from patches join files on files.id = file where files.path = ?",
        [name],
      ).map(patchOf),
    problems() {
      const checks = all("pragma integrity_check").map((row) => String(Object.values(row)[0]));
      const orphans = all("select id from patches where file not in (select id from files)").length;
      const unlisted =
        all("select count(*) as n from words")[0]?.n !== all("select count(*) as n from patches")[0]?.n;
      table = undefined;
      signTable();
      return [
        ...checks.filter((check) => check !== "ok"),
        ...(orphans > 0 ? [`${orphans} patches of no file`] : []),
        ...(unlisted ? ["the words are not those of the patches"] : []),
      ];
    },
    counts() {
      const [row] = all(
        "select (select count(*) from files) as files, (select count(*) from patches) as patches",
      );
      return {
        files: Number(row?.files),
        patches: Number(row?.patches),
        bytes: existsSync(file) ? statSync(file).size : 0,
      };
    },
    close: () => database.close(),
  };
}

/** 384 numbers. */
const wordsOfSigns = 12;
/** Among a million vectors the ten closest are among so many by their signs in 96 of 100 cases. */
const comparedByBytes = 1000;
/** Characters of code that are kept to say which words matched. */
const shownCode = 1500;

function patchOf(row: Row): StoredPatch {
  const vector = row.vector as Uint8Array | null;
  return {
    id: Number(row.id),
    path: String(row.path),
    language: String(row.language) as LanguageId,
    kind: String(row.kind) as SearchKind,
    name: String(row.name),
    line: Number(row.line),
    endLine: Number(row.endLine),
    context: String(row.context),
    docs: String(row.docs),
    code: String(row.code),
    ...(vector && { vector: vectorOf(vector) }),
  };
}

const bytesOf = (vector: Int8Array): Uint8Array =>
  new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
const vectorOf = (bytes: Uint8Array): Int8Array =>
  Int8Array.from(new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));

/** Per patch four bytes of id and 48 of signs. */
function packSigns(patches: readonly { id: number; vector: Int8Array }[]): Uint8Array {
  const packed = new Uint32Array(patches.length * (wordsOfSigns + 1));
  patches.forEach(({ id, vector }, i) => {
    packed[i * (wordsOfSigns + 1)] = id;
    packed.set(signs(vector), i * (wordsOfSigns + 1) + 1);
  });
  return new Uint8Array(packed.buffer);
}

function addPacked(table: SignTable, bytes: Uint8Array): void {
  const packed = new Uint32Array(bytes.slice().buffer);
  for (let at = 0; at < packed.length; at += wordsOfSigns + 1)
    table.add(packed[at] ?? 0, packed.subarray(at + 1, at + 1 + wordsOfSigns));
}
