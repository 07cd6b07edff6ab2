import { elementwise } from "../arithmetic.js";
import { type Builtin, type CallContext, MatlabError, NotKnown } from "../builtin.js";
import { allocate } from "../limits.js";
import { transpose } from "../matrix.js";
import { bogackiShampine, dormandPrince, integrate } from "../rungeKutta.js";
import { doubtOf } from "../uncertain.js";
import {
  type ArrayValue,
  array,
  column,
  count,
  emptyArray,
  type FunctionValue,
  numberOf,
  row,
  type StructValue,
  scalar,
  struct,
  text,
  textOf,
  type Value,
} from "../values.js";
import { transform, withLength } from "./along.js";
import {
  arrayAt,
  type Builtins,
  dimensionAt,
  firstDimension,
  isVector,
  numberAt,
  realAt,
} from "./arguments.js";

function diff(args: readonly Value[]): Value {
  let x = arrayAt(args, 0);
  const order = args[1] && (args[1].kind !== "array" || args[1].re.length > 0) ? numberAt(args, 1) : 1;
  for (let k = 0; k < order; k++) {
    const dimension = args[2] ? numberAt(args, 2) - 1 : firstDimension(x.size);
    const n = x.size[dimension] ?? 1;
    if (n <= 1)
      return n === 1 && count(x.size) <= 1
        ? emptyArray
        : array(withLength(x.size, dimension, 0), new Float64Array(0));
    const steps = (line: Float64Array): Float64Array =>
      Float64Array.from({ length: n - 1 }, (_, i) => (line[i + 1] ?? 0) - (line[i] ?? 0));
    x = transform(x, dimension, n - 1, (re, im) => ({ re: steps(re), im: im && steps(im) }));
  }
  return x;
}

/** Trapezoids: their sum, or the sums so far. */
const trapezoids =
  (running: boolean): Builtin =>
  (args) => {
    const spaced = args.length > 1;
    const y = arrayAt(args, spaced ? 1 : 0);
    const x = spaced && args[0] ? realAt(args, 0).re : undefined;
    const dimension = dimensionAt(args, 2, y.size);
    const n = y.size[dimension] ?? 1;
    const sums = (line: Float64Array): Float64Array => {
      let sum = 0;
      return line.map((each, i) => {
        if (i === 0) return 0;
        const width = x === undefined ? 1 : x.length === 1 ? (x[0] ?? 1) : (x[i] ?? 0) - (x[i - 1] ?? 0);
        sum += (width * (each + (line[i - 1] ?? 0))) / 2;
        return sum;
      });
    };
    const one = (line: Float64Array): ArrayLike<number> => (running ? sums(line) : [sums(line).at(-1) ?? 0]);
    return transform(y, dimension, running ? n : 1, (re, im) => ({ re: one(re), im: im && one(im) }));
  };

/** Central differences inside, one-sided at the ends. */
function slopes(line: Float64Array, at: (i: number) => number): Float64Array {
  const n = line.length;
  return line.map((_, i) => {
    const [a, b] = [Math.max(0, i - 1), Math.min(n - 1, i + 1)];
    return ((line[b] ?? 0) - (line[a] ?? 0)) / (at(b) - at(a));
  });
}

function gradient(args: readonly Value[], outputs: number): readonly Value[] {
  const x = realAt(args, 0);
  const order = isVector(x.size)
    ? [firstDimension(x.size)]
    : [1, 0, 2].slice(0, Math.max(1, Math.min(outputs, x.size.length)));
  return order.map((dimension, k) => {
    const spacing = args[args.length === 2 ? 1 : k + 1]
      ? realAt(args, args.length === 2 ? 1 : k + 1).re
      : Float64Array.of(1);
    const at = (i: number): number => (spacing.length === 1 ? i * (spacing[0] ?? 1) : (spacing[i] ?? 0));
    return transform(x, dimension, x.size[dimension] ?? 1, (line) => ({
      re: line.length < 2 ? line.map(() => 0) : slopes(line, at),
    }));
  });
}

export const handleAt = (args: readonly Value[], i: number): FunctionValue | string => {
  const f = args[i];
  if (f?.kind === "function") return f;
  const name = textOf(f);
  if (name !== undefined) return name;
  const doubt = f && doubtOf(f);
  throw doubt ? new NotKnown(doubt.reason) : new MatlabError("a function is expected here");
};

/** What a function of numbers gives, as real numbers. @throws {NotKnown} */
export function callReal(context: CallContext, f: FunctionValue | string, ...args: Value[]): ArrayValue {
  const [value] = context.apply(f, args, 1);
  const doubt = value && doubtOf(value);
  if (doubt) throw new NotKnown(doubt.reason);
  if (value?.kind !== "array") throw new MatlabError("the function must return numbers");
  return value;
}

export const optionOf = (options: Value | undefined, name: string): Value | undefined => {
  if (options?.kind !== "struct") return undefined;
  const value = options.fields.get(name)?.[0];
  return value?.kind === "array" && value.re.length === 0 ? undefined : value;
};

