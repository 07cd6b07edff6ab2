import { type ElementwiseOperator, elementwise, negate, not } from "./arithmetic.js";
import { MatlabError, NotKnown } from "./builtin.js";
import { isMapMethod } from "./builtins/maps.js";
import { callFunction, callName } from "./calls.js";
import { joined, matrixOf } from "./concatenate.js";
import { endOf, indexed } from "./indexing.js";
import { lambdaFrom } from "./lambda.js";
import { spend, tooLarge } from "./limits.js";
import { leftDivide, power, range, rightDivide, times, transpose } from "./matrix.js";
import { matrixPower } from "./matrixFunctions.js";
import { contents, fieldValues } from "./members.js";
import type { Accessor, Expression } from "./program.js";
import { operationOtherwise } from "./rounding.js";
import { type Frame, type Run, readVariable } from "./run.js";
import { doubtOf } from "./uncertain.js";
import {
  cell,
  emptyArray,
  isUncertain,
  logical,
  scalar,
  sizeOf,
  text,
  textOf,
  unknown,
  type Value,
} from "./values.js";

/** The one value of an expression; unknown where it cannot be known. @throws {MatlabError} */
export function evaluate(run: Run, frame: Frame, expression: Expression): Value {
  try {
    return evaluateNode(run, frame, expression);
  } catch (error) {
    if (error instanceof NotKnown) return unknown(error.reason, expression.line, error.size);
    // JavaScript's own limits: of a text, an array, the stack.
    if (error instanceof RangeError) return unknown(tooLarge, expression.line);
    throw error;
  }
}

function evaluateNode(run: Run, frame: Frame, e: Expression): Value {
  switch (e.type) {
    case "constant":
      return e.value;
    case "reference": {
      if (e.path.length === 0) {
        const value = readVariable(frame, e.name);
        if (value) return value;
      }
      const [first] = evaluateReference(run, frame, e, 1);
      if (!first)
        throw new MatlabError(`value on the right hand side of the assignment not defined: ${e.name}`);
      return first;
    }
    case "chain": {
      const base = evaluate(run, frame, e.base);
      const [first] = e.path.length === 0 ? [base] : applyPath(run, frame, base, e.path, 0, 1);
      if (!first) throw new MatlabError("indexing produces no results");
      return first;
    }
    case "binary": {
      spend(1);
      const left = evaluate(run, frame, e.left);
      const right = evaluate(run, frame, e.right);
      if (left.kind === "struct" || right.kind === "struct")
        return systemOperation(run, frame, e, [text(e.operator), left, right]);
      return run.roundsOtherwise
        ? operationOtherwise(e.operator, left, right, (a, b) => binary(e.operator, a, b))
        : binary(e.operator, left, right);
    }
    case "shortcut":
      return shortcut(run, frame, e.operator, e.left, e.right);
    case "unary": {
      const operand = evaluate(run, frame, e.operand);
      if (e.operator === "-" && operand.kind === "struct")
        return systemOperation(run, frame, e, [text("*"), operand, scalar(-1)]);
      if (e.operator === "-") return negate(operand);
      return e.operator === "~" ? not(operand) : operand;
    }
    case "transpose":
      return transpose(evaluate(run, frame, e.operand), e.conjugate);
    case "range": {
      const start = evaluate(run, frame, e.start);
      const step = e.step ? evaluate(run, frame, e.step) : undefined;
      return rangeOf(start, step, evaluate(run, frame, e.stop));
    }
    case "matrix":
      return matrixOf(e.rows.map((row) => row.flatMap((each) => evaluateList(run, frame, each))));
    case "cell":
      return cellOf(e.rows.map((row) => row.flatMap((each) => evaluateList(run, frame, each))));
    case "end": {
      const context = frame.ends.at(-1);
      // Outside of an index into a variable: an argument of a function that is not known, or a variable that is not there.
      if (!context) throw new NotKnown("what is indexed is not known");
      if (!context.size) throw new NotKnown(doubtOf(context.from)?.reason ?? "the size is not known");
      return numberValue(endOf(context.size, context.position, context.of));
    }
    case "colon":
      return colonText;
    case "lambda":
      return lambdaFrom(run, frame, e);
    case "handle": {
      const { name } = e;
      const { program } = frame;
      if (!program.functions.has(name)) return { kind: "function", text: name, name, parameters: -1 };
      const parameters = program.functions.get(name)?.parameters.length ?? -1;
      const call = (args: readonly Value[], outputs: number): readonly Value[] =>
        callName(run, frame, name, args, outputs, { line: e.line, written: [] });
      return { kind: "function", text: name, name, parameters, call };
    }
    case "unsupported":
      throw new NotKnown(e.reason);
  }
}

