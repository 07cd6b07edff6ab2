import type { Values } from "./features.js";
import { isBlank } from "./statistics.js";

const imports =
  /^\s*(?:#\s*include|(?:import|from|using|use|package|namespace|require|require_once|require_relative|include|extern crate)\b(?!\s*[(=.:]))/;
const types =
  /^\s*(?:(?:public|private|protected|internal|abstract|final|static|sealed|partial|export|default|pub(?:\(\w+\))?|data|type)\s+)*(?:class|struct|interface|enum|record|trait|impl|module|union)\b(?!\s*[(=.,;:])/;

/** What the piece is: one function has no imports, declares no type and begins few lines at the margin; a program or a file does. */
export function form(lines: readonly string[]): Values<"imports" | "types" | "marginLines"> {
  const full = Math.max(1, lines.filter((line) => !isBlank(line)).length);
  const matching = (pattern: RegExp): number => lines.filter((line) => pattern.test(line)).length;
  return {
    imports: matching(imports) / full,
    types: matching(types) / full,
    marginLines: Math.log(1 + matching(/^[\p{L}_@$]/u)),
  };
}
