import type { Pool, PoolClient, QueryResultRow } from "pg";
import { CodePatchError, isCodePatchError, messageOf } from "../base/errors.js";

/** A connection to a PostgreSQL database, for one request: it is made when it is first needed. */
export interface Postgres {
  /** In words, without user and password. */
  readonly place: string;
  all<T extends QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<T[]>;
  /** All of `work`, or nothing; of those who name the same lock one works at a time. */
  transaction(lock: string, work: (run: Postgres["all"]) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/**
 * @throws CodePatchError `usage` for an address that is none. What goes wrong later is `database-failed`, in a sentence that never holds the
 * address, since a password may be part of it.
 */
export async function connectPostgres(url: string): Promise<Postgres> {
  // Loaded when a database is named.
  const { default: pg } = await import("pg");
  const config = {
    connectionString: url,
    // The words and the vectors of a query are looked up at the same time.
    max: 2,
    connectionTimeoutMillis: 10_000,
    query_timeout: 300_000,
    keepAlive: true,
    application_name: "codepatch",
  };
  let place = "";
  let pool: Pool;
  try {
    if (!/^postgres(ql)?:\/\//.test(url)) throw new Error("another protocol");
    const { host, port, database } = new pg.Client(config);
    place = `the database ${database ?? ""} at ${host}:${port}`;
    pool = new pg.Pool(config);
  } catch {
    throw new CodePatchError(
      "usage",
      "The database has no address that PostgreSQL knows; give one as in postgres://user@host:5432/database.",
    );
  }
  // A connection that breaks fails the query that it serves, or else the next one.
  const toldByTheQuery = (): void => {};
  pool.on("error", toldByTheQuery);

  async function guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw isCodePatchError(error) ? error : inWords(error, place);
    }
  }

  return {
    place,
    all: (sql, values = []) => guard(async () => (await pool.query(sql, [...values])).rows),
    transaction: (lock, work) =>
      guard(async () => {
        const client: PoolClient = await pool.connect();
        let failed = true;
        client.on("error", toldByTheQuery);
        try {
          await client.query("begin");
          await client.query("select pg_advisory_xact_lock(hashtext($1))", [lock]);
          await work(async (sql, values = []) => (await client.query(sql, [...values])).rows);
          await client.query("commit");
          failed = false;
        } finally {
          // Closing a connection undoes what it has begun.
          client.off("error", toldByTheQuery);
          client.release(failed);
        }
      }),
    close: () => pool.end(),
  };
}

const unreachable = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOENT)$/;

function inWords(error: unknown, place: string): CodePatchError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const message = messageOf(error).trim().replace(/\.$/, "");
  const failed = (sentence: string): CodePatchError =>
    new CodePatchError("database-failed", sentence, { cause: error });
  if (unreachable.test(code) || /timeout exceeded when trying to connect|connection timeout/.test(message))
    return failed(
      `There is no answer from ${place} (${code || message}); check the address, and that the server runs and can be reached from here.`,
    );
  if (code === "28P01" || code === "28000" || /SASL|password/i.test(message))
    return failed(
      `The user or the password was refused by ${place}; name the user in the address and give the password in PGPASSWORD.`,
    );
  if (code === "3D000") return failed(`There is no such thing as ${place}; create it with \`createdb\`.`);
  if (/extension "vector"/.test(message))
    return failed(
      `The extension vector of pgvector cannot be used in ${place} (${message}); let its owner install pgvector 0.7 or later and run \`create extension vector\`.`,
    );
  if (code === "42501")
    return failed(`The user may not do this in ${place} (${message}); let its owner grant it.`);
  if (/^(42704|42883)$/.test(code) && /halfvec|vector|bit_hamming|<~>/.test(message))
    return failed(
      `The extension vector in ${place} is too old or not in the search path (${message}); update pgvector to 0.7 or later.`,
    );
  if (/^(42P01|3F000)$/.test(code))
    return failed(
      `The index in ${place} was removed meanwhile; make it again with \`codepatch index FOLDER --database …\`.`,
    );
  if (
    /^(ECONNRESET|EPIPE|57P0\d|08\d\w\d)$/.test(code) ||
    /terminated|read timeout|not queryable/i.test(message)
  )
    return failed(
      `The connection to ${place} was lost (${message}); what was written until then is whole, so try again.`,
    );
  return failed(`There is a problem with ${place} (${message}); ask whoever runs it.`);
}
