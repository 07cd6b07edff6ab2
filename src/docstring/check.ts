import { type OffsetRange, offset } from "../base/brand.js";
import { throwIfAborted } from "../base/errors.js";
import { escapeRegExp } from "../base/regex.js";
import type { CheckParams, CheckResult, Finding } from "../protocol/messages.js";
import type { FunctionPatch } from "../syntax/types.js";
import { detectStyle } from "./detect.js";
import { type Drift, findDrift } from "./drift.js";
import { factScope } from "./facts.js";
import { isLeftEmpty, withFileWords, wordsOfFile } from "./fileWords.js";
import { readLayout } from "./layout.js";
import { mergeDocstring, withProse } from "./merge.js";
import { openSlots } from "./narrate.js";
import {
  cannotDocument,
  documentationEdit,
  type JobTools,
  layoutAt,
  unsafeEdits,
  withDocument,
} from "./request.js";
import { rewrite } from "./rewrite.js";
import { styleAndFacts } from "./styleOf.js";
import { typesAreWritten } from "./typesInFile.js";
import { vetProse } from "./vet.js";

/**
 * Missing and drifted documentation. Missing is reported for what is visible from outside; drift comes with a repair that
 * needs no model and is proved to change documentation only.
 *
 * @throws CodePatchError `cancelled`, `unsupported-language`
 */
export async function checkFile(
  params: CheckParams,
  { parser }: Pick<JobTools, "parser">,
  signal: AbortSignal,
): Promise<CheckResult> {
  const { document } = params;
  const { text } = document;
  return withDocument(document, parser, signal, async ({ file, language, tree }) => {
    const fileStyle = detectStyle(file, params.conventions, language.id, params.style);
    const base = readLayout(text, file, language.id, params.conventions);
    const withTypes = typesAreWritten(file, fileStyle);
    const fileWords = wordsOfFile(file, tree.rootNode);
    const findings: Finding[] = [];
    for (const patch of file.functions) {
      throwIfAborted(signal);
      if (cannotDocument(patch, text, { kind: "all" }) !== undefined) continue;
      if (!patch.docstring) {
        if (isMissing(patch)) findings.push(missingFinding(patch));
        continue;
      }
      const { style, facts } = styleAndFacts(patch, fileStyle, language.id, "auto", withTypes);
      const existing = style.parse(patch.docstring.raw, { language: language.id, patch });
      const drifts = findDrift(existing, facts, factScope(patch));
      if (drifts.length === 0) continue;
      const renewed = mergeDocstring(existing, facts, factScope(patch));
      const merged = withFileWords(renewed, existing, fileWords(patch)).skeleton;
      const slots = openSlots(merged, patch, text).filter((slot) => !isLeftEmpty(slot, existing));
      const layout = layoutAt(base, patch, text);
      const source = { root: tree.rootNode, patch, text, language: language.id, layout };
      const { prose } = vetProse(slots, [], undefined, source);
      const rendered = rewrite(style, existing, withProse(merged, prose), layout, {
        language: language.id,
        patch,
      });
      const edits = [documentationEdit(patch, rendered, layout)];
      const isSafe = (await unsafeEdits({ text, tree }, edits, language, parser, signal)).size === 0;
      for (const drift of drifts) {
        const fix = isSafe ? { fix: { title: "Update docstring", edits } } : {};
        findings.push({ ...driftFinding(patch, drift, text), ...fix });
      }
    }
    return { version: document.version, findings };
  });
}

/** Dunder methods are documented by the language. */
const isMissing = (patch: FunctionPatch): boolean =>
  patch.isPublic && patch.kind !== "lambda" && !/^__\w+__$/.test(patch.name);

const missingFinding = (patch: FunctionPatch): Finding => ({
  id: patch.id,
  function: patch.qualifiedName,
  line: patch.line + 1,
  code: "CP001",
  message: `${patch.qualifiedName} has no documentation.`,
  range: patch.nameRange,
});

function driftFinding(patch: FunctionPatch, drift: Drift, text: string): Finding {
  const range = subjectRange(patch, drift.subject);
  return {
    id: patch.id,
    function: patch.qualifiedName,
    line: text.slice(0, range.start).split("\n").length,
    code: drift.code,
    message: drift.message,
    range,
  };
}

/** The subject where its docstring has it as a word at the head of an entry, else where it has it at all, else the function's name. */
function subjectRange(patch: FunctionPatch, subject: string | undefined): OffsetRange {
  const { docstring } = patch;
  if (!docstring || subject === undefined) return patch.nameRange;
  const escaped = escapeRegExp(subject);
  const head = new RegExp(
    `(?:\\n[ \\t*/#!]*|[@:\\\\]\\w+ +(?:\\{[^}]*\\} +)?(?:\\S+ +)?)\\$?(${escaped})(?![\\w])`,
    "d",
  ).exec(docstring.raw);
  const anywhere = head ?? new RegExp(`(?<!\\w)(${escaped})(?!\\w)`, "d").exec(docstring.raw);
  const at = anywhere?.indices?.[1];
  if (!at) return patch.nameRange;
  return { start: offset(docstring.range.start + at[0]), end: offset(docstring.range.start + at[1]) };
}
