import { byType, type Raise } from "../bodies.js";
import { field, namedChildren } from "../nodes.js";
import { type SyntaxNode, walk } from "../parser.js";
import type { RaisedError } from "../types.js";

const conditionLimit = 120;

/** The errors that leave the function, each type once, from the `raise` statements of its own `body`. */
export function readRaises(statements: readonly SyntaxNode[], body: SyntaxNode): RaisedError[] {
  const raises: Raise[] = [];
  let assigned: ReadonlyMap<string, string | undefined> | undefined;
  for (const statement of statements) {
    const raised = statement.firstNamedChild;
    if (!raised) continue;
    let type = errorType(raised);
    if (type === undefined && raised.type === "identifier") {
      assigned ??= assignedErrors(body);
      type = assigned.get(raised.text);
    }
    if (type === undefined || isCaught(statement, type, body)) continue;
    raises.push({ type, node: statement, condition: conditionOf(statement) });
  }
  return byType(raises);
}

/** `ValueError("…")` and `ValueError` → `ValueError`. */
function errorType(raised: SyntaxNode): string | undefined {
  const callee = raised.type === "call" ? field(raised, "function") : raised;
  if (!callee || (callee.type !== "identifier" && callee.type !== "attribute")) return undefined;
  const name = callee.text.replace(/\s+/g, "");
  const isErrorName = /(^|\.)_*[A-Z]\w*$/.test(name) || /^(?!self\.|cls\.)\w+\.(error|timeout)$/.test(name);
  return isErrorName ? name : undefined;
}

const bindingTypes = new Set(["assignment", "as_pattern_target"]);

/** The error types of variables that are only ever assigned one constructor call. */
function assignedErrors(body: SyntaxNode): Map<string, string | undefined> {
  const types = new Map<string, string | undefined>();
  walk(body, bindingTypes, (node) => {
    const name = (node.type === "assignment" ? field(node, "left") : node)?.text ?? "";
    const value = field(node, "right");
    const type = value?.type === "call" ? errorType(value) : undefined;
    types.set(name, types.has(name) && types.get(name) !== type ? undefined : type);
    return true;
  });
  return types;
}

/** Whether a handler of the same function catches `type` around `statement` and does not raise it again. */
function isCaught(statement: SyntaxNode, type: string, body: SyntaxNode): boolean {
  let inner = statement;
  for (let at = statement.parent; at && at.id !== body.id; inner = at, at = at.parent) {
    if (at.type === "with_statement" && suppresses(at, type)) return true;
    if (at.type !== "try_statement" || field(at, "body")?.id !== inner.id) continue;
    const handler = namedChildren(at).find((clause) => catches(clause, type));
    if (handler && !raisesAgain(handler)) return true;
  }
  return false;
}

function catches(clause: SyntaxNode, type: string): boolean {
  if (clause.type !== "except_clause" && clause.type !== "except_group_clause") return false;
  const caught = caughtTypes(clause);
  return caught.length === 0 || caught.some((name) => isBaseOf(name, type));
}

/** The type expressions of an `except` clause; empty for a bare `except:`. */
function caughtTypes(clause: SyntaxNode): string[] {
  let expression = namedChildren(clause).find((child) => child.type !== "block");
  if (expression?.type === "as_pattern") expression = expression.firstNamedChild ?? undefined;
  if (!expression) return [];
  const items = expression.type === "tuple" ? namedChildren(expression) : [expression];
  return items.map((item) => item.text);
}

const raiseTypes = new Set(["raise_statement", "function_definition", "lambda"]);

/** A bare `raise`, or `raise error` of the name that the clause binds. */
function raisesAgain(clause: SyntaxNode): boolean {
  const pattern = namedChildren(clause).find((child) => child.type === "as_pattern");
  const alias = pattern ? namedChildren(pattern).at(-1)?.text : undefined;
  let found = false;
  walk(clause, raiseTypes, (node) => {
    if (node.type !== "raise_statement") return false;
    const raised = node.firstNamedChild;
    found ||= !raised || raised.text === alias;
    return true;
  });
  return found;
}

