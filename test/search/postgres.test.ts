import { fork } from "node:child_process";
import { mkdirSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { vector } from "@electric-sql/pglite-pgvector";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { TextEncoder } from "../../src/inference/encoder.js";
import type { IndexResult, SearchHit } from "../../src/protocol/search.js";
import { openPostgres } from "../../src/search/postgresStore.js";
import { searchIndex } from "../../src/search/query.js";
import { openSqlite } from "../../src/search/sqlite.js";
import type { SearchStore } from "../../src/search/store.js";
import { updateIndex } from "../../src/search/update.js";
import { createParser } from "../../src/syntax/parser.js";
import { grammars } from "../support/grammars.js";
import { buildIndexer } from "./buildIndexer.js";
import { never, splitWords, wordEncoder, writeFiles } from "./support.js";

/** PostgreSQL itself, compiled to WebAssembly; behind a port of this machine it is a server as any other. */
const createDatabase = (extensions: { vector?: typeof vector }): Promise<PGlite> =>
  PGlite.create({ extensions });

async function startServer(db: PGlite) {
  const server = new PGLiteSocketServer({ db, port: 0, maxConnections: 20 });
  await server.start();
  return { url: `postgres://reader:secret@${server.getServerConn()}/group`, stop: () => server.stop() };
}

const parser = createParser(grammars);
const model = "words 1";
let db: PGlite;
let server: Awaited<ReturnType<typeof startServer>>;
let root = "";
let name = "";
let indexes = 0;

beforeAll(async () => {
  db = await createDatabase({ vector });
  server = await startServer(db);
}, 60_000);
afterAll(async () => {
  await server.stop();
  await db.close();
});

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "codepatch-postgres-"));
  name = `tides "${indexes++}" größer`;
  mkdirSync(path.join(root, ".git"));
  await writeFiles(root, {
    "src/robust.py": [
      'def reject_outliers(points, limit):\n    """Remove points that lie too far from the median."""\n    return [p for p in points if abs(p) < limit]\n',
      "def fit_tide(levels):\n    kept = reject_outliers(levels, 3)\n    return moving_average(kept)\n",
    ].join("\n\n"),
    "src/smooth.py":
      "def moving_average(samples):\n    return sum(samples) / len(samples)\n\n\ndef smoothing_window(samples, width):\n    return samples[:width]\n",
    "web/chart.ts":
      "export class Chart {\n  /** Draws all lines, with straße and naïve labels. */\n  draw(lines: string[]): void {\n    lines.sort();\n  }\n}\n",
    "web/Gauge.java":
      "class Gauge {\n  /** The level of the water, averaged over samples. */\n  double level(double[] samples) { return samples[0]; }\n}\n",
  });
  return () => rm(root, { recursive: true, force: true });
});

const place = () => ({ url: server.url, name });
const openAs = (purpose: "read" | "write", as = model): Promise<SearchStore> =>
  openPostgres(place(), as, purpose);
const update = (store: SearchStore, encoder: TextEncoder | undefined): Promise<IndexResult> =>
  updateIndex({ root, pause: 0 }, store, { parser, encoder }, () => {}, never);

async function index(encoder: TextEncoder | undefined = wordEncoder()): Promise<IndexResult> {
  const store = await openAs("write");
  try {
    return await update(store, encoder);
  } finally {
    await store.close();
  }
}

async function ask(store: SearchStore, text: string, encoder?: TextEncoder): Promise<SearchHit[]> {
  const query = { kind: "text", text } as const;
  const { hits } = await searchIndex({ root, query, limit: 8 }, store, { encoder }, never);
  // Those that nothing speaks for stand in the order of their coming.
  return hits.filter(({ score }) => score > 0);
}

test("what a database finds, and why, is what SQLite finds", async () => {
  const sqlite = await openSqlite(":memory:", model, splitWords);
  await update(sqlite, wordEncoder());
  expect(await index()).toMatchObject({ files: 4, changed: 4, embedded: 12, hasEmbeddings: true });
  const postgres = await openAs("read");
  for (const text of [
    "where do we reject outliers",
    "averaging of the samples, averaged and averages",
    "draws lines with strasse and naive labels",
    "the water level of a gauge " +
      "and more words about windows and tides than a short query has ".repeat(4),
    "straße 変数 naïve",
  ])
    for (const encoder of [undefined, wordEncoder()])
      expect(await ask(postgres, text, encoder), text).toEqual(await ask(sqlite, text, encoder));
  const [hit] = await ask(postgres, "reject outliers", wordEncoder());
  expect(hit).toMatchObject({
    name: "reject_outliers",
    reason: expect.stringContaining("called in fit_tide"),
  });
  expect(await postgres.counts()).toMatchObject({ files: 4, patches: 12, bytes: expect.any(Number) });
  await postgres.close();
  await sqlite.close();
});

