import {
  commonShape,
  countOf,
  type NdArray,
  nd,
  needArray,
  numberIn,
  numberOr,
  sized,
  spreadOver,
  transposed,
  truthOf,
  vector,
} from "../arrays.js";
import { both } from "../operators.js";
import {
  isMissing,
  option,
  type PyArguments,
  type PyFunction,
  PyUnknown,
  type PyValue,
  textIn,
  tuple,
} from "../values.js";

const nonzero = (array: NdArray): PyValue => {
  const held = [...array.data.keys()].filter((k) => array.data[k] !== 0);
  let step = array.data.length;
  return tuple(
    array.shape.map((n) => {
      step /= Math.max(1, n);
      const by = step;
      return vector(
        held.map((k) => Math.floor(k / by) % n),
        "int",
      );
    }),
  );
};

/** Edges of bins: given, or so many of equal width. */
function histogram(args: PyArguments): PyValue {
  const { data } = needArray(args.positional[0], "the array");
  const bins = option(args, "bins", 1);
  if (bins?.kind === "text") throw new PyUnknown("bins that are chosen from the data are not evaluated here");
  const range = option(args, "range", 2);
  const given = bins && numberIn(bins) === undefined ? needArray(bins, "the bins").data : undefined;
  const [low, high] = isMissing(range)
    ? [
        data.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
        data.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
      ]
    : [...needArray(range, "the range").data];
  const n = sized(numberOr(given ? undefined : bins, 10));
  const [from, to] = low === high ? [(low ?? 0) - 0.5, (high ?? 0) + 0.5] : [low ?? 0, high ?? 0];
  const edges = given ?? Float64Array.from({ length: n + 1 }, (_, i) => from + (i * (to - from)) / n);
  const counts = new Float64Array(edges.length - 1);
  const last = edges.at(-1) ?? 0;
  for (const x of data) {
    if (!(x >= (edges[0] ?? 0)) || x > last) continue;
    let at = edges.length - 2;
    while (at > 0 && x < (edges[at] ?? 0)) at--;
    counts[at] = (counts[at] ?? 0) + 1;
  }
  const isDensity = truthOf(args.named.get("density")) === true;
  const total = counts.reduce((a, b) => a + b, 0);
  const heights = isDensity
    ? counts.map((c, i) => c / total / ((edges[i + 1] ?? 0) - (edges[i] ?? 0)))
    : counts;
  return tuple([vector(heights, isDensity ? "float" : "int"), vector(edges)]);
}

/** Functions that find, choose and count elements. */
export const countingFunctions: Readonly<Record<string, PyFunction>> = {
  where({ positional: [condition, yes, no] }) {
    if (!yes || !no) return nonzero(needArray(condition, "the condition"));
    return both(condition, yes, (test, a) =>
      both(a, no, (_, b) => {
        const shape = commonShape(commonShape(test.shape, a.shape) ?? [], b.shape) ?? [];
        const [c, p, q] = [test, a, b].map((each) => spreadOver(each.shape, shape));
        const pick = (of: (array: NdArray) => Float64Array): Float64Array =>
          Float64Array.from({ length: countOf(shape) }, (__, k) =>
            (test.data[c?.[k] ?? 0] ?? 0) !== 0 ? (of(a)[p?.[k] ?? 0] ?? 0) : (of(b)[q?.[k] ?? 0] ?? 0),
          );
        if (a.im || b.im) throw new PyUnknown("complex numbers are not evaluated here");
        const [x, y] = [a.data, b.data];
        return nd(
          shape,
          pick((array) => (array === a ? x : y)),
          a.dtype === b.dtype ? a.dtype : "float",
        );
      }),
    );
  },
  nonzero: ({ positional: [value] }) => nonzero(needArray(value, "the array")),
  flatnonzero: ({ positional: [value] }) => {
    const { data } = needArray(value, "the array");
    return vector(
      [...data.keys()].filter((i) => data[i] !== 0),
      "int",
    );
  },
  argwhere: ({ positional: [value] }) => {
    const places = nonzero(needArray(value, "the array"));
    return transposed(needArray(places, "the places"));
  },
  unique: ({ positional: [value], named }) => {
    const array = needArray(value, "the array");
    const values = [...new Set(array.data)].sort((a, b) => a - b);
    const found = vector(values, array.dtype);
    if (truthOf(named.get("return_counts")) === true && named.size === 1)
      return tuple([
        found,
        vector(
          values.map((x) => array.data.filter((each) => each === x).length),
          "int",
        ),
      ]);
    if (named.size > 0) throw new PyUnknown("these outputs of unique are not evaluated here");
    return found;
  },
  histogram: (args) => histogram(args),
  bincount: (args) => {
    const { data } = needArray(args.positional[0], "the array");
    const least = numberOr(option(args, "minlength", 2), 0);
    const counts = new Float64Array(sized(data.reduce((a, b) => Math.max(a, b + 1), least)));
    for (const x of data) counts[x] = (counts[x] ?? 0) + 1;
    return vector(counts, "int");
  },
  digitize: (args) => {
    const array = needArray(option(args, "x", 0), "the array");
    const edges = needArray(option(args, "bins", 1), "the bins").data;
    const isRight = truthOf(option(args, "right", 2)) === true;
    return nd(
      array.shape,
      array.data.map((x) => edges.filter((edge) => (isRight ? edge < x : edge <= x)).length),
      "int",
    );
  },
  searchsorted: (args) => {
    const edges = needArray(args.positional[0], "the array").data;
    const array = needArray(args.positional[1], "the values");
    const isRight = textIn(option(args, "side", 2)) === "right";
    return nd(
      array.shape,
      array.data.map((x) => edges.filter((edge) => (isRight ? edge <= x : edge < x)).length),
      "int",
    );
  },
};
