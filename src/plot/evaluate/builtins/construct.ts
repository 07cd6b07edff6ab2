import { elementwise } from "../arithmetic.js";
import { type Builtin, MatlabError } from "../builtin.js";
import { joined } from "../concatenate.js";
import { pick } from "../indexing.js";
import { allocate, reserve } from "../limits.js";
import { identity, range } from "../matrix.js";
import { fitted, isIntegerClass } from "../numericClass.js";
import {
  type ArrayClass,
  type ArrayValue,
  array,
  cell,
  count,
  emptyArray,
  isSingle,
  isUncertain,
  normalSize,
  type Size,
  scalar,
  sizeOf,
  textOf,
  type Value,
} from "../values.js";
import { eachLine } from "./along.js";
import { arrayAt, type Builtins, isVector, numberAt, realAt, sizeFrom } from "./arguments.js";

const classAsked = (args: readonly Value[]): ArrayClass => {
  const names = args.map(textOf);
  const name = names.find((each) => each !== undefined && each !== "like");
  if (name === "single" || name === "logical" || (name !== undefined && isIntegerClass(name))) return name;
  const model = names.at(-2) === "like" ? args.at(-1) : undefined;
  return model?.kind === "array" ? model.class : "double";
};

const filled =
  (value: number, type?: ArrayClass): Builtin =>
  (args) => {
    const size = sizeFrom(args);
    return array(size, allocate(count(size)).fill(value), undefined, type ?? classAsked(args));
  };

/** `imaginary unit`, as a function without arguments. */
const imaginary: Builtin = () => array([1, 1], Float64Array.of(0), Float64Array.of(1));

function epsilon(args: readonly Value[]): Value {
  const [first] = args;
  if (first?.kind !== "array" || first.class === "char" || args.length > 1)
    return textOf(first) === "single"
      ? scalar(2 ** -23)
      : array(sizeFrom(args), allocate(count(sizeFrom(args))).fill(Number.EPSILON));
  const re = first.re.map((x) =>
    x === 0 ? 2 ** -1074 : Number.isFinite(x) ? 2 ** (Math.floor(Math.log2(Math.abs(x))) - 52) : Number.NaN,
  );
  return array(first.size, re);
}

function linspace(args: readonly Value[]): Value {
  const [from, to] = [arrayAt(args, 0), arrayAt(args, 1)];
  const n = Math.max(1, Math.floor(numberAt(args, 2, 100)));
  const [a, b] = [from.re[0] ?? 0, to.re[0] ?? 0];
  const re = allocate(n);
  const step = (b - a) / (n - 1);
  for (let i = 0; i < n; i++) re[i] = a + i * step;
  re[n - 1] = b;
  if (!from.im && !to.im) return array([1, n], re);
  const im = allocate(n);
  const [c, d] = [from.im?.[0] ?? 0, to.im?.[0] ?? 0];
  for (let i = 0; i < n; i++) im[i] = c + (i * (d - c)) / (n - 1);
  im[n - 1] = d;
  return array([1, n], re, im);
}

function logspace(args: readonly Value[]): Value {
  const [a, b] = [numberAt(args, 0), numberAt(args, 1)];
  const n = Math.max(1, Math.floor(numberAt(args, 2, 50)));
  // MATLAB: an upper end of π means π itself.
  const end = b === Math.PI ? Math.log10(Math.PI) : b;
  const re = allocate(n);
  for (let i = 0; i < n; i++) re[i] = 10 ** (a + (i * (end - a)) / Math.max(1, n - 1));
  re[n - 1] = 10 ** end;
  return array([1, n], re);
}

/** The places in `x` of the elements of an array made of copies of it. */
export function repmat(args: readonly Value[]): Value {
  const [x] = args;
  if (!x) throw new MatlabError("Invalid call to repmat");
  const times = sizeFrom(args.slice(1));
  const size = sizeOf(x);
  if (isUncertain(x) || isSingle(x) || !size) return x;
  const rank = Math.max(size.length, times.length);
  const shape = Array.from({ length: rank }, (_, d) => (size[d] ?? 1) * (times[d] ?? 1));
  const n = count(shape);
  reserve(n);
  const places = new Int32Array(n);
  const at = new Array<number>(rank).fill(0);
  for (let i = 0; i < n; i++) {
    let place = 0;
    let stride = 1;
    for (let d = 0; d < rank; d++) {
      const length = size[d] ?? 1;
      place += ((at[d] ?? 0) % length) * stride;
      stride *= length;
    }
    places[i] = place;
    for (let d = 0; d < rank; d++) {
      const k = (at[d] ?? 0) + 1;
      at[d] = k < (shape[d] ?? 1) ? k : 0;
      if (at[d] !== 0) break;
    }
  }
  return pick(x, places, normalSize(shape));
}

/** The size that `reshape` is asked for, with at most one `[]`. @throws {MatlabError} */
export function reshapedSize(args: readonly Value[], total: number): Size {
  if (args.length === 1) return normalSize(Array.from(arrayAt(args, 0).re));
  const known = args.map((each) => (each.kind === "array" && each.re.length === 0 ? undefined : each));
  const product = known.reduce((n, each, i) => (each ? n * numberAt(args, i) : n), 1);
  return normalSize(known.map((each, i) => (each ? numberAt(args, i) : total / product)));
}

