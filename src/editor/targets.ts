import type { OffsetRange } from "../base/brand.js";
import type { FilePatches, FunctionPatch, PatchId } from "../syntax/types.js";
import { extentOf } from "./relocate.js";

/** The innermost function at `offset`, its documentation included. */
export function functionAt(patches: FilePatches, offset: number): FunctionPatch | undefined {
  let found: FunctionPatch | undefined;
  for (const patch of patches.functions) {
    const { start, end } = extentOf(patch);
    if (start <= offset && offset <= end && (!found || start >= extentOf(found).start)) found = patch;
  }
  return found;
}

/**
 * The functions that `selections` mean, in file order, each once: for a cursor the innermost function around it, for a
 * selection every function whose name is in it, or else the one around it.
 */
export function functionsAt(
  { text, patches }: { readonly text: string; readonly patches: FilePatches },
  selections: readonly OffsetRange[],
): readonly FunctionPatch[] {
  const ids = new Set<PatchId>();
  for (const { start, end } of selections) {
    const named = patches.functions.filter(
      ({ nameRange }) => start <= nameRange.start && nameRange.end <= end,
    );
    const around = functionAt(patches, start) ?? functionAt(patches, firstCharacterOfLine(text, start));
    for (const patch of named.length > 0 ? named : around ? [around] : []) ids.add(patch.id);
  }
  return patches.functions.filter(({ id }) => ids.has(id));
}

/** A cursor in the indentation before a function is meant for it. */
function firstCharacterOfLine(text: string, at: number): number {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  return start + (/^[ \t]*/.exec(text.slice(start, start + 1000))?.[0].length ?? 0);
}
