import {
  arrayOf,
  countOf,
  doubtIn,
  type NdArray,
  nd,
  needArray,
  needNumbers,
  numberIn,
  numberOr,
  shapeOf,
  sized,
  spreadOver,
  truthOf,
  vector,
} from "../arrays.js";
import {
  isMissing,
  list,
  option,
  type PyArguments,
  type PyFunction,
  PyUnknown,
  type PyValue,
  textIn,
  tuple,
} from "../values.js";
import { converted, shapeFrom, typeIn } from "./types.js";

const filled =
  (value: number | undefined, at: number): PyFunction =>
  (args) => {
    const shape = shapeFrom(option(args, "shape", 0));
    const type = typeIn(option(args, "dtype", at));
    const given = option(args, "fill_value", 1);
    if (value === undefined && given === undefined)
      throw new PyUnknown("what it is filled with is not known");
    const each = value === undefined ? needNumbers(given, "the value") : undefined;
    const data = new Float64Array(sized(countOf(shape)));
    data.fill(value ?? each?.data[0] ?? Number.NaN);
    const own = type ?? (each && each.data.length === 1 ? each.dtype : "float");
    return converted(nd(shape, data, own === "complex" ? "float" : own), own);
  };

const like =
  (value: number | undefined): PyFunction =>
  (args) => {
    const shape = shapeOf(args.positional[0]) ?? needArray(args.positional[0], "the array").shape;
    const given = arrayOf(args.positional[0]);
    const each = value ?? numberOr(option(args, "fill_value", 1), Number.NaN);
    const type = typeIn(args.named.get("dtype")) ?? (given?.im ? "complex" : (given?.dtype ?? "float"));
    return converted(nd(shape, new Float64Array(sized(countOf(shape))).fill(each)), type);
  };

const plainArray: PyFunction = (args) => {
  const [value] = args.positional;
  const type = typeIn(option(args, "dtype", 1));
  if (value?.kind === "random") return value;
  const found = arrayOf(value);
  if (found)
    return converted(
      found,
      type ?? (value?.kind === "list" && value.items.length === 0 ? "float" : undefined),
    );
  const doubt = doubtIn(value);
  if (doubt) throw new PyUnknown(doubt.reason, doubt.line, shapeOf(value));
  if (value?.kind === "list" && value.items.length > 0 && value.items.every((each) => each.kind === "text"))
    return value;
  return needNumbers(value, "the array");
};

/** Evenly between the ends, as NumPy rounds them; then by what `of` makes of each. */
const numbersBetween = (
  args: PyArguments,
  of: (x: number) => number,
  ends: (x: number) => number = (x) => x,
): PyValue => {
  const [first, second] = [option(args, "start", 0), option(args, "stop", 1)];
  const low = ends(numberOr(first, 0));
  const high = ends(numberOr(second, 1));
  const n = sized(numberOr(option(args, "num", 2), 50));
  const isOpen = truthOf(option(args, "endpoint", 3)) === false;
  const step = (high - low) / Math.max(1, isOpen ? n : n - 1);
  const type = typeIn(args.named.get("dtype"));
  const made = vector(
    Float64Array.from({ length: n }, (_, i) => of(i === n - 1 && !isOpen && n > 1 ? high : i * step + low)),
  );
  const values = type ? converted(made, type) : made;
  return truthOf(args.named.get("retstep")) === true
    ? tuple([values, nd([], Float64Array.of(step))])
    : values;
};

const gridsOf = (axes: readonly NdArray[], isTurned: boolean, isSparse: boolean): NdArray[] => {
  const n = axes.map(({ data }) => data.length);
  const order =
    isTurned && n.length > 1 ? [1, 0, ...n.keys()].slice(0, 2).concat([...n.keys()].slice(2)) : [...n.keys()];
  const shape = order.map((k) => n[k] ?? 1);
  return axes.map((axis, k) => {
    const own = order.map((d) => (d === k ? (n[k] ?? 1) : 1));
    const laid = nd(own, axis.data.slice(), axis.dtype);
    if (isSparse) return laid;
    const places = spreadOver(own, shape);
    return nd(
      shape,
      Float64Array.from(places, (i) => laid.data[i] ?? 0),
      axis.dtype,
    );
  });
};

