import { nd, needArray, num, numberOr, reshaped, vector } from "../arrays.js";
import { applier } from "../builtins.js";
import type { Environment } from "../environment.js";
import {
  isMissing,
  known,
  option,
  type PyArguments,
  type PyFunction,
  PyUnknown,
  type PyValue,
  tuple,
} from "../values.js";
import { type Fit, fitted } from "./levenbergMarquardt.js";
import { flagOr, wordOr } from "./signal/arguments.js";

/** Fits from starts that are so far apart, of their size, must not be farther apart than the other share. */
const nudge = 1e-7;
const sameFit = 1e-5;
/** Of all that is to be fitted; what is left over below is rounding. */
const exactly = 1e-20;

/** How far a model is from the data, each difference by its uncertainty. @throws {PyUnknown} */
function residualsOf(args: PyArguments, environment: Environment) {
  const call = applier(environment);
  const [model, x] = [option(args, "f", 0), option(args, "xdata", 1)];
  const y = reshaped(needArray(option(args, "ydata", 2), "the data"), [-1]).data;
  const given = known(x ?? ({ kind: "none" } as const));
  const at: PyValue = given.kind === "list" ? needArray(given, "the points") : given;
  const sigma = option(args, "sigma", 4);
  const weights =
    sigma === undefined || isMissing(sigma) ? undefined : needArray(sigma, "the uncertainties").data;
  if (weights && weights.length !== 1 && weights.length !== y.length)
    throw new PyUnknown("uncertainties that depend on one another are not evaluated here");
  if (y.length === 0 || !y.every(Number.isFinite)) throw new PyUnknown("there is nothing to fit");
  const of = (parameters: Float64Array): Float64Array => {
    const made = needArray(call(model, at, ...Array.from(parameters, (each) => num(each))), "the model").data;
    if (made.length !== y.length) throw new PyUnknown("the model does not fit the data");
    return made.map((each, i) => (each - (y[i] ?? 0)) / (weights?.[weights.length === 1 ? 0 : i] ?? 1));
  };
  const size = y.reduce(
    (sum, each, i) => sum + (each / (weights?.[weights.length === 1 ? 0 : i] ?? 1)) ** 2,
    0,
  );
  return { of, count: y.length, size };
}

/** Where the search starts: at ones unless told. @throws {PyUnknown} */
function startOf(args: PyArguments): Float64Array {
  const [model, given] = [option(args, "f", 0), option(args, "p0", 3)];
  if (given !== undefined && !isMissing(given))
    return reshaped(needArray(given, "the start"), [-1]).data.slice();
  const takes = model?.kind === "function" ? model.takes : undefined;
  if (takes === undefined || takes < 2)
    throw new PyUnknown("it is not known how many parameters the model has");
  return new Float64Array(takes - 1).fill(1);
}

const size = (values: Float64Array): number => Math.hypot(...values);

/** How the parameters vary together; `all` is the sum of the squares of the data. */
function covarianceOf(fit: Fit, args: PyArguments, count: number, all: number, line: number): PyValue {
  const n = fit.parameters.length;
  const isAbsolute = flagOr(option(args, "absolute_sigma", 5), false);
  const reason = "rounding decides how far off an exact fit is";
  if (!isAbsolute && fit.cost <= exactly * all) return { kind: "unknown", reason, line, shape: [n, n] };
  if (!isAbsolute && count <= n) return nd([n, n], new Float64Array(n * n).fill(Number.POSITIVE_INFINITY));
  const factor = isAbsolute ? 1 : fit.cost / (count - n);
  return nd(
    [n, n],
    fit.covariance.map((each) => each * factor),
  );
}

/** `popt, pcov = curve_fit(f, xdata, ydata, p0, sigma, absolute_sigma)`, told where rounding does not decide which minimum is found. */
export const curveFit =
  (environment: Environment, line: number): PyFunction =>
  (args) => {
    const bounds = option(args, "bounds", 7);
    if (bounds !== undefined && !isMissing(bounds))
      throw new PyUnknown("bounds of a fit are not evaluated here");
    option(args, "check_finite", 6);
    if (wordOr(option(args, "method", 8), "lm") !== "lm")
      throw new PyUnknown("this way of fitting is not evaluated here");
    const start = startOf(args);
    const residuals = residualsOf(args, environment);
    if (start.length > residuals.count) throw new PyUnknown("there are fewer points than parameters");
    const most = numberOr(args.named.get("maxfev"), 200 * (start.length + 1));
    const from = (share: number): Float64Array =>
      start.map((each, i) => (each || 1) * (i % 2 === 0 ? share : -share) + each);
    const [fit, ...others] = [0, nudge, -nudge].map((share) => fitted(residuals.of, from(share), most));
    if (!fit) throw new PyUnknown("no best fit is found");
    for (const other of others) {
      const apart = size(fit.parameters.map((each, i) => each - (other?.parameters[i] ?? Number.NaN)));
      if (!(apart <= sameFit * size(fit.parameters)))
        throw new PyUnknown("rounding decides which fit is found");
    }
    const covariance = covarianceOf(fit, args, residuals.count, residuals.size, line);
    return tuple([vector(fit.parameters), covariance]);
  };
