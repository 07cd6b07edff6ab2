import { leastSquares } from "../../evaluate/leastSquares.js";
import {
  arithmeticType,
  countOf,
  type NdArray,
  nd,
  needArray,
  needNumbers,
  num,
  numberIn,
  numberOr,
  reshaped,
  sized,
  transposed,
  vector,
} from "../arrays.js";
import { both, elementwise } from "../operators.js";
import { option, type PyArguments, type PyFunction, PyUnknown, type PyValue, tuple } from "../values.js";
import { borrowed, inColumns, inRows } from "./borrowed.js";

/** `a @ b` of vectors and matrices, and of stacks of matrices with one matrix. */
export function matrixProduct(left: PyValue | undefined, right: PyValue | undefined): PyValue {
  return both(left, right, (a, b) => {
    if (a.im || b.im) throw new PyUnknown("products of complex matrices are not evaluated here");
    if (b.shape.length > 2)
      throw new PyUnknown("products of more than two dimensions are not evaluated here");
    if (a.shape.length === 0 || b.shape.length === 0) throw new PyUnknown("a matrix is needed here");
    const p = reshaped(a, [countOf(a.shape.slice(0, -1)), a.shape.at(-1) ?? 1]);
    const q = b.shape.length === 1 ? reshaped(b, [-1, 1]) : b;
    const [m = 0, n = 0] = p.shape;
    const [k = 0, w = 0] = q.shape;
    if (n !== k) throw new PyUnknown("the shapes do not fit");
    const [x, y] = [p.data, q.data];
    const out = new Float64Array(sized(m * w));
    if (m * n * w > 2e7) throw new PyUnknown("it is too large to evaluate here");
    for (let i = 0; i < m; i++)
      for (let j = 0; j < w; j++) {
        let total = 0;
        for (let l = 0; l < n; l++) total += (x[i * n + l] ?? 0) * (y[l * w + j] ?? 0);
        out[i * w + j] = total;
      }
    const shape = [...a.shape.slice(0, -1), ...(b.shape.length === 1 ? [] : [w])];
    return nd(shape, out, arithmeticType(a.dtype, b.dtype));
  });
}

const matrix = (value: PyValue | undefined): NdArray => needNumbers(value, "the matrix");

const norm: PyFunction = (args) => {
  const axis = numberIn(option(args, "axis", 2));
  const kind = option(args, "ord", 1);
  const p = kind === undefined || kind.kind === "none" ? 2 : (numberIn(kind) ?? Number.NaN);
  return elementwise(args.positional[0], (value) => {
    const sizes = value.im
      ? value.data.map((x, i) => Math.hypot(x, value.im?.[i] ?? 0))
      : value.data.map(Math.abs);
    const of = (values: Float64Array): number =>
      p === Number.POSITIVE_INFINITY
        ? values.reduce((a, b) => Math.max(a, b), 0)
        : values.reduce((a, b) => a + b ** p, 0) ** (1 / p);
    if (Number.isNaN(p) || (value.shape.length > 1 && axis === undefined && p !== 2))
      throw new PyUnknown("this norm is not evaluated here");
    if (axis === undefined) {
      if (value.shape.length > 1 && numberIn(kind) === 2)
        throw new PyUnknown("this norm is not evaluated here");
      return num(of(sizes));
    }
    const turned = transposed(
      nd(value.shape, sizes),
      [...value.shape.keys()]
        .filter((d) => d !== (axis + value.shape.length) % value.shape.length)
        .concat((axis + value.shape.length) % value.shape.length),
    );
    const n = turned.shape.at(-1) ?? 1;
    const { data } = turned;
    return nd(
      turned.shape.slice(0, -1),
      Float64Array.from({ length: data.length / n }, (_, k) => of(data.subarray(k * n, (k + 1) * n))),
    );
  });
};

/** `numpy.linalg` and `scipy.linalg`. */
export const linearAlgebra: Readonly<Record<string, PyFunction>> = {
  norm,
  inv: ({ positional: [a] }) => square(borrowed("inv", [inColumns(matrix(a))])[0], matrix(a)),
  pinv: ({ positional: [a] }) => square(borrowed("pinv", [inColumns(matrix(a))])[0], matrix(a)),
  det: ({ positional: [a] }) => inRows(borrowed("det", [inColumns(matrix(a))])[0]),
  matrix_rank: ({ positional: [a] }) => inRows(borrowed("rank", [inColumns(matrix(a))])[0]),
  expm: ({ positional: [a] }) => square(borrowed("expm", [inColumns(matrix(a))])[0], matrix(a)),
  solve: ({ positional: [a, b] }) => {
    const [left, right] = [matrix(a), needNumbers(b, "the right side")];
    const [inverse] = borrowed("inv", [inColumns(left)]);
    return matrixProduct(square(inverse, left), right);
  },
  lstsq: ({ positional: [a, b] }) => {
    const [left, right] = [needArray(a, "the matrix"), needArray(b, "the right side")];
    const [p, q] = [inColumns(left), inColumns(right, true)];
    if (p.kind !== "array" || q.kind !== "array") throw new PyUnknown("it is not evaluated here");
    const rest: PyValue = {
      kind: "unknown",
      reason: "these results of lstsq are not evaluated here",
      line: 0,
    };
    return tuple([inRows(leastSquares(p, q), right.shape.length === 1), rest, rest, rest]);
  },
};

