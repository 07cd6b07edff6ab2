import { type Builtin, MatlabError, NotKnown } from "../builtin.js";
import { pick } from "../indexing.js";
import { allocate, reserve, spend } from "../limits.js";
import {
  type ArrayValue,
  array,
  cell,
  column,
  count,
  logical,
  type Size,
  scalar,
  text,
  textOf,
  textsOf,
  type Value,
} from "../values.js";
import { eachLine } from "./along.js";
import { arrayAt, type Builtins, dimensionAt, lengthAt, numberAt, realAt } from "./arguments.js";

/** NaN last, as MATLAB sorts. */
const ascending = (a: number, b: number): number =>
  Number.isNaN(a) ? (Number.isNaN(b) ? 0 : 1) : Number.isNaN(b) ? -1 : a - b;

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const hasWord = (args: readonly Value[], word: string): boolean =>
  args.some((each) => textOf(each)?.toLowerCase() === word);

function sort(args: readonly Value[]): readonly Value[] {
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

function compareRows(x: ArrayValue, keys: readonly number[]): (a: number, b: number) => number {
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

const rowPlaces = (x: ArrayValue, order: readonly number[]): Int32Array => {
  const [rows = 0, columns = 0] = x.size;
  return Int32Array.from(
    { length: order.length * columns },
    (_, at) => (order[at % order.length] ?? 0) + Math.floor(at / order.length) * rows,
  );
};

function sortrows(args: readonly Value[]): readonly Value[] {
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

function find(args: readonly Value[], outputs: number): readonly Value[] {
  const x = arrayAt(args, 0);
  const most = numberAt(args, 1, Number.POSITIVE_INFINITY);
  const last = textOf(args[2]) === "last";
  let found: number[] = [];
  for (let at = 0; at < x.re.length; at++) if (x.re[at] !== 0 || (x.im?.[at] ?? 0) !== 0) found.push(at);
  found = last ? found.slice(Math.max(0, found.length - most)) : found.slice(0, most);
  const isRow = x.size.length === 2 && x.size[0] === 1 && x.size[1] !== 1;
  const empty = x.size.length === 2 && x.size[0] === 0 && x.size[1] === 0;
  const size: Size = empty
    ? [0, 0]
    : isRow
      ? [1, found.length]
      : x.re.length === 1 && found.length === 0
        ? [0, 0]
        : [found.length, 1];
  const numbers = (f: (at: number) => number): Value => array(size, Float64Array.from(found, f));
  if (outputs < 2) return [numbers((at) => at + 1)];
  const [rows = 1] = x.size;
  return [
    numbers((at) => (at % rows) + 1),
    numbers((at) => Math.floor(at / rows) + 1),
    pick(x, Int32Array.from(found), size),
  ];
}

/** Sorted without repeats, with the places that they come from (the last, or the first) and go to. */
function uniqueKeys<K>(keys: readonly K[], order: (a: K, b: K) => number, stable: boolean) {
  const sorted = keys.map((_, i) => i).sort((a, b) => order(keys[a] as K, keys[b] as K) || a - b);
  const first: number[] = [];
  const last: number[] = [];
  const to = new Float64Array(keys.length);
  for (const at of sorted) {
    const before = first.at(-1);
    if (before === undefined || order(keys[before] as K, keys[at] as K) !== 0) {
      first.push(at);
      last.push(at);
    } else last[last.length - 1] = at;
    to[at] = first.length;
  }
  if (!stable) return { first, last, to };
  const kept = first.map((at, k) => ({ at, k })).sort((a, b) => a.at - b.at);
  const rank = new Map(kept.map(({ k }, i) => [k + 1, i + 1]));
  return {
    first: kept.map(({ at }) => at),
    last: kept.map(({ at }) => at),
    to: to.map((each) => rank.get(each) ?? each),
  };
}

function unique(args: readonly Value[]): readonly Value[] {
  const [x] = args;
  const stable = hasWord(args.slice(1), "stable");
  if (x?.kind === "cell" || x?.kind === "string") {
    const { first, to } = uniqueKeys(textsOf(x) ?? [], byText, stable);
    const size = x.size[0] === 1 && x.size[1] !== 1 ? [1, first.length] : [first.length, 1];
    return [pick(x, Int32Array.from(first), size), column(first.map((each) => each + 1)), column(to)];
  }
  const values = realAt(args, 0);
  if (hasWord(args.slice(1), "rows")) {
    const [rows = 0, columns = 0] = values.size;
    const order = compareRows(
      values,
      Array.from({ length: columns }, (_, j) => j + 1),
    );
    const { first, to } = uniqueKeys(
      Array.from({ length: rows }, (_, i) => i),
      order,
      stable,
    );
    return [
      pick(values, rowPlaces(values, first), [first.length, columns]),
      column(first.map((each) => each + 1)),
      column(to),
    ];
  }
  const { first: firstPlaces, last, to } = uniqueKeys([...values.re], ascending, stable);
  const first = hasWord(args.slice(1), "last") ? last : firstPlaces;
  const isRow = values.size[0] === 1 && values.re.length > 0;
  const size = values.re.length === 0 ? values.size : isRow ? [1, first.length] : [first.length, 1];
  return [pick(values, Int32Array.from(first), size), column(first.map((each) => each + 1)), column(to)];
}

/** Members of two sets, as numbers or as texts. */
function setOperation(keep: (inA: boolean, inB: boolean) => boolean): Builtin {
  return (args) => {
    const [a, b] = args;
    if (!a || !b) throw new MatlabError("Invalid call: not enough input arguments");
    if (a.kind === "cell" || b.kind === "cell" || a.kind === "string") {
      const [x, y] = [textsOf(a) ?? [], textsOf(b) ?? []];
      const all = [...new Set([...x, ...y])]
        .sort(byText)
        .filter((each) => keep(x.includes(each), y.includes(each)));
      return a.kind === "string"
        ? { kind: "string", size: [1, all.length], data: all }
        : cell([1, all.length], all.map(text));
    }
    const [x, y] = [realAt(args, 0), realAt(args, 1)];
    const [p, q] = [new Set(x.re), new Set(y.re)];
    const kept = [...new Set([...p, ...q])].filter((each) => keep(p.has(each), q.has(each)));
    const all = hasWord(args, "stable") ? kept : kept.sort(ascending);
    const upright = (v: ArrayValue): boolean => v.size[1] === 1 && v.re.length > 1;
    const isColumn =
      (upright(x) || x.re.length <= 1) && (upright(y) || y.re.length <= 1) && (upright(x) || upright(y));
    const values = array(isColumn ? [all.length, 1] : [1, all.length], Float64Array.from(all));
    const where = (v: ArrayValue): Value =>
      column(all.map((each) => v.re.lastIndexOf(each) + 1).filter((each) => each > 0));
    return [values, where(x), where(y)];
  };
}

function ismember(args: readonly Value[]): readonly Value[] {
  const [a, b] = args;
  if (b?.kind === "cell" || b?.kind === "string") {
    const list = textsOf(b) ?? [];
    const one = textOf(a);
    if (one !== undefined && a?.kind !== "cell")
      return [logical(list.includes(one)), scalar(list.indexOf(one) + 1)];
    const wanted = a?.kind === "cell" || a?.kind === "string" ? (textsOf(a) ?? []) : [];
    const size = a?.kind === "cell" || a?.kind === "string" ? a.size : [0, 0];
    const at = Float64Array.from(wanted, (each) => list.indexOf(each) + 1);
    return [
      array(
        size,
        at.map((each) => (each > 0 ? 1 : 0)),
        undefined,
        "logical",
      ),
      array(size, at),
    ];
  }
  const [x, set] = [realAt(args, 0), realAt(args, 1)];
  const place = new Map<number, number>();
  set.re.forEach((each, i) => {
    if (!place.has(each)) place.set(each, i + 1);
  });
  const at = x.re.map((each) => place.get(each) ?? 0);
  return [
    array(
      x.size,
      at.map((each) => (each > 0 ? 1 : 0)),
      undefined,
      "logical",
    ),
    array(x.size, at),
  ];
}

/** How many of `values` fall between the edges, the last edge included in `histc` as a bin of its own. */
function histc(args: readonly Value[]): Value {
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
function hist(args: readonly Value[], outputs: number): readonly Value[] {
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

function accumarray(args: readonly Value[]): Value {
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

function sub2ind(args: readonly Value[]): Value {
  const size = realAt(args, 0).re;
  const first = realAt(args, 1);
  let re = new Float64Array(first.re.length).fill(1);
  let stride = 1;
  args.slice(1).forEach((_, d) => {
    const at = realAt(args, d + 1).re;
    re = re.map((each, i) => {
      const k = at[i] ?? 1;
      if (k < 1 || k > (size[d] ?? 1)) throw new MatlabError("sub2ind: index out of range");
      return each + (k - 1) * stride;
    });
    stride *= size[d] ?? 1;
  });
  return array(first.size, re);
}

function ind2sub(args: readonly Value[], outputs: number): readonly Value[] {
  const size = realAt(args, 0).re;
  const at = realAt(args, 1);
  const n = Math.max(1, outputs);
  let rest = at.re.map((each) => each - 1);
  return Array.from({ length: n }, (_, d) => {
    const length = d === n - 1 ? Number.POSITIVE_INFINITY : (size[d] ?? 1);
    const now = rest.map((each) => (Number.isFinite(length) ? each % length : each) + 1);
    rest = rest.map((each) => Math.floor(each / length));
    return array(at.size, now);
  });
}

export const setFunctions: Builtins = {
  sort,
  sortrows,
  find,
  unique,
  union: setOperation((a, b) => a || b),
  intersect: setOperation((a, b) => a && b),
  setdiff: setOperation((a, b) => a && !b),
  setxor: setOperation((a, b) => a !== b),
  ismember,
  histc,
  hist,
  accumarray,
  stairs: (args, outputs) => {
    if (outputs < 2) throw new NotKnown("stairs draws here");
    const y = realAt(args, args.length - 1).re;
    const x = args.length > 1 ? realAt(args, 0).re : y.map((_, i) => i + 1);
    const n = y.length;
    const at = (values: Float64Array, shift: number): Float64Array =>
      Float64Array.from({ length: 2 * n - 1 }, (_, k) => values[(k + shift) >> 1] ?? 0);
    return [column(at(x, 1)), column(at(y, 0))];
  },
  sub2ind,
  ind2sub,
  lookup: (args) => {
    const [table, x] = [realAt(args, 0), realAt(args, 1)];
    return array(
      x.size,
      x.re.map((each) => table.re.filter((edge) => edge <= each).length),
    );
  },
  nchoosek: (args) => {
    const [set, k] = [realAt(args, 0), numberAt(args, 1)];
    if (set.re.length === 1) return scalar(choose(set.re[0] ?? 0, k));
    reserve(choose(set.re.length, k) * Math.max(1, k));
    const rows = combinations([...set.re], k);
    return array(
      [rows.length, k],
      Float64Array.from(
        { length: rows.length * k },
        (_, at) => rows[at % rows.length]?.[Math.floor(at / rows.length)] ?? 0,
      ),
    );
  },
  perms: (args) => {
    const values = realAt(args, 0).re;
    const n = values.length;
    const total = Array.from({ length: n }, (_, i) => i + 1).reduce((a, b) => a * b, 1);
    const re = allocate(total * n);
    const orders = permutations(Array.from({ length: n }, (_, i) => i)).reverse();
    orders.forEach((order, i) => {
      order.forEach((from, j) => {
        re[i + j * total] = values[from] ?? 0;
      });
    });
    return array([total, n], re);
  },
};

const choose = (n: number, k: number): number => {
  let result = 1;
  for (let i = 1; i <= Math.min(k, n - k); i++) result = (result * (n - Math.min(k, n - k) + i)) / i;
  return Math.round(result);
};

function combinations(values: readonly number[], k: number): number[][] {
  if (k === 0) return [[]];
  return values.flatMap((first, i) =>
    combinations(values.slice(i + 1), k - 1).map((rest) => [first, ...rest]),
  );
}

function permutations(values: readonly number[]): number[][] {
  if (values.length <= 1) return [[...values]];
  return values.flatMap((first, i) =>
    permutations([...values.slice(0, i), ...values.slice(i + 1)]).map((rest) => [first, ...rest]),
  );
}
