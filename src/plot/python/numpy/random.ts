import type { RandomValue } from "../../evaluate/values.js";
import { arrayOf, countOf, needArray, numberOr, shapeOf, truthOf } from "../arrays.js";
import { option, type PyArguments, type PyFunction, PyUnknown, type PyValue } from "../values.js";

type Distribution = Omit<RandomValue, "kind" | "size" | "line">;

const infinite = Number.POSITIVE_INFINITY;
const uniform = (low: number, high: number): Distribution => ({
  distribution: "uniform",
  low,
  high,
  mean: (low + high) / 2,
  deviation: (high - low) / Math.sqrt(12),
});
const normal = (mean: number, deviation: number): Distribution => ({
  distribution: "normal",
  low: -infinite,
  high: infinite,
  mean,
  deviation: Math.abs(deviation),
});
const integer = (low: number, high: number): Distribution => ({
  distribution: "integer",
  low,
  high,
  mean: (low + high) / 2,
  deviation: Math.sqrt(((high - low + 1) ** 2 - 1) / 12),
});

const shapeFrom = (value: PyValue | undefined): number[] =>
  value === undefined || value.kind === "none" ? [] : [...needArray(value, "the shape").data];

/** `np.random.NAME`, a generator's method, or one of the module `random`: what the values are drawn from, never values. */
export function randomFunction(name: string, line: number): PyFunction {
  const make = (of: Distribution, shape: readonly number[]): PyValue => {
    const rows = shape.length === 2 ? (shape[0] ?? 1) : 1;
    const size = [rows, countOf(shape) / Math.max(1, rows)];
    return { kind: "random", shape, value: { kind: "random", ...of, size, line } };
  };
  const unknown = (shape: readonly number[] | undefined): PyValue => ({
    kind: "unknown",
    reason: "it depends on random numbers",
    line,
    ...(shape && { shape }),
  });
  const extents = ({ positional }: PyArguments) => positional.map((each) => numberOr(each, 1));
  switch (name) {
    case "randn":
      return (args) => make(normal(0, 1), extents(args));
    case "standard_normal":
      return (args) => make(normal(0, 1), shapeFrom(option(args, "size", 0)));
    case "normal":
    case "gauss":
    case "normalvariate":
      return (args) => {
        const [mean, deviation] = [option(args, "loc", 0), option(args, "scale", 1)];
        const shape = shapeFrom(option(args, "size", 2));
        const isPlain = [mean, deviation].every((each) => (arrayOf(each)?.data.length ?? 1) === 1);
        if (!isPlain) return unknown(shape.length > 0 ? shape : (shapeOf(mean) ?? shapeOf(deviation)));
        return make(normal(numberOr(mean, 0), numberOr(deviation, 1)), shape);
      };
    case "rand":
      return (args) => make(uniform(0, 1), extents(args));
    case "random":
    case "random_sample":
    case "sample":
    case "ranf":
      return (args) =>
        name === "sample" && args.positional.length > 1
          ? unknown([numberOr(args.positional[1], 1)])
          : make(uniform(0, 1), shapeFrom(option(args, "size", 0)));
    case "uniform":
      return (args) => {
        const ends = [option(args, "low", 0), option(args, "high", 1)];
        const shape = shapeFrom(option(args, "size", 2));
        const isPlain = ends.every((each) => (arrayOf(each)?.data.length ?? 1) === 1);
        if (!isPlain)
          return unknown(
            shape.length > 0 ? shape : ends.map(shapeOf).find((each) => each && each.length > 0),
          );
        return make(uniform(numberOr(ends[0], 0), numberOr(ends[1], 1)), shape);
      };
    case "randint":
    case "integers":
    case "random_integers":
      return (args) => {
        const [first, second] = [option(args, "low", 0), option(args, "high", 1)];
        const isSingle = second === undefined || second.kind === "none";
        const low = isSingle ? 0 : numberOr(first, 0);
        const high = isSingle ? numberOr(first, 1) : numberOr(second, 1);
        const isClosed = truthOf(args.named.get("endpoint")) === true || name === "random_integers";
        return make(integer(low, isClosed ? high : high - 1), shapeFrom(option(args, "size", 2)));
      };
    case "permutation":
    case "permuted":
      return ({ positional: [value] }) => {
        const n = arrayOf(value);
        return unknown(n && n.shape.length === 0 ? [n.data[0] ?? 0] : shapeOf(value));
      };
    case "choice":
      return (args) => {
        const [from] = args.positional;
        const shape = shapeFrom(option(args, "size", 1));
        if (from?.kind === "list" && from.items.some((each) => each.kind === "text"))
          throw new PyUnknown("it depends on random numbers", line);
        return unknown(shape);
      };
    case "shuffle":
      throw new PyUnknown("it depends on random numbers", line);
    case "multivariate_normal":
      return (args) => {
        const n = shapeOf(args.positional[0])?.[0] ?? 1;
        return unknown([...shapeFrom(option(args, "size", 2)), n]);
      };
    case "beta":
    case "gamma":
    case "weibull":
    case "lognormal":
    case "binomial":
    case "laplace":
    case "logistic":
    case "gumbel":
    case "vonmises":
    case "f":
    case "negative_binomial":
    case "wald":
      return (args) => unknown(shapeFrom(option(args, "size", 2)));
    case "poisson":
    case "exponential":
    case "chisquare":
    case "pareto":
    case "rayleigh":
    case "standard_t":
    case "geometric":
    case "power":
    case "zipf":
    case "standard_gamma":
      return (args) => unknown(shapeFrom(option(args, "size", 1)));
    case "standard_cauchy":
    case "standard_exponential":
      return (args) => unknown(shapeFrom(option(args, "size", 0)));
    default:
      throw new PyUnknown("it depends on random numbers", line);
  }
}
