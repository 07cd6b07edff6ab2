import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import path from "node:path";
import { CodePatchError } from "../base/errors.js";
import type { TextEncoder } from "../inference/encoder.js";
import type { Handler } from "../protocol/connection.js";
import type { SearchMethods } from "../protocol/search.js";
import { isDamage, removeStore } from "../search/database.js";
import { evaluateSearch } from "../search/evaluate.js";
import { papersOf } from "../search/papers.js";
import { searchIndex } from "../search/query.js";
import { openStore, type SearchStore } from "../search/store.js";
import { updateIndex } from "../search/update.js";
import { wordsOf } from "../search/words.js";
import type { SyntaxParser } from "../syntax/parser.js";
import type { Host } from "./host.js";

export function searchHandlers(host: Host, parser: SyntaxParser): { [K in keyof SearchMethods]: Handler<K> } {
  const stores = new Map<string, Promise<SearchStore>>();
  const splitWords = (text: string): string => wordsOf(text).join(" ");

  function storeOf(root: string, encoder: TextEncoder | undefined): Promise<SearchStore> {
    let store = stores.get(root);
    if (store === undefined) {
      store = openStore(indexFile(host.settings.storage, root), encoder?.modelId ?? "", splitWords);
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
        store.close();
        removeStore(indexFile(host.settings.storage, root));
      }
      return work(await storeOf(root, encoder));
    }
  }

  return {
    "engine/index": async (params, { signal, report }) => {
      await requireFolder(params.root);
      const encoder = await host.encoder(signal);
      return withStore(params.root, encoder, (store) =>
        updateIndex(params, store, { parser, encoder }, report, signal),
      );
    },
    "engine/search": async (params, { signal }) => {
      await requireFolder(params.root);
      const encoder = await host.encoder(signal);
      return withStore(params.root, encoder, (store) => searchIndex(params, store, encoder, signal));
    },
    "engine/papers": async (params, { signal }) => {
      await requireFolder(params.root);
      const encoder = await host.encoder(signal);
      return withStore(params.root, encoder, (store) => papersOf(params, store, encoder, signal));
    },
    "engine/evaluateSearch": async (params, { signal, report }) =>
      evaluateSearch(params, await host.encoder(signal), splitWords, report, signal),
  };
}

const indexFile = (storage: string, root: string): string =>
  path.join(storage, "search", `${createHash("sha1").update(root).digest("hex").slice(0, 16)}.sqlite`);

async function requireFolder(root: string): Promise<void> {
  const info = await stat(root).catch(() => undefined);
  if (info?.isDirectory() !== true)
    throw new CodePatchError("usage", `${root} is not a folder; name the folder to search with --in.`);
}
