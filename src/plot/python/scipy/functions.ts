import { scalar } from "../../evaluate/values.js";
import { nd, num, numberOr, reshaped } from "../arrays.js";
import type { Environment } from "../environment.js";
import { borrowed, inColumns, inRows } from "../numpy/borrowed.js";
import { elementwiseFunction } from "../numpy/elementwise.js";
import { sampledFunctions } from "../numpy/sampled.js";
import { elementwise } from "../operators.js";
import type { PyFunction } from "../values.js";
import { distribution, frozen } from "./distributions.js";
import { curveFit } from "./fitting.js";
import { interpolants } from "./interpolation.js";
import { signalFunctions } from "./signal/functions.js";
import { solver } from "./solver.js";

/** A function of SciPy, by the names of its module and its own: `special.erf`. */
export function scipyFunction(name: string, environment: Environment, line: number): PyFunction | undefined {
  const [module = "", own = "", method] = name.split(".");
  if (module === "special") return special[own] ?? elementwiseFunction(own);
  if (module === "stats") return method === undefined ? frozen(own, line) : distribution(own, method, line);
  if (module === "integrate")
    return own === "odeint" || own === "solve_ivp" ? solver(own, environment) : sampledFunctions[own];
  if (module === "optimize" && own === "curve_fit") return curveFit(environment, line);
  if (module === "interpolate") return interpolants[own];
  if (module === "signal") return signalFunctions[own === "windows" ? (method ?? "") : own];
  return undefined;
}

/** A function of MATLAB of one array and numbers before it. */
const mapped =
  (theirs: string, first: number): PyFunction =>
  ({ positional }) => {
    const before = positional.slice(0, first).map((each) => scalar(numberOr(each, Number.NaN)));
    return elementwise(positional[first], (x) =>
      nd(x.shape, inRows(borrowed(theirs, [...before, inColumns(reshaped(x, [-1]))])[0], true).data),
    );
  };

const special: Readonly<Record<string, PyFunction>> = {
  jv: mapped("besselj", 1),
  jn: mapped("besselj", 1),
  iv: mapped("besseli", 1),
  j0: (args) => mapped("besselj", 1)({ ...args, positional: [num(0), ...args.positional] }),
  j1: (args) => mapped("besselj", 1)({ ...args, positional: [num(1), ...args.positional] }),
  factorial: mapped("factorial", 0),
};