const solver =
  (method: typeof dormandPrince, exact: boolean): Builtin =>
  (args, outputs, context) => {
    if (outputs === 0) throw new NotKnown("the solver draws its own figure");
    const f = handleAt(args, 0);
    const times = realAt(args, 1).re;
    const first = arrayAt(args, 2);
    // A complex state is solved as its real and imaginary parts one after the other.
    const isComplex = first.im !== undefined;
    const states = first.re.length;
    const start = first.im ? Float64Array.of(...first.re, ...first.im) : first.re;
    const [, , , options, ...extra] = args;
    if (optionOf(options, "Events") || optionOf(options, "Mass"))
      throw new NotKnown("events and mass matrices of a differential equation are not evaluated");
    if (!exact && times.length === 2) throw new NotKnown("the steps of a stiff solver are not computed here");
    const number = (name: string, standard: number): number => numberOf(optionOf(options, name)) ?? standard;
    const absolute = optionOf(options, "AbsTol");
    const initial = numberOf(optionOf(options, "InitialStep"));
    const control = {
      relative: exact ? number("RelTol", 1e-3) : 1e-7,
      absolute: exact ? (absolute?.kind === "array" ? [...absolute.re] : [1e-6]) : [1e-9],
      longest: number("MaxStep", 0.1 * Math.abs((times.at(-1) ?? 0) - (times[0] ?? 0))),
      ...(initial === undefined ? {} : { first: initial }),
    };
    const derivative = (t: number, y: Float64Array): Float64Array => {
      if (!isComplex) {
        const slope = callReal(context, f, scalar(t), column(y), ...extra);
        if (slope.im) throw new NotKnown("the slope of a real state is complex");
        if (slope.re.length !== states)
          throw new MatlabError("the derivative must have as many elements as the state");
        return slope.re;
      }
      const state = array([states, 1], y.slice(0, states), y.slice(states));
      const slope = callReal(context, f, scalar(t), state, ...extra);
      const both = new Float64Array(2 * states);
      both.set(slope.re.subarray(0, states));
      if (slope.im) both.set(slope.im.subarray(0, states), states);
      return both;
    };
    const solution = integrate(method, derivative, times, Float64Array.from(start), control);
    const n = solution.t.length;
    const part = (from: number): Float64Array => {
      const values = allocate(n * states);
      solution.y.forEach((each, i) => {
        for (let j = 0; j < states; j++) values[i + j * n] = each[from + j] ?? 0;
      });
      return values;
    };
    const y = array([n, states], part(0), isComplex ? part(states) : undefined);
    if (outputs > 1) return [column(solution.t), y];
    return [
      struct([
        ["x", row(solution.t)],
        ["y", transpose(y, false)],
        ["solver", text("ode45")],
      ]),
    ];
  };

/** `odeset('RelTol', …)`, on top of options that exist. */
function options(args: readonly Value[]): Value {
  const first = args[0]?.kind === "struct" ? (args[0] as StructValue) : undefined;
  const fields = new Map(first?.fields ?? []);
  const rest = first ? args.slice(1) : args;
  for (let i = 0; i + 1 < rest.length; i += 2) {
    const name = textOf(rest[i]);
    const value = rest[i + 1];
    if (name !== undefined && value) fields.set(name, [value]);
  }
  return { kind: "struct", size: [1, 1], fields };
}

function laplacian(args: readonly Value[]): Value {
  const x = realAt(args, 0);
  if (args.length > 1 || isVector(x.size)) throw new NotKnown("this form of del2 is not computed here");
  const second = (dimension: number): ArrayValue =>
    transform(x, dimension, x.size[dimension] ?? 1, (line) => {
      const n = line.length;
      const inner = (i: number): number => (line[i - 1] ?? 0) - 2 * (line[i] ?? 0) + (line[i + 1] ?? 0);
      const values = line.map((_, i) => (i > 0 && i < n - 1 ? inner(i) : 0));
      values[0] = 2 * (values[1] ?? 0) - (values[2] ?? 0);
      values[n - 1] = 2 * (values[n - 2] ?? 0) - (values[n - 3] ?? 0);
      return { re: values };
    });
  return elementwise("./", elementwise("+", second(0), second(1)), scalar(4));
}

/** Functions that are handed functions deal with what those give. */
export const calculusFunctions: Builtins = {
  diff,
  trapz: trapezoids(false),
  cumtrapz: trapezoids(true),
  gradient,
  del2: laplacian,
  ode45: solver(dormandPrince, true),
  ode23: solver(bogackiShampine, true),
  ode113: solver(dormandPrince, false),
  ode15s: solver(dormandPrince, false),
  ode23s: solver(dormandPrince, false),
  ode23t: solver(dormandPrince, false),
  odeset: options,
  optimset: options,
  optimoptions: (args) => options(args.slice(1)),
};
