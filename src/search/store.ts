import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { crc32 } from "node:zlib";
import type { Database, SQLiteValue } from "node-sqlite3-wasm";
import { CodePatchError, messageOf } from "../base/errors.js";
import type { SearchKind } from "../protocol/search.js";
import type { LanguageId } from "../syntax/types.js";
import type { SearchPatch } from "./patches.js";
import { SignTable, signs } from "./vectors.js";

/** Raise it when a file of the same content would be indexed otherwise: it makes old indexes void. */
const formatVersion = 1;

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
  /** How many patches hold one of the words. */
  frequency(match: string): number;
  nearest(vector: Float32Array, limit: number): number[];
  patches(ids: readonly number[]): Map<number, StoredPatch>;
  patchesOf(path: string): StoredPatch[];
  /** What is wrong with the file, by SQLite's own check and the checksums; reads all of it. */
  problems(): string[];
  counts(): { files: number; patches: number; bytes: number };
  close(): void;
}

const schema = `
  create table meta (key text primary key, value text) without rowid;
  create table files (id integer primary key, path text unique, hash text, modified real, size integer, language text, signs blob, checksum integer);
  create table patches (id integer primary key, file integer, hash text, kind text, name text, line integer, endLine integer,
    context text, docs text, code text, vector blob);
  create index patchesOfFile on patches (file);
  create virtual table words using fts5 (name, context, docs, code, content = '', contentless_delete = 1,
    tokenize = "porter unicode61");
`;

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
  // Loaded when it is first needed: the engine starts without it.
  const sqlite = await import("node-sqlite3-wasm");
  if (file !== inMemory) {
    mkdirSync(path.dirname(file), { recursive: true });
    clearStaleLock(file);
  }
  const [database, rebuilt] = openDatabase(sqlite, file, model);
  const all = (sql: string, values: SQLiteValue[] = []): Record<string, SQLiteValue>[] =>
    guard(file, () => database.all(sql, values) as Record<string, SQLiteValue>[]);
  const run = (sql: string, values: SQLiteValue[]): number =>
    Number(guard(file, () => database.run(sql, values)).lastInsertRowid);

  let table: { signs: SignTable; version: number } | undefined;
  /** Also sees what another process wrote. */
  function signTable(): SignTable {
    const version = Number(all("pragma data_version")[0]?.data_version);
    if (table?.version === version) return table.signs;
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
    ...(rebuilt !== undefined && { rebuilt }),
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
      guard(file, () => {
        database.exec("begin immediate");
        try {
          for (const id of removed) deleteFile(id);
          for (const added of files) {
            const [old] = all("select id from files where path = ?", [added.path]);
            if (old) deleteFile(Number(old.id));
            insertFile(added);
          }
          database.exec("commit");
        } catch (error) {
          if (database.inTransaction) database.exec("rollback");
          throw error;
        }
      });
      table = undefined;
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
    frequency: (match) =>
      Number(all("select count(*) as n from words where words match ?", [match])[0]?.n ?? 0),
    nearest: (vector, limit) => signTable().nearest(signs(vector), limit),
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
    close() {
      database.close();
      if (file !== inMemory) rmSync(userFile(file, process.pid), { force: true });
    },
  };
}

/** SQLite's name for a database that is no file. */
const inMemory = ":memory:";
/** 384 numbers. */
const wordsOfSigns = 12;
/** Characters of code that are kept to say which words matched. */
const shownCode = 1500;

function patchOf(row: Record<string, SQLiteValue>): StoredPatch {
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

export const isDamage = (error: unknown): boolean =>
  error instanceof DamagedIndex || /malformed|not a database|disk image|corrupt/i.test(messageOf(error));

class DamagedIndex extends Error {}
const damaged = (file: string, detail: string): Error =>
  new DamagedIndex(`The index ${file} is damaged: ${detail}.`);

/** Errors of the disk in words; damage stays as it is, for whoever can build the index anew. */
function guard<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (isDamage(error) || error instanceof CodePatchError) throw error;
    const message = messageOf(error);
    if (/locked|busy/i.test(message)) {
      throw new CodePatchError(
        "write-failed",
        `The search index ${file} is in use by another process; wait until that has finished.`,
        { cause: error },
      );
    }
    throw new CodePatchError(
      "write-failed",
      `The search index ${file} cannot be used (${message}); free some disk space or remove the file.`,
      { cause: error },
    );
  }
}

type Sqlite = typeof import("node-sqlite3-wasm");

function openDatabase(sqlite: Sqlite, file: string, model: string): [Database, string | undefined] {
  let rebuilt: string | undefined;
  if (existsSync(file)) {
    try {
      const database = connect(sqlite, file);
      const found = metaOf(database);
      if (found.version === String(formatVersion) && found.model === model) return [database, undefined];
      rebuilt =
        found.version === String(formatVersion)
          ? `it was made with the model ${found.model || "none"}`
          : "it was made by another version of CodePatch";
      database.close();
    } catch (error) {
      if (!isDamage(error) && !/no such table/.test(messageOf(error)))
        return guard(file, () => {
          throw error;
        });
      rebuilt = "it was damaged";
    }
    removeStore(file);
  }
  return guard(file, () => {
    const database = connect(sqlite, file);
    database.exec("begin");
    database.exec(schema);
    database.run("insert into meta values ('version', ?), ('model', ?)", [String(formatVersion), model]);
    database.exec("commit");
    return [database, rebuilt];
  });
}

function connect(sqlite: Sqlite, file: string): Database {
  const database = new sqlite.Database(file);
  database.exec("pragma busy_timeout = 10000; pragma synchronous = normal; pragma cache_size = -16000;");
  return database;
}

function metaOf(database: Database): { version: string; model: string } {
  const rows = database.all("select key, value from meta") as { key: string; value: string }[];
  const value = (key: string): string => rows.find((row) => row.key === key)?.value ?? "";
  return { version: value("version"), model: value("model") };
}

/** The file and what SQLite keeps beside it. */
export function removeStore(file: string): void {
  for (const name of [file, `${file}-journal`]) rmSync(name, { force: true });
  rmSync(`${file}.lock`, { recursive: true, force: true });
}

const userFile = (file: string, pid: number): string => path.join(`${file}.users`, String(pid));

/** SQLite in WebAssembly locks with a folder, which a killed process leaves behind: nobody who lives holds it, so it goes. */
function clearStaleLock(file: string): void {
  const users = `${file}.users`;
  mkdirSync(users, { recursive: true });
  let others = 0;
  for (const name of readdirSync(users)) {
    if (Number(name) === process.pid) continue;
    if (isAlive(Number(name))) others++;
    else rmSync(path.join(users, name), { force: true });
  }
  writeFileSync(userFile(file, process.pid), "");
  const lock = `${file}.lock`;
  // No transaction of ours takes a minute.
  if (existsSync(lock) && (others === 0 || Date.now() - statSync(lock).mtimeMs > 60_000)) rmdirSync(lock);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
