import type { SyntaxNode } from "../../syntax/parser.js";
import { unknown } from "../evaluate/values.js";
import { itemsOf } from "./builtins.js";
import {
  type Environment,
  lineOf,
  namedChildrenOf,
  PyExhausted,
  PyJump,
  PyReturn,
  step,
} from "./environment.js";
import { bindings, evaluate } from "./expressions.js";
import { binary } from "./operators.js";
import { none, numberIn, PyUnknown, type PyValue } from "./values.js";

/** Runs the statements of a module or a block. What cannot be evaluated leaves unknown values behind and goes on. */
export function runBlock(environment: Environment, block: SyntaxNode): void {
  for (const statement of namedChildrenOf(block)) {
    step(environment);
    const outer = environment.statement;
    environment.statement = statement;
    try {
      runStatement(environment, statement);
    } catch (error) {
      if (!(error instanceof PyUnknown)) throw error;
    } finally {
      environment.statement = outer;
    }
  }
}

function runStatement(environment: Environment, node: SyntaxNode): void {
  switch (node.type) {
    case "import_statement":
    case "import_from_statement":
      runImport(environment, node);
      break;
    case "expression_statement":
      for (const each of namedChildrenOf(node)) runExpression(environment, each);
      break;
    case "function_definition":
      environment.functions.set(node.childForFieldName("name")?.text ?? "", node);
      break;
    case "if_statement":
      runIf(environment, node);
      break;
    case "for_statement":
      runFor(environment, node);
      break;
    case "while_statement":
      runWhile(environment, node);
      break;
    case "break_statement":
      throw new PyJump("break");
    case "continue_statement":
      throw new PyJump("continue");
    case "raise_statement":
      throw new PyExhausted();
    case "with_statement":
    case "try_statement": {
      const body = node.childForFieldName("body");
      if (body) runBlock(environment, body);
      break;
    }
    case "return_statement": {
      const [value] = namedChildrenOf(node);
      throw new PyReturn(value ? evaluate(environment, value) : none);
    }
    default:
      forget(environment, node);
  }
}

/** `import a.b as c`, `from a import b as c`. */
function runImport({ variables }: Environment, node: SyntaxNode): void {
  const module = node.childForFieldName("module_name")?.text;
  for (const each of namedChildrenOf(node)) {
    const name = each.type === "aliased_import" ? (each.childForFieldName("name")?.text ?? "") : each.text;
    if (name === module) continue;
    const alias = each.type === "aliased_import" ? (each.childForFieldName("alias")?.text ?? "") : name;
    const full = module === undefined ? name : `${module}.${name}`;
    const isWhole = module === undefined && each.type !== "aliased_import";
    const bound = isWhole ? (name.split(".")[0] ?? name) : alias;
    variables.set(bound, { kind: "module", name: isWhole ? bound : full });
  }
}

function runExpression(environment: Environment, node: SyntaxNode): void {
  if (node.type === "assignment") {
    const right = node.childForFieldName("right");
    const left = node.childForFieldName("left");
    if (!left || !right) return;
    const chain = right.type === "assignment";
    if (chain) runExpression(environment, right);
    const source = chain ? right.childForFieldName("left") : right;
    if (source) assign(environment, left, evaluate(environment, source));
  } else if (node.type === "augmented_assignment") {
    const left = node.childForFieldName("left");
    if (left?.type === "identifier") environment.variables.set(left.text, augmented(environment, node));
    else forget(environment, node);
  } else evaluate(environment, node);
}

/** `x += y`, which changes a list in place. */
function augmented(environment: Environment, node: SyntaxNode): PyValue {
  const [left, right] = [node.childForFieldName("left"), node.childForFieldName("right")];
  const sign = node.childForFieldName("operator")?.text.slice(0, -1) ?? "";
  try {
    if (!left || !right) throw new PyUnknown("this assignment is not evaluated here");
    const before = evaluate(environment, left);
    const value = evaluate(environment, right);
    if (before.kind === "list" && sign === "+") {
      before.items.push(...itemsOf(value));
      return before;
    }
    return binary(sign, before, value);
  } catch (error) {
    if (error instanceof PyUnknown) return { kind: "unknown", reason: error.reason, line: lineOf(node) };
    throw error;
  }
}

function assign(environment: Environment, target: SyntaxNode, value: PyValue): void {
  if (target.type === "subscript") assignElement(environment, target, value);
  else if (target.type !== "attribute") {
    for (const [name, each] of bindings(target, value)) environment.variables.set(name, each);
  }
}

