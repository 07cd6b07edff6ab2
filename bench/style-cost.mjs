// Measures what the style of functions costs to judge: see styleCost.ts.
//
//     node bench/style-cost.mjs FILE…
import { runProgram } from "./program.mjs";

await runProgram("styleCost.ts");
