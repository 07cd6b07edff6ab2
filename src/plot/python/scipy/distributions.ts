import { scalar, type Value } from "../../evaluate/values.js";
import { nd, num, numberOr, reshaped, vector } from "../arrays.js";
import { borrowed, inColumns, inRows } from "../numpy/borrowed.js";
import { randomFunction } from "../numpy/random.js";
import { elementwise } from "../operators.js";
import { fn, none, option, type PyArguments, type PyFunction, type PyValue } from "../values.js";

/** The parameters that a distribution has before its place and scale. */
const shapes: Readonly<Record<string, readonly string[]>> = {
  norm: [],
  expon: [],
  uniform: [],
  t: ["df"],
  chi2: ["df"],
  gamma: ["a"],
  poisson: ["mu"],
  binom: ["n", "p"],
  cauchy: [],
  laplace: [],
  logistic: [],
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

/** `norm.pdf(x, loc, scale)`, by the names of the distribution and of what is asked of it. */
export function distribution(name: string, method: string, line: number): PyFunction | undefined {
  const shape = shapes[name];
  if (method === "rvs") return (args) => drawn(name, args, shape?.length ?? 0, line);
  const of = standard[`${name}.${method}`];
  if (!of || shape === undefined) return undefined;
  return (args) => {
    const own = shape.map((each, i) => numberOr(option(args, each, 1 + i), Number.NaN));
    const place = numberOr(option(args, "loc", 1 + shape.length), 0);
    const scale = numberOr(option(args, "scale", 2 + shape.length), 1);
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
export function frozen(name: string, line: number): PyFunction | undefined {
  if (shapes[name] === undefined) return undefined;
  return (args) => {
    const [positional, named] = [[...args.positional], [...args.named]];
    const method = (called: string): PyFunction | undefined => {
      const own = distribution(name, called, line);
      if (!own) return undefined;
      return (given) => {
        const [first] = given.positional;
        const isDrawn = called === "rvs";
        const size: readonly (readonly [string, PyValue])[] = isDrawn && first ? [["size", first]] : [];
        return own({
          positional: isDrawn ? positional : [...given.positional.slice(0, 1), ...positional],
          named: new Map([...named, ...given.named, ...size]),
          written: [],
        });
      };
    };
    const attributes = ["pdf", "cdf", "ppf", "pmf", "rvs"].flatMap((called): [string, PyValue][] => {
      const own = method(called);
      return own ? [[called, fn(own)]] : [];
    });
    return {
      kind: "object",
      of: { kind: "class", name, members: new Map(), bases: [] },
      attributes: new Map(attributes),
    };
  };
}
