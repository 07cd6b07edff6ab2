import { MatlabError } from "../builtin.js";
import { pick } from "../indexing.js";
import { array, type Size, textOf, type Value } from "../values.js";
import { arrayAt, numberAt, realAt } from "./arguments.js";

export function find(args: readonly Value[], outputs: number): readonly Value[] {
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

export function sub2ind(args: readonly Value[]): Value {
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

export function ind2sub(args: readonly Value[], outputs: number): readonly Value[] {
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