test("a second update embeds changed patches only, and forgets what was deleted", async () => {
  await index();
  const encoder = wordEncoder();
  await writeFile(
    path.join(root, "src/smooth.py"),
    "import math\n\n\ndef moving_average(samples):\n    return sum(samples) / len(samples)\n\n\ndef clip(x):\n    return min(x, 1)\n",
  );
  await rm(path.join(root, "web/chart.ts"));
  expect(await index(encoder)).toMatchObject({ files: 3, changed: 1, removed: 1, embedded: 2 });
  expect(encoder.asked.join("\n")).not.toContain("moving average(samples");
  expect(await index(encoder)).toMatchObject({ changed: 0, removed: 0, embedded: 0 });
  const postgres = await openAs("read");
  const sqlite = await openSqlite(":memory:", model, splitWords);
  await update(sqlite, wordEncoder());
  for (const text of ["moving average of samples", "draws lines", "smoothing window clip"])
    expect(await ask(postgres, text, wordEncoder())).toEqual(await ask(sqlite, text, wordEncoder()));
  expect(
    (await ask(postgres, "chart draws lines")).filter(({ path: file }) => file.startsWith("web/chart")),
  ).toEqual([]);
  await postgres.close();
  await sqlite.close();
});

test("two who index at the same time leave each entry once; indexes of other names stay apart", async () => {
  await Promise.all([index(), index()]);
  const store = await openAs("read");
  expect(await store.counts()).toMatchObject({ files: 4, patches: 12 });
  expect((await store.files()).map(({ path: file }) => file).sort()).toEqual([
    "src/robust.py",
    "src/smooth.py",
    "web/Gauge.java",
    "web/chart.ts",
  ]);
  expect(await store.frequencies(["outliers", "outlier", "nowhere"])).toEqual(
    new Map([
      ["outliers", 3],
      ["outlier", 3],
      ["nowhere", 0],
    ]),
  );
  await store.close();
  name = `${name} elsewhere`;
  await index();
  const other = await openAs("read");
  expect(await other.counts()).toMatchObject({ files: 4, patches: 12 });
  await other.close();
});

test("an index whose writer is killed again and again is whole each time, and complete in the end", {
  timeout: 240_000,
}, async () => {
  name = "killed";
  const sources = Object.fromEntries(
    Array.from({ length: 16 }, (_, i) => [
      `code/part${i}.py`,
      Array.from({ length: 6 }, (_, j) => `def step_${i}_${j}(x):\n    return x + ${j}\n`).join("\n\n"),
    ]),
  );
  await writeFiles(root, sources);
  const indexer = await buildIndexer(root);
  const folder = path.join(root, "code");
  let killed = 0;
  let child: ReturnType<typeof fork> | undefined;
  let statements = 0;
  let last = 0;
  const execute = db.execProtocolRawStream.bind(db);
  const watch = vi.spyOn(db, "execProtocolRawStream").mockImplementation((message, ...rest) => {
    // What is asked of the database from the first transaction on that writes; the client dies while it waits for the answer.
    if (statements > 0 || Buffer.from(message).includes("set next = next")) statements++;
    if (statements === last) child?.kill("SIGKILL");
    return execute(message, ...rest);
  });
  for (let round = 0; round < 12; round++) {
    [statements, last] = [0, 1 + 3 * round];
    child = fork(indexer, [folder, server.url, grammars.runtime, grammars.grammar("python")], {
      execArgv: [],
    });
    await new Promise<void>((resolve, reject) =>
      child?.once("exit", (code, signal) => {
        if (signal !== null) killed++;
        if (signal === null && code !== 0) reject(new Error(`the indexer ended with ${code}`));
        else resolve();
      }),
    );
    statements = 0;
    last = -1;
    const at = "codepatch_killed";
    // By a connection of its own, as everybody else would.
    const client = new pg.Client(server.url);
    await client.connect();
    const { rows } = await client.query(
      `select (select count(*) from ${at}.files)::integer - files as files,
        (select count(*) from ${at}.patches)::integer - patches as patches,
        (select count(vector) from ${at}.patches)::integer - vectors as vectors,
        (select count(*) from ${at}.files where 7 <>
          (select count(*) from ${at}.patches where file = ${at}.files.id))::integer as halves from ${at}.meta`,
    );
    await client.end();
    expect(rows, `round ${round}`).toEqual([{ files: 0, patches: 0, vectors: 0, halves: 0 }]);
  }
  watch.mockRestore();
  expect(killed).toBeGreaterThan(8);
  root = folder;
  await index();
  const store = await openAs("read");
  expect(await store.counts()).toMatchObject({ files: 16, patches: 112, vectors: 112 });
  await store.close();
});

