import { leastSquares } from "../../evaluate/leastSquares.js";
import { array } from "../../evaluate/values.js";
import { nd, needArray, numberOr, vector } from "../arrays.js";
import { elementwise } from "../operators.js";
import { option, type PyFunction, PyUnknown } from "../values.js";
import { borrowed, inColumns, inRows } from "./borrowed.js";

const polynomialThrough = (x: Float64Array, y: Float64Array, degree: number): Float64Array => {
  const n = degree + 1;
  const powers = Float64Array.from(
    { length: x.length * n },
    (_, k) => (x[k % x.length] ?? 0) ** (n - 1 - Math.floor(k / x.length)),
  );
  return leastSquares(array([x.length, n], powers), array([y.length, 1], y.slice())).re;
};

const valueAt = (coefficients: Float64Array, x: number): number =>
  coefficients.reduce((total, each) => total * x + each, 0);

/** Polynomials by their coefficients, the highest power first. */
export const polynomialFunctions: Readonly<Record<string, PyFunction>> = {
  polyfit: (args) => {
    const [x, y] = [
      needArray(args.positional[0], "the array").data,
      needArray(args.positional[1], "the array").data,
    ];
    if (args.named.has("w") || args.named.has("cov") || args.named.has("full"))
      throw new PyUnknown("this fit is not evaluated here");
    return vector(polynomialThrough(x, y, numberOr(option(args, "deg", 2), 1)));
  },
  polyval: ({ positional: [coefficients, x] }) => {
    const c = needArray(coefficients, "the coefficients").data;
    return elementwise(x, (at) =>
      nd(
        at.shape,
        at.data.map((value) => valueAt(c, value)),
      ),
    );
  },
  poly1d: ({ positional: [coefficients] }) => {
    const c = needArray(coefficients, "the coefficients").data;
    return {
      kind: "function",
      call: ({ positional: [x] }) =>
        elementwise(x, (at) =>
          nd(
            at.shape,
            at.data.map((value) => valueAt(c, value)),
          ),
        ),
    };
  },
  polyder: ({ positional: [coefficients] }) => {
    const c = needArray(coefficients, "the coefficients").data;
    return vector(c.slice(0, -1).map((x, i) => x * (c.length - 1 - i)));
  },
  roots: ({ positional: [coefficients] }) => {
    const made = inRows(borrowed("roots", [inColumns(needArray(coefficients, "the coefficients"))])[0], true);
    return made;
  },
};
