import { field } from "../../syntax/nodes.js";
import type { SyntaxNode } from "../../syntax/parser.js";
import type { FilePatches, FunctionPatch } from "../../syntax/types.js";
import * as effects from "./effects.js";
import { filling, gathering } from "./gathering.js";
import * as guardRules from "./guards.js";
import { helperSummary } from "./helpers.js";
import * as idioms from "./idioms.js";
import * as loops from "./loops.js";
import type { Explanation, Rule, Surroundings } from "./rule.js";
import * as runs from "./runs.js";
import { functionStatements, innerBlocks, type Statement } from "./statements.js";

/** A comment that code deserves. */
interface Explained {
  /** Where the statement begins. */
  readonly start: number;
  /** The same in fewer and fewer words. */
  readonly said: readonly string[];
}

/** In the order in which they are worth telling. */
const rules: readonly Rule[] = [
  guardRules.guards,
  guardRules.specialCases,
  guardRules.defaults,
  guardRules.acceptedForms,
  guardRules.skips,
  guardRules.dispatch,
  effects.optionalImport,
  effects.retry,
  loops.descent,
  loops.bisection,
  loops.workList,
  gathering,
  idioms.linkedList,
  idioms.digits,
  idioms.reading,
  idioms.arrays,
  loops.untilCondition,
  filling,
  loops.pairs,
  effects.locked,
  effects.openedFile,
  effects.handledErrors,
  idioms.cleanup,
  runs.stored,
  runs.commandLine,
  runs.seeds,
  runs.trainingStep,
  runs.released,
  runs.swap,
  runs.plotting,
  idioms.settingUp,
  helperSummary,
];

/**
 * The blocks of a function of which the code itself tells something that helps a reader, in source order. Nothing is
 * said above a block that has a comment, and nothing about a block that is the whole function.
 *
 * @param root The tree of the file that `patch` was read from.
 */
export function explainBlocks(
  root: SyntaxNode,
  patch: FunctionPatch,
  file: FilePatches,
  text: string,
): Explained[] {
  const statements = functionStatements(root, patch);
  if (!statements) return [];
  const parameters = new Set(
    patch.signature.parameters.filter(({ kind }) => kind !== "receiver").map(({ name }) => name),
  );
  const found: Explained[] = [];
  const around = { patch, file, text, parameters };
  scan(statements, around, found, new Set(), "outermost");
  return found;
}

function scan(
  statements: readonly Statement[],
  around: Omit<Surroundings, "before">,
  found: Explained[],
  told: Set<string>,
  place: "outermost" | "inside" | "inside explained",
): void {
  for (let at = 0; at < statements.length; ) {
    const block = uncommentedRun(statements.slice(at));
    const before = statements.slice(0, at);
    const explained = firstOf(block, { ...around, before });
    const [first] = block;
    const length = explained?.length ?? 1;
    const covered = block.slice(0, length);
    const isWhole =
      place === "outermost" &&
      at === 0 &&
      statements.slice(length).every(({ reading }) => reading.kind === "return");
    if (explained && first && !isWhole) {
      const [fullest = ""] = explained.said;
      const isCrowded = place === "inside explained" && at === 0;
      if (!told.has(fullest) && !isCrowded && !isCommented(first, around.text))
        found.push({ start: first.node.startIndex, said: explained.said });
      told.add(fullest);
    }
    if (!explained || explained.isOpen || isWhole)
      for (const each of covered)
        for (const inner of innerBlocks(each))
          scan(inner, around, found, told, explained && !isWhole ? "inside explained" : "inside");
    at += length;
  }
}

function firstOf(block: readonly Statement[], around: Surroundings): Explanation | undefined {
  for (const rule of rules) {
    const explained = rule(block, around);
    if (explained) return explained;
  }
  return undefined;
}

/** A comment on lines of its own begins a block. */
function uncommentedRun(statements: readonly Statement[]): readonly Statement[] {
  const next = statements.findIndex(({ node }, i) => {
    const [above, before] = [node.previousSibling, statements[i - 1]?.node];
    return (
      before !== undefined && above?.isExtra === true && above.startPosition.row > before.endPosition.row
    );
  });
  return next < 0 ? statements : statements.slice(0, next);
}

/** Above it, at the end of its first line, or as the first thing inside of it. */
function isCommented({ node }: Statement, text: string): boolean {
  const lineStart = text.lastIndexOf("\n", node.startIndex - 1);
  const above = text.slice(text.lastIndexOf("\n", lineStart - 1) + 1, Math.max(0, lineStart)).trim();
  if (/^(?:#|\/\/|\/\*|\*|--|%)/.test(above)) return true;
  const body = field(node, "body") ?? field(node, "consequence");
  const inner = node.descendantsOfType(["comment", "line_comment", "block_comment"]);
  return inner.some(
    (comment) =>
      comment !== null &&
      (comment.startPosition.row === node.startPosition.row ||
        comment.startIndex <= (body?.firstNamedChild?.startIndex ?? 0)),
  );
}
