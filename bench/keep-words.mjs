// Updates all documentation of checkouts and counts the words that it loses: see keepWords.ts.
//
//     node bench/keep-words.mjs FOLDER… [--language LANGUAGE] [--show COUNT]
import { runProgram } from "./program.mjs";

await runProgram("keepWords.ts");
