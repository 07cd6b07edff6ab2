// Finds the function that answers a person's question about a repository: see searchQuestions.ts.
//
//     node bench/search-questions.mjs FOLDER QUESTIONS.jsonl [INDEX]
import { runProgram } from "./program.mjs";

await runProgram("searchQuestions.ts");