/** A result that is a matrix even where it is of one row or column. */
function square(value: Parameters<typeof inRows>[0], like: NdArray): NdArray {
  const made = inRows(value);
  return made.shape.length === 2 ? made : nd([...like.shape].reverse(), made.data, "float", made.im);
}

/** Products of vectors and matrices, and parts of matrices. */
export const linearFunctions: Readonly<Record<string, PyFunction>> = {
  dot: ({ positional: [a, b] }) =>
    both(a, b, (p, q) => {
      if (p.shape.length > 0 && q.shape.length > 0) return matrixProduct(p, q);
      const [k, other] = p.shape.length === 0 ? [p, q] : [q, p];
      return nd(
        other.shape,
        other.data.map((x) => x * (k.data[0] ?? 0)),
        arithmeticType(p.dtype, q.dtype),
      );
    }),
  matmul: ({ positional: [a, b] }) => matrixProduct(a, b),
  inner: ({ positional: [a, b] }) => matrixProduct(a, b),
  vdot: ({ positional: [a, b] }) => matrixProduct(a, b),
  outer: ({ positional: [a, b] }) =>
    both(a, b, (p, q) => {
      const [x, y] = [p.data, q.data];
      return nd(
        [x.length, y.length],
        Float64Array.from(
          { length: sized(x.length * y.length) },
          (_, k) => (x[Math.floor(k / y.length)] ?? 0) * (y[k % y.length] ?? 0),
        ),
        arithmeticType(p.dtype, q.dtype),
      );
    }),
  cross: ({ positional: [a, b] }) => {
    const [[p = 0, q = 0, r], [s = 0, t = 0, u]] = [
      needArray(a, "the vector").data,
      needArray(b, "the vector").data,
    ];
    if (r === undefined || u === undefined) return num(p * t - q * s);
    return vector([q * u - r * t, r * s - p * u, p * t - q * s]);
  },
  trace: ({ positional: [a] }) => {
    const { shape, data } = needArray(a, "the matrix");
    return num(data.reduce((total, x, k) => total + (k % ((shape[1] ?? 0) + 1) === 0 ? x : 0), 0));
  },
  diag: (args) => {
    const given = needArray(args.positional[0], "the array");
    const k = numberOr(option(args, "k", 1), 0);
    if (given.shape.length === 2) {
      const [m = 0, n = 0] = given.shape;
      const values: number[] = [];
      for (let i = Math.max(0, -k); i < m && i + k < n; i++) values.push(given.data[i * n + i + k] ?? 0);
      return vector(values, given.dtype);
    }
    const n = given.data.length + Math.abs(k);
    const data = new Float64Array(sized(n * n));
    given.data.forEach((x, i) => {
      data[(i + Math.max(0, -k)) * n + i + Math.max(0, k)] = x;
    });
    return nd([n, n], data, given.dtype);
  },
  triu: (args) => triangle(args, 1),
  tril: (args) => triangle(args, -1),
  corrcoef: ({ positional: [a, b] }) => {
    const [x, y] = [needArray(a, "the array").data, needArray(b, "the array").data];
    const of = (p: Float64Array, q: Float64Array): number => {
      const [m, n] = [p.reduce((s, v) => s + v, 0) / p.length, q.reduce((s, v) => s + v, 0) / q.length];
      return p.reduce((s, v, i) => s + (v - m) * ((q[i] ?? 0) - n), 0);
    };
    const r = of(x, y) / Math.sqrt(of(x, x) * of(y, y));
    return nd([2, 2], Float64Array.of(1, r, r, 1));
  },
  kron: ({ positional: [a, b] }) => {
    const [p, q] = [needArray(a, "the matrix"), needArray(b, "the matrix")];
    return inRows(borrowed("kron", [inColumns(p), inColumns(q)])[0], p.shape.length === 1);
  },
};

function triangle(args: PyArguments, side: 1 | -1): NdArray {
  const { shape, data, dtype } = needArray(args.positional[0], "the matrix");
  const k = numberOr(option(args, "k", 1), 0);
  const n = shape[1] ?? 1;
  return nd(
    shape,
    data.map((x, at) => (side * ((at % n) - Math.floor(at / n) - k) >= 0 ? x : 0)),
    dtype,
  );
}
