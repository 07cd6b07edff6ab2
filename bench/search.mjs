// Speed, size and exactness of the search index: see search.ts.
//
//     node bench/search.mjs DATASET.jsonl.gz [1000 100000 1000000]
//
// With CODEPATCH_DATABASE=postgres://… the file is compared with that database instead.
import { runProgram } from "./program.mjs";

await runProgram("search.ts");
