import { escapeSpecial } from "../base/specialTokens.js";
import type { FilePatches, FunctionPatch, Parameter } from "../syntax/types.js";

/**
 * The text that the narrator model sees for one function. Training data and the engine both come through here, so the
 * two can never differ. Sizes are in characters, because the data is cut before any tokenizer exists.
 */
const promptLimits = { imports: 400, classHeader: 240, code: 2800 } as const;

export interface FunctionPrompt {
  readonly prefix: string;
  /** Characters of the function left out of the middle to keep the prompt short; 0 when it is whole. */
  readonly omittedCharacters: number;
}

/** `<|file|>python`, the imports that the function uses, its class, and its code without documentation. */
export function functionPrompt(file: FilePatches, patch: FunctionPatch, text: string): FunctionPrompt {
  const code = dedent(codeWithoutDocstring(patch, text));
  const windowed = windowLines(code, promptLimits.code);
  const imports = usedImports(file.imports, code);
  const parts = [`<|file|>${file.language}\n`];
  if (imports !== "") parts.push(escapeSpecial(imports), "\n");
  if (patch.enclosing) {
    parts.push("<|class|>", escapeSpecial(patch.enclosing.header.slice(0, promptLimits.classHeader)), "\n");
  }
  parts.push("<|code|>", escapeSpecial(windowed.text), "\n<|docs|>");
  return { prefix: parts.join(""), omittedCharacters: windowed.omitted };
}

export const slotOpeners = {
  summary: "<|summary|>",
  details: "<|details|>",
  parameter: (parameter: Pick<Parameter, "name">): string =>
    `<|param|>${escapeSpecial(parameter.name)}<|text|>`,
  returns: "<|returns|>",
  yields: "<|yields|>",
  raises: (type: string): string => `<|raises|>${escapeSpecial(type)}<|text|>`,
  /** `firstLine` is the first line of the block that the comment explains. */
  comment: (firstLine: string): string =>
    `<|comment|>${escapeSpecial(firstLine.trim().slice(0, 120))}<|text|>`,
} as const;

function codeWithoutDocstring(patch: FunctionPatch, text: string): string {
  const { start, end } = patch.range;
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const indent = /^[ \t]*$/.test(text.slice(lineStart, start)) ? text.slice(lineStart, start) : "";
  const doc = patch.docstring?.range;
  if (doc === undefined || doc.start < start || doc.end > end) return indent + text.slice(start, end);
  const before = text.slice(start, doc.start).replace(/[ \t]+$/, "");
  const after = text.slice(doc.end, end).replace(/^[ \t;]*\r?\n/, "");
  return indent + before + after;
}

function dedent(code: string): string {
  const lines = code.replaceAll("\r\n", "\n").split("\n");
  const indents = lines
    .filter((line) => line.trim() !== "")
    .map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0);
  const common = Math.min(...indents, Number.MAX_SAFE_INTEGER);
  return lines
    .map((line) => line.slice(Math.min(common, line.length)).trimEnd())
    .filter((line, i, all) => line !== "" || all[i - 1] !== "")
    .join("\n")
    .trim();
}

/** Keeps the head (two thirds) and the tail of `code`, whole lines, when it is longer than `limit`. */
function windowLines(code: string, limit: number): { text: string; omitted: number } {
  if (code.length <= limit) return { text: code, omitted: 0 };
  const headEnd = code.lastIndexOf("\n", Math.floor((limit * 2) / 3));
  const tailStart = code.indexOf("\n", code.length - Math.floor(limit / 3));
  const head = headEnd > 0 ? code.slice(0, headEnd) : code.slice(0, Math.floor((limit * 2) / 3));
  const tail = tailStart >= 0 ? code.slice(tailStart + 1) : code.slice(code.length - Math.floor(limit / 3));
  return { text: `${head}\n...\n${tail}`, omitted: code.length - head.length - tail.length };
}

/** Imports that bind a name which occurs in the code, in file order, within the limit. */
function usedImports(imports: readonly string[], code: string): string {
  const words = new Set(code.match(/[A-Za-z_]\w*/g) ?? []);
  const kept: string[] = [];
  let length = 0;
  for (const statement of imports) {
    const line = statement.replace(/\s+/g, " ").trim();
    if (line.length > 160 || !boundNames(line).some((name) => words.has(name))) continue;
    if (length + line.length > promptLimits.imports) break;
    kept.push(line);
    length += line.length + 1;
  }
  return kept.join("\n");
}

/** Names that an import may bind: what follows `import` (without a JavaScript `from`), or the last part of a path. */
function boundNames(line: string): string[] {
  const clause = /\bimport\b(.*?)(?:\bfrom\b|$)/.exec(line)?.[1] ?? line;
  const withoutParents = clause.replace(/[\w$]+(?:\.|::|\\|\/)(?=[\w$])/g, "");
  return withoutParents.match(/[A-Za-z_]\w*/g) ?? [];
}
