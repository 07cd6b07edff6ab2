import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { CodePatchError } from "../base/errors.js";
import type { TextEncoder } from "../inference/encoder.js";
import type { Handler } from "../protocol/connection.js";
import type { IndexPlace, IndexProgress, SearchMethods } from "../protocol/search.js";
import { isDamage, removeStore } from "../search/database.js";
import { evaluateSearch } from "../search/evaluate.js";
import { readNotebook } from "../search/notebook.js";
import { papersOf } from "../search/papers.js";
import { openPostgres } from "../search/postgresStore.js";
import { type SearchModels, searchIndex } from "../search/query.js";
import { openSqlite } from "../search/sqlite.js";
import type { SearchStore } from "../search/store.js";
import { updateIndex } from "../search/update.js";
import { wordsOf } from "../search/words.js";
import type { SyntaxParser } from "../syntax/parser.js";
import type { Host } from "./host.js";

export function searchHandlers(host: Host, parser: SyntaxParser): { [K in keyof SearchMethods]: Handler<K> } {
  const stores = new Map<string, Promise<SearchStore>>();
  const splitWords = (text: string): string => wordsOf(text).join(" ");

  async function searchModels(signal: AbortSignal): Promise<SearchModels> {
    const [encoder, reranker] = await Promise.all([host.encoder(signal), host.reranker(signal)]);
    return { encoder, reranker };
  }

  function storeOf(root: string, encoder: TextEncoder | undefined): Promise<SearchStore> {
    let store = stores.get(root);
    if (store === undefined) {
      store = openSqlite(indexFile(host.settings.storage, root), encoder?.modelId ?? "", splitWords);
      store.catch(() => stores.delete(root));
      stores.set(root, store);
    }
    return store;
  }

  /** Damage is noticed when something is read; the index then begins anew, once, whichever request notices first. */
  async function withStore<T>(
    root: string,
    encoder: TextEncoder | undefined,
    work: (store: SearchStore) => Promise<T>,
  ): Promise<T> {
    const opening = storeOf(root, encoder);
    const store = await opening;
    try {
      return await work(store);
    } catch (error) {
      if (!isDamage(error)) throw error;
      if (stores.get(root) === opening) {
        host.log.warn("The search index was damaged and is built anew.");
        stores.delete(root);
        await store.close();
        removeStore(indexFile(host.settings.storage, root));
      }
      return work(await storeOf(root, encoder));
    }
  }

  /** A database is opened for each request: what others have made of the index is seen, and no connection waits for the next. */
  async function withIndex<T>(
    { root, database }: IndexPlace,
    encoder: TextEncoder | undefined,
    purpose: "read" | "write",
    work: (store: SearchStore) => Promise<T>,
  ): Promise<T> {
    if (database === undefined) return withStore(root, encoder, work);
    const store = await openPostgres(database, encoder?.modelId ?? "", purpose);
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  }

  return {
    "engine/index": async (params, { signal, report }) => {
      await requireFolder(params.root);
      const encoder = await host.encoder(signal);
      return withIndex(params, encoder, "write", (store) =>
        updateIndex(params, store, { parser, encoder }, nowAndThen(report), signal),
      );
    },
    "engine/search": async (params, { signal }) => {
      await requireFolder(params.root);
      const models = await searchModels(signal);
      return withIndex(params, models.encoder, "read", (store) => searchIndex(params, store, models, signal));
    },
    "engine/notebook": async ({ path: file }) => {
      const text = await readFile(file, "utf8").catch(() => "");
      return { cells: readNotebook(text)?.cells.map(({ lines }) => lines) ?? [] };
    },
    "engine/papers": async (params, { signal }) => {
      await requireFolder(params.root);
      const encoder = await host.encoder(signal);
      return withIndex(params, encoder, "read", (store) => papersOf(params, store, encoder, signal));
    },
    "engine/evaluateSearch": async (params, { signal, report }) =>
      evaluateSearch(params, await searchModels(signal), splitWords, report, signal),
  };
}

/** A large folder has a hundred thousand files to tell of, and nobody reads them. */
function nowAndThen(report: (progress: IndexProgress) => void): (progress: IndexProgress) => void {
  let told = 0;
  return (progress) => {
    if (Date.now() - told < 100) return;
    told = Date.now();
    report(progress);
  };
}

const indexFile = (storage: string, root: string): string =>
  path.join(storage, "search", `${createHash("sha1").update(root).digest("hex").slice(0, 16)}.sqlite`);

async function requireFolder(root: string): Promise<void> {
  const info = await stat(root).catch(() => undefined);
  if (info?.isDirectory() !== true)
    throw new CodePatchError("usage", `${root} is not a folder; check the path.`);
}
