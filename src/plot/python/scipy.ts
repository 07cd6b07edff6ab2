import { NotKnown } from "../evaluate/builtin.js";
import { dormandPrince, integrate } from "../evaluate/rungeKutta.js";
import { scalar, type Value } from "../evaluate/values.js";
import { nd, needArray, num, numberOr, reshaped, vector } from "./arrays.js";
import { applier } from "./builtins.js";
import type { Environment } from "./environment.js";
import { borrowed, inColumns, inRows } from "./numpy/borrowed.js";
import { elementwiseFunction } from "./numpy/elementwise.js";
import { randomFunction } from "./numpy/random.js";
import { sampledFunctions } from "./numpy/sampled.js";
import { signalFunctions } from "./numpy/signal.js";
import { elementwise } from "./operators.js";
import {
  fn,
  none,
  option,
  type PyArguments,
  type PyFunction,
  PyUnknown,
  type PyValue,
  textIn,
} from "./values.js";

/** Windows of `scipy.signal`, and what NumPy calls them. */
const windows: Readonly<Record<string, string>> = {
  hann: "hanning",
  hamming: "hamming",
  blackman: "blackman",
  bartlett: "bartlett",
};

/** A function of SciPy, by the names of its module and its own: `special.erf`. */
export function scipyFunction(name: string, environment: Environment, line: number): PyFunction | undefined {
  const [module = "", own = "", method] = name.split(".");
  if (module === "special") return special[own] ?? elementwiseFunction(own);
  if (module === "stats") return method === undefined ? frozen(own, line) : distribution(own, method, line);
  if (module === "integrate")
    return own === "odeint" || own === "solve_ivp" ? solver(own, environment) : sampledFunctions[own];
  if (module === "interpolate") return interpolants[own];
  if (module === "signal")
    return signals[own] ?? signalFunctions[own === "convolve" ? own : (windows[method ?? own] ?? "")];
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

/** The parameters that a distribution has before its place and scale. */
const shapes: Readonly<Record<string, number>> = {
  norm: 0,
  expon: 0,
  uniform: 0,
  t: 1,
  chi2: 1,
  gamma: 1,
  poisson: 1,
  binom: 2,
  cauchy: 0,
  laplace: 0,
  logistic: 0,
};

const standard: Readonly<Record<string, (x: Value, own: readonly number[]) => Value | undefined>> = {
  "norm.pdf": (x) => borrowed("normpdf", [x, scalar(0), scalar(1)])[0],
  "norm.cdf": (x) => borrowed("normcdf", [x, scalar(0), scalar(1)])[0],
  "norm.ppf": (x) => borrowed("norminv", [x, scalar(0), scalar(1)])[0],
  "expon.pdf": (x) => borrowed("exppdf", [x, scalar(1)])[0],
  "expon.cdf": (x) => borrowed("expcdf", [x, scalar(1)])[0],
  "uniform.pdf": (x) => borrowed("unifpdf", [x, scalar(0), scalar(1)])[0],
  "t.pdf": (x, [n = 1]) => borrowed("tpdf", [x, scalar(n)])[0],
  "chi2.pdf": (x, [n = 1]) => borrowed("chi2pdf", [x, scalar(n)])[0],
  "gamma.pdf": (x, [a = 1]) => borrowed("gampdf", [x, scalar(a), scalar(1)])[0],
  "poisson.pmf": (x, [mean = 1]) => borrowed("poisspdf", [x, scalar(mean)])[0],
  "binom.pmf": (x, [n = 1, p = 0.5]) => borrowed("binopdf", [x, scalar(n), scalar(p)])[0],
};

function distribution(name: string, method: string, line: number): PyFunction | undefined {
  const count = shapes[name];
  if (method === "rvs") return (args) => drawn(name, args, count ?? 0, line);
  const of = standard[`${name}.${method}`];
  if (!of || count === undefined) return undefined;
  return (args) => {
    const own = args.positional.slice(1, 1 + count).map((each) => numberOr(each, Number.NaN));
    const place = numberOr(option(args, "loc", 1 + count), 0);
    const scale = numberOr(option(args, "scale", 2 + count), 1);
    return elementwise(option(args, method === "pmf" ? "k" : method === "ppf" ? "q" : "x", 0), (x) => {
      const flat = reshaped(x, [-1]);
      const isBack = method === "ppf";
      const moved = vector(isBack ? flat.data : flat.data.map((each) => (each - place) / scale));
      const values = inRows(of(inColumns(moved), own), true).data;
      const done = isBack
        ? values.map((each) => each * scale + place)
        : method === "pdf"
          ? values.map((each) => each / scale)
          : values;
      return nd(x.shape, done);
    });
  };
}

const drawn = (name: string, args: PyArguments, count: number, line: number): PyValue => {
  const size = args.named.get("size") ?? args.positional[count + 2] ?? none;
  const place = numberOr(option(args, "loc", count), 0);
  const scale = numberOr(option(args, "scale", count + 1), 1);
  if (name === "norm")
    return randomFunction(
      "normal",
      line,
    )({ positional: [num(place), num(scale), size], named: new Map(), written: [] });
  if (name === "uniform")
    return randomFunction(
      "uniform",
      line,
    )({ positional: [num(place), num(place + scale), size], named: new Map(), written: [] });
  return randomFunction("exponential", line)({ positional: [num(1), size], named: new Map(), written: [] });
};

/** `norm(loc, scale)`, whose methods are asked without them. */
function frozen(name: string, line: number): PyFunction | undefined {
  const count = shapes[name];
  if (count === undefined) return undefined;
  return (args) => ({
    kind: "object",
    of: { kind: "class", name, members: new Map(), bases: [] },
    attributes: new Map(
      ["pdf", "cdf", "ppf", "pmf", "rvs"].flatMap((method): [string, PyValue][] => {
        const own = distribution(name, method, line);
        if (!own) return [];
        return [
          [
            method,
            fn((given) =>
              own({
                positional:
                  method === "rvs" ? args.positional : [...given.positional.slice(0, 1), ...args.positional],
                named: new Map([
                  ...args.named,
                  ...given.named,
                  ...(method === "rvs" && given.positional[0]
                    ? ([["size", given.positional[0]]] as const)
                    : []),
                ]),
                written: [],
              }),
            ),
          ],
        ];
      }),
    ),
  });
}

/** Solutions of two tolerances that differ by more than this, of what they span, are not told. */
const sameSolution = 1e-4;

/** `odeint(f, y0, t)` and `solve_ivp(f, span, y0, t_eval=t)`, solved more exactly than they do it. */
function solver(name: "odeint" | "solve_ivp", environment: Environment): PyFunction {
  return (args) => {
    const isOld = name === "odeint";
    const callee = option(args, isOld ? "func" : "fun", 0);
    const timesGiven = isOld ? option(args, "t", 2) : (args.named.get("t_eval") ?? args.positional[4]);
    if (!timesGiven || timesGiven.kind === "none") throw new PyUnknown("the solver chooses its steps");
    if (args.named.has("events")) throw new PyUnknown("events are not evaluated here");
    const times = needArray(timesGiven, "the times").data;
    const start = reshaped(
      needArray(option(args, isOld ? "y0" : "y0", isOld ? 1 : 2), "the start"),
      [-1],
    ).data;
    const extra = option(args, "args", isOld ? 3 : 99);
    const more = extra?.kind === "list" ? extra.items : extra ? [extra] : [];
    const isTimeFirst = !isOld || args.named.get("tfirst") !== undefined;
    const call = applier(environment);
    const slope = (t: number, y: Float64Array): Float64Array => {
      const state = vector(y);
      const made = isTimeFirst ? call(callee, num(t), state, ...more) : call(callee, state, num(t), ...more);
      return reshaped(needArray(made, "the slope"), [-1]).data.slice();
    };
    if (times.length < 3) throw new PyUnknown("the solver chooses its steps");
    const solve = (relative: number): Float64Array[] => {
      try {
        return integrate(dormandPrince, slope, times, start.slice(), {
          relative,
          absolute: Array.from(start, () => relative * 1e-2),
          longest: Math.abs((times.at(-1) ?? 0) - (times[0] ?? 0)) / 10,
        }).y;
      } catch (error) {
        if (error instanceof NotKnown) throw new PyUnknown(error.message);
        throw error;
      }
    };
    const [exact, rough] = [solve(1e-8), solve(1e-6)];
    const n = start.length;
    for (let i = 0; i < n; i++) {
      const values = exact.map((y) => y[i] ?? 0);
      const span = Math.max(...values) - Math.min(...values) + 1e-9;
      if (exact.some((y, k) => !(Math.abs((y[i] ?? 0) - (rough[k]?.[i] ?? 0)) <= sameSolution * span)))
        throw new PyUnknown("rounding decides how the solution goes on");
    }
    const rows = new Float64Array(exact.length * n);
    exact.forEach((y, k) => {
      rows.set(y, k * n);
    });
    if (isOld) return nd([exact.length, n], rows);
    const turned = Float64Array.from(
      rows,
      (_, k) => exact[k % exact.length]?.[Math.floor(k / exact.length)] ?? 0,
    );
    return {
      kind: "object",
      of: { kind: "class", name: "OdeResult", members: new Map(), bases: [] },
      attributes: new Map<string, PyValue>([
        ["t", vector(times)],
        ["y", nd([n, exact.length], turned)],
      ]),
    };
  };
}

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

const interpolants: Readonly<Record<string, PyFunction>> = {
  CubicSpline: (args) => {
    if (args.named.has("bc_type")) throw new PyUnknown("this interpolation is not evaluated here");
    return interpolant("spline")(args);
  },
  PchipInterpolator: interpolant("pchip"),
  interp1d(args) {
    const kind = textIn(option(args, "kind", 2)) ?? "linear";
    if (kind !== "linear" && kind !== "cubic")
      throw new PyUnknown("this interpolation is not evaluated here");
    return interpolant(kind === "linear" ? "linear" : "spline")(args);
  },
};

const signals: Readonly<Record<string, PyFunction>> = {
  square: ({ positional: [t, duty] }) => {
    const share = numberOr(duty, 0.5);
    return elementwise(t, (x) =>
      nd(
        x.shape,
        x.data.map((each) => {
          const turn = each / (2 * Math.PI) - Math.floor(each / (2 * Math.PI));
          return turn < share ? 1 : -1;
        }),
      ),
    );
  },
  sawtooth: ({ positional: [t, width] }) => {
    const share = numberOr(width, 1);
    return elementwise(t, (x) =>
      nd(
        x.shape,
        x.data.map((each) => {
          const turn = each / (2 * Math.PI) - Math.floor(each / (2 * Math.PI));
          return turn < share ? (2 * turn) / share - 1 : 1 - (2 * (turn - share)) / (1 - share);
        }),
      ),
    );
  },
  lfilter: ({ positional: [b, a, x] }) =>
    elementwise(x, (value) =>
      inRows(
        borrowed("filter", [
          inColumns(reshaped(needArray(b, "b"), [-1])),
          inColumns(reshaped(needArray(a, "a"), [-1])),
          inColumns(value),
        ])[0],
        true,
      ),
    ),
};
