import type { TextEdit } from "../base/brand.js";
import { offset } from "../base/brand.js";
import { throwIfAborted } from "../base/errors.js";
import type { TextGenerator } from "../inference/types.js";
import type {
  CommentParams,
  DocumentResult,
  FunctionProgress,
  FunctionResult,
} from "../protocol/messages.js";
import { indentBefore } from "../syntax/nodes.js";
import type { FunctionPatch, StatementKind, StatementPatch } from "../syntax/types.js";
import { chatOpeners, chatPrompt } from "./chatPrompt.js";
import { cleanText, isTautology, longest } from "./clean.js";
import { commentForm } from "./commentForm.js";
import { explainBlocks } from "./explain/explain.js";
import { readLayout } from "./layout.js";
import { functionPrompt, slotOpeners } from "./prompt.js";
import {
  emptyResult,
  type JobTools,
  type ParsedDocument,
  selectTargets,
  unsafeEdits,
  withDocument,
} from "./request.js";
import { columns, expandTabs, isBlank } from "./text.js";
import { isAsked } from "./vet.js";

/** A run of statements that one comment explains. */
export interface CodeBlock {
  readonly start: number;
  readonly indent: string;
  readonly firstLine: string;
  readonly code: string;
}

const compound: ReadonlySet<StatementKind> = new Set(["conditional", "loop", "try", "with", "definition"]);

/**
 * The logical blocks of a function: statements of its body up to a blank line or a compound statement, which starts a
 * block of its own together with the statements right before it. Blocks of one line, or with a comment already, are left out.
 */
export function readBlocks(patch: FunctionPatch, text: string): CodeBlock[] {
  const documentation = patch.docstring?.range;
  const statements = patch.statements.filter(
    ({ depth, range }) =>
      depth === 0 && !(documentation && range.start <= documentation.start && range.end >= documentation.end),
  );
  const groups: StatementPatch[][] = [];
  let previous: StatementPatch | undefined;
  for (const statement of statements) {
    const between = previous ? text.slice(previous.range.end, statement.range.start) : "\n\n";
    const isApart = /\n[ \t]*\r?\n/.test(between) || /\S/.test(between.replace(/[;,]/g, ""));
    const group = groups.at(-1);
    if (!group || isApart || (previous && compound.has(previous.kind))) groups.push([statement]);
    else group.push(statement);
    previous = statement;
  }
  return groups.flatMap((group) => {
    const [first] = group;
    const last = group.at(-1);
    if (!first || !last) return [];
    const code = text.slice(first.range.start, last.range.end);
    const indent = indentBefore(text, first.range.start);
    if (indent === undefined || !code.includes("\n") || hasCommentAbove(text, first.range.start)) return [];
    return [{ start: first.range.start, indent, firstLine: code.split("\n")[0] ?? "", code }];
  });
}

