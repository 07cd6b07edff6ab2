import { nd, needArray, numberOr, reshaped, truthOf } from "../arrays.js";
import { borrowed, inColumns, inRows } from "../numpy/borrowed.js";
import { sampledFunctions } from "../numpy/sampled.js";
import { elementwise } from "../operators.js";
import { fn, option, type PyFunction, PyUnknown, textIn } from "../values.js";

const interpolant =
  (theirs: "spline" | "pchip" | "linear"): PyFunction =>
  ({ positional: [x, y] }) => {
    const [at, values] = [needArray(x, "the points"), needArray(y, "the values")];
    if (values.shape.length !== 1) throw new PyUnknown("this interpolation is not evaluated here");
    return fn(({ positional: [where] }) =>
      elementwise(where, (points) => {
        const flat = reshaped(points, [-1]);
        const made =
          theirs === "linear"
            ? sampledFunctions.interp?.({ positional: [flat, at, values], named: new Map(), written: [] })
            : inRows(borrowed(theirs, [inColumns(at), inColumns(values), inColumns(flat)])[0], true);
        return nd(points.shape, needArray(made, "the values").data);
      }),
    );
  };

/** Functions of `scipy.interpolate`: each gives a function that is asked for values in between. */
export const interpolants: Readonly<Record<string, PyFunction>> = {
  CubicSpline: (args) => {
    if (args.named.has("bc_type")) throw new PyUnknown("this interpolation is not evaluated here");
    return interpolant("spline")(args);
  },
  PchipInterpolator: interpolant("pchip"),
  interp1d(args) {
    const kind = textIn(option(args, "kind", 2)) ?? "linear";
    const [beyond, checked] = [args.named.get("fill_value"), truthOf(args.named.get("bounds_error"))];
    const raises = checked ?? beyond === undefined;
    if ((kind !== "linear" && kind !== "cubic") || (beyond && beyond.kind !== "array"))
      throw new PyUnknown("this interpolation is not evaluated here");
    const inside = interpolant(kind === "linear" ? "linear" : "spline")(args);
    const { data } = needArray(args.positional[0], "the points");
    const [first, last] = [Math.min(...data), Math.max(...data)];
    const filled = numberOr(beyond, Number.NaN);
    return fn((asked) => {
      const { data: at } = needArray(asked.positional[0], "the points");
      if (raises && at.some((x) => x < first || x > last))
        throw new PyUnknown("a point lies outside of the interpolated range");
      const values = needArray(inside.kind === "function" ? inside.call(asked) : inside, "the values");
      const isOutside = (i: number): boolean => (at[i] ?? first) < first || (at[i] ?? last) > last;
      return nd(
        values.shape,
        values.data.map((value, i) => (isOutside(i) ? filled : value)),
      );
    });
  },
};
