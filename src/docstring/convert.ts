import { CodePatchError, throwIfAborted } from "../base/errors.js";
import type { ConvertParams, DocumentResult, FunctionResult } from "../protocol/messages.js";
import { readLayout } from "./layout.js";
import {
  documentationEdit,
  emptyResult,
  filledElsewhere,
  type JobTools,
  layoutAt,
  refuseUnsafe,
  selectTargets,
  slotsOf,
  withDocument,
} from "./request.js";
import { recogniseStyle, styles, stylesOf } from "./styles/registry.js";
import type { Docstring, Style } from "./types.js";

/**
 * Rewrites existing documentation in another style of its language, word for word.
 *
 * @throws CodePatchError `usage` when the style is none of the language's; `cancelled`, `unsupported-language`
 */
export async function convertFile(
  params: ConvertParams,
  tools: Pick<JobTools, "parser">,
  signal: AbortSignal,
): Promise<DocumentResult> {
  const { document, targets } = params;
  const { text } = document;
  return withDocument(document, tools.parser, signal, async (parsed) => {
    const { file, language } = parsed;
    const target = styleNamed(params.style, stylesOf(language.id), language.name);
    const base = readLayout(text, file, language.id, params.conventions);
    const { patches, missing } = selectTargets(file, targets);
    const functions: FunctionResult[] = patches.map((patch) => {
      throwIfAborted(signal);
      const result = {
        ...emptyResult,
        id: patch.id,
        name: patch.name,
        line: patch.line + 1,
        style: target.id,
      };
      if (!patch.docstring)
        return { ...result, status: "skipped", reason: "The function has no documentation." };
      if (patch.hasErrors)
        return { ...result, status: "skipped", reason: "The function has a syntax error." };
      const filled = language.id === "python" ? filledElsewhere(patch.docstring.raw) : undefined;
      if (filled !== undefined) return { ...result, status: "skipped", reason: filled };
      const source = styles[recogniseStyle(patch.docstring.raw, language.id)];
      const docstring = source.parse(patch.docstring.raw, { language: language.id, patch });
      const slots = slotsOf(docstring);
      if (source.id === target.id)
        return { ...result, slots, status: "kept", reason: `It is in ${target.name} style.` };
      if (target.id === "pep257" && holdsFacts(docstring))
        return {
          ...result,
          slots,
          status: "skipped",
          reason: "PEP 257 has no place for its parameters and results.",
        };
      const layout = layoutAt(base, patch, text);
      const rendered = target.render(docstring, layout, { language: language.id, patch });
      if (rendered === patch.docstring.raw)
        return { ...result, slots, status: "kept", reason: "The documentation is the same in both styles." };
      const edits = [documentationEdit(patch, rendered, layout)];
      return { ...result, slots, status: "written", docstring: rendered, edits };
    });
    const proved = await refuseUnsafe(functions, text, parsed, tools, signal);
    return { version: document.version, functions: [...missing, ...proved] };
  });
}

function styleNamed(id: string, candidates: readonly Style[], language: string): Style {
  const style = candidates.find((candidate) => candidate.id === id);
  if (style) return style;
  const names = candidates.map((candidate) => candidate.id).join(", ");
  throw new CodePatchError("usage", `‘${id}’ is no style of ${language}; choose one of ${names}.`);
}

const holdsFacts = ({ parameters, returns, yields, raises }: Docstring): boolean =>
  parameters.length + returns.length + yields.length + raises.length > 0;
