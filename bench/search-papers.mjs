// Finds the repository of a paper from its title and abstract: see searchPapers.ts.
//
//     node bench/search-papers.mjs FOLDER PAPERS.jsonl [INDEX]
import { runProgram } from "./program.mjs";

await runProgram("searchPapers.ts");
