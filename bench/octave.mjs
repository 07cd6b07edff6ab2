// Compares the evaluator of MATLAB code with GNU Octave, on generated expressions and scripts: see octave/main.ts.
//
//     node bench/octave.mjs [EXPRESSIONS] [SCRIPTS] [SEED] [--show]
import { runProgram } from "./program.mjs";

await runProgram("octave/main.ts");
