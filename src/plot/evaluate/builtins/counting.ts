import { NotKnown } from "../builtin.js";
import { allocate } from "../limits.js";
import { array, count, scalar, type Value } from "../values.js";
import { lengthAt, numberAt, realAt } from "./arguments.js";

/** How many of `values` fall between the edges, the last edge included in `histc` as a bin of its own. */
export function histc(args: readonly Value[]): Value {
  const [x, edges] = [realAt(args, 0), realAt(args, 1)];
  const n = edges.re.length;
  const counts = new Float64Array(n);
  for (const each of x.re) {
    if (each === edges.re[n - 1]) counts[n - 1] = (counts[n - 1] ?? 0) + 1;
    else
      for (let k = 0; k < n - 1; k++)
        if (each >= (edges.re[k] ?? 0) && each < (edges.re[k + 1] ?? 0)) counts[k] = (counts[k] ?? 0) + 1;
  }
  return array(x.size[0] === 1 ? [1, n] : [n, 1], counts);
}

/** `[counts, centers] = hist(x, bins)` */
export function hist(args: readonly Value[], outputs: number): readonly Value[] {
  const x = realAt(args, 0);
  if (outputs === 0) throw new NotKnown("hist draws here");
  const given = args[1] ? realAt(args, 1).re : Float64Array.of(10);
  const values = x.re.filter((each) => !Number.isNaN(each));
  const low = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const n = given.length === 1 ? lengthAt([scalar(given[0] ?? 10)], 0) : given.length;
  const centers =
    given.length === 1
      ? Float64Array.from({ length: n }, (_, k) => ((high - low) * (2 * k + 1) + 2 * n * low) / (2 * n))
      : given;
  const cutoffs = Float64Array.from(
    { length: n - 1 },
    (_, k) => ((centers[k] ?? 0) + (centers[k + 1] ?? 0)) / 2,
  );
  const counts = new Float64Array(n);
  for (const each of values) {
    // A value on the border of two bins belongs to the lower one.
    let k = 0;
    while (k < n - 1 && each > (cutoffs[k] ?? 0)) k++;
    counts[k] = (counts[k] ?? 0) + 1;
  }
  const norm = args[2] ? numberAt(args, 2) : undefined;
  const scaled = norm === undefined ? counts : counts.map((each) => (each * norm) / values.length);
  return [array([1, n], scaled), array([1, n], Float64Array.from(centers))];
}

export function accumarray(args: readonly Value[]): Value {
  const [at, values] = [realAt(args, 0), realAt(args, 1)];
  if (args[3]) throw new NotKnown("accumarray with a function is not computed here");
  const [rows = 0, columns = 1] = at.size;
  const asVector = columns === 1 || rows === 1;
  const n = asVector ? at.re.length : rows;
  const largest = (j: number): number => at.re.slice(j * n, (j + 1) * n).reduce((a, b) => Math.max(a, b), 0);
  const wanted = args[2] && realAt(args, 2).re.length > 0 ? [...realAt(args, 2).re] : undefined;
  const size = wanted ?? (asVector ? [largest(0), 1] : Array.from({ length: columns }, (_, j) => largest(j)));
  const re = allocate(count(size));
  for (let i = 0; i < n; i++) {
    let place = 0;
    let stride = 1;
    for (let d = 0; d < (asVector ? 1 : columns); d++) {
      place += ((at.re[i + d * n] ?? 1) - 1) * stride;
      stride *= size[d] ?? 1;
    }
    re[place] = (re[place] ?? 0) + (values.re[values.re.length === 1 ? 0 : i] ?? 0);
  }
  return array(size, re);
}