/** `with suppress(KeyError):` */
function suppresses(statement: SyntaxNode, type: string): boolean {
  const body = field(statement, "body");
  const header = statement.text.slice(0, (body?.startIndex ?? statement.endIndex) - statement.startIndex);
  const types = /\bsuppress\(([^()]*)\)/.exec(header)?.[1]?.split(",") ?? [];
  return types.some((name) => isBaseOf(name.trim(), type));
}

/** Base classes of Python's built-in errors, as far as handlers name them. */
const bases: Readonly<Record<string, string>> = {
  KeyError: "LookupError",
  IndexError: "LookupError",
  ZeroDivisionError: "ArithmeticError",
  OverflowError: "ArithmeticError",
  FloatingPointError: "ArithmeticError",
  NotImplementedError: "RuntimeError",
  RecursionError: "RuntimeError",
  ModuleNotFoundError: "ImportError",
  UnicodeError: "ValueError",
  UnicodeDecodeError: "UnicodeError",
  UnicodeEncodeError: "UnicodeError",
  FileNotFoundError: "OSError",
  FileExistsError: "OSError",
  IsADirectoryError: "OSError",
  NotADirectoryError: "OSError",
  PermissionError: "OSError",
  TimeoutError: "OSError",
  ConnectionError: "OSError",
  BlockingIOError: "OSError",
  UnboundLocalError: "NameError",
};

function isBaseOf(base: string, type: string): boolean {
  const last = (name: string): string => name.slice(name.lastIndexOf(".") + 1);
  const wanted = last(base) === "IOError" || base === "EnvironmentError" ? "OSError" : last(base);
  if (wanted === "BaseException") return true;
  if (wanted === "Exception") return !/^(SystemExit|KeyboardInterrupt|GeneratorExit)$/.test(type);
  for (let at: string | undefined = last(type); at; at = bases[at]) if (at === wanted) return true;
  return false;
}

/** The condition of the branch that `statement` stands directly in, when it is plain. */
function conditionOf(statement: SyntaxNode): string | undefined {
  const clause = statement.parent?.parent;
  if (clause?.type === "if_statement" || clause?.type === "elif_clause") {
    return plainText(field(clause, "condition"));
  }
  const owner = clause?.type === "else_clause" ? clause.parent : undefined;
  if (owner?.type !== "if_statement" || namedChildren(owner).some((child) => child.type === "elif_clause")) {
    return undefined;
  }
  return negated(field(owner, "condition"));
}

function plainText(condition: SyntaxNode | undefined): string | undefined {
  const inner = condition?.type === "parenthesized_expression" ? namedChildren(condition)[0] : condition;
  if (!inner) return undefined;
  const { text } = inner;
  if (text.length > conditionLimit || (text.includes("\n") && text.includes("#"))) return undefined;
  return text.replace(/\\?\s*\n\s*/g, " ");
}

const opposites: Readonly<Record<string, string>> = {
  "==": "!=",
  "!=": "==",
  in: "not in",
  "not in": "in",
  is: "is not",
  "is not": "is",
};

function negated(condition: SyntaxNode | undefined): string | undefined {
  const text = plainText(condition);
  if (!condition || text === undefined) return undefined;
  switch (condition.type) {
    case "identifier":
    case "attribute":
    case "call":
      return `not ${text}`;
    case "not_operator":
      return plainText(field(condition, "argument"));
    case "comparison_operator": {
      const [left, right, ...more] = namedChildren(condition);
      if (!left || !right || more.length > 0) return undefined;
      const operator = condition.text
        .slice(left.endIndex - condition.startIndex, right.startIndex - condition.startIndex)
        .replace(/\s+/g, " ")
        .trim();
      const opposite = opposites[operator];
      // NaN makes `x >= 0` another condition than the negation of `x < 0`.
      return opposite ? `${left.text} ${opposite} ${right.text}` : `not (${text})`;
    }
    default:
      return undefined;
  }
}
