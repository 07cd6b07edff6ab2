import { CodePatchError } from "../base/errors.js";
import type { FilePatches, FunctionPatch } from "../syntax/types.js";

export interface Selection {
  readonly function?: string;
  /** One-based. */
  readonly line?: number;
}

/**
 * The functions that the user means: those with the name (`fit`, `Ridge.fit`, `Ridge.fit#2`), or the innermost around the
 * line; all without either.
 *
 * Throws `usage` when there is none.
 */
export function selectFunctions(
  file: FilePatches,
  text: string,
  path: string,
  selection: Selection,
): readonly FunctionPatch[] {
  if (selection.function !== undefined) return named(file, path, selection.function);
  if (selection.line !== undefined) return [aroundLine(file, text, path, selection.line)];
  return file.functions;
}

function named(file: FilePatches, path: string, name: string): readonly FunctionPatch[] {
  const keys: readonly ((patch: FunctionPatch) => string)[] = [
    (patch) => patch.id,
    (patch) => patch.qualifiedName,
    (patch) => patch.name,
  ];
  for (const key of keys) {
    const found = file.functions.filter((patch) => key(patch) === name);
    // An overloaded function has one name and several ids; its plain name is the id of the first.
    if (found.length > 0) return file.functions.filter((patch) => found.some((f) => sameName(f, patch)));
  }
  const start = name
    .slice(name.lastIndexOf(".") + 1)
    .slice(0, 3)
    .toLowerCase();
  const similar = file.functions
    .filter((patch) => patch.name.toLowerCase().includes(start))
    .map((patch) => patch.qualifiedName);
  const hint =
    file.functions.length === 0
      ? "it holds no function"
      : similar.length > 0
        ? `similar names are ${[...new Set(similar)].slice(0, 4).join(", ")}`
        : "`codepatch patches` lists what there is";
  throw new CodePatchError("usage", `${path} has no function ${name}; ${hint}.`);

  function sameName(a: FunctionPatch, b: FunctionPatch): boolean {
    return a === b || (!name.includes("#") && a.qualifiedName === b.qualifiedName);
  }
}

function aroundLine(file: FilePatches, text: string, path: string, line: number): FunctionPatch {
  const lines = text.replace(/\n$/, "").split("\n");
  if (line < 1 || line > lines.length) {
    throw new CodePatchError(
      "usage",
      `${path} has ${lines.length} lines and no line ${line}; give a line of the file.`,
    );
  }
  const start = lines.slice(0, line - 1).reduce((sum, l) => sum + l.length + 1, 0);
  const end = start + (lines[line - 1] ?? "").length;
  const around = file.functions.filter((patch) => {
    const from = Math.min(patch.range.start, patch.docstring?.range.start ?? patch.range.start);
    return from <= end && patch.range.end >= start;
  });
  const innermost = around.reduce<FunctionPatch | undefined>(
    (best, patch) =>
      best === undefined || patch.range.end - patch.range.start <= best.range.end - best.range.start
        ? patch
        : best,
    undefined,
  );
  if (innermost) return innermost;
  throw new CodePatchError(
    "usage",
    `Line ${line} of ${path} is in no function; \`codepatch patches\` lists them with their lines.`,
  );
}
