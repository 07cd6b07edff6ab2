// Draws functions at random, writes their documentation anew and prints both, to be read: see drawDocstrings.ts.
//
//     node bench/draw-docstrings.mjs SEED COUNT FOLDER…
import { runProgram } from "./program.mjs";

await runProgram("drawDocstrings.ts");
