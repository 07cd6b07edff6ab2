import { stemmer } from "stemmer";
import { CodePatchError } from "../base/errors.js";
import type { DatabaseIndex } from "../protocol/search.js";
import { connectPostgres, type Postgres } from "./postgres.js";
import { bestByWords, insertion, removal, speakingOf, tables } from "./postgresSql.js";
import {
  comparedByBytes,
  fieldWeights,
  keptEntries,
  type NewFile,
  type NewPatch,
  type SearchStore,
  type StoreCounts,
  type StoredFile,
  type StoredPatch,
  shownCode,
} from "./store.js";
import { wordsOf } from "./words.js";

/** Raise it when the tables change. An older index serves others until its owner removes it. */
const formatVersion = 1;
const schemaPrefix = "codepatch_";
const mostCounted = 32_767;

/**
 * Opens the index of that name in a PostgreSQL database with pgvector, for one request. To `write`, it is made where it is missing.
 *
 * @throws CodePatchError `usage` for an address that is none and for an index that is missing or of another model or version;
 * `database-failed` where the database cannot be reached or does not allow it.
 */
export async function openPostgres(
  { url, name }: DatabaseIndex,
  model: string,
  purpose: "read" | "write",
): Promise<SearchStore> {
  const postgres = await connectPostgres(url);
  try {
    const schema = schemaPrefix + clean(name);
    await prepare(postgres, schema, model, purpose);
    return storeIn(postgres, quoted(schema));
  } catch (error) {
    await postgres.close();
    throw error;
  }
}

async function prepare(
  postgres: Postgres,
  schema: string,
  model: string,
  purpose: "read" | "write",
): Promise<void> {
  const at = quoted(schema);
  const name = schema.slice(schemaPrefix.length);
  const exists = "select 1 as found from pg_namespace where nspname = $1";
  if (Buffer.byteLength(schema) > 63)
    throw new CodePatchError(
      "usage",
      `The name ${name} is too long for an index in a database; give a shorter one with --name.`,
    );
  if ((await postgres.all(exists, [schema])).length === 0) {
    if (purpose === "read") throw await missing(postgres, name);
    // One at a time in the whole database: they would make the extension at the same time as well.
    await postgres.transaction(schemaPrefix, async (run) => {
      if ((await run(exists, [schema])).length > 0) return;
      await run("create extension if not exists vector");
      await run(tables(at));
      await run(`insert into ${at}.meta values ($1, $2, 1, 0, 0, 0, 0)`, [formatVersion, model]);
    });
  }
  const [meta] = await postgres.all<{ version: number; model: string }>(
    `select version, model from ${at}.meta`,
  );
  if (meta?.version === formatVersion && meta.model === model) return;
  const made =
    meta?.version === formatVersion
      ? `with the model ${meta.model || "none"}, and here is ${model || "none"}`
      : "by another version of CodePatch";
  throw new CodePatchError(
    "usage",
    `The index ${name} in ${postgres.place} was made ${made}; use the version of CodePatch that your group uses, or let its owner remove it with \`drop schema ${at} cascade\` and index the folder again.`,
  );
}

async function missing(postgres: Postgres, name: string): Promise<CodePatchError> {
  const rows = await postgres.all<{ nspname: string }>(
    "select nspname from pg_namespace where starts_with(nspname, $1) order by nspname",
    [schemaPrefix],
  );
  const names = rows.map(({ nspname }) => nspname.slice(schemaPrefix.length)).join(", ");
  return new CodePatchError(
    "usage",
    `There is no index ${name} in ${postgres.place}${names === "" ? "" : `, only ${names}`}; make it with \`codepatch index FOLDER --database …\`.`,
  );
}

