import { doubtIn, truthOf } from "./arrays.js";
import { assign } from "./assignments.js";
import { doubtful, forget } from "./branches.js";
import { type Environment, goOn, PyExhausted, PyJump, step } from "./environment.js";
import { evaluate, itemsOf } from "./expressions.js";
import type { PyNode } from "./nodes.js";
import { runBlock } from "./statements.js";
import { none, PyUnknown, type PyUnknownValue, type PyValue, unknownOf } from "./values.js";

export function runFor(environment: Environment, node: PyNode): void {
  const [left, right, body] = ["left", "right", "body"].map((name) => node.field(name));
  if (!left || !right || !body) return;
  const over = evaluate(environment, right);
  let items: readonly PyValue[];
  try {
    items = itemsOf(over);
  } catch (error) {
    if (!(error instanceof PyUnknown)) throw error;
    const doubt = unknownOf(error, right.line);
    once(environment, node, body, doubt, () => assign(environment, left, doubt));
    return;
  }
  looped(environment, node, body, (loop) => {
    // Over what the list is then: a body may let it grow.
    for (let i = 0; i < items.length; i++) {
      step(environment);
      assign(environment, left, items[i] ?? none);
      if (!runRound(environment, body)) return;
      loop.round++;
    }
    const otherwise = node.field("alternative")?.field("body");
    if (otherwise) runBlock(environment, otherwise);
  });
}

export function runWhile(environment: Environment, node: PyNode): void {
  const [condition, body] = ["condition", "body"].map((name) => node.field(name));
  if (!condition || !body) return;
  looped(environment, node, body, (loop) => {
    for (;;) {
      step(environment);
      const test = evaluate(environment, condition);
      const truth = truthOf(test);
      if (truth === undefined) {
        once(environment, node, body, doubtIn(test));
        return;
      }
      if (!truth || !runRound(environment, body)) return;
      loop.round++;
    }
  });
}

/** Runs a loop; where the outermost one takes too long, what it changes is unknown and the program goes on after it. */
function looped(
  environment: Environment,
  node: PyNode,
  body: PyNode,
  rounds: (loop: { round: number }) => void,
): void {
  const { loops, scope, depth, nesting, statement } = environment;
  const loop = { line: node.line, round: 0 };
  loops.push(loop);
  try {
    rounds(loop);
  } catch (error) {
    if (!(error instanceof PyExhausted) || loops.length > 1 || !goOn(environment)) throw error;
    Object.assign(environment, { scope, depth, nesting, statement });
    // A last round draws what may be seen at its end.
    once(environment, node, body, {
      kind: "unknown",
      reason: "it takes too long to evaluate here",
      line: node.line,
    });
  } finally {
    loops.pop();
  }
}

/** A loop of which nobody knows how often it goes round: its body is run once, in doubt. */
function once(
  environment: Environment,
  node: PyNode,
  body: PyNode,
  cause: PyUnknownValue | undefined,
  before: () => void = () => undefined,
): void {
  const why = cause && ({ kind: "unknown", reason: cause.reason, line: cause.line } as const);
  const loop = { line: node.line, round: 0 };
  environment.loops.push(loop);
  try {
    const round = (): void => {
      before();
      forget(environment, body, why);
      runRound(environment, body);
    };
    doubtful(environment, node, "it is not known how often the loop goes round", round, why);
  } finally {
    environment.loops.pop();
    forget(environment, body, why);
  }
}

/** False where the loop ends with it. */
function runRound(environment: Environment, body: PyNode): boolean {
  try {
    runBlock(environment, body);
    return true;
  } catch (error) {
    if (!(error instanceof PyJump)) throw error;
    if (error.to === "unclear") forget(environment, body);
    return error.to === "continue";
  }
}
