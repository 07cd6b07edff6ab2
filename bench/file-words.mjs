// Measures parameter descriptions that are taken from elsewhere in the same file: see fileWords.ts.
//
//     git -C CHECKOUT ls-files --format "$PWD/CHECKOUT/%(path)" | node bench/file-words.mjs
import { runProgram } from "./program.mjs";

await runProgram("fileWords.ts");
