import type { TextEdit } from "../base/brand.js";
import { applyEdits } from "../base/edits.js";
import { CodePatchError } from "../base/errors.js";
import type { TextGenerator } from "../inference/types.js";
import type { DocumentParams, DocumentSnapshot, FunctionResult } from "../protocol/messages.js";
import type { Language } from "../syntax/language.js";
import { lineIndent } from "../syntax/nodes.js";
import type { SyntaxParser, SyntaxTree } from "../syntax/parser.js";
import { readPatches } from "../syntax/patches.js";
import { languageById } from "../syntax/registry.js";
import type { FilePatches, FunctionPatch } from "../syntax/types.js";
import { type ParsedText, parseAndVerify } from "../syntax/verify.js";
import { type FileLayout, ownForm } from "./layout.js";
import type { Docstring, Layout } from "./types.js";

/** What the jobs of this folder work with. */
export interface JobTools {
  readonly parser: SyntaxParser;
  /** Absent when no model is installed: docstrings then say what the code says. */
  readonly generator?: TextGenerator | undefined;
}

export interface ParsedDocument {
  readonly language: Language;
  readonly tree: SyntaxTree;
  readonly file: FilePatches;
}

/** Parses a snapshot, runs `work` and frees the tree. @throws CodePatchError `unsupported-language` */
export async function withDocument<T>(
  snapshot: DocumentSnapshot,
  parser: SyntaxParser,
  signal: AbortSignal,
  work: (document: ParsedDocument) => Promise<T>,
): Promise<T> {
  const language = languageById(snapshot.language);
  if (!language) {
    throw new CodePatchError(
      "unsupported-language",
      `CodePatch does not read ${snapshot.language}; open a file in one of its languages.`,
    );
  }
  const tree = await parser.parse(snapshot.text, language, { signal });
  try {
    return await work({ language, tree, file: readPatches(tree, snapshot.text, language) });
  } finally {
    tree.delete();
  }
}

/** The functions that a request names, in the order of the file, and the ids that the text no longer holds. */
export function selectTargets(
  file: FilePatches,
  targets: DocumentParams["targets"],
): { patches: readonly FunctionPatch[]; missing: readonly FunctionResult[] } {
  if (targets.kind === "all") return { patches: file.functions, missing: [] };
  const asked = new Set<string>(targets.ids);
  const patches = file.functions.filter(({ id }) => asked.has(id));
  const found = new Set<string>(patches.map(({ id }) => id));
  const missing = targets.ids
    .filter((id) => !found.has(id))
    .map((id) => ({
      ...emptyResult,
      id,
      name: id,
      line: 1,
      style: "",
      status: "skipped" as const,
      reason: `There is no function ‘${id}’ in this text any more.`,
    }));
  return { patches, missing };
}

