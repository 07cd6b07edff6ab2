import { throwIfAborted } from "../base/errors.js";
import type {
  DocumentParams,
  DocumentResult,
  FunctionProgress,
  FunctionResult,
} from "../protocol/messages.js";
import type { FunctionPatch } from "../syntax/types.js";
import { detectStyle } from "./detect.js";
import { factScope } from "./facts.js";
import { isLeftEmpty, namesToAsk, type Reused, withFileWords, wordsOfFile } from "./fileWords.js";
import { readLayout } from "./layout.js";
import { mergeDocstring, type Prose, withProse } from "./merge.js";
import { narrate, type OpenSlot, openSlots, slotLabel } from "./narrate.js";
import {
  cannotDocument,
  documentationEdit,
  emptyResult,
  type JobTools,
  layoutAt,
  type ParsedDocument,
  refuseUnsafe,
  selectTargets,
  slotsOf,
  withDocument,
} from "./request.js";
import { rewrite, sameDocstring } from "./rewrite.js";
import { styleAndFacts, writtenStyle } from "./styleOf.js";
import type { Docstring, Layout, Style } from "./types.js";
import { typesAreWritten } from "./typesInFile.js";
import { type Answers, isAsked, vetProse } from "./vet.js";
import type { NeighbourReader, Source } from "./wordSources.js";

/** Partial docstrings are sent at most this often. */
const progressInterval = 40;

export interface DocumentTools extends JobTools {
  readonly readNeighbours?: NeighbourReader;
}

/**
 * Writes or renews the documentation of functions: facts from the tree, prose from the model where there is none yet,
 * everything in the file's own style. Each edit is proved to change documentation only; one that would not is `refused`.
 *
 * @throws CodePatchError `cancelled`, `unsupported-language`
 */
export async function documentFile(
  params: DocumentParams,
  tools: DocumentTools,
  onProgress: (progress: FunctionProgress) => void,
  signal: AbortSignal,
): Promise<DocumentResult> {
  const { document } = params;
  return withDocument(document, tools.parser, signal, async (parsed) => {
    const { patches, missing } = selectTargets(parsed.file, params.targets);
    const written: FunctionResult[] = [];
    const { neighbours: texts = {} } = params;
    const names = namesToAsk(patches, parsed.tree.rootNode);
    const neighbours = await tools.readNeighbours?.(texts, names, parsed.language, signal);
    const job = prepare(params, parsed, tools, neighbours);
    for (const [done, patch] of patches.entries()) {
      throwIfAborted(signal);
      const report = (docstring: string, edits: FunctionResult["edits"]): void =>
        onProgress({ id: patch.id, docstring, edits, done, total: patches.length });
      written.push(await documentFunction(patch, job, report, signal));
    }
    const functions = await refuseUnsafe(written, document.text, parsed, tools, signal);
    return { version: document.version, functions: [...missing, ...functions] };
  });
}

interface Job {
  readonly params: DocumentParams;
  readonly parsed: ParsedDocument;
  readonly tools: JobTools;
  readonly style: Style;
  readonly withTypes: boolean;
  readonly layoutOf: (patch: FunctionPatch) => Layout;
  readonly fileWords: ReturnType<typeof wordsOfFile>;
}

function prepare(
  params: DocumentParams,
  parsed: ParsedDocument,
  tools: JobTools,
  neighbours: readonly Source[] | undefined,
): Job {
  const { text } = params.document;
  const { file, language } = parsed;
  const style = detectStyle(file, params.conventions, language.id, params.style);
  const base = readLayout(text, file, language.id, params.conventions);
  return {
    params,
    parsed,
    tools,
    style,
    withTypes: typesAreWritten(file, style),
    layoutOf: (patch) => layoutAt(base, patch, text),
    fileWords: wordsOfFile(file, parsed.tree.rootNode, neighbours),
  };
}