/** `np.mgrid[0:5, 0:1:10j]`, whose imaginary steps count points. */
export function gridFrom(
  ranges: readonly {
    readonly low: number;
    readonly high: number;
    readonly step: number;
    readonly counts: boolean;
  }[],
  isSparse: boolean,
): PyValue {
  const axes = ranges.map(({ low, high, step, counts }) => {
    const n = sized(counts ? Math.trunc(step) : Math.ceil((high - low) / step));
    const by = counts ? (high - low) / Math.max(1, n - 1) : step;
    const dtype = !counts && [low, high, step].every(Number.isInteger) ? "int" : "float";
    return vector(
      Float64Array.from({ length: n }, (_, i) => low + i * by),
      dtype,
    );
  });
  if (axes.length === 1) return axes[0] ?? list([]);
  const grids = gridsOf(axes, false, isSparse);
  if (isSparse) return list(grids);
  return arrayOf(list(grids)) ?? list(grids);
}

function eye(args: PyArguments): NdArray {
  const n = sized(numberOr(option(args, "N", 0), 1));
  const m = numberOr(option(args, "M", 1), n);
  const k = numberOr(option(args, "k", 2), 0);
  const data = new Float64Array(sized(n * m));
  for (let i = 0; i < n; i++) if (i + k >= 0 && i + k < m) data[i * m + i + k] = 1;
  return nd([n, m], data);
}

/** Functions that make arrays. */
export const makers: Readonly<Record<string, PyFunction>> = {
  array: plainArray,
  asarray: (args) => {
    const [value] = args.positional;
    const type = typeIn(option(args, "dtype", 1));
    return value?.kind === "array" && !value.doubt && (type === undefined || type === value.dtype)
      ? value
      : plainArray(args);
  },
  asanyarray: plainArray,
  ascontiguousarray: plainArray,
  copy: plainArray,
  astype: plainArray,
  linspace: (args) => numbersBetween(args, (x) => x),
  logspace: (args) => {
    const base = numberOr(args.named.get("base"), 10);
    return numbersBetween(args, (x) => base ** x);
  },
  geomspace: (args) => numbersBetween(args, (x) => 10 ** x, Math.log10),
  arange(args) {
    const [first, second, third] = args.positional;
    const stop = second ?? args.named.get("stop");
    const by = args.named.get("step") ?? third;
    const given = [first ?? args.named.get("start"), stop, by].filter(
      (each): each is PyValue => !isMissing(each),
    );
    const c = numberOr(by, 1);
    const [low, high] = isMissing(stop)
      ? [0, numberOr(first ?? args.named.get("stop"), 0)]
      : [numberOr(first ?? args.named.get("start"), 0), numberOr(stop, 0)];
    const isWhole = given.every((each) => each.kind === "array" && each.dtype !== "float");
    const made = vector(
      Float64Array.from({ length: sized(Math.ceil((high - low) / c)) }, (_, i) => low + i * c),
      isWhole ? "int" : "float",
    );
    const type = typeIn(args.named.get("dtype"));
    return type ? converted(made, type) : made;
  },
  zeros: filled(0, 1),
  ones: filled(1, 1),
  empty: filled(0, 1),
  full: filled(undefined, 2),
  zeros_like: like(0),
  ones_like: like(1),
  empty_like: like(0),
  full_like: like(undefined),
  identity: (args) => eye(args),
  eye: (args) => eye(args),
  meshgrid(args) {
    const axes = args.positional.map((value) => needArray(value, "the array"));
    return list(
      gridsOf(axes, textIn(args.named.get("indexing")) !== "ij", truthOf(args.named.get("sparse")) === true),
    );
  },
  indices(args) {
    const shape = shapeFrom(args.positional[0]);
    return gridFrom(
      shape.map((n) => ({ low: 0, high: n, step: 1, counts: false })),
      false,
    );
  },
  vectorize: ({ positional: [callee] }) => {
    if (callee?.kind !== "function") throw new PyUnknown("a function is not evaluated here");
    return {
      kind: "function",
      call: ({ positional: [value] }) => {
        const array = needArray(value, "the array");
        const made = [...array.data].map((x) =>
          numberIn(
            callee.call({
              positional: [nd([], Float64Array.of(x), array.dtype)],
              named: new Map(),
              written: [""],
            }),
          ),
        );
        if (made.includes(undefined)) throw new PyUnknown("what a function gives is not known");
        return nd(
          array.shape,
          Float64Array.from(made, (x) => x ?? 0),
        );
      },
    };
  },
};
