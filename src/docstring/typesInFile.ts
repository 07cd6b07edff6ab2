import type { FilePatches } from "../syntax/types.js";
import { documentedParameters } from "./facts.js";
import type { Style } from "./types.js";

/** Fewer documented parameters than this say nothing about a habit. */
const enough = 3;

/** Whether docstrings repeat the types that the signature declares: they do, unless the file's own ones mostly leave them out. */
export function typesAreWritten(file: FilePatches, style: Style): boolean {
  let typed = 0;
  let untyped = 0;
  for (const patch of file.functions) {
    if (!patch.docstring || style.recognise(patch.docstring.raw) === 0) continue;
    const declared = new Map(documentedParameters(patch).map(({ name, type }) => [name, type]));
    for (const { name, type } of style.parse(patch.docstring.raw, { language: file.language, patch })
      .parameters) {
      if (declared.get(name) === undefined) continue;
      if (type === undefined) untyped += 1;
      else typed += 1;
    }
  }
  return typed + untyped < enough || typed >= untyped;
}
