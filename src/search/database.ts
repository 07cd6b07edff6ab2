import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Database, SQLiteValue } from "node-sqlite3-wasm";
import { CodePatchError, messageOf } from "../base/errors.js";
import { isAlive } from "../base/processes.js";

/** Raise it when a file of the same content would be indexed otherwise: it makes old indexes void. */
const formatVersion = 3;

const schema = `
  create table meta (key text primary key, value text) without rowid;
  create table files (id integer primary key, path text unique, hash text, modified real, size integer, language text, signs blob, checksum integer);
  create table patches (id integer primary key, file integer, hash text, kind text, name text, line integer, endLine integer,
    context text, docs text, code text, vector blob);
  create index patchesOfFile on patches (file);
  create virtual table words using fts5 (name, context, docs, code, content = '', contentless_delete = 1,
    tokenize = "porter unicode61");
`;

/** SQLite's name for a database that is no file. */
const inMemory = ":memory:";
type Sqlite = typeof import("node-sqlite3-wasm");
export type Row = Record<string, SQLiteValue>;

/** The SQLite file of an index. */
export interface IndexDatabase {
  /** Why an older file was thrown away when this one was opened. */
  readonly rebuilt?: string;
  all(sql: string, values?: readonly SQLiteValue[]): Row[];
  /** The id of the row that was inserted last. */
  run(sql: string, values: readonly SQLiteValue[]): number;
  /** All of `work`, or nothing. */
  transaction(work: () => void): void;
  close(): void;
}

/**
 * Opens or makes the file. One that is damaged, of another version of CodePatch, or of another model is emptied.
 *
 * @throws CodePatchError `write-failed` when the disk is full, the folder cannot be written, or another process holds the file for long.
 */
export async function openDatabase(file: string, model: string): Promise<IndexDatabase> {
  // Loaded when it is first needed: the engine starts without it.
  const { default: sqlite } = await import("node-sqlite3-wasm");
  if (file !== inMemory) {
    mkdirSync(path.dirname(file), { recursive: true });
    clearStaleLock(file);
  }
  const [database, rebuilt] = openOrCreate(sqlite, file, model);
  return {
    ...(rebuilt !== undefined && { rebuilt }),
    all: (sql, values = []) => guard(file, () => database.all(sql, [...values]) as Row[]),
    run: (sql, values) => Number(guard(file, () => database.run(sql, [...values])).lastInsertRowid),
    transaction: (work) =>
      guard(file, () => {
        database.exec("begin immediate");
        try {
          work();
          database.exec("commit");
        } catch (error) {
          if (database.inTransaction) database.exec("rollback");
          throw error;
        }
      }),
    close() {
      database.close();
      if (file !== inMemory) rmSync(userFile(file, process.pid), { force: true });
    },
  };
}

/** Whether an error means that the file is no sound index. */
export const isDamage = (error: unknown): boolean =>
  error instanceof DamagedIndex || /malformed|not a database|disk image|corrupt/i.test(messageOf(error));

class DamagedIndex extends Error {}
export const damaged = (file: string, detail: string): Error =>
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

function openOrCreate(sqlite: Sqlite, file: string, model: string): [Database, string | undefined] {
  try {
    return guard(file, () => connect(sqlite, file, model));
  } catch (error) {
    if (!isDamage(error)) throw error;
    removeStore(file);
    return [guard(file, () => connect(sqlite, file, model))[0], "it was damaged"];
  }
}

/** The database with its tables, and why older ones had to go. */
function connect(sqlite: Sqlite, file: string, model: string): [Database, string | undefined] {
  const database = new sqlite.Database(file);
  database.exec("pragma busy_timeout = 10000; pragma synchronous = normal; pragma cache_size = -16000;");
  if (unfit(database, model) === undefined) return [database, undefined];
  // Looked at again once the others are locked out: another process may have made the tables meanwhile.
  database.exec("begin immediate");
  const reason = unfit(database, model);
  if (reason !== undefined) {
    dropTables(database);
    database.exec(schema);
    database.run("insert into meta values ('version', ?), ('model', ?)", [String(formatVersion), model]);
  }
  database.exec("commit");
  return [database, reason === "" ? undefined : reason];
}

/** Why the tables cannot be used: an empty text where there are none, nothing where they can. */
function unfit(database: Database, model: string): string | undefined {
  const tables = tableNames(database);
  if (tables.length === 0) return "";
  const rows = tables.includes("meta")
    ? (database.all("select key, value from meta") as { key: string; value: string }[])
    : [];
  const meta = new Map(rows.map((row) => [row.key, row.value]));
  if (meta.get("version") !== String(formatVersion)) return "it was made by another version of CodePatch";
  const made = meta.get("model");
  return made === model ? undefined : `it was made with the model ${made || "none"}`;
}

function dropTables(database: Database): void {
  // Virtual tables first: they take along those in which they keep what they hold.
  for (const sql of ["create virtual%", "%"])
    for (const name of tableNames(database, sql)) database.exec(`drop table "${name.replaceAll('"', '""')}"`);
}

function tableNames(database: Database, sql = "%"): string[] {
  const rows = database.all(
    "select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\' and sql like ?",
    [sql],
  );
  return rows.map((row) => String(row.name));
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
  // Before the others are counted: of two that begin at once, one at least sees the other.
  writeFileSync(userFile(file, process.pid), "");
  let others = 0;
  for (const name of readdirSync(users)) {
    if (Number(name) === process.pid) continue;
    if (isAlive(Number(name))) others++;
    else rmSync(path.join(users, name), { force: true });
  }
  const lock = `${file}.lock`;
  // No transaction of ours takes a minute.
  if (existsSync(lock) && (others === 0 || Date.now() - statSync(lock).mtimeMs > 60_000)) rmdirSync(lock);
}
