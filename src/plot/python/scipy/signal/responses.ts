import { atFrequency } from "../../../evaluate/builtins/filters.js";
import { convolve } from "../../../evaluate/builtins/polynomials.js";
import { type Complex, divide, multiply } from "../../../evaluate/complex.js";
import { nd, needArray, numberOr, sized, vector } from "../../arrays.js";
import {
  isMissing,
  option,
  type PyArguments,
  type PyFunction,
  PyUnknown,
  type PyValue,
  tuple,
} from "../../values.js";
import { flagOr, lineOf } from "./arguments.js";
import { type Section, sectionsIn } from "./sections.js";

const fullTurn = 2 * Math.PI;

/** Where a response is asked for: so many frequencies from 0 on, or those that are given; in radians and in the unit of `fs`. */
function frequencies(
  args: PyArguments,
  name: string,
  first: number,
  rateAt: number,
): { radians: Float64Array; told: Float64Array } {
  const asked = option(args, name, first);
  const isWhole = flagOr(option(args, "whole", first + 1), false);
  const rate = numberOr(option(args, "fs", rateAt), fullTurn);
  const hasLast = flagOr(option(args, "include_nyquist", rateAt + 1), false) && !isWhole;
  const given = isMissing(asked) ? undefined : needArray(asked, "the frequencies");
  const count = given === undefined ? 512 : given.shape.length === 0 ? given.data[0] : undefined;
  const isCount = count !== undefined && (given === undefined || given.dtype === "int");
  if (given && !isCount) {
    const told = lineOf(given, "the frequencies");
    return { radians: told.map((each) => (fullTurn * each) / rate), told };
  }
  const n = sized(count ?? 0);
  const end = isWhole ? fullTurn : Math.PI;
  const radians = Float64Array.from({ length: n }, (_, k) => (end * k) / (hasLast ? n - 1 : n));
  return { radians, told: radians.map((each) => each * (rate / fullTurn)) };
}

function responseOf(sections: readonly Section[], radians: Float64Array): PyValue {
  const values = Array.from(radians, (w) =>
    sections.reduce<Complex>(
      (h, { b, a }) => multiply(h, divide(atFrequency(b, w), atFrequency(a, w))),
      [1, 0],
    ),
  );
  return nd(
    [values.length],
    Float64Array.from(values, ([re]) => re),
    "float",
    Float64Array.from(values, ([, im]) => im),
  );
}

const lineOr = (value: PyValue | undefined): Float64Array =>
  value === undefined ? Float64Array.of(1) : lineOf(value, "the filter");

const ofSections: PyFunction = (args) => {
  const sections = sectionsIn(option(args, "sos", 0));
  const { radians, told } = frequencies(args, "worN", 1, 3);
  return tuple([vector(told), responseOf(sections, radians)]);
};

/** How filters answer to frequencies. */
export const responseFunctions: Readonly<Record<string, PyFunction>> = {
  freqz(args) {
    const [b, a] = [lineOr(option(args, "b", 0)), lineOr(option(args, "a", 1))];
    if (!isMissing(option(args, "plot", 4))) throw new PyUnknown("plot of freqz is not evaluated here");
    const { radians, told } = frequencies(args, "worN", 2, 5);
    return tuple([vector(told), responseOf([{ b, a }], radians)]);
  },
  sosfreqz: ofSections,
  freqz_sos: ofSections,
  freqs(args) {
    const [b, a] = [lineOr(option(args, "b", 0)), lineOr(option(args, "a", 1))];
    const asked = option(args, "worN", 2);
    const given = isMissing(asked) ? undefined : needArray(asked, "the frequencies");
    if (given?.shape.length !== 1) throw new PyUnknown("SciPy chooses the frequencies");
    const at = (p: Float64Array, w: number): Complex =>
      p.reduce<Complex>(([re, im], each) => [each - im * w, re * w], [0, 0]);
    const values = Array.from(given.data, (w) => divide(at(b, w), at(a, w)));
    const h = nd(
      [values.length],
      Float64Array.from(values, ([re]) => re),
      "float",
      Float64Array.from(values, ([, im]) => im),
    );
    return tuple([vector(given.data), h]);
  },
  group_delay(args) {
    const system = option(args, "system", 0);
    if (system?.kind !== "list" || system.items.length !== 2)
      throw new PyUnknown("the filter is not evaluated here");
    const [b, a] = [lineOr(system.items[0]), lineOr(system.items[1])];
    const { radians, told } = frequencies(args, "w", 1, 3);
    const both = convolve(b, a.slice().reverse());
    const ramp = both.map((each, k) => each * k);
    const delays = radians.map((w) => {
      const delay = divide(atFrequency(ramp, w), atFrequency(both, w))[0] - (a.length - 1);
      return Number.isFinite(delay) ? delay : 0;
    });
    return tuple([vector(told), vector(delays)]);
  },
};
