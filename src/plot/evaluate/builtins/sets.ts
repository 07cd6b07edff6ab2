import { type Builtin, MatlabError, NotKnown } from "../builtin.js";
import { pick } from "../indexing.js";
import { allocate, reserve } from "../limits.js";
import {
  type ArrayValue,
  array,
  cell,
  column,
  logical,
  scalar,
  text,
  textOf,
  textsOf,
  type Value,
} from "../values.js";
import { type Builtins, numberAt, realAt } from "./arguments.js";
import { choose, combinations, permutations } from "./combinations.js";
import { accumarray, hist, histc } from "./counting.js";
import { find, ind2sub, sub2ind } from "./places.js";
import { ascending, byText, compareRows, hasWord, rowPlaces, sort, sortrows } from "./sorting.js";

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