function hasCommentAbove(text: string, start: number): boolean {
  const lineStart = text.lastIndexOf("\n", start - 1);
  const above = text.slice(text.lastIndexOf("\n", lineStart - 1) + 1, Math.max(0, lineStart)).trim();
  return !isBlank(above) && /^(?:#|\/\/|\/\*|\*|--|%)/.test(above);
}

/**
 * Short comments above the blocks of one function: what the code itself shows, and a model's words above other blocks
 * where that model was found to explain well. A comment that restates its block is not written.
 *
 * @throws CodePatchError `cancelled`, `unsupported-language`
 */
export async function commentFunction(
  params: CommentParams,
  tools: JobTools,
  onProgress: (progress: FunctionProgress) => void,
  signal: AbortSignal,
): Promise<DocumentResult> {
  const { document, id } = params;
  const { text } = document;
  return withDocument(document, tools.parser, signal, async (parsed) => {
    const { file, language, tree } = parsed;
    const { patches, missing } = selectTargets(file, { kind: "functions", ids: [id] });
    const [patch] = patches;
    const answer = (result: FunctionResult): DocumentResult => ({
      version: document.version,
      functions: [result],
    });
    if (!patch) return { version: document.version, functions: missing };
    const base = { ...emptyResult, id, name: patch.name, line: patch.line + 1, style: "comments" };
    const skipped = (reason: string): DocumentResult => answer({ ...base, status: "skipped", reason });
    if (patch.hasErrors) return skipped("The function has a syntax error.");

    const facts = factComments(parsed, patch, text);
    const report = (edits: readonly TextEdit[]): void =>
      onProgress({ id, docstring: "", edits: inOrder([...facts, ...edits]), done: 0, total: 1 });
    if (facts.length > 0) report([]);
    const taken = new Set(facts.map(({ range }) => range.start));
    const blocks = readBlocks(patch, text).filter(({ start }) => !taken.has(offset(start)));
    const said = await modelComments(blocks, parsed, patch, text, tools.generator, report, signal);
    const edits = inOrder([...facts, ...said]);
    if (edits.length === 0) return skipped("No comment would say more than the code does.");
    const unsafe = await unsafeEdits({ text, tree }, edits, language, tools.parser, signal);
    const safe = edits.filter((_, i) => !unsafe.has(i));
    if (safe.length > 0) return answer({ ...base, status: "written", edits: safe });
    return answer({ ...base, status: "refused", reason: `The edit was refused because ${unsafe.get(0)}.` });
  });
}

const inOrder = (edits: readonly TextEdit[]): TextEdit[] =>
  [...edits].sort((a, b) => a.range.start - b.range.start);

const insertion = (start: number, newText: string): TextEdit => ({
  range: { start: offset(start), end: offset(start) },
  newText,
});

/** What the code shows of its blocks, in the form of the file's comments; what does not fit on a line is left out. */
function factComments(
  { tree, file, language }: ParsedDocument,
  patch: FunctionPatch,
  text: string,
): TextEdit[] {
  const form = commentForm(text, language);
  const { lineLength, newline } = readLayout(text, file, language.id, {});
  return explainBlocks(tree.rootNode, patch, file, text).flatMap(({ start, said }) => {
    const indent = indentBefore(text, start);
    if (indent === undefined) return [];
    const width = Math.max(lineLength, 79) - columns(expandTabs(indent)) - form.width;
    const fitting = said.find((each) => columns(each) <= width && !/[\r\n]|\*\//.test(each));
    return fitting === undefined ? [] : [insertion(start, form.write(fitting) + newline + indent)];
  });
}

/** A model's words above `blocks`; none without a model that explains code well. */
async function modelComments(
  blocks: readonly CodeBlock[],
  { file, language }: ParsedDocument,
  patch: FunctionPatch,
  text: string,
  generator: TextGenerator | undefined,
  report: (edits: readonly TextEdit[]) => void,
  signal: AbortSignal,
): Promise<TextEdit[]> {
  throwIfAborted(signal);
  if (!generator || blocks.length === 0 || !isAsked("comment", generator.confidence)) return [];
  const isChat = generator.promptFormat === "chat";
  const { prefix } = isChat ? chatPrompt(file, patch, text) : functionPrompt(file, patch, text);
  const { newline } = readLayout(text, file, language.id, {});
  const opener = (isChat ? chatOpeners : slotOpeners).comment;
  const editsOf = (texts: readonly string[]): TextEdit[] =>
    blocks.flatMap(({ start, indent }, i) => {
      const comment = texts[i] ?? "";
      return comment === ""
        ? []
        : [insertion(start, `${language.lineComment} ${comment}${newline}${indent}`)];
    });
  const vet = (said: string, block: CodeBlock): string => vetComment(said, block, patch, text);
  const soFar = blocks.map(() => "");
  const slots = blocks.map(({ firstLine }) => ({ open: opener(firstLine), maxTokens: 32 }));
  const onText = (slot: number, grown: string): void => {
    const block = blocks[slot];
    if (block) soFar[slot] = vet(grown, block);
    report(editsOf(soFar));
  };
  const texts = await generator.generate(prefix, slots, { onText }, signal);
  return editsOf(
    blocks.map((block, i) => {
      const said = texts[i];
      return said === undefined || said.finished === "repetition" ? "" : vet(said.text, block);
    }),
  );
}

/** Comments are phrases: no full stop at the end of a single one. */
function vetComment(said: string, block: CodeBlock, patch: FunctionPatch, text: string): string {
  const comment = cleanText(said.replace(/^\s*(?:#|\/\/)\s*/, ""), {
    functionName: patch.name,
    source: text.slice(patch.range.start, patch.range.end),
    maxLength: longest.comment,
    oneSentence: true,
  }).replace(/\.$/, "");
  return comment === "" || isTautology(block.firstLine, comment, patch.name) ? "" : comment;
}
