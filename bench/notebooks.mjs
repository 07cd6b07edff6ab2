// What reading notebooks costs whose outputs are large: see notebooks.ts.
//
//     node bench/notebooks.mjs [FOLDER]
//
// With a folder also how much of its notebooks is found.
import { runProgram } from "./program.mjs";

await runProgram("notebooks.ts");
