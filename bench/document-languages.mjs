// Documents whole checkouts of other languages than Python and judges the result: see documentLanguages.ts.
//
//     node bench/document-languages.mjs LANGUAGE FOLDER… [--limit FUNCTIONS] [--show COUNT]
import { runProgram } from "./program.mjs";

await runProgram("documentLanguages.ts");
