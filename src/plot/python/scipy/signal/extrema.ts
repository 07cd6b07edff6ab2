import { numberOr, vector } from "../../arrays.js";
import { option, type PyArguments, type PyFunction, PyUnknown, tuple } from "../../values.js";
import { lineOf, numberAt, wordOr } from "./arguments.js";

/** Places that are greater, or less, than `order` others on either side; beyond the ends stands the last value. */
const relative =
  (compare: (args: PyArguments) => (a: number, b: number) => boolean, first: number): PyFunction =>
  (args) => {
    const x = lineOf(option(args, "data", 0), "the signal");
    if (numberOr(option(args, "axis", first), 0) !== 0) throw new PyUnknown("there is no such axis");
    const order = option(args, "order", first + 1) === undefined ? 1 : numberAt(args, "order", first + 1);
    const mode = wordOr(option(args, "mode", first + 2), "clip");
    const is = compare(args);
    if (mode !== "clip" && mode !== "wrap") throw new PyUnknown("there is no such mode");
    const at = (i: number): number =>
      x[mode === "wrap" ? (i + x.length * order) % x.length : Math.min(Math.max(i, 0), x.length - 1)] ?? 0;
    const found = [...x.keys()].filter((i) => {
      for (let k = 1; k <= order; k++) if (!is(at(i), at(i + k)) || !is(at(i), at(i - k))) return false;
      return true;
    });
    return tuple([vector(found, "int")]);
  };

const comparators: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  "numpy.greater": (a, b) => a > b,
  "numpy.greater_equal": (a, b) => a >= b,
  "numpy.less": (a, b) => a < b,
  "numpy.less_equal": (a, b) => a <= b,
};

function comparatorIn(args: PyArguments): (a: number, b: number) => boolean {
  const value = option(args, "comparator", 1);
  const found = value?.kind === "module" ? comparators[value.name] : undefined;
  if (!found) throw new PyUnknown("the comparison is not evaluated here");
  return found;
}

/** Places of extremes, whatever lies between them. */
export const extremaFunctions: Readonly<Record<string, PyFunction>> = {
  argrelextrema: relative(comparatorIn, 2),
  argrelmax: relative(() => (a, b) => a > b, 1),
  argrelmin: relative(() => (a, b) => a < b, 1),
};
