// Whether diffs of real commits survive parsing, printing and applying: see diffRoundtrip.ts.
//
//     node bench/diff-roundtrip.mjs REPOSITORY… [--limit 2500]
import { runProgram } from "./program.mjs";

await runProgram("diffRoundtrip.ts");