export function reshape(args: readonly Value[]): Value {
  const [x, ...rest] = args;
  const size = x && sizeOf(x);
  if (!x || !size) return x ?? emptyArray;
  const wanted = reshapedSize(rest, count(size));
  if (count(wanted) !== count(size))
    throw new MatlabError(`reshape: can't reshape ${size.join("x")} array to ${wanted.join("x")} array`);
  return isSingle(x) ? x : { ...x, size: wanted };
}

function grids(args: readonly Value[], outputs: number, swapped: boolean): readonly Value[] {
  if (!swapped && args.length === 1 && outputs <= 1)
    return [array([arrayAt(args, 0).re.length, 1], arrayAt(args, 0).re)];
  const n = Math.max(args.length, Math.min(outputs, 3), 2);
  const axes = Array.from({ length: n }, (_, i) => arrayAt(args, args.length === 1 ? 0 : i));
  const order =
    swapped && n >= 2 ? [1, 0, ...Array.from({ length: n - 2 }, (_, i) => i + 2)] : axes.map((_, i) => i);
  const size = order.map((i) => axes[i]?.re.length ?? 0);
  return axes.map((axis, i) => {
    const dimension = order.indexOf(i);
    const re = allocate(count(size));
    eachLine(size, dimension, (start, stride, length) => {
      for (let k = 0; k < length; k++) re[start + k * stride] = axis.re[k] ?? 0;
    });
    return array(normalSize(size), re);
  });
}

function diag(args: readonly Value[]): Value {
  const x = arrayAt(args, 0);
  const shift = numberAt(args, 1, 0);
  const [rows = 0, columns = 0] = x.size;
  if (x.size.length > 2) throw new MatlabError("Matrix must be 2-dimensional");
  if (isVector(x.size) && x.re.length > 0) {
    const n = x.re.length + Math.abs(shift);
    const re = allocate(n * n);
    const im = x.im ? allocate(n * n) : undefined;
    for (let k = 0; k < x.re.length; k++) {
      const at = k + Math.max(0, -shift) + (k + Math.max(0, shift)) * n;
      re[at] = x.re[k] ?? 0;
      if (im) im[at] = x.im?.[k] ?? 0;
    }
    return array([n, n], re, im);
  }
  const places: number[] = [];
  for (let i = Math.max(0, -shift), j = Math.max(0, shift); i < rows && j < columns; i++, j++)
    places.push(i + j * rows);
  return pick(x, Int32Array.from(places), [places.length, 1]);
}

const triangle =
  (inside: (i: number, j: number, k: number) => boolean): Builtin =>
  (args) => {
    const x = arrayAt(args, 0);
    const k = numberAt(args, 1, 0);
    const [rows = 0] = x.size;
    const keep = (part: Float64Array): Float64Array =>
      part.map((each, at) => (inside(at % rows, Math.floor(at / rows), k) ? each : 0));
    return x.im ? { ...x, re: keep(x.re), im: keep(x.im) } : { ...x, re: keep(x.re) };
  };

function magic(args: readonly Value[]): Value {
  const n = Math.floor(numberAt(args, 0));
  if (n < 1) return emptyArray;
  const at = (i: number, j: number): number => i + j * n;
  const re = allocate(n * n);
  if (n % 2 === 1)
    oddMagic(n, (i, j, value) => {
      re[at(i, j)] = value;
    });
  else if (n % 4 === 0) {
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        const value = i * n + j + 1;
        const same = Math.floor(((i + 1) % 4) / 2) === Math.floor(((j + 1) % 4) / 2);
        re[at(i, j)] = same ? n * n + 1 - value : value;
      }
  } else {
    const p = n / 2;
    oddMagic(p, (i, j, value) => {
      re[at(i, j)] = value;
      re[at(i + p, j + p)] = value + p * p;
      re[at(i, j + p)] = value + 2 * p * p;
      re[at(i + p, j)] = value + 3 * p * p;
    });
    const k = (n - 2) / 4;
    const columns = [
      ...Array.from({ length: k }, (_, c) => c),
      ...Array.from({ length: Math.max(0, k - 1) }, (_, c) => n - 1 - c),
    ];
    if (n > 2)
      for (let i = 0; i < p; i++)
        for (const c of columns) {
          const j = i === Math.floor(p / 2) && c < k ? c + 1 : c;
          const held = re[at(i, j)] ?? 0;
          re[at(i, j)] = re[at(i + p, j)] ?? 0;
          re[at(i + p, j)] = held;
        }
    else return array([2, 2], Float64Array.of(4, 3, 1, 2));
  }
  return array([n, n], re);
}

/** The siamese method, in MATLAB's orientation. */
function oddMagic(n: number, set: (i: number, j: number, value: number) => void): void {
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      const a = (i + j + 2 - (n + 3) / 2 + 2 * n) % n;
      const b = (i + 1 + 2 * (j + 1) - 2 + 2 * n) % n;
      set(i, j, n * a + b + 1);
    }
}