const colonText = text(":");

/** Linear systems, as `tf` and `ss` make them, are structures that have operators. */
function systemOperation(run: Run, frame: Frame, { line }: Expression, args: readonly Value[]): Value {
  if (!run.library.has("systemOperation"))
    throw new MatlabError(`binary operator '${textOf(args[0])}' not implemented for structures`);
  return callName(run, frame, "systemOperation", args, 1, { line, written: [] })[0] ?? emptyArray;
}

const numberValue = (value: number): Value => ({
  kind: "array",
  class: "double",
  size: [1, 1],
  re: Float64Array.of(value),
});

/** `left OP right` @throws {MatlabError} @throws {NotKnown} */
function binary(
  operator: Extract<Expression, { type: "binary" }>["operator"],
  left: Value,
  right: Value,
): Value {
  switch (operator) {
    case "*":
      return times(left, right);
    case "/":
      return rightDivide(left, right);
    case "\\":
      return leftDivide(left, right);
    case "^":
      return power(left, right, matrixPower);
    default:
      return elementwise(operator satisfies ElementwiseOperator, left, right);
  }
}

function rangeOf(start: Value, step: Value | undefined, stop: Value): Value {
  const doubt = [start, step, stop].map((each) => each && doubtOf(each)).find((each) => each);
  if (doubt) return unknown(doubt.reason, doubt.line);
  const [from, by, to] = [firstNumber(start), step ? firstNumber(step) : 1, firstNumber(stop)];
  if (from === undefined || by === undefined || to === undefined)
    return { kind: "array", class: "double", size: [1, 0], re: new Float64Array(0) };
  const result = range(from, by, to);
  const whole = [start, step, stop].find((each) => each?.kind === "array" && /int|single/.test(each.class));
  return whole?.kind === "array" ? { ...result, class: whole.class } : result;
}

const firstNumber = (x: Value): number | undefined => (x.kind === "array" ? x.re[0] : undefined);

function cellOf(rows: readonly (readonly Value[])[]): Value {
  // A cell array in a cell array literal is an element, as anything else is.
  const parts = rows.map((row) => cell([row.length === 0 ? 0 : 1, row.length], row));
  if (parts.length === 0) return cell([0, 0], []);
  return parts.length === 1 ? (parts[0] ?? emptyArray) : joined(0, parts);
}

/** Is the value what `if` takes for true? undefined where that is not known. */
export function isTrue(value: Value): boolean | undefined {
  if (isUncertain(value)) return undefined;
  if (value.kind === "string") return value.data.every((each) => each !== "");
  if (value.kind !== "array") return true;
  if (value.re.length === 0) return false;
  for (let i = 0; i < value.re.length; i++) if (value.re[i] === 0 && !value.im?.[i]) return false;
  return true;
}

function shortcut(run: Run, frame: Frame, operator: "&&" | "||", left: Expression, right: Expression): Value {
  const decisive = operator === "||";
  const a = evaluate(run, frame, left);
  const x = isTrue(a);
  if (x === decisive) return logical(decisive);
  const b = evaluate(run, frame, right);
  const y = isTrue(b);
  if (y === undefined || (x === undefined && y !== decisive)) return doubtOf(x === undefined ? a : b) ?? a;
  return logical(y);
}

/** All values of an expression that may stand for several: `c{:}`, `s.name`. */
function evaluateList(run: Run, frame: Frame, e: Expression): readonly Value[] {
  if (e.type !== "reference" && e.type !== "chain") return [evaluate(run, frame, e)];
  const last = e.path.at(-1);
  if (!last || last.kind === "()") return [evaluate(run, frame, e)];
  try {
    if (e.type === "reference") return evaluateReference(run, frame, e, 1);
    return applyPath(run, frame, evaluate(run, frame, e.base), e.path, 0, 1);
  } catch (error) {
    if (error instanceof NotKnown) return [unknown(error.reason, e.line, error.size)];
    throw error;
  }
}

