// Indexes a folder in a process of its own, to be killed or to run beside others: FOLDER INDEX RUNTIME GRAMMAR [MODEL [START]]; INDEX is a file or a database.
import { setTimeout } from "node:timers/promises";
import { openPostgres } from "../../src/search/postgresStore.js";
import { openSqlite } from "../../src/search/sqlite.js";
import { updateIndex } from "../../src/search/update.js";
import { createParser } from "../../src/syntax/parser.js";
import { never, splitWords, wordEncoder } from "./support.js";

const [root = "", file = "", runtime = "", grammar = "", model = "words 1", start = "0"] =
  process.argv.slice(2);
const parser = createParser({ runtime, grammar: () => grammar });
setTimeout(Number(start) - Date.now())
  .then(() =>
    file.startsWith("postgres:")
      ? openPostgres({ url: file, name: "killed" }, model, "write")
      : openSqlite(file, model, splitWords),
  )
  .then(async (store) => {
    const report = () => process.send?.("file");
    await updateIndex({ root, pause: 1 }, store, { parser, encoder: wordEncoder() }, report, never);
    await store.close();
  })
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
