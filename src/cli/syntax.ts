import { bundledGrammars, createParser } from "../syntax/parser.js";
import { readPatches } from "../syntax/patches.js";
import type { FilePatches } from "../syntax/types.js";
import type { SourceFile } from "./sourceFile.js";

/** The grammars lie beside the bundle. */
export const parser = createParser(bundledGrammars(__dirname));

export async function patchesOf(source: SourceFile, signal: AbortSignal): Promise<FilePatches> {
  const tree = await parser.parse(source.text, source.language, { signal });
  try {
    return readPatches(tree, source.text, source.language);
  } finally {
    tree.delete();
  }
}
