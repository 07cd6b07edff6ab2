import { createHash } from "node:crypto";
import { escapeRegExp } from "../base/regex.js";
import type { Language } from "../syntax/language.js";
import type { SyntaxParser } from "../syntax/parser.js";
import { readPatches } from "../syntax/patches.js";
import type { FilePatches, FunctionPatch } from "../syntax/types.js";
import { recogniseStyle, styles } from "./styles/registry.js";
import type { Docstring } from "./types.js";

/** A function with what its documentation says. */
export interface Source {
  readonly patch: FunctionPatch;
  readonly docstring: Docstring;
  /** Name of the neighbour that it stands in; absent for the file itself. */
  readonly neighbour?: string;
}

/** The documented functions of those neighbours in whose text one of the names stands. */
export type NeighbourReader = (
  texts: Readonly<Record<string, string>>,
  names: ReadonlySet<string>,
  language: Language,
  signal: AbortSignal,
) => Promise<readonly Source[]>;

export function sourcesOf({ functions, language }: FilePatches, neighbour?: string): Source[] {
  return functions.flatMap((patch) => {
    const raw = patch.docstring?.raw;
    if (raw === undefined) return [];
    const docstring = styles[recogniseStyle(raw, language)].parse(raw, { language, patch });
    return [{ patch, docstring, ...(neighbour !== undefined && { neighbour }) }];
  });
}

/** Neighbours that are remembered: several times as many as a request has. */
const remembered = 200;

/** Reads a text once; what it says is remembered as long as it stays the same. */
export function neighbourReader(parser: SyntaxParser): NeighbourReader {
  const known = new Map<string, readonly Source[]>();
  return async (texts, names, language, signal) => {
    if (names.size === 0) return [];
    const asked = new RegExp(`(?<!\\w)(?:${[...names].map(escapeRegExp).join("|")})(?!\\w)`);
    const found: Source[] = [];
    for (const [name, text] of Object.entries(texts)) {
      if (!asked.test(text)) continue;
      const key = `${name}\0${language.id}\0${createHash("sha256").update(text).digest("base64")}`;
      let sources = known.get(key);
      if (sources === undefined) {
        const tree = await parser.parse(text, language, { signal });
        sources = sourcesOf(readPatches(tree, text, language), name);
        tree.delete();
      }
      known.delete(key);
      known.set(key, sources);
      found.push(...sources);
    }
    for (const key of known.keys()) {
      if (known.size <= remembered) break;
      known.delete(key);
    }
    return found;
  };
}
