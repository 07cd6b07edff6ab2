import { NotKnown } from "../builtin.js";
import { type ArrayValue, textOf, type Value } from "../values.js";
import { arrayAt, dimensionAt } from "./arguments.js";

/** What `max` and its like do anyway; they pass over NaN. */
export const omitsAnyway = /^(?:omitnan|omitmissing|forward)$/;

interface LineArguments {
  readonly x: ArrayValue;
  readonly dimension: number;
  /** NaN is passed over. */
  readonly omits: boolean;
  /** The lines are gone along from their ends. */
  readonly isReversed: boolean;
}

/** Words that ask for what is done anyway. */
const usualWords = /^(?:includenan|includemissing|default|double|native|forward)$/;

/**
 * The argument and the dimension to reduce: the second argument, or the first that is not 1; `'all'` makes one line of all.
 *
 * @throws {NotKnown} for words and lists of dimensions that are not computed here.
 */
export function lineArguments(args: readonly Value[], place = 1, words = usualWords): LineArguments {
  const whole = arrayAt(args, 0);
  const said = args.slice(1).flatMap((each) => textOf(each)?.toLowerCase() ?? []);
  const plain = args.filter((each, i) => i === 0 || textOf(each) === undefined);
  const has = (...names: string[]): boolean => said.some((word) => names.includes(word));
  const other = said.find((word) => !/^(?:all|omitnan|omitmissing|reverse)$/.test(word) && !words.test(word));
  if (other !== undefined) throw new NotKnown(`the option '${other}' is not computed here`);
  const along = plain[place];
  const isListed = along?.kind === "array" && along.re.length > 1;
  const isAll = has("all") || (isListed && whole.size.every((n, i) => n === 1 || along.re.includes(i + 1)));
  if (isListed && !isAll) throw new NotKnown("a list of dimensions is not computed here");
  const x = isAll ? { ...whole, size: [whole.re.length, 1] } : whole;
  return {
    x,
    dimension: isAll ? 0 : dimensionAt(plain, place, x.size),
    omits: has("omitnan", "omitmissing"),
    isReversed: has("reverse"),
  };
}

/** A function of a line, which does not see NaN where that is passed over. */
export const omitting = (
  omits: boolean,
  f: (line: Float64Array) => number,
): ((line: Float64Array) => number) => (omits ? (line) => f(line.filter((each) => !Number.isNaN(each))) : f);

/** 0 by 0 counts as one empty line. */
export const lines = (x: ArrayValue, given: boolean): ArrayValue =>
  !given && x.size.length === 2 && x.size[0] === 0 && x.size[1] === 0 ? { ...x, size: [0, 1] } : x;

export const given = (args: readonly Value[], place = 1): boolean =>
  args.length > place && textOf(args[place]) === undefined;