function storeIn({ all, transaction, close }: Postgres, at: string): SearchStore {
  const frequencies = new Map<string, number>();
  const patches = `select patches.id, path, language, kind, name, line, "endLine", context, docs, code, vector
    from ${at}.patches join ${at}.files on files.id = file`;

  async function frequenciesOf(terms: readonly string[]): Promise<Map<string, number>> {
    const unknown = terms.filter((term) => !frequencies.has(term));
    const rows = await all<{ term: string; n: number }>(
      `select term, count(*)::integer as n from ${at}.postings where term = any($1) group by term`,
      [unknown.map(stemOf)],
    );
    const found = new Map(rows.map(({ term, n }) => [term, n]));
    for (const term of unknown) frequencies.set(term, found.get(stemOf(term)) ?? 0);
    return new Map(terms.map((term) => [term, frequencies.get(term) ?? 0]));
  }

  return {
    files: () => all<StoredFile>(`select id, path, hash, modified, size from ${at}.files`),
    async write(files, removed) {
      const paths = files.map(({ path }) => clean(path));
      await transaction(at, async (run) => {
        const old = await run<OldRow>(
          `select path, patches.id, patches.hash, kind, name, docs from ${at}.patches join ${at}.files on files.id = file where path = any($1)`,
          [paths],
        );
        const patchCount = files.reduce((sum, file) => sum + file.patches.length, 0);
        const ids = files.length + patchCount;
        const [meta] = await run<{ next: number }>(`update ${at}.meta set next = next + $1 returning next`, [
          ids,
        ]);
        const next = (meta?.next ?? 0) - ids;
        const rows = rowsOf(files, old, next);
        const [gone] = await run<{ files: number; patches: number; vectors: number; words: number }>(
          removal(at),
          [removed, paths, rows.patches.map(({ id }) => id)],
        );
        await run(`insert into ${at}.files select * from json_populate_recordset(null::${at}.files, $1)`, [
          JSON.stringify(rows.files),
        ]);
        await run(insertion(at), [JSON.stringify(rows.patches), next]);
        await run(
          `update ${at}.meta set files = files + $1, patches = patches + $2, vectors = vectors + $3, words = words + $4`,
          [
            files.length - (gone?.files ?? 0),
            patchCount - (gone?.patches ?? 0),
            rows.patches.filter(({ vector }) => vector !== null).length - (gone?.vectors ?? 0),
            rows.patches.reduce((sum, { length }) => sum + length, 0) - (gone?.words ?? 0),
          ],
        );
      });
      frequencies.clear();
    },
    async touch({ id, modified, size }) {
      await all(`update ${at}.files set modified = $2, size = $3 where id = $1`, [id, modified, size]);
    },
    async vectorsOf(path) {
      const rows = await all<{ hash: string; vector: string }>(
        `select patches.hash, vector from ${at}.patches join ${at}.files on files.id = file where path = $1 and vector is not null`,
        [clean(path)],
      );
      return new Map(rows.map(({ hash, vector }) => [hash, vectorOf(vector)]));
    },
    words: (terms, limit) => all<{ id: number; score: number }>(bestByWords(at), [terms.map(stemOf), limit]),
    async mentions(name, limit) {
      const terms = [...new Set(wordsOf(name).map(stemOf))];
      const rows = await all<{ id: number }>(speakingOf(at), [terms, clean(name), limit]);
      return rows.map(({ id }) => id);
    },
    frequencies: frequenciesOf,
    async nearest(vector, limit) {
      const rows = await all<{ id: number }>(
        `with near as materialized
            (select patch from ${at}.signs order by signs <~> binary_quantize($1::vector)::bit(384) limit $2)
          select id from ${at}.patches join near on id = patch order by vector::vector <=> $1::vector, id limit $3`,
        [`[${vector.join(",")}]`, Math.max(limit, comparedByBytes), limit],
      );
      return rows.map(({ id }) => id);
    },
    async patches(ids) {
      const rows = await all<PatchRow>(`${patches} where patches.id = any($1)`, [ids]);
      return new Map(rows.map((row) => [row.id, patchOf(row)]));
    },
    patchesOf: async (path) =>
      (await all<PatchRow>(`${patches} where path = $1`, [clean(path)])).map(patchOf),
    async counts() {
      const [found] = await all<StoreCounts>(
        `select files, patches, vectors, (select sum(pg_total_relation_size(oid))::float8 from pg_class
          where relkind = 'r' and relnamespace = to_regnamespace($1)) as bytes from ${at}.meta`,
        [at],
      );
      return found ?? { files: 0, patches: 0, vectors: 0, bytes: 0 };
    },
    close,
  };
}

type OldRow = Pick<StoredPatch, "path" | "id" | "kind" | "name" | "docs"> & { readonly hash: string };

interface PatchRow extends Omit<StoredPatch, "vector"> {
  readonly vector: string | null;
}

const patchOf = ({ vector, ...patch }: PatchRow): StoredPatch => ({
  ...patch,
  ...(vector !== null && { vector: vectorOf(vector) }),
});

/** pgvector writes vectors as JSON does. */
const vectorOf = (text: string): Int8Array => Int8Array.from(JSON.parse(text) as number[]);

/** Rows of the tables, with ids from `next` on. */
function rowsOf(files: readonly NewFile[], old: readonly OldRow[], next: number) {
  let id = next;
  const fileRows: object[] = [];
  const patchRows: ReturnType<typeof patchRow>[] = [];
  for (const { patches, ...file } of files) {
    const fileId = id++;
    fileRows.push({ ...file, id: fileId, path: clean(file.path) });
    const keptEntry = keptEntries(old.filter(({ path }) => path === clean(file.path)));
    for (const patch of patches) {
      const row = patchRow(patch, file.path, 0, fileId);
      patchRows.push({ ...row, id: keptEntry({ ...patch, name: row.name, docs: row.docs }) ?? id++ });
    }
  }
  return { files: fileRows, patches: patchRows };
}

function patchRow(patch: NewPatch, path: string, id: number, file: number) {
  const { hash, kind, name, line, endLine, context, docs, code, vector } = patch;
  const counts = new Map<string, number>();
  let length = 0;
  for (const [field, text] of Object.entries({ name, context: `${path} ${context}`, docs, code })) {
    for (const term of wordsOf(text).map(stemOf)) {
      counts.set(term, (counts.get(term) ?? 0) + fieldWeights[field as keyof typeof fieldWeights]);
      length++;
    }
  }
  return {
    ...{ id, file, hash, kind, line, endLine },
    name: clean(name),
    context: clean(context),
    docs: clean(docs),
    code: clean(code.slice(0, shownCode)),
    vector: vector === undefined ? null : [...vector],
    terms: [...counts.keys()],
    termFrequencies: [...counts.values()].map(counted),
    length: counted(length),
  };
}

const counted = (count: number): number => Math.min(count, mostCounted);

/** The words of SQLite's tokenizer `porter unicode61`: without accents, and without English endings. */
const stemOf = (word: string): string => stemmer(word.normalize("NFD").replace(/\p{M}/gu, ""));

/** What PostgreSQL takes as text: no NUL, and no half of a surrogate pair. */
const clean = (text: string): string => text.replace(/[\0\p{Surrogate}]/gu, "\u{fffd}");

const quoted = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;
