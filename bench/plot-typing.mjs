// What typing costs when statements above it are not evaluated again: see plot/typing.ts.
//
//     node bench/plot-typing.mjs DATASET.jsonl
import { runProgram } from "./program.mjs";

await runProgram("plot/typing.ts");
