import type { Builtin, CallContext } from "../builtin.js";
import { count, emptyArray, type RandomValue, textOf, type Value } from "../values.js";
import { arrayAt, type Builtins, numberAt, sizeFrom } from "./arguments.js";

type Law = Pick<RandomValue, "distribution" | "low" | "high" | "mean" | "deviation">;

const uniform: Law = { distribution: "uniform", low: 0, high: 1, mean: 0.5, deviation: Math.sqrt(1 / 12) };
const normal: Law = {
  distribution: "normal",
  low: Number.NEGATIVE_INFINITY,
  high: Number.POSITIVE_INFINITY,
  mean: 0,
  deviation: 1,
};

const whole = (low: number, high: number): Law => ({
  distribution: "integer",
  low,
  high,
  mean: (low + high) / 2,
  deviation: Math.sqrt(((high - low + 1) ** 2 - 1) / 12),
});

function drawn(law: Law, size: readonly number[], { line }: CallContext): Value {
  return count(size) === 0 ? { ...emptyArray, size } : { kind: "random", ...law, size, line };
}

/** `rand('seed', 1)` sets the state and gives nothing. */
const sets = (args: readonly Value[]): boolean => /^(seed|state|twister)$/.test(textOf(args[0]) ?? "");

const from =
  (law: Law): Builtin =>
  (args, _outputs, context) =>
    sets(args) ? [] : drawn(law, sizeFrom(args), context);

export const randomFunctions: Builtins = {
  rand: from(uniform),
  randn: from(normal),
  randi: (args, _outputs, context) => {
    const bounds = arrayAt(args, 0).re;
    const [first = 1, second] = bounds;
    const law = second === undefined ? whole(1, first) : whole(first, second);
    return drawn(law, sizeFrom(args.slice(1)), context);
  },
  randperm: (args, _outputs, context) => {
    const n = numberAt(args, 0);
    const k = numberAt(args, 1, n);
    const law = whole(1, n);
    return drawn(k === n ? { ...law, distribution: "permutation" } : law, [1, k], context);
  },
  normrnd: (args, _outputs, context) => {
    const [mean, deviation] = [numberAt(args, 0), numberAt(args, 1)];
    return drawn({ ...normal, mean, deviation }, sizeFrom(args.slice(2)), context);
  },
  unifrnd: (args, _outputs, context) => {
    const [low, high] = [numberAt(args, 0), numberAt(args, 1)];
    const law: Law = {
      distribution: "uniform",
      low,
      high,
      mean: (low + high) / 2,
      deviation: (high - low) * uniform.deviation,
    };
    return drawn(law, sizeFrom(args.slice(2)), context);
  },
  randsample: (args, _outputs, context) => {
    const set = arrayAt(args, 0);
    const k = numberAt(args, 1);
    const range = set.re.length === 1 ? [1, set.re[0] ?? 1] : [Math.min(...set.re), Math.max(...set.re)];
    const [low = 1, high = 1] = range;
    return drawn(whole(low, high), set.size[1] === 1 && set.re.length > 1 ? [k, 1] : [1, k], context);
  },
  rng: () => [],
};
