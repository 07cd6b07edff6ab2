import { type NdArray, needArray, numberOr, vector } from "../../arrays.js";
import { textKey } from "../../dictionaries.js";
import {
  isMissing,
  known,
  option,
  type PyArguments,
  type PyDict,
  type PyFunction,
  PyUnknown,
  type PyValue,
  tuple,
} from "../../values.js";
import { lineOf } from "./arguments.js";

/** Where values are greater than those around; where several are equal, their middle. */
function localMaxima(x: Float64Array): { peaks: number[]; left: number[]; right: number[] } {
  const at = (i: number): number => x[i] ?? Number.NaN;
  const found = { peaks: [] as number[], left: [] as number[], right: [] as number[] };
  for (let i = 1; i < x.length - 1; i++) {
    if (!(at(i - 1) < at(i))) continue;
    let ahead = i + 1;
    while (ahead < x.length - 1 && at(ahead) === at(i)) ahead++;
    if (!(at(ahead) < at(i))) continue;
    found.peaks.push((i + ahead - 1) >> 1);
    found.left.push(i);
    found.right.push(ahead - 1);
    i = ahead - 1;
  }
  return found;
}

/**
 * Which peaks are left when the higher ones come first and keep others `distance` away.
 *
 * @throws {PyUnknown} where two of the same height are in each other's way: NumPy sorts them in an order of its own.
 */
function keptApart(x: Float64Array, peaks: readonly number[], distance: number): boolean[] {
  const height = (k: number): number => x[peaks[k] ?? 0] ?? 0;
  const keep = peaks.map(() => true);
  const clear = (from: number, step: 1 | -1): void => {
    const place = peaks[from] ?? 0;
    for (
      let k = from + step;
      Math.abs((peaks[k] ?? Number.POSITIVE_INFINITY) - place) < distance;
      k += step
    ) {
      if (keep[k] && height(k) === height(from))
        throw new PyUnknown("peaks of the same height are too close to one another");
      keep[k] = false;
    }
  };
  for (const k of [...peaks.keys()].sort((i, j) => height(j) - height(i))) {
    if (!keep[k]) continue;
    clear(k, -1);
    clear(k, 1);
  }
  return keep;
}

interface Prominence {
  readonly value: number;
  readonly left: number;
  readonly right: number;
}

/** How far one must go down from a peak to come to a higher one, and where the lowest places on either side are. */
function prominenceOf(x: Float64Array, peak: number, reach: number): Prominence {
  const at = (i: number): number => x[i] ?? 0;
  const lowest = (step: 1 | -1): number => {
    let best = peak;
    for (let i = peak; i >= 0 && i < x.length && Math.abs(i - peak) <= reach && at(i) <= at(peak); i += step)
      if (at(i) < at(best)) best = i;
    return best;
  };
  const [left, right] = [lowest(-1), lowest(1)];
  return { value: at(peak) - Math.max(at(left), at(right)), left, right };
}

interface Width {
  readonly value: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
}

/** How wide a peak is at a share of its prominence, straight between the values. */
function widthOf(x: Float64Array, peak: number, { value, left, right }: Prominence, share: number): Width {
  const at = (i: number): number => x[i] ?? 0;
  const height = at(peak) - value * share;
  const crossing = (step: 1 | -1, end: number): number => {
    let i = peak;
    while (i !== end && height < at(i)) i += step;
    return at(i) < height ? i - (step * (height - at(i))) / (at(i - step) - at(i)) : i;
  };
  const [from, to] = [crossing(-1, left), crossing(1, right)];
  return { value: to - from, height, left: from, right: to };
}

/** A number, or the least and the greatest; for each place of the signal where it is given so. */
function boundsIn(value: PyValue, n: number): (i: number) => readonly [number, number] {
  const given = known(value);
  const isPair =
    given.kind === "list" || (given.kind === "array" && given.data.length === 2 && given.shape.length === 1);
  const [low, high] = !isPair
    ? [given, undefined]
    : given.kind === "list"
      ? given.items
      : [...given.data].map((each) => vector([each]));
  if (given.kind === "list" && given.items.length !== 2)
    throw new PyUnknown("this condition is not evaluated here");
  const bound = (part: PyValue | undefined, usual: number): ((i: number) => number) => {
    if (part === undefined || part.kind === "none") return () => usual;
    const { data }: NdArray = needArray(part, "the condition");
    if (data.length !== 1 && data.length !== n) throw new PyUnknown("this condition is not evaluated here");
    return (i) => data[data.length === 1 ? 0 : i] ?? usual;
  };
  const [least, most] = [bound(low, Number.NEGATIVE_INFINITY), bound(high, Number.POSITIVE_INFINITY)];
  return (i) => [least(i), most(i)];
}

/** How far a search for the lowest places goes. */
function reachIn(args: PyArguments, at: number): number {
  const length = numberOr(option(args, "wlen", at), Number.POSITIVE_INFINITY);
  if (!(length > 1)) throw new PyUnknown("there is no such window");
  return Math.floor(Math.ceil(length) / 2);
}

