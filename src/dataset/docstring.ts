import { functionPrompt, slotOpeners } from "../docstring/prompt.js";
import { stylesOf } from "../docstring/styles/registry.js";
import type { Docstring } from "../docstring/types.js";
import type { SyntaxParser } from "../syntax/parser.js";
import { readPatches } from "../syntax/patches.js";
import { languageByPath } from "../syntax/registry.js";
import type { FunctionPatch, LanguageId } from "../syntax/types.js";
import { goldText } from "./goldText.js";
import { excludedText } from "./selection.js";
import type { FileRecord, RecordSource } from "./source.js";

/** Characters of a target: what fits a line or two of a docstring. */
const limits = { summary: 160, details: 360, description: 240 } as const;
const shortestDocstring = 30;
const shortestCode = 60;

interface SlotTarget {
  readonly open: string;
  readonly text: string;
}

/** A documented function. */
export type DocumentedFunction = {
  readonly prompt: string;
  readonly slots: readonly SlotTarget[];
  readonly language: LanguageId;
  readonly style: string;
  readonly name: string;
  readonly code: string;
  readonly docstring: string;
  readonly imports: readonly string[];
  readonly enclosing?: string;
};

/** Documented functions: the prompt that the engine would build, and what people wrote for each slot. */
export const docstringSource = (parser: SyntaxParser): RecordSource<DocumentedFunction> => ({
  accepts: (path) => languageByPath(path) !== undefined,
  async read(path, text) {
    const language = languageByPath(path);
    const reason = language === undefined ? "unsupported language" : excludedText(text);
    if (language === undefined || reason !== undefined)
      return { records: [], dropped: { [`file: ${reason}`]: 1 } };
    const tree = await parser.parse(text, language);
    try {
      const file = readPatches(tree, text, language);
      const dropped: Record<string, number> = {};
      const records: FileRecord<DocumentedFunction>[] = [];
      for (const patch of file.functions) {
        const found = readFunction(patch, language.id);
        if (typeof found === "string") {
          dropped[found] = (dropped[found] ?? 0) + 1;
          continue;
        }
        const { prefix } = functionPrompt(file, patch, text);
        const code = text.slice(
          Math.min(patch.range.start, patch.docstring?.range.start ?? patch.range.start),
          patch.range.end,
        );
        records.push({
          key: code.replace(found.docstring, ""),
          language: language.id,
          style: found.style,
          fields: {
            prompt: prefix,
            slots: found.slots,
            language: language.id,
            style: found.style,
            name: patch.qualifiedName,
            code,
            docstring: found.docstring,
            imports: file.imports,
            ...(patch.enclosing ? { enclosing: patch.enclosing.header } : {}),
          },
        });
      }
      return { records, dropped };
    } finally {
      tree.delete();
    }
  },
});

function readFunction(
  patch: FunctionPatch,
  language: LanguageId,
): { style: string; slots: SlotTarget[]; docstring: string } | string {
  if (patch.docstring === undefined) return "function: undocumented";
  if (patch.hasErrors) return "function: syntax errors";
  if (patch.bodyRange === undefined) return "function: no body";
  if (/^(test|setup|teardown)_?/i.test(patch.name)) return "function: test";
  const isInside = patch.docstring.range.start >= patch.range.start;
  const codeLength = patch.range.end - patch.range.start - (isInside ? patch.docstring.raw.length : 0);
  if (codeLength < shortestCode) return "function: too short";
  if (patch.docstring.raw.length < shortestDocstring) return "docstring: too short";
  const { raw } = patch.docstring;
  const [style] = stylesOf(language)
    .map((candidate) => ({ candidate, marks: candidate.recognise(raw) }))
    .sort((a, b) => b.marks - a.marks);
  if (style === undefined) return "docstring: no style for the language";
  const slots = slotTargets(style.candidate.parse(raw, { language, patch }), patch);
  if (slots[0]?.open !== slotOpeners.summary) return "docstring: no usable summary";
  return { style: style.marks > 0 ? style.candidate.id : "plain", slots, docstring: raw };
}

function slotTargets(docstring: Docstring, patch: FunctionPatch): SlotTarget[] {
  const slots: SlotTarget[] = [];
  const add = (open: string, text: string, limit: number): void => {
    const target = goldText(text, limit);
    if (target !== "") slots.push({ open, text: target });
  };
  add(slotOpeners.summary, withoutSubject(docstring.summary, patch.name), limits.summary);
  add(slotOpeners.details, docstring.details, limits.details);
  for (const parameter of patch.signature.parameters) {
    const doc = docstring.parameters.find(({ name }) => name === parameter.name);
    if (doc && parameter.kind !== "receiver")
      add(slotOpeners.parameter(parameter), doc.description, limits.description);
  }
  const result = (docs: Docstring["returns"]): string =>
    docs.map(({ description }) => description).find((text) => text !== "") ?? "";
  add(slotOpeners.returns, result(docstring.returns), limits.description);
  add(slotOpeners.yields, result(docstring.yields), limits.description);
  for (const { type } of patch.signature.raises) {
    const doc = docstring.raises.find((raised) => raised.type === type);
    if (doc) add(slotOpeners.raises(type), doc.description, limits.description);
  }
  return slots;
}

/** `Sum returns the total.` teaches nothing about names: the style that wants the subject (godoc) adds it when it renders. */
function withoutSubject(summary: string, name: string): string {
  if (!summary.startsWith(`${name} `)) return summary;
  const rest = summary.slice(name.length + 1).replace(/^(?:is|are|was)\s+/, "");
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}
