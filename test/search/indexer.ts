// Indexes a folder in a process of its own, to be killed: FOLDER INDEX.
import { openStore } from "../../src/search/store.js";
import { updateIndex } from "../../src/search/update.js";
import { createParser } from "../../src/syntax/parser.js";
import { never, splitWords, wordEncoder } from "./support.js";

const [root = "", file = "", runtime = "", grammar = ""] = process.argv.slice(2);
const parser = createParser({ runtime, grammar: () => grammar });
openStore(file, "words 1", splitWords)
  .then(async (store) => {
    const report = () => process.send?.("file");
    await updateIndex({ root, pause: 1 }, store, { parser, encoder: wordEncoder() }, report, never);
    store.close();
  })
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