test("texts that PostgreSQL would refuse or misread survive", async () => {
  const store = await openAs("write");
  const code = `def odd(x):\n    return 'it''s' "\\u0000" \\ {1,2} $1 ; drop schema public cascade; -- \0 \ud800 \u{1f600} NULL`;
  const patch = {
    kind: "function",
    name: `odd"'; drop--`,
    line: 1,
    endLine: 2,
    context: "a\0b",
    docs: "\udfff",
    code,
    hash: "h",
  } as const;
  const file = {
    path: `it's/{odd}\\,"x".py`,
    hash: "1",
    modified: 1.5,
    size: 3e9,
    language: "python",
    patches: [patch],
  } as const;
  await store.write([file], []);
  expect(await store.files()).toEqual([
    { id: expect.any(Number), path: file.path, hash: "1", modified: 1.5, size: 3e9 },
  ]);
  const [stored] = await store.patchesOf(file.path);
  expect(stored).toMatchObject({
    name: patch.name,
    context: "a\ufffdb",
    docs: "\ufffd",
    line: 1,
    endLine: 2,
  });
  expect(stored?.code).toBe(code.replace("\0", "\ufffd").replace("\ud800", "\ufffd"));
  expect((await ask(store, "odd null schema"))[0]).toMatchObject({ path: file.path });
  await store.close();
});

test("an index that is missing, or of another model, is not touched, and the sentence says what to do", async () => {
  await expect(openAs("read")).rejects.toMatchObject({
    code: "usage",
    message: expect.stringMatching(
      /^There is no index tides .* at (localhost|127\.0\.0\.1):\d+.*; make it with `codepatch index FOLDER --database …`\.$/,
    ),
  });
  await index();
  for (const purpose of ["read", "write"] as const)
    await expect(openAs(purpose, "words 2")).rejects.toMatchObject({
      code: "usage",
      message: expect.stringMatching(
        /was made with the model words 1, and here is words 2; use .* or let its owner remove it with `drop schema "codepatch_tides ""\d+"" größer" cascade`/,
      ),
    });
  name = "x".repeat(80);
  await expect(openAs("write")).rejects.toMatchObject({
    code: "usage",
    message: expect.stringContaining("too long"),
  });
});

test("a database that is not there, refuses, lacks pgvector or goes away is told in a sentence without the password", async () => {
  const failure = async (url: string): Promise<string> => {
    const error = await openPostgres({ url, name }, model, "write").catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "CodePatchError" });
    expect(String(error)).not.toContain("secret");
    return (error as Error).message;
  };
  expect(await failure("mysql://u:secret@localhost/x")).toMatch(
    /^The database has no address that PostgreSQL knows/,
  );
  expect(await failure("postgres://u:secret@[::/x")).toMatch(
    /^The database has no address that PostgreSQL knows/,
  );
  expect(await failure("postgres://u:secret@127.0.0.1:1/x")).toMatch(
    /^There is no answer from the database x at 127\.0\.0\.1:1 \(ECONNREFUSED\)/,
  );

  const refusal = 'SERROR\0C28P01\0Mpassword authentication failed for user "u"\0\0';
  const guarded = createServer((socket) => {
    const header = Buffer.alloc(5, "E");
    header.writeInt32BE(4 + refusal.length, 1);
    socket.once("data", () => socket.end(Buffer.concat([header, Buffer.from(refusal)])));
    socket.on("error", () => {});
  });
  await new Promise<void>((resolve) => guarded.listen(0, "127.0.0.1", resolve));
  const { port } = guarded.address() as { port: number };
  expect(await failure(`postgres://u:secret@127.0.0.1:${port}/x`)).toMatch(
    /^The user or the password was refused by .*PGPASSWORD\.$/,
  );
  guarded.close();

  const bareDatabase = await createDatabase({});
  const bare = await startServer(bareDatabase);
  expect(await failure(bare.url)).toMatch(
    /^The extension vector of pgvector cannot be used .*create extension vector/,
  );
  await bare.stop();
  await bareDatabase.close();

  const dying = await startServer(db);
  const store = await openPostgres({ url: dying.url, name }, model, "write");
  await update(store, undefined);
  await dying.stop();
  await expect(store.counts()).rejects.toMatchObject({
    code: "database-failed",
    message: expect.stringMatching(/^(The connection to .* was lost|There is no answer from)/),
  });
  await store.close();
});