function kron(args: readonly Value[]): Value {
  const [a, b] = [arrayAt(args, 0), arrayAt(args, 1)];
  const [m = 0, n = 0] = a.size;
  const rows = Array.from({ length: m }, (_, i) =>
    joined(
      1,
      Array.from({ length: n }, (_, j) => elementwise(".*", pick(a, Int32Array.of(i + j * m), [1, 1]), b)),
    ),
  );
  return joined(0, rows);
}

function blkdiag(args: readonly Value[]): Value {
  const blocks = args.map((_, i) => arrayAt(args, i));
  const rows = blocks.reduce((n, each) => n + (each.size[0] ?? 0), 0);
  const columns = blocks.reduce((n, each) => n + (each.size[1] ?? 0), 0);
  const re = allocate(rows * columns);
  let [top, left] = [0, 0];
  for (const {
    size: [m = 0, n = 0],
    re: from,
  } of blocks) {
    for (let j = 0; j < n; j++)
      for (let i = 0; i < m; i++) re[top + i + (left + j) * rows] = from[i + j * m] ?? 0;
    top += m;
    left += n;
  }
  return array([rows, columns], re);
}

const matrixFrom = (m: number, n: number, f: (i: number, j: number) => number): ArrayValue => {
  const re = allocate(m * n);
  for (let j = 0; j < n; j++) for (let i = 0; i < m; i++) re[i + j * m] = f(i, j);
  return array([m, n], re);
};

function toeplitz(args: readonly Value[]): Value {
  const first = realAt(args, 0).re;
  const top = args[1] ? realAt(args, 1).re : first;
  return matrixFrom(first.length, top.length, (i, j) => (i >= j ? first[i - j] : top[j - i]) ?? 0);
}

function hankel(args: readonly Value[]): Value {
  const first = realAt(args, 0).re;
  const last = args[1] ? realAt(args, 1).re : new Float64Array(first.length);
  const n = last.length;
  return matrixFrom(
    first.length,
    n,
    (i, j) => (i + j < first.length ? first[i + j] : last[i + j - first.length + 1]) ?? 0,
  );
}

function vander(args: readonly Value[]): Value {
  const { re } = realAt(args, 0);
  const n = numberAt(args, 1, re.length);
  return matrixFrom(re.length, n, (i, j) => (re[i] ?? 0) ** (n - 1 - j));
}

function colon(args: readonly Value[]): Value {
  const last = numberAt(args, args.length - 1);
  return range(numberAt(args, 0), args.length > 2 ? numberAt(args, 1) : 1, last);
}

export const constructors: Builtins = {
  zeros: filled(0),
  ones: filled(1),
  NaN: filled(Number.NaN),
  nan: filled(Number.NaN),
  NA: filled(Number.NaN),
  Inf: filled(Number.POSITIVE_INFINITY),
  inf: filled(Number.POSITIVE_INFINITY),
  true: filled(1, "logical"),
  false: filled(0, "logical"),
  pi: filled(Math.PI),
  e: filled(Math.E),
  eps: epsilon,
  i: imaginary,
  j: imaginary,
  I: imaginary,
  J: imaginary,
  realmax: filled(Number.MAX_VALUE),
  realmin: filled(2 ** -1022),
  flintmax: filled(2 ** 53),
  intmax: (args) => integerBound(args, 1),
  intmin: (args) => integerBound(args, 0),
  eye: (args) => {
    const [m = 1, n = 1] = sizeFrom(args);
    return { ...identity(m, n), class: classAsked(args) };
  },
  cell: (args) => {
    const size = args.length === 0 ? [0, 0] : sizeFrom(args);
    // An empty matrix in each takes more room than a number.
    reserve(count(size) * 4);
    return cell(size, new Array<Value>(count(size)).fill(emptyArray));
  },
  linspace,
  logspace,
  colon,
  diag,
  tril: triangle((i, j, k) => j - i <= k),
  triu: triangle((i, j, k) => j - i >= k),
  magic,
  kron,
  blkdiag,
  toeplitz,
  hankel,
  vander,
  hilb: (args) => matrixFrom(numberAt(args, 0), numberAt(args, 0), (i, j) => 1 / (i + j + 1)),
  pascal: (args) => matrixFrom(numberAt(args, 0), numberAt(args, 0), (i, j) => binomial(i + j, i)),
  meshgrid: (args, outputs) => grids(args, outputs, true),
  ndgrid: (args, outputs) => grids(args, outputs, false),
};

function integerBound(args: readonly Value[], side: 0 | 1): Value {
  const name = textOf(args[0]) ?? "int32";
  if (!isIntegerClass(name)) throw new MatlabError(`not an integer class: ${name}`);
  return array(
    [1, 1],
    Float64Array.of(fitted(side ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY, name)),
    undefined,
    name,
  );
}

export function binomial(n: number, k: number): number {
  let result = 1;
  const m = Math.min(k, n - k);
  if (m < 0) return 0;
  for (let i = 1; i <= m; i++) result = (result * (n - m + i)) / i;
  return Math.round(result);
}
