import { readdir } from "node:fs/promises";
import path from "node:path";
import sqlite from "node-sqlite3-wasm";
import { expect, test } from "vitest";
import { silentLog } from "../../src/base/log.js";
import type { Host } from "../../src/engine/host.js";
import { searchHandlers } from "../../src/engine/searchHandlers.js";
import { createParser } from "../../src/syntax/parser.js";
import { never, wordEncoder, writeFiles } from "../search/support.js";
import { temporaryFolder } from "../support/engine.js";
import { grammars } from "../support/grammars.js";

test("an index found damaged by several requests at once begins anew once, and all are answered", async () => {
  const scratch = await temporaryFolder();
  try {
    const root = path.join(scratch.path, "code");
    const storage = path.join(scratch.path, "storage");
    await writeFiles(root, {
      "tide.py": 'def mean(values):\n    """Average the values."""\n    return values\n',
    });
    const warnings: string[] = [];
    const encoder = wordEncoder();
    const host: Pick<Host, "settings" | "log" | "encoder" | "reranker"> = {
      settings: { modelFolders: [], textModel: "", provider: "cpu", threads: 1, storage },
      log: { ...silentLog, warn: (message) => warnings.push(message) },
      encoder: async () => encoder,
      reranker: async () => undefined,
    };
    const handlers = searchHandlers(host as Host, createParser(grammars));
    const context = { signal: never, report: () => {} };
    await handlers["engine/index"]({ root, pause: 0 }, context);

    const [file = ""] = (await readdir(path.join(storage, "search"))).filter((name) =>
      name.endsWith(".sqlite"),
    );
    const other = new sqlite.Database(path.join(storage, "search", file));
    other.run("update files set checksum = 1");
    other.close();

    const params = { root, query: { kind: "text", text: "average the values" }, limit: 5 } as const;
    const results = await Promise.all([1, 2, 3].map(() => handlers["engine/search"](params, context)));
    expect(results.map(({ hits }) => hits)).toEqual([[], [], []]);
    expect(warnings).toEqual(["The search index was damaged and is built anew."]);
    await handlers["engine/index"]({ root, pause: 0 }, context);
    const { hits } = await handlers["engine/search"](params, context);
    expect(hits[0]).toMatchObject({ path: "tide.py", name: "mean" });
  } finally {
    await scratch.remove();
  }
});
