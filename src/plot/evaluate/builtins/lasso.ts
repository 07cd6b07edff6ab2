import { MatlabError, NotKnown } from "../builtin.js";
import { spend } from "../limits.js";
import { array, row, type Size, scalar, sizeOf, struct, unknown, type Value } from "../values.js";
import { type Builtins, emptyList, numberAt, optionsFrom, realAt } from "./arguments.js";

const steps = 5000;

/** Columns with mean 0 and, unless `plain`, variance 1; a column that does not vary becomes zeros. */
function standardized(x: Float64Array, n: number, p: number, plain: boolean) {
  const z = new Float64Array(x.length);
  const [means, scales] = [new Float64Array(p), new Float64Array(p)];
  for (let j = 0; j < p; j++) {
    const column = x.subarray(j * n, (j + 1) * n);
    const mean = column.reduce((a, b) => a + b, 0) / n;
    const deviation = Math.sqrt(column.reduce((a, b) => a + (b - mean) ** 2, 0) / n);
    const varies = column.some((each) => each !== column[0]);
    means[j] = mean;
    scales[j] = plain ? 1 : deviation;
    if (varies) for (let i = 0; i < n; i++) z[i + j * n] = ((column[i] ?? 0) - mean) / (scales[j] ?? 1);
  }
  return { z, means, scales };
}

/**
 * Coordinate descent (Friedman, Hastie & Tibshirani, J. Stat. Softw. 2010) on ‖y − Zb‖²/2n + λ(α‖b‖₁ + (1 − α)‖b‖²/2),
 * from the coefficients `b` on. @throws {NotKnown} where MATLAB's looser tolerance would end elsewhere.
 */
function descend(z: Float64Array, y: Float64Array, b: Float64Array, lambda: number, alpha: number): void {
  const [n, p] = [y.length, b.length];
  const squares = b.map((_, j) => z.subarray(j * n, (j + 1) * n).reduce((a, each) => a + each * each, 0) / n);
  const rest = y.slice();
  b.forEach((each, j) => {
    for (let i = 0; i < n; i++) rest[i] = (rest[i] ?? 0) - each * (z[i + j * n] ?? 0);
  });
  let loose: Float64Array | undefined;
  for (let step = 0; step < steps; step++) {
    spend(n * p);
    let moved = 0;
    for (let j = 0; j < p; j++) {
      const [old = 0, square = 0] = [b[j], squares[j]];
      if (square === 0) continue;
      let along = 0;
      for (let i = 0; i < n; i++) along += (z[i + j * n] ?? 0) * (rest[i] ?? 0);
      const pull = along / n + square * old;
      const next =
        (Math.sign(pull) * Math.max(0, Math.abs(pull) - lambda * alpha)) / (square + lambda * (1 - alpha));
      if (next === old) continue;
      for (let i = 0; i < n; i++) rest[i] = (rest[i] ?? 0) - (next - old) * (z[i + j * n] ?? 0);
      b[j] = next;
      moved = Math.max(moved, Math.abs(next - old) / (1 + Math.abs(old)));
    }
    if (moved < 1e-4) loose ??= b.slice();
    if (moved > 1e-10) continue;
    const largest = b.reduce((a, each) => Math.max(a, Math.abs(each)), 0);
    if (loose?.every((each, j) => Math.abs(each - (b[j] ?? 0)) <= 0.005 * largest)) return;
    break;
  }
  throw new NotKnown("the columns are so alike that the result depends on when lasso stops", [p, 1]);
}

/** The λ that MATLAB takes by itself: from the least that leaves nothing down to a ten-thousandth. */
function usualLambdas(z: Float64Array, y: Float64Array, p: number, options: ReadonlyMap<string, Value>) {
  const n = y.length;
  const alpha = numberAt([options.get("alpha") ?? scalar(1)], 0);
  let most = 0;
  for (let j = 0; j < p; j++)
    most = Math.max(most, Math.abs(y.reduce((sum, each, i) => sum + each * (z[i + j * n] ?? 0), 0)));
  most /= n * alpha;
  const many = numberAt([options.get("numlambda") ?? scalar(100)], 0);
  const ratio = numberAt([options.get("lambdaratio") ?? scalar(1e-4)], 0);
  return Float64Array.from({ length: many }, (_, k) => most * ratio ** (1 - k / (many - 1)));
}

/** `[B, FitInfo] = lasso(X, y, …)` */
function lasso(args: readonly Value[]): readonly Value[] {
  const [x, given] = [realAt(args, 0), realAt(args, 1).re];
  const [n = 0, p = 0] = x.size;
  if (given.length !== n) throw new MatlabError("X and Y must have the same number of observations");
  const options = optionsFrom(args, 2);
  const alpha = numberAt([options.get("alpha") ?? scalar(1)], 0);
  const { z, means, scales } = standardized(
    x.re,
    n,
    p,
    numberAt([options.get("standardize") ?? scalar(1)], 0) === 0,
  );
  const centre = given.reduce((a, b) => a + b, 0) / n;
  const y = given.map((each) => each - centre);
  const wanted = options.get("lambda");
  const isGiven = wanted !== undefined && !emptyList(wanted);
  const lambdas = (isGiven ? realAt([wanted], 0).re : usualLambdas(z, y, p, options)).slice().sort();
  const many = lambdas.length;
  const found = new Float64Array(p * many);
  const [errors, used, intercepts] = [1, 2, 3].map(() => new Float64Array(many)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const variance = y.reduce((a, each) => a + each * each, 0) / n;
  const b = new Float64Array(p);
  for (let k = many - 1; k >= 0; k--) {
    descend(z, y, b, lambdas[k] ?? 0, alpha);
    const rest = y.map((each, i) => each - b.reduce((sum, c, j) => sum + c * (z[i + j * n] ?? 0), 0));
    errors[k] = rest.reduce((a, each) => a + each * each, 0) / n;
    if (!isGiven && (errors[k] ?? 0) < 1e-3 * variance)
      throw new NotKnown("lasso ends where the fit is almost perfect");
    b.forEach((each, j) => {
      found[j + k * p] = scales[j] ? each / scales[j] : 0;
    });
    used[k] = b.filter((each) => each !== 0).length;
    intercepts[k] = centre - means.reduce((sum, each, j) => sum + each * (found[j + k * p] ?? 0), 0);
  }
  const info: [string, Value][] = [
    ["Intercept", row(intercepts)],
    ["Lambda", row(lambdas)],
    ["Alpha", scalar(alpha)],
    ["DF", row(used)],
    ["MSE", row(errors)],
  ];
  return [array([p, many], found), struct(options.has("cv") ? [...info, ...validated(many)] : info)];
}

/** Of cross-validation, whose parts are chosen at random. */
const validated = (many: number): [string, Value][] => [
  ...["MSE", "SE"].map((name): [string, Value] => [name, unknown(atRandom, 0, [1, many])]),
  ...["LambdaMinMSE", "Lambda1SE", "IndexMinMSE", "Index1SE"].map((name): [string, Value] => [
    name,
    unknown(atRandom, 0, [1, 1]),
  ]),
];

const atRandom = "lasso validates on parts that are chosen at random";

/** A column for each λ, of as many rows as there are predictors. */
export function coefficientsSize(args: readonly Value[]): Size | undefined {
  const x = args[0] && sizeOf(args[0]);
  const lambda = optionsFrom(args, 2).get("lambda");
  const many = lambda && sizeOf(lambda);
  return x && many && [x[1] ?? 1, many.reduce((a, b) => a * b, 1)];
}

export const lassoFunctions: Builtins = { lasso };
