import { unknown } from "../evaluate/values.js";
import { bool, doubtIn, truthOf } from "./arrays.js";
import {
  doubtShared,
  type Environment,
  lookUp,
  PyJump,
  PyRaised,
  PyReturn,
  setName,
  touch,
} from "./environment.js";
import { evaluate } from "./expressions.js";
import type { PyNode } from "./nodes.js";
import { runBlock } from "./statements.js";
import type { PyUnknownValue } from "./values.js";

export function runIf(environment: Environment, node: PyNode): void {
  const condition = node.field("condition");
  const body = node.field("consequence");
  if (!condition || !body) return;
  const isMain = /__name__\s*==\s*["']__main__["']/.test(condition.text);
  const test = isMain ? bool(true) : evaluate(environment, condition);
  const truth = truthOf(test);
  const branches = node.all("alternative");
  const [next] = branches;
  const otherwise = (): void => {
    for (const branch of branches) {
      if (branch.type !== "elif_clause") {
        const inner = branch.field("body");
        if (inner) runBlock(environment, inner);
        return;
      }
      const asked = branch.field("condition");
      const inner = branch.field("consequence");
      if (!asked || !inner) return;
      const answer = evaluate(environment, asked);
      const held = truthOf(answer);
      if (held === true) {
        runBlock(environment, inner);
        return;
      }
      if (held === undefined)
        doubtful(
          environment,
          node,
          `it depends on '${asked.text}'`,
          () => runBlock(environment, inner),
          doubtIn(answer),
        );
    }
  };
  if (truth === true) runBlock(environment, body);
  else if (truth === false) otherwise();
  else {
    // Nobody knows whether it is done: what it draws is doubtful and what it sets is unknown.
    const reason = `it depends on '${condition.text}'`;
    doubtful(environment, node, reason, () => runBlock(environment, body), doubtIn(test));
    if (next) doubtful(environment, node, reason, otherwise, doubtIn(test));
  }
}

/** Runs what may not be run: what it draws is doubtful, and what it sets or changes is unknown afterwards. */
export function doubtful(
  environment: Environment,
  node: PyNode,
  reason: string,
  work: () => void,
  /** Why it is not known, which is then said of what it sets. */
  cause?: PyUnknownValue,
): void {
  const [doubt, doubted] = [environment.doubt, environment.doubted];
  environment.doubt ??= unknown(reason, node.line);
  environment.doubted = { names: [], shared: new Set() };
  const why: PyUnknownValue | undefined = cause && {
    kind: "unknown",
    reason: cause.reason,
    line: cause.line,
  };
  let isLeft = false;
  try {
    work();
  } catch (error) {
    if (error instanceof PyJump) throw new PyJump("unclear");
    if (!(error instanceof PyReturn || error instanceof PyRaised)) throw error;
    isLeft = true;
  } finally {
    const { names, shared } = environment.doubted;
    environment.doubted = doubted;
    environment.doubt = doubt;
    for (const [scope, name] of names) {
      doubted?.names.push([scope, name]);
      scope.names.set(name, why ?? notKnownWhether(name, node));
    }
    for (const each of shared) {
      doubted?.shared.add(each);
      doubtShared(each, why ?? notKnownWhether("it", node));
    }
  }
  if (isLeft) {
    // The rest of the function may not be run.
    environment.maybeReturned = true;
    environment.doubt ??= unknown(reason, node.line);
  }
}

const notKnownWhether = (name: string, node: PyNode): PyUnknownValue => ({
  kind: "unknown",
  reason: `${name} is set where it is not known whether`,
  line: node.line,
});

/** What a part of the program assigns, or may change by a method or a function, becomes unknown. */
export function forget(environment: Environment, node: PyNode, cause?: PyUnknownValue): void {
  const doubt = (name: string): PyUnknownValue => cause ?? notKnownWhether(name, node);
  const change = (target: PyNode | undefined): void => {
    if (!target) return;
    if (target.type === "identifier") {
      const value = lookUp(environment, target.text);
      if (
        value?.kind === "list" ||
        value?.kind === "array" ||
        value?.kind === "dict" ||
        value?.kind === "object"
      ) {
        touch(environment, value);
        doubtShared(value, doubt(target.text));
      }
    } else if (target.type === "subscript" || target.type === "attribute") change(target.named[0]);
  };
  const set = (target: PyNode | undefined): void => {
    if (target?.type === "identifier") setName(environment, target.text, doubt(target.text));
    else if (target?.type === "subscript" || target?.type === "attribute") change(target);
    else target?.named.forEach(set);
  };
  for (const each of node.below(["call"])) {
    const callee = each.field("function");
    if (callee?.type === "attribute") change(callee.named[0]);
    const isOwn = callee?.type === "identifier" || callee?.text.startsWith("self.");
    if (isOwn) each.field("arguments")?.named.forEach(change);
  }
  for (const each of node.below(["assignment", "augmented_assignment", "for_statement"]))
    set(each.field("left"));
}
