import { assign, augment, remove } from "./assignments.js";
import { forget, runIf } from "./branches.js";
import { type Environment, PyJump, PyRaised, PyReturn, type Scope, setName, step } from "./environment.js";
import { evaluate } from "./expressions.js";
import { runFor, runWhile } from "./loops.js";
import { constantOf } from "./modules.js";
import type { PyNode } from "./nodes.js";
import { define } from "./objects.js";
import { none, PyUnknown } from "./values.js";

/** Runs the statements of a module or a block. What cannot be evaluated leaves unknown values behind and goes on. */
export function runBlock(environment: Environment, block: PyNode): void {
  for (const statement of block.named) {
    step(environment);
    const outer = environment.statement;
    // Within a function of the file, its own statements draw.
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

function runStatement(environment: Environment, node: PyNode): void {
  switch (node.type) {
    case "import_statement":
    case "import_from_statement":
      runImport(environment, node);
      break;
    case "expression_statement":
      for (const each of node.named) runExpression(environment, each);
      break;
    case "decorated_definition":
    case "function_definition":
    case "class_definition":
      setName(environment, ...define(environment, node));
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
      throw new PyRaised();
    case "with_statement":
      runWith(environment, node);
      break;
    case "try_statement":
      runTry(environment, node);
      break;
    case "return_statement": {
      const [value] = node.named;
      throw new PyReturn(value ? evaluate(environment, value) : none);
    }
    case "global_statement":
      for (const each of node.named) environment.scope.elsewhere?.set(each.text, environment.module);
      break;
    case "nonlocal_statement":
      for (const each of node.named) {
        let scope: Scope | undefined = environment.scope.outer;
        while (scope && !scope.names.has(each.text)) scope = scope.outer;
        if (scope) environment.scope.elsewhere?.set(each.text, scope);
      }
      break;
    case "delete_statement":
      for (const each of node.named) remove(environment, each);
      break;
    case "pass_statement":
    case "assert_statement":
    case "future_import_statement":
    case "comment":
    case "type_alias_statement":
      break;
    default:
      forget(environment, node);
  }
}

/** `import a.b as c`, `from a import b as c`, `from a import *`. */
function runImport(environment: Environment, node: PyNode): void {
  const module = node.field("module_name")?.text;
  for (const each of node.named) {
    const name = each.type === "aliased_import" ? (each.field("name")?.text ?? "") : each.text;
    if (name === module) continue;
    if (each.type === "wildcard_import") {
      environment.wildcards.unshift(module ?? "");
      continue;
    }
    const alias = each.type === "aliased_import" ? (each.field("alias")?.text ?? "") : name;
    const full = module === undefined ? name : `${module}.${name}`;
    const isWhole = module === undefined && each.type !== "aliased_import";
    const bound = isWhole ? (name.split(".")[0] ?? name) : alias;
    const constant = module === undefined ? undefined : constantOf(module, name);
    setName(environment, bound, constant ?? { kind: "module", name: isWhole ? bound : full });
  }
}

function runExpression(environment: Environment, node: PyNode): void {
  if (node.type === "assignment") {
    const [right, left] = [node.field("right"), node.field("left")];
    if (!left || !right) return;
    if (right.type === "assignment") {
      runExpression(environment, right);
      let last: PyNode = right;
      for (let next = last.field("right"); next?.type === "assignment"; next = last.field("right"))
        last = next;
      const source = right.field("left") ?? last;
      assign(environment, left, evaluate(environment, source));
    } else assign(environment, left, evaluate(environment, right));
  } else if (node.type === "augmented_assignment") augment(environment, node);
  else evaluate(environment, node);
}

function runWith(environment: Environment, node: PyNode): void {
  for (const item of node.below(["with_item"])) {
    const [inner] = item.named;
    if (!inner) continue;
    const [value, alias] = inner.type === "as_pattern" ? inner.named : [inner];
    const made = value && evaluate(environment, value);
    const name = alias?.named[0];
    if (made && name) assign(environment, name, made);
  }
  const body = node.field("body");
  if (body) runBlock(environment, body);
}

function runTry(environment: Environment, node: PyNode): void {
  const body = node.field("body");
  try {
    if (body) runBlock(environment, body);
    for (const each of node.named)
      if (each.type === "else_clause") runBlock(environment, each.field("body") ?? each);
  } catch (error) {
    if (!(error instanceof PyRaised)) throw error;
    const handler = node.named.find(({ type }) => type === "except_clause");
    const inner = handler?.named.find(({ type }) => type === "block");
    if (!inner) throw error;
    runBlock(environment, inner);
  } finally {
    const last = node.named.find(({ type }) => type === "finally_clause")?.named[0];
    if (last) runBlock(environment, last);
  }
}