/** The values of a variable with what follows it, or of a call. @throws {MatlabError} @throws {NotKnown} */
export function evaluateReference(
  run: Run,
  frame: Frame,
  e: Extract<Expression, { type: "reference" }>,
  outputs: number,
): readonly Value[] {
  const slot = frame.variables.get(e.name);
  if (slot) {
    if (e.path.length === 0) slot.owned = false;
    return applyPath(run, frame, slot.value, e.path, 0, outputs);
  }
  const isPackage = e.name === "containers" && e.path[0]?.kind === ".";
  const path = isPackage ? e.path.slice(1) : e.path;
  const name = e.path[0]?.kind === "." && isPackage ? `${e.name}.${e.path[0].name}` : e.name;
  const [first, ...rest] = path;
  const isCall = first?.kind === "()";
  const args = isCall ? evaluateArguments(run, frame, first.args) : [];
  const written = isCall ? writtenArguments(frame, first.args, args) : [];
  const site = { line: e.line, written };
  if (!isCall && first) {
    const results = callName(run, frame, name, [], 1, site);
    return applyPath(run, frame, results[0] ?? emptyArray, path, 0, outputs);
  }
  const results = callName(run, frame, name, args, rest.length > 0 ? 1 : outputs, site);
  if (rest.length === 0) return results;
  return applyPath(run, frame, results[0] ?? emptyArray, rest, 0, outputs);
}

/** Texts of the arguments, one a value: a list such as `c{:}` repeats its text. */
function writtenArguments(frame: Frame, args: readonly Expression[], values: readonly Value[]): string[] {
  const texts = args.map(({ range }) => frame.program.text.slice(range.start, range.end));
  if (texts.length === values.length) return texts;
  const list = texts.findIndex((each) => /[}\w]$/.test(each) && /[{.]/.test(each));
  const extra = values.length - texts.length;
  if (list < 0 || extra < 0) return texts.slice(0, values.length);
  return [...texts.slice(0, list), ...new Array<string>(extra).fill(texts[list] ?? ""), ...texts.slice(list)];
}

/** The arguments of a call: lists are spread, a bare colon is `':'`. */
function evaluateArguments(run: Run, frame: Frame, args: readonly Expression[]): Value[] {
  const values: Value[] = [];
  for (const each of args) for (const value of evaluateList(run, frame, each)) values.push(value);
  return values;
}

/** The indices into `of`, in which `end` is its size. */
export function evaluateIndices(run: Run, frame: Frame, args: readonly Expression[], of: Value): Value[] {
  const values: Value[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i];
    if (!arg) continue;
    if (arg.type === "constant") {
      values.push(arg.value);
      continue;
    }
    frame.ends.push({ size: sizeOf(of), position: i, of: args.length, from: of });
    try {
      for (const value of evaluateList(run, frame, arg)) values.push(value);
    } finally {
      frame.ends.pop();
    }
  }
  return values;
}

/** What `path` from place `from` on leads to. @throws {MatlabError} @throws {NotKnown} */
export function applyPath(
  run: Run,
  frame: Frame,
  start: Value,
  path: readonly Accessor[],
  from: number,
  outputs: number,
): readonly Value[] {
  let values: readonly Value[] = [start];
  for (let i = from; i < path.length; i++) {
    const accessor = path[i];
    const [value] = values;
    if (!accessor) break;
    if (!value || values.length > 1)
      throw new MatlabError(
        "some elements undefined in argument list, or a cs-list cannot be further indexed",
      );
    if (value.kind === "map" && accessor.kind === "." && isMapMethod(accessor.name)) {
      const called = path[i + 1]?.kind === "()" ? path[++i] : undefined;
      const args = called?.kind === "()" ? evaluateArguments(run, frame, called.args) : [];
      const site = { line: run.statement?.line ?? 0, written: [] };
      values = callName(run, frame, accessor.name, [value, ...args], 1, site);
    } else values = access(run, frame, value, accessor, i === path.length - 1 ? outputs : 1);
  }
  return values;
}

function access(run: Run, frame: Frame, value: Value, accessor: Accessor, outputs: number): readonly Value[] {
  switch (accessor.kind) {
    case "()": {
      if (value.kind === "function") {
        const args = evaluateArguments(run, frame, accessor.args);
        const written = writtenArguments(frame, accessor.args, args);
        return callFunction(run, frame, value, args, outputs, { line: accessor.line, written });
      }
      return [indexed(value, evaluateIndices(run, frame, accessor.args, value))];
    }
    case "{}": {
      const indices = evaluateIndices(run, frame, accessor.args, value);
      return contents(value, indices);
    }
    default: {
      const name = fieldName(run, frame, accessor);
      if (name === undefined)
        return [unknown("the name of the field is not known", run.statement?.line ?? 0)];
      return fieldValues(run, frame, value, name);
    }
  }
}

/** The name that `.name` or `.(…)` gives; undefined where it is not known. */
export function fieldName(
  run: Run,
  frame: Frame,
  accessor: Extract<Accessor, { kind: "." | ".()" }>,
): string | undefined {
  return accessor.kind === "." ? accessor.name : textOf(evaluate(run, frame, accessor.name));
}