/** The peaks that are left and what is known of them, condition by condition. */
const findPeaks: PyFunction = (args) => {
  const x = lineOf(option(args, "x", 0), "the signal");
  const names = ["height", "threshold", "distance", "prominence", "width"];
  const [height, threshold, distance, prominence, width] = names.map((name, i) => {
    const value = option(args, name, i + 1);
    return isMissing(value) ? undefined : value;
  });
  const reach = reachIn(args, 6);
  const share = numberOr(option(args, "rel_height", 7), 0.5);
  const plateau = option(args, "plateau_size", 8);
  const at = (i: number): number => x[i] ?? 0;
  const maxima = localMaxima(x);
  let peaks = maxima.peaks;
  const properties = new Map<string, { values: number[]; isPlace: boolean }>();
  const note = (name: string, values: number[], isPlace = false): void => {
    properties.set(name, { values, isPlace });
  };
  const keep = (fits: (peak: number, k: number) => boolean): void => {
    const kept = peaks.map(fits);
    for (const each of properties.values()) each.values = each.values.filter((_, k) => kept[k]);
    peaks = peaks.filter((_, k) => kept[k]);
  };
  const within = (bounds: PyValue, of: readonly number[]): void => {
    const limits = boundsIn(bounds, x.length);
    keep((peak, k) => {
      const [low, high] = limits(peak);
      return (of[k] ?? 0) >= low && (of[k] ?? 0) <= high;
    });
  };
  if (plateau !== undefined && !isMissing(plateau)) {
    const sizes = maxima.left.map((left, k) => (maxima.right[k] ?? 0) - left + 1);
    note("plateau_sizes", sizes, true);
    note("left_edges", maxima.left, true);
    note("right_edges", maxima.right, true);
    within(plateau, sizes);
  }
  if (height) {
    note("peak_heights", peaks.map(at));
    within(height, peaks.map(at));
  }
  if (threshold) {
    const [left, right] = [-1, 1].map((step) => peaks.map((peak) => at(peak) - at(peak + step)));
    note("left_thresholds", left ?? []);
    note("right_thresholds", right ?? []);
    const limits = boundsIn(threshold, x.length);
    keep((peak, k) => {
      const [low, high] = limits(peak);
      const steps = [left?.[k] ?? 0, right?.[k] ?? 0];
      return Math.min(...steps) >= low && Math.max(...steps) <= high;
    });
  }
  if (distance) {
    const apart = numberOr(distance, 1);
    if (!(apart >= 1)) throw new PyUnknown("there is no such distance");
    const kept = keptApart(x, peaks, Math.ceil(apart));
    keep((_, k) => kept[k] === true);
  }
  if (prominence || width) {
    const found = peaks.map((peak) => prominenceOf(x, peak, reach));
    note(
      "prominences",
      found.map(({ value }) => value),
    );
    note(
      "left_bases",
      found.map(({ left }) => left),
      true,
    );
    note(
      "right_bases",
      found.map(({ right }) => right),
      true,
    );
    if (prominence)
      within(
        prominence,
        found.map(({ value }) => value),
      );
  }
  if (width) {
    const widths = peaks.map((peak) => widthOf(x, peak, prominenceOf(x, peak, reach), share));
    note(
      "widths",
      widths.map(({ value }) => value),
    );
    note(
      "width_heights",
      widths.map((each) => each.height),
    );
    note(
      "left_ips",
      widths.map(({ left }) => left),
    );
    note(
      "right_ips",
      widths.map(({ right }) => right),
    );
    within(
      width,
      widths.map(({ value }) => value),
    );
  }
  const entries: PyDict["entries"] = new Map(
    [...properties].map(([name, { values, isPlace }]) =>
      textKey(name, vector(values, isPlace ? "int" : "float")),
    ),
  );
  return tuple([vector(peaks, "int"), { kind: "dict", entries }]);
};

const peaksIn = (args: PyArguments): number[] => [...lineOf(option(args, "peaks", 1), "the peaks")];

const prominences: PyFunction = (args) => {
  const x = lineOf(option(args, "x", 0), "the signal");
  const reach = reachIn(args, 2);
  const found = peaksIn(args).map((peak) => prominenceOf(x, peak, reach));
  return tuple([
    vector(found.map(({ value }) => value)),
    vector(
      found.map(({ left }) => left),
      "int",
    ),
    vector(
      found.map(({ right }) => right),
      "int",
    ),
  ]);
};

const widths: PyFunction = (args) => {
  const x = lineOf(option(args, "x", 0), "the signal");
  const share = numberOr(option(args, "rel_height", 2), 0.5);
  if (!isMissing(option(args, "prominence_data", 3)))
    throw new PyUnknown("prominence_data is not evaluated here");
  const reach = reachIn(args, 4);
  const found = peaksIn(args).map((peak) => widthOf(x, peak, prominenceOf(x, peak, reach), share));
  const parts = ["value", "height", "left", "right"] as const;
  return tuple(parts.map((part) => vector(found.map((each) => each[part]))));
};

/** Peaks, and how much they stand out. */
export const peakFunctions: Readonly<Record<string, PyFunction>> = {
  find_peaks: findPeaks,
  peak_prominences: prominences,
  peak_widths: widths,
};
