import {
  commonShape,
  countOf,
  type NdArray,
  nd,
  needArray,
  numberOr,
  sized,
  spreadOver,
  transposed,
  truthOf,
  vector,
} from "../arrays.js";
import { both } from "../operators.js";
import { option, type PyFunction, PyUnknown, type PyValue, textIn, tuple } from "../values.js";
import { histogramFunctions } from "./histograms.js";

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
  ...histogramFunctions,
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