/** Why a function cannot have documentation written, whatever its docstring. */
export function cannotDocument(
  patch: FunctionPatch,
  text: string,
  targets: DocumentParams["targets"],
): string | undefined {
  if (patch.hasErrors) return "The function has a syntax error.";
  const header = text.slice(patch.range.start, patch.bodyRange?.start ?? patch.range.end);
  if (/@(?:typing\.|t\.|te\.)?overload\b/.test(header))
    return "An overload is documented at its implementation.";
  if (/#!?\[(?:doc\s*=|cfg_attr\b[^\n]*\bdoc\s*=)/.test(header))
    return "Attributes hold a part of the documentation.";
  const filled = patch.docstring && filledElsewhere(patch.docstring.raw);
  if (filled !== undefined) return filled;
  if (targets.kind === "functions") return undefined;
  if (patch.isNested) return "The function is inside another function; name it to have it documented.";
  const { placement, range } = patch.documentation;
  const lineBefore = text.slice(text.lastIndexOf("\n", range.start - 1) + 1, range.start);
  // Members of a class that stands in one line have nowhere else to go.
  if (!patch.docstring && !patch.enclosing && placement === "before" && lineBefore.trim() !== "")
    return "The function begins within a line; name it to have it documented.";
  if (/@[\w.]+\.(?:setter|deleter)\b/.test(header)) return "A property is documented at its getter.";
  return undefined;
}

/** Why the text of a docstring is not all of the documentation, where it is not. */
export function filledElsewhere(raw: string): string | undefined {
  // `%(verbose)s` on a line of its own: a decorator puts in entries that many functions share.
  if (/^[a-zA-Z]{0,2}(?:"""|'''|"|')/.test(raw) && /^[ \t]*(?:%\(\w+\)s|%s|\{\w+\})[ \t]*$/m.test(raw))
    return "Parts of the documentation are filled in when the code runs.";
  return /\{@inheritdoc\}/i.test(raw) ? "Parts of the documentation are inherited." : undefined;
}

export const emptyResult = {
  docstring: "",
  slots: { summary: "", parameters: {}, raises: {} },
  edits: [],
  notes: [],
} as const satisfies Partial<FunctionResult>;

export function layoutAt(base: FileLayout, patch: FunctionPatch, text: string): Layout {
  const { docstring, documentation } = patch;
  const indent =
    docstring && documentation.placement !== "inside"
      ? lineIndent(text, docstring.range.start)
      : documentation.indent;
  return { ...base, indent, ...(docstring ? ownForm(docstring) : {}) };
}

/** Puts `docstring` (as a style rendered it) where the existing one is, or where one belongs. */
export function documentationEdit(patch: FunctionPatch, docstring: string, layout: Layout): TextEdit {
  if (patch.docstring) return { range: patch.docstring.range, newText: docstring };
  const { placement, range, separation } = patch.documentation;
  const line = layout.newline + layout.indent;
  if (placement === "before") return { range, newText: docstring + line };
  if (placement === "inside") return { range, newText: line + docstring + line };
  const after = { "": "", line, "blank line": layout.newline }[separation ?? ""];
  return { range, newText: line + docstring + after };
}

/** The positions of `edits` that would change more than documentation, with the reason. */
export async function unsafeEdits(
  before: ParsedText,
  edits: readonly TextEdit[],
  language: Language,
  parser: SyntaxParser,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, string>> {
  const verdict = await parseAndVerify(parser, before, applyEdits(before.text, edits), language, signal);
  const refused = new Map<number, string>();
  if (verdict.same) return refused;
  if (edits.length <= 1) return edits.length === 0 ? refused : refused.set(0, verdict.reason);
  const half = Math.floor(edits.length / 2);
  const first = await unsafeEdits(before, edits.slice(0, half), language, parser, signal);
  const second = await unsafeEdits(before, edits.slice(half), language, parser, signal);
  for (const [i, reason] of first) refused.set(i, reason);
  for (const [i, reason] of second) refused.set(half + i, reason);
  if (refused.size === 0) for (const i of edits.keys()) refused.set(i, verdict.reason);
  return refused;
}

export function slotsOf(docstring: Docstring): FunctionResult["slots"] {
  const text = (results: Docstring["returns"]): string =>
    results.map(({ description }) => description).join("\n");
  return {
    summary: docstring.summary,
    parameters: Object.fromEntries(docstring.parameters.map(({ name, description }) => [name, description])),
    ...(docstring.returns.length > 0 ? { returns: text(docstring.returns) } : {}),
    ...(docstring.yields.length > 0 ? { yields: text(docstring.yields) } : {}),
    raises: Object.fromEntries(docstring.raises.map(({ type, description }) => [type, description])),
  };
}

/** Proves the edits of all results together; where that fails, those that are at fault become `refused`. */
export async function refuseUnsafe(
  results: readonly FunctionResult[],
  text: string,
  { language, tree }: ParsedDocument,
  { parser }: Pick<JobTools, "parser">,
  signal: AbortSignal,
): Promise<FunctionResult[]> {
  const writing = results.filter(({ edits }) => edits.length > 0);
  const edits = writing.flatMap((result) => result.edits);
  const ordered = [...edits].sort((a, b) => a.range.start - b.range.start);
  const unsafe = await unsafeEdits({ text, tree }, ordered, language, parser, signal);
  return results.map((result) => {
    const reason = result.edits
      .map((edit) => unsafe.get(ordered.indexOf(edit)))
      .find((found) => found !== undefined);
    if (reason === undefined) return result;
    const refusal = `The edit was refused because ${reason}.`;
    return { ...result, status: "refused" as const, reason: refusal, docstring: "", edits: [] };
  });
}
