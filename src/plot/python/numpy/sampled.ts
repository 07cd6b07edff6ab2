import { nd, needArray, num, numberOr, vector } from "../arrays.js";
import { elementwise } from "../operators.js";
import { isMissing, option, type PyArguments, type PyFunction, PyUnknown, type PyValue } from "../values.js";

/** Functions that are given by their values at points: integrals, and values in between. */
export const sampledFunctions: Readonly<Record<string, PyFunction>> = {
  trapz: (args) => trapezoid(args),
  trapezoid: (args) => trapezoid(args),
  cumulative_trapezoid: (args) => {
    const { y, x } = pointsOf(args);
    let total = 0;
    const sums = [...y.slice(1)].map((each, i) => {
      total += ((each + (y[i] ?? 0)) / 2) * ((x[i + 1] ?? 0) - (x[i] ?? 0));
      return total;
    });
    const first = args.named.get("initial");
    return vector(first ? [numberOr(first, 0), ...sums] : sums);
  },
  interp: (args) => {
    const [x, y] = [
      needArray(option(args, "xp", 1), "the points").data,
      needArray(option(args, "fp", 2), "the values").data,
    ];
    const beyond = (name: string, at: number, usual: number | undefined): number => {
      const given = option(args, name, at);
      return isMissing(given) ? (usual ?? Number.NaN) : numberOr(given, Number.NaN);
    };
    const [left, right] = [beyond("left", 3, y[0]), beyond("right", 4, y.at(-1))];
    const [first = 0, last = 0] = [x[0], x.at(-1)];
    return elementwise(option(args, "x", 0), (where) =>
      nd(
        where.shape,
        where.data.map((each) => (each < first ? left : each > last ? right : between(x, y, each))),
      ),
    );
  },
};

function pointsOf(args: PyArguments): { y: Float64Array; x: Float64Array } {
  const y = needArray(args.positional[0], "the array");
  if (y.shape.length > 1) throw new PyUnknown("integrals along an axis are not evaluated here");
  const given = option(args, "x", 1);
  const by = numberOr(option(args, "dx", 2), 1);
  const x =
    given && given.kind !== "none" ? needArray(given, "the points").data : y.data.map((_, i) => i * by);
  return { y: y.data, x };
}

function trapezoid(args: PyArguments): PyValue {
  const { y, x } = pointsOf(args);
  let total = 0;
  for (let i = 1; i < y.length; i++)
    total += (((y[i] ?? 0) + (y[i - 1] ?? 0)) / 2) * ((x[i] ?? 0) - (x[i - 1] ?? 0));
  return num(total);
}

/** Straight between the points; the first and the last value beyond them. */
function between(x: Float64Array, y: Float64Array, at: number): number {
  const n = x.length;
  if (at <= (x[0] ?? 0)) return y[0] ?? Number.NaN;
  if (at >= (x[n - 1] ?? 0)) return y[n - 1] ?? Number.NaN;
  let [low, high] = [0, n - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((x[middle] ?? 0) <= at) low = middle;
    else high = middle;
  }
  const [a, b, p, q] = [x[low] ?? 0, x[high] ?? 0, y[low] ?? 0, y[high] ?? 0];
  return p + ((q - p) * (at - a)) / (b - a);
}