async function documentFunction(
  patch: FunctionPatch,
  job: Job,
  report: (docstring: string, edits: FunctionResult["edits"]) => void,
  signal: AbortSignal,
): Promise<FunctionResult> {
  const { params, parsed, tools } = job;
  const { text } = params.document;
  const { language, tree } = parsed;
  const { style, facts } = styleAndFacts(patch, job.style, language.id, params.style, job.withTypes);
  const base = { ...emptyResult, id: patch.id, name: patch.name, line: patch.line + 1, style: style.id };
  const reason = cannotDocument(patch, text, params.targets);
  if (reason !== undefined) return { ...base, status: "skipped", reason };
  if (params.missingOnly && patch.docstring)
    return { ...base, status: "skipped", reason: "The function has documentation." };

  const layout = job.layoutOf(patch);
  const context = { language: language.id, patch };
  const written = patch.docstring && writtenStyle(patch.docstring.raw, style, language.id);
  const existing = patch.docstring && written?.parse(patch.docstring.raw, context);
  const isConversion = written !== undefined && written.id !== style.id;
  const merged = existing ? mergeDocstring(existing, facts, factScope(patch)) : facts;
  const { skeleton, reused } = withFileWords(merged, existing, job.fileWords(patch));
  const { generator } = tools;
  const modelMaySay = (kind: OpenSlot["kind"]): boolean =>
    generator !== undefined && isAsked(kind, generator.confidence);
  const slots = openSlots(skeleton, patch, text).filter(
    (slot) => !isLeftEmpty(slot, existing) || modelMaySay(slot.kind),
  );
  if (existing && !isConversion && slots.length === 0 && sameDocstring(existing, skeleton)) {
    const slotTexts = slotsOf(existing);
    return { ...base, status: "kept", reason: "The documentation agrees with the code.", slots: slotTexts };
  }

  let lastReport = 0;
  const onText = (prose: Prose): void => {
    if (performance.now() - lastReport < progressInterval) return;
    lastReport = performance.now();
    const partial = style.render(writtenPart(withProse(skeleton, prose)), layout, context);
    report(partial, [documentationEdit(patch, partial, layout)]);
  };
  const { answers, notes } = await askModel(slots, patch, job, onText, signal);
  const source = { root: tree.rootNode, patch, text, language: language.id, layout };
  const { prose, unsure, narrated } = vetProse(slots, answers, generator?.confidence, source);
  const docstring = withoutEmptyResults(withProse(skeleton, prose), existing);
  const rendered = rewrite(style, isConversion ? undefined : existing, docstring, layout, context);
  if (rendered === patch.docstring?.raw)
    return {
      ...base,
      status: "kept",
      reason: "The documentation agrees with the code.",
      slots: slotsOf(docstring),
    };
  const edits = [documentationEdit(patch, rendered, layout)];
  report(rendered, edits);
  const asked = answers.filter((answer) => answer !== undefined).length;
  const doubts =
    unsure > 0 ? [`The model was unsure of ${unsure} of ${asked} texts: they say what the code says.`] : [];
  return {
    ...base,
    status: "written",
    docstring: rendered,
    slots: slotsOf(docstring),
    edits,
    notes: [...reusedNotes(reused), ...narratedNotes(narrated), ...notes, ...doubts],
  };
}

/** Whose words they are. */
function reusedNotes(reused: readonly Reused[]): string[] {
  const authors = new Map<string, string[]>();
  for (const { name, neighbours } of reused) {
    const author = neighbours?.join(" and ") ?? "other functions of the file";
    authors.set(author, [...(authors.get(author) ?? []), name]);
  }
  return [...authors].map(([author, names]) => `In the words of ${author}: ${names.join(", ")}.`);
}

/** What nobody wrote and nothing proves. */
const narratedNotes = (narrated: readonly OpenSlot[]): string[] =>
  narrated.length === 0
    ? []
    : [`In the words of the model, which may be wrong: ${narrated.map(slotLabel).join(", ")}.`];

/** The model's answers for the slots of which it is asked, and what there is to say of its absence or its limits. */
async function askModel(
  slots: readonly OpenSlot[],
  patch: FunctionPatch,
  { params, parsed, tools }: Job,
  onText: (prose: Prose) => void,
  signal: AbortSignal,
): Promise<{ answers: Answers; notes: readonly string[] }> {
  const { generator } = tools;
  const unanswered = slots.map(() => undefined);
  if (slots.length === 0) return { answers: unanswered, notes: [] };
  if (generator === undefined) {
    return { answers: unanswered, notes: ["No model is installed: the text says what the code says."] };
  }
  const results = slots.filter(({ kind }) => kind === "returns").length;
  const asked = slots.filter(
    // A model describes the result as a whole.
    ({ kind }) => isAsked(kind, generator.confidence) && !(kind === "returns" && results > 1),
  );
  if (asked.length === 0) return { answers: unanswered, notes: [] };
  const { texts, notes } = await narrate(
    generator,
    asked,
    parsed.file,
    patch,
    params.document.text,
    onText,
    signal,
  );
  return { answers: slots.map((slot) => texts?.[asked.indexOf(slot)]), notes };
}

/** Results of which neither a type nor anything else is known. */
const withoutEmptyResults = (docstring: Docstring, existing: Docstring | undefined): Docstring => ({
  ...docstring,
  returns:
    (existing?.returns.length ?? 0) > 0
      ? docstring.returns
      : docstring.returns.filter(({ type, description }) => type !== undefined || description !== ""),
});

/** What has text so far, so that a partial docstring is well-formed. */
const writtenPart = (docstring: Docstring): Docstring => ({
  ...docstring,
  summary: docstring.summary === "" ? "…" : docstring.summary,
  parameters: docstring.parameters.filter(({ description }) => description !== ""),
  returns: docstring.returns.filter(({ description }) => description !== ""),
  yields: docstring.yields.filter(({ description }) => description !== ""),
  raises: docstring.raises.filter(({ description }) => description !== ""),
});