/** `x[i] = v` on a vector; anything else makes the whole unknown. */
function assignElement(environment: Environment, target: SyntaxNode, value: PyValue): void {
  const [object, index, second] = namedChildrenOf(target);
  if (object?.type !== "identifier" || !index) return;
  const array = environment.variables.get(object.text);
  const at = index.type === "slice" || second ? undefined : numberIn(evaluate(environment, index));
  const single = numberIn(value);
  if (array?.kind === "array" && array.shape.length === 1 && at !== undefined && single !== undefined) {
    // In place, as every name of the array sees it.
    array.data[at < 0 ? at + array.data.length : at] = single;
  } else if (array?.kind === "list" && at !== undefined && at < array.items.length) {
    array.items[at < 0 ? at + array.items.length : at] = value;
  } else {
    environment.variables.set(object.text, {
      kind: "unknown",
      reason: `${object.text} is changed in a way that is not evaluated here`,
      line: lineOf(target),
    });
  }
}

function runIf(environment: Environment, node: SyntaxNode): void {
  const condition = node.childForFieldName("condition");
  const body = node.childForFieldName("consequence");
  if (!condition || !body) return;
  const isMain = /__name__\s*==\s*["']__main__["']/.test(condition.text);
  const test = isMain ? 1 : numberIn(evaluate(environment, condition));
  if (test !== undefined) {
    const [next] = node.childrenForFieldName("alternative").filter((each) => each !== null);
    if (test !== 0) runBlock(environment, body);
    else if (next?.type === "elif_clause") runIf(environment, next);
    else {
      const otherwise = next?.childForFieldName("body");
      if (otherwise) runBlock(environment, otherwise);
    }
    return;
  }
  // Nobody knows whether it is done: what it draws is doubtful and what it sets is unknown.
  const before = environment.doubt;
  environment.doubt ??= unknown(`it depends on '${condition.text}'`, lineOf(condition));
  try {
    runBlock(environment, body);
  } catch (error) {
    if (!(error instanceof PyJump || error instanceof PyReturn)) throw error;
    throw new PyJump("unclear");
  } finally {
    environment.doubt = before;
    forget(environment, node);
  }
}

function runFor(environment: Environment, node: SyntaxNode): void {
  const [left, right, body] = ["left", "right", "body"].map((name) => node.childForFieldName(name));
  if (!left || !right || !body) return;
  const items = itemsOrUndefined(evaluate(environment, right));
  if (items === undefined) {
    forget(environment, body);
    return;
  }
  const loop = { line: lineOf(node), round: 0 };
  environment.loops.push(loop);
  try {
    for (const item of items) {
      for (const [name, value] of bindings(left, item)) environment.variables.set(name, value);
      if (!runRound(environment, body)) break;
      loop.round++;
    }
  } finally {
    environment.loops.pop();
  }
}

function runWhile(environment: Environment, node: SyntaxNode): void {
  const [condition, body] = ["condition", "body"].map((name) => node.childForFieldName(name));
  if (!condition || !body) return;
  const loop = { line: lineOf(node), round: 0 };
  environment.loops.push(loop);
  try {
    for (;;) {
      step(environment);
      const test = numberIn(evaluate(environment, condition));
      if (test === undefined) forget(environment, body);
      if (!test || !runRound(environment, body)) break;
      loop.round++;
    }
  } finally {
    environment.loops.pop();
  }
}

/** False where the loop ends with it. */
function runRound(environment: Environment, body: SyntaxNode): boolean {
  try {
    runBlock(environment, body);
    return true;
  } catch (error) {
    if (!(error instanceof PyJump)) throw error;
    if (error.to === "unclear") forget(environment, body);
    return error.to === "continue";
  }
}

function itemsOrUndefined(value: PyValue): readonly PyValue[] | undefined {
  try {
    return itemsOf(value);
  } catch (error) {
    if (error instanceof PyUnknown) return undefined;
    throw error;
  }
}

/** What a part of the program assigns, or may change by a method, becomes unknown. */
function forget(environment: Environment, node: SyntaxNode): void {
  const changed = new Set<string>();
  const add = (target: SyntaxNode | null | undefined): void => {
    if (target?.type === "identifier") changed.add(target.text);
    else if (target?.type === "subscript" || target?.type === "attribute") add(namedChildrenOf(target)[0]);
    else if (target && /list|tuple/.test(target.type)) namedChildrenOf(target).forEach(add);
  };
  for (const each of node.descendantsOfType(["assignment", "augmented_assignment", "for_statement"]))
    add(each?.childForFieldName("left"));
  for (const each of node.descendantsOfType("call")) {
    const callee = each?.childForFieldName("function");
    if (callee?.type !== "attribute") continue;
    const [owner] = namedChildrenOf(callee);
    const value = owner && environment.variables.get(owner.text);
    if (value?.kind === "list" || value?.kind === "array") add(owner);
  }
  for (const name of changed)
    environment.variables.set(name, {
      kind: "unknown",
      reason: `${name} is set where it is not known whether`,
      line: lineOf(node),
    });
}
