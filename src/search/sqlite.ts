import { existsSync, statSync } from "node:fs";
import { crc32 } from "node:zlib";
import type { SearchKind } from "../protocol/search.js";
import type { LanguageId } from "../syntax/types.js";
import { damaged, openDatabase, type Row } from "./database.js";
import {
  comparedByBytes,
  fieldWeights,
  keptEntries,
  type NewFile,
  type SearchStore,
  type StoredPatch,
  shownCode,
} from "./store.js";
import { closeness, SignTable, signs } from "./vectors.js";

/** An index in one SQLite file. */
export interface SqliteStore extends SearchStore {
  /** What is wrong with the file, by SQLite's own check and the checksums; reads all of it. */
  problems(): string[];
}

/**
 * Opens or makes the index. A file that is damaged, of another version of CodePatch, or of another model is replaced by an empty one.
 *
 * @throws CodePatchError `write-failed` when the folder cannot be written.
 */
export async function openSqlite(
  file: string,
  model: string,
  splitWords: (text: string) => string,
): Promise<SqliteStore> {
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

  function writeFile(added: NewFile): void {
    const [known] = all("select id from files where path = ?", [added.path]);
    const id = run(
      "insert or replace into files (id, path, hash, modified, size, language, signs, checksum) values (?, ?, ?, ?, ?, ?, x'', 0)",
      [known?.id ?? null, added.path, added.hash, added.modified, added.size, added.language ?? null],
    );
    const old =
      known === undefined ? [] : all("select id, hash, kind, name, docs from patches where file = ?", [id]);
    const keptEntry = keptEntries(old.map(oldPatchOf));
    const gone = new Set(old.map((row) => Number(row.id)));
    const packed: { id: number; vector: Int8Array }[] = [];
    for (const patch of added.patches) {
      const { hash, kind, name, line, endLine, context, docs, code, vector } = patch;
      const kept = keptEntry(patch);
      const patchId = run(
        "insert or replace into patches (id, file, hash, kind, name, line, endLine, context, docs, code, vector) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
          kept ?? null,
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
      gone.delete(patchId);
      // What FTS5 has deleted stays in its counts, which BM25 is made of: so nothing is deleted that comes again.
      if (kept === undefined)
        run("insert into words (rowid, name, context, docs, code) values (?, ?, ?, ?, ?)", [
          patchId,
          splitWords(name),
          splitWords(`${added.path} ${context}`),
          splitWords(docs),
          splitWords(code),
        ]);
      if (vector) packed.push({ id: patchId, vector });
    }
    for (const patchId of gone) {
      run("delete from words where rowid = ?", [patchId]);
      run("delete from patches where id = ?", [patchId]);
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
    files: async () =>
      all("select id, path, hash, modified, size from files").map((row) => ({
        id: Number(row.id),
        path: String(row.path),
        hash: String(row.hash),
        modified: Number(row.modified),
        size: Number(row.size),
      })),
    async write(files, removed) {
      database.transaction(() => {
        for (const id of removed) deleteFile(id);
        for (const added of files) writeFile(added);
      });
      forget();
    },
    touch: async ({ id, modified, size }) => {
      run("update files set modified = ?, size = ? where id = ?", [modified, size, id]);
    },
    async vectorsOf(name) {
      const rows = all(
        "select patches.hash, vector from patches join files on files.id = file where files.path = ? and vector is not null",
        [name],
      );
      return new Map(rows.map((row) => [String(row.hash), vectorOf(row.vector as Uint8Array)]));
    },
    words: async (terms, limit) =>
      all(
        `select rowid as id, -bm25(words, ${columnWeights}) as score from words where words match ? order by score desc limit ?`,
        [anyOf(terms), limit],
      ).map((row) => ({ id: Number(row.id), score: Number(row.score) })),
    mentions: async (name, limit) =>
      all("select rowid as id from words where words match ? limit ?", [
        `code : "${splitWords(name)}"`,
        limit,
      ]).map((row) => Number(row.id)),
    frequencies: async (terms) => new Map(terms.map((term) => [term, frequency(term)])),
    async nearest(vector, limit) {
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
    async patches(ids) {
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
    patchesOf: async (name) =>
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
    async counts() {
      const [row] = all(
        "select (select count(*) from files) as files, (select count(*) from patches) as patches",
      );
      return {
        files: Number(row?.files),
        patches: Number(row?.patches),
        vectors: signTable().count,
        bytes: existsSync(file) ? statSync(file).size : 0,
      };
    },
    close: async () => database.close(),
  };
}

/** An FTS5 expression for patches with any of the terms. */
const anyOf = (terms: readonly string[]): string => terms.map((term) => `"${term}"`).join(" OR ");

const columnWeights = [fieldWeights.name, fieldWeights.context, fieldWeights.docs, fieldWeights.code].join();

/** 384 numbers. */
const wordsOfSigns = 12;

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

const oldPatchOf = (row: Row) => ({
  id: Number(row.id),
  hash: String(row.hash),
  kind: String(row.kind) as SearchKind,
  name: String(row.name),
  docs: String(row.docs),
});

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
