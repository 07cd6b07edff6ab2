import type { SyntaxNode } from "../../syntax/parser.js";
import { unknown } from "../evaluate/values.js";
import { itemsOf } from "./builtins.js";
import { type Environment, lineOf, namedChildrenOf, PyReturn, step } from "./environment.js";
import { bindings, evaluate } from "./expressions.js";
import { nd, needArray, none, numberIn, PyUnknown, type PyValue } from "./values.js";

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

function augmented(environment: Environment, node: SyntaxNode): PyValue {
  const [left, right] = [node.childForFieldName("left"), node.childForFieldName("right")];
  const op = { "+=": 1, "-=": -1 }[node.childForFieldName("operator")?.text ?? ""];
  if (!left || !right || op === undefined)
    return { kind: "unknown", reason: "this assignment is not evaluated here", line: lineOf(node) };
  try {
    const a = needArray(evaluate(environment, left), "the value");
    const b = needArray(evaluate(environment, right), "the value");
    const single = numberIn(b);
    if (single === undefined && a.data.length !== b.data.length) throw new PyUnknown("the shapes do not fit");
    return nd(
      a.shape,
      a.data.map((x, i) => x + op * (single ?? b.data[i] ?? 0)),
    );
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
    const data = array.data.slice();
    data[at < 0 ? at + data.length : at] = single;
    environment.variables.set(object.text, nd(array.shape, data));
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
  } finally {
    environment.doubt = before;
    forget(environment, body);
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
      runBlock(environment, body);
      loop.round++;
    }
  } finally {
    environment.loops.pop();
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

/** What a part of the program assigns becomes unknown. */
function forget(environment: Environment, node: SyntaxNode): void {
  for (const [, name = ""] of node.text.matchAll(/^\s*(\w+)\s*(?:[-+*/]?=)(?!=)/gm)) {
    environment.variables.set(name, {
      kind: "unknown",
      reason: `${name} is set where it is not known whether`,
      line: lineOf(node),
    });
  }
}
