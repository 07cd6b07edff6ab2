// Which names of the programs of a data set the evaluator does not know: see plot/names.ts.
//
//     node bench/plot-names.mjs DATASET.jsonl [--show]
import { runProgram } from "./program.mjs";

await runProgram("plot/names.ts");
