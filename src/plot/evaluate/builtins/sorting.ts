import { pick } from "../indexing.js";
import { allocate, spend } from "../limits.js";
import { type ArrayValue, array, column, textOf, textsOf, type Value } from "../values.js";
import { eachLine } from "./along.js";
import { arrayAt, dimensionAt, realAt } from "./arguments.js";

/** NaN last, as MATLAB sorts. */
export const ascending = (a: number, b: number): number =>
  Number.isNaN(a) ? (Number.isNaN(b) ? 0 : 1) : Number.isNaN(b) ? -1 : a - b;

export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const hasWord = (args: readonly Value[], word: string): boolean =>
  args.some((each) => textOf(each)?.toLowerCase() === word);

export function sort(args: readonly Value[]): readonly Value[] {
  const [first] = args;
  const down = hasWord(args.slice(1), "descend");
  const plain = args.filter((each, i) => i === 0 || textOf(each) === undefined);
  if (first?.kind === "cell" || first?.kind === "string") {
    const texts = textsOf(first) ?? [];
    const order = texts
      .map((_, i) => i)
      .sort((a, b) => (down ? -1 : 1) * byText(texts[a] ?? "", texts[b] ?? ""));
    return [
      pick(first, Int32Array.from(order), first.size),
      array(
        first.size,
        Float64Array.from(order, (each) => each + 1),
      ),
    ];
  }
  const x = arrayAt(args, 0);
  const dimension = dimensionAt(plain, 1, x.size);
  const places = new Int32Array(x.re.length);
  const index = allocate(x.re.length);
  spend(x.re.length * 4);
  const { re, im } = x;
  const size = im ? re.map((each, i) => Math.hypot(each, im[i] ?? 0)) : re;
  const order = (a: number, b: number): number =>
    ascending(size[a] ?? 0, size[b] ?? 0) ||
    (im ? Math.atan2(im[a] ?? 0, re[a] ?? 0) - Math.atan2(im[b] ?? 0, re[b] ?? 0) : 0);
  eachLine(x.size, dimension, (start, stride, n) => {
    const line = Array.from({ length: n }, (_, i) => start + i * stride);
    line.sort(down ? (a, b) => order(b, a) : order);
    line.forEach((from, i) => {
      places[start + i * stride] = from;
      index[start + i * stride] = (from - start) / stride + 1;
    });
  });
  return [pick(x, places, x.size), array(x.size, index)];
}

export function compareRows(x: ArrayValue, keys: readonly number[]): (a: number, b: number) => number {
  const [rows = 0] = x.size;
  return (a, b) => {
    for (const key of keys) {
      const k = (Math.abs(key) - 1) * rows;
      const difference = ascending(x.re[a + k] ?? 0, x.re[b + k] ?? 0);
      if (difference !== 0) return key < 0 ? -difference : difference;
    }
    return 0;
  };
}

export const rowPlaces = (x: ArrayValue, order: readonly number[]): Int32Array => {
  const [rows = 0, columns = 0] = x.size;
  return Int32Array.from(
    { length: order.length * columns },
    (_, at) => (order[at % order.length] ?? 0) + Math.floor(at / order.length) * rows,
  );
};

export function sortrows(args: readonly Value[]): readonly Value[] {
  const x = realAt(args, 0);
  const [rows = 0, columns = 0] = x.size;
  const keys =
    args[1] && textOf(args[1]) === undefined
      ? [...realAt(args, 1).re]
      : Array.from({ length: columns }, (_, j) => j + 1);
  const order = Array.from({ length: rows }, (_, i) => i).sort(
    compareRows(x, hasWord(args, "descend") ? keys.map((each) => -each) : keys),
  );
  return [pick(x, rowPlaces(x, order), x.size), column(order.map((each) => each + 1))];
}
