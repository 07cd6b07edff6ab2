import { chebyshev1, filterOf } from "../../../evaluate/analogFilters.js";
import { filterLine } from "../../../evaluate/builtins/filters.js";
import { numberOr, vector } from "../../arrays.js";
import { isMissing, option, type PyArguments, type PyFunction, PyUnknown, tuple } from "../../values.js";
import { along, flagOr, lineOf, numberAt, wordOr } from "./arguments.js";
import { type Section, sectionsIn, sectionsOf } from "./sections.js";

/** The state of a filter that has been given ones for ever. @throws {PyUnknown} where it would not settle. */
function settledState({ b, a }: Section): Float64Array {
  const n = Math.max(a.length, b.length);
  const lead = a[0] ?? 1;
  const at = (values: Float64Array, k: number): number => (values[k] ?? 0) / lead;
  let [above, below] = [0, 1];
  for (let k = 1; k < n; k++) {
    above += at(b, k) - at(a, k) * at(b, 0);
    below += at(a, k);
  }
  if (lead === 0 || below === 0) throw new PyUnknown("this filter does not settle");
  const first = above / below;
  const state = new Float64Array(n - 1);
  let [sum, part] = [1, 0];
  for (let k = 0; k < n - 1; k++) {
    state[k] = sum * first - part;
    sum += at(a, k + 1);
    part += at(b, k + 1) - at(a, k + 1) * at(b, 0);
  }
  return state;
}

/** One filter after another, each settled to the value that comes in first. */
function settled(sections: readonly Section[], x: Float64Array): Float64Array {
  let start = x[0] ?? 0;
  let line = x;
  for (const section of sections) {
    line = filterLine(
      section.b,
      section.a,
      line,
      settledState(section).map((each) => each * start),
    ).y;
    start *= sum(section.b) / sum(section.a);
  }
  return line;
}

const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);

/** What lies beyond the ends, by the word for it. */
const beyond: Readonly<Record<string, (end: number, inner: number) => number>> = {
  odd: (end, inner) => 2 * end - inner,
  even: (_, inner) => inner,
  constant: (end) => end,
};

/** Forwards and back, with `padlen` values more at either end. */
function bothWays(sections: readonly Section[], args: PyArguments, first: number, usual: number) {
  const padding = option(args, "padtype", first);
  const extend = beyond[padding?.kind === "none" ? "constant" : wordOr(padding, "odd")];
  const asked = numberOr(option(args, "padlen", first + 1), usual);
  const edge = padding?.kind === "none" ? 0 : asked;
  return (x: Float64Array): Float64Array => {
    const n = x.length;
    if (!extend || !Number.isInteger(edge) || edge < 0 || n <= edge)
      throw new PyUnknown("the signal is too short for this filter");
    const [start, end] = [x[0] ?? 0, x[n - 1] ?? 0];
    const extended = Float64Array.from({ length: n + 2 * edge }, (_, k) => {
      const i = k - edge;
      if (i < 0) return extend(start, x[-i] ?? 0);
      return i < n ? (x[i] ?? 0) : extend(end, x[2 * (n - 1) - i] ?? 0);
    });
    const there = settled(sections, extended).reverse();
    return settled(sections, there)
      .reverse()
      .slice(edge, edge + n);
  };
}

const fractionIn = (args: PyArguments): Section => ({
  b: lineOf(option(args, "b", 0), "the filter"),
  a: lineOf(option(args, "a", 1), "the filter"),
});

const inTurn = (sections: readonly Section[], x: Float64Array): Float64Array =>
  sections.reduce((line, { b, a }) => filterLine(b, a, line).y, x);

/** How many values more are needed at either end. */
function sectionPadding(sections: readonly Section[]): number {
  const withoutLast = (of: "a" | "b"): number => sections.filter((each) => each[of][2] === 0).length;
  return 3 * (2 * sections.length + 1 - Math.min(withoutLast("b"), withoutLast("a")));
}

/** Filters applied. */
export const filteringFunctions: Readonly<Record<string, PyFunction>> = {
  lfilter(args) {
    const { b, a } = fractionIn(args);
    const [x, axis, state] = ["x", "axis", "zi"].map((name, i) => option(args, name, i + 2));
    if (a[0] === 0 || a.length === 0) throw new PyUnknown("there is no such filter");
    if (isMissing(state)) return along(x, axis, (line) => filterLine(b, a, line).y);
    const { y, z } = filterLine(b, a, lineOf(x, "the signal"), lineOf(state, "the state"));
    return tuple([vector(y), vector(z)]);
  },
  lfilter_zi: (args) => vector(settledState(fractionIn(args))),
  filtfilt(args) {
    const filter = fractionIn(args);
    if (wordOr(option(args, "method", 6), "pad") !== "pad")
      throw new PyUnknown("this way of filtering is not evaluated here");
    const usual = 3 * Math.max(filter.a.length, filter.b.length);
    return along(option(args, "x", 2), option(args, "axis", 3), bothWays([filter], args, 4, usual));
  },
  sosfilt(args) {
    const sections = sectionsIn(option(args, "sos", 0));
    return along(option(args, "x", 1), option(args, "axis", 2), (x) => inTurn(sections, x));
  },
  sosfiltfilt(args) {
    const sections = sectionsIn(option(args, "sos", 0));
    const filter = bothWays(sections, args, 3, sectionPadding(sections));
    return along(option(args, "x", 1), option(args, "axis", 2), filter);
  },
  /** Every `q`th value, after a filter of Chebyshev's. */
  decimate(args) {
    const step = numberAt(args, "q", 1);
    const order = numberOr(option(args, "n", 2), 8);
    const isTwice = flagOr(option(args, "zero_phase", 5), true);
    if (wordOr(option(args, "ftype", 3), "iir") !== "iir" || !Number.isInteger(step) || step < 1)
      throw new PyUnknown("this form of decimate is not evaluated here");
    const sections = sectionsIn(sectionsOf(filterOf(chebyshev1(order, 0.05), "low", [0.8 / step], false)));
    const none: PyArguments = { positional: [], named: new Map(), written: [] };
    const filter = isTwice
      ? bothWays(sections, none, 0, sectionPadding(sections))
      : (x: Float64Array) => inTurn(sections, x);
    return along(
      option(args, "x", 0),
      option(args, "axis", 4),
      (x) => filter(x).filter((_, i) => i % step === 0),
      { length: (n) => Math.ceil(n / step) },
    );
  },
};
