import type { Accessor, Expression, Statement } from "./program.js";

const known = new WeakMap<Expression, ReadonlySet<string>>();

/** All names that an expression mentions, of variables and functions. */
export function names(expression: Expression): ReadonlySet<string> {
  const found = known.get(expression);
  if (found) return found;
  const result = new Set<string>();
  visitExpression(expression, (each) => {
    if (each.type === "reference") result.add(each.name);
  });
  known.set(expression, result);
  return result;
}

function visitExpression(e: Expression, visit: (each: Expression) => void): void {
  visit(e);
  const go = (each: Expression): void => visitExpression(each, visit);
  const along = (path: readonly Accessor[]): void => {
    for (const each of path) {
      if (each.kind === "()" || each.kind === "{}") each.args.forEach(go);
      else if (each.kind === ".()") go(each.name);
    }
  };
  switch (e.type) {
    case "reference":
      along(e.path);
      break;
    case "chain":
      go(e.base);
      along(e.path);
      break;
    case "binary":
    case "shortcut":
      go(e.left);
      go(e.right);
      break;
    case "unary":
    case "transpose":
      go(e.operand);
      break;
    case "range":
      go(e.start);
      if (e.step) go(e.step);
      go(e.stop);
      break;
    case "matrix":
    case "cell":
      for (const row of e.rows) row.forEach(go);
      break;
    case "lambda":
      go(e.body);
      break;
  }
}

/** The variables that statements may assign, in loops and branches too. */
export function assignedNames(
  statements: readonly Statement[],
  into = new Set<string>(),
): ReadonlySet<string> {
  for (const each of statements) {
    switch (each.type) {
      case "assign":
        for (const target of each.targets) if (target) into.add(target.name);
        break;
      case "if":
        for (const { body } of each.clauses) assignedNames(body, into);
        assignedNames(each.otherwise, into);
        break;
      case "switch":
        for (const { body } of each.cases) assignedNames(body, into);
        assignedNames(each.otherwise, into);
        break;
      case "for":
        into.add(each.variable.name);
        assignedNames(each.body, into);
        break;
      case "while":
      case "block":
        assignedNames(each.body, into);
        break;
      case "try":
        assignedNames(each.body, into);
        assignedNames(each.handler, into);
        break;
      case "declare":
        for (const name of each.names) into.add(name);
        break;
    }
  }
  return into;
}
