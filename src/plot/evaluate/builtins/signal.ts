import { mapReal } from "../arithmetic.js";
import { type Builtin, NotKnown } from "../builtin.js";
import { fourier } from "../fourier.js";
import { allocate, reserve, spend } from "../limits.js";
import { type ArrayValue, array, column, row, sizeOf, textOf, type Value } from "../values.js";
import { transform } from "./along.js";
import {
  arrayAt,
  type Builtins,
  dimensionAt,
  emptyList,
  firstDimension,
  isVector,
  numberAt,
  realAt,
} from "./arguments.js";
import { convolve } from "./polynomials.js";
import { movedAlong } from "./shape.js";

/** One line cut or filled with zeros to `n` elements. */
function fitted(line: Float64Array, n: number): Float64Array {
  if (line.length === n) return line;
  const result = new Float64Array(n);
  result.set(line.subarray(0, n));
  return result;
}

const fft =
  (sign: -1 | 1): Builtin =>
  (args) => {
    const x = arrayAt(args, 0);
    if (x.re.length === 0) return x;
    const dimension = dimensionAt(args, 2, x.size);
    const n = args[1] && !emptyList(args[1]) ? numberAt(args, 1) : (x.size[dimension] ?? 1);
    const hermitian = sign === 1 && isHermitian(x);
    const result = transform(x, dimension, n, (re, im) => {
      const found = fourier(fitted(re, n), im && fitted(im, n), sign);
      if (sign === -1) return found;
      return {
        re: found.re.map((each) => each / n),
        im: hermitian ? undefined : found.im.map((each) => each / n),
      };
    });
    return result;
  };

/** A vector of which the transform back is real: mirrored halves are conjugate. */
function isHermitian(x: ArrayValue): boolean {
  const n = x.re.length;
  if (!isVector(x.size)) return false;
  const largest = x.re.reduce((most, each, i) => Math.max(most, Math.hypot(each, x.im?.[i] ?? 0)), 0);
  for (let k = 0; k < n; k++) {
    const mirror = (n - k) % n;
    if (Math.abs((x.re[k] ?? 0) - (x.re[mirror] ?? 0)) > 1e-13 * largest) return false;
    if (Math.abs((x.im?.[k] ?? 0) + (x.im?.[mirror] ?? 0)) > 1e-13 * largest) return false;
  }
  return true;
}

const fft2 =
  (sign: -1 | 1): Builtin =>
  (args) => {
    let x = arrayAt(args, 0);
    for (const dimension of [0, 1]) {
      const n = x.size[dimension] ?? 1;
      x = transform(x, dimension, n, (re, im) => {
        const found = fourier(re, im, sign);
        return sign === -1
          ? found
          : { re: found.re.map((each) => each / n), im: found.im.map((each) => each / n) };
      });
    }
    if (sign === -1 || !x.im) return x;
    const largest = x.re.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
    return x.im.every((each) => Math.abs(each) <= 1e-14 * largest) ? array(x.size, x.re) : x;
  };

/** Zero frequency to the middle, or back. */
const shifted =
  (half: (n: number) => number): Builtin =>
  (args) => {
    const [x] = args;
    const size = x && sizeOf(x);
    if (!x || !size) throw new NotKnown("the size is not known");
    const dimensions = args[1] ? [numberAt(args, 1) - 1] : size.map((_, d) => d);
    let result = x;
    for (const dimension of dimensions)
      result = movedAlong(result, size, dimension, (i, n) => (i + half(n)) % n);
    return result;
  };

function conv2(args: readonly Value[]): Value {
  const [a, b] = [realAt(args, 0), realAt(args, 1)];
  const [m = 0, n = 0] = a.size;
  const [p = 0, q = 0] = b.size;
  const [rows, columns] = [m + p - 1, n + q - 1];
  spend((m * n * p * q) >> 2);
  const re = allocate(rows * columns);
  for (let j = 0; j < n; j++)
    for (let i = 0; i < m; i++) {
      const each = a.re[i + j * m] ?? 0;
      if (each === 0) continue;
      for (let l = 0; l < q; l++)
        for (let k = 0; k < p; k++) {
          const at = i + k + (j + l) * rows;
          re[at] = (re[at] ?? 0) + each * (b.re[k + l * p] ?? 0);
        }
    }
  const shape = textOf(args[2]) ?? "full";
  if (shape === "full") return array([rows, columns], re);
  const [top, left, height, width] =
    shape === "same"
      ? [Math.ceil((p - 1) / 2), Math.ceil((q - 1) / 2), m, n]
      : [p - 1, q - 1, Math.max(0, m - p + 1), Math.max(0, n - q + 1)];
  const part = allocate(height * width);
  for (let j = 0; j < width; j++)
    for (let i = 0; i < height; i++) part[i + j * height] = re[top + i + (left + j) * rows] ?? 0;
  return array([height, width], part);
}

/** Every `k`-th element is kept, from the first plus the phase on. */
const downsample: Builtin = (args) => {
  const x = arrayAt(args, 0);
  const [k, phase] = [numberAt(args, 1), numberAt(args, 2, 0)];
  const dimension = firstDimension(x.size);
  const n = Math.ceil(((x.size[dimension] ?? 1) - phase) / k);
  const kept = (line: Float64Array): Float64Array =>
    Float64Array.from({ length: n }, (_, i) => line[i * k + phase] ?? 0);
  return transform(x, dimension, n, (re, im) => ({ re: kept(re), im: im && kept(im) }));
};

/** Zeros between the elements, `k - 1` after each, `phase` of them before. */
const upsample: Builtin = (args) => {
  const x = arrayAt(args, 0);
  const [k, phase] = [numberAt(args, 1), numberAt(args, 2, 0)];
  const dimension = firstDimension(x.size);
  const n = (x.size[dimension] ?? 1) * k;
  reserve(n);
  const spread = (line: Float64Array): Float64Array => {
    const result = new Float64Array(n);
    line.forEach((each, i) => {
      result[i * k + phase] = each;
    });
    return result;
  };
  return transform(x, dimension, n, (re, im) => ({ re: spread(re), im: im && spread(im) }));
};

const unwrap: Builtin = (args) => {
  const x = realAt(args, 0);
  const jump = args[1] && !emptyList(args[1]) ? numberAt(args, 1) : Math.PI;
  const dimension = dimensionAt(args, 2, x.size);
  return transform(x, dimension, x.size[dimension] ?? 1, (line) => {
    let turns = 0;
    return {
      re: line.map((each, i) => {
        const step = i === 0 ? 0 : each - (line[i - 1] ?? 0);
        if (Math.abs(step) > jump) turns -= 2 * Math.PI * Math.round(step / (2 * Math.PI));
        return each + turns;
      }),
    };
  });
};

function xcorr(args: readonly Value[]): readonly Value[] {
  const x = realAt(args, 0).re;
  const second = args[1]?.kind === "array" && args[1].class !== "char" && args[1].re.length > 1;
  const y = second ? realAt(args, 1).re : x;
  const rest = args.slice(second ? 2 : 1);
  const n = Math.max(x.length, y.length);
  const most = rest.find((each) => each.kind === "array" && each.class !== "char" && each.re.length === 1);
  const lag = most?.kind === "array" ? (most.re[0] ?? n - 1) : n - 1;
  reserve(2 * lag + 1);
  const scale = rest.map(textOf).find((each) => each !== undefined) ?? "none";
  const full = convolve(fitted(x, n), fitted(y, n).reverse());
  const energy = Math.sqrt(x.reduce((a, b) => a + b * b, 0) * y.reduce((a, b) => a + b * b, 0));
  const values = Array.from({ length: 2 * lag + 1 }, (_, i) => {
    const k = i - lag;
    const value = full[k + n - 1] ?? 0;
    if (scale === "biased") return value / n;
    if (scale === "unbiased") return value / (n - Math.abs(k));
    return scale === "coeff" || scale === "normalized" ? value / energy : value;
  });
  const lags = Array.from({ length: 2 * lag + 1 }, (_, i) => i - lag);
  const upright = args[0]?.kind === "array" && args[0].size[1] === 1;
  return [upright ? column(values) : row(values), row(lags)];
}

const detrend: Builtin = (args) => {
  const x = realAt(args, 0);
  const constant =
    textOf(args[1]) === "constant" || (args[1] && textOf(args[1]) === undefined && numberAt(args, 1) === 0);
  const dimension = firstDimension(x.size);
  return transform(x, dimension, x.size[dimension] ?? 1, (line) => {
    const n = line.length;
    const mean = line.reduce((a, b) => a + b, 0) / n;
    const centre = (n - 1) / 2;
    let [sxy, sxx] = [0, 0];
    line.forEach((each, i) => {
      sxy += (i - centre) * (each - mean);
      sxx += (i - centre) ** 2;
    });
    const slope = constant || sxx === 0 ? 0 : sxy / sxx;
    return { re: line.map((each, i) => each - mean - slope * (i - centre)) };
  });
};

export const signalFunctions: Builtins = {
  fft: fft(-1),
  ifft: fft(1),
  fft2: fft2(-1),
  ifft2: fft2(1),
  conv2,
  xcorr,
  unwrap,
  detrend,
  upsample,
  downsample,
  db: (args) => mapReal(realAt(args, 0), (x) => 20 * Math.log10(Math.abs(x))),
  mag2db: (args) => mapReal(realAt(args, 0), (x) => 20 * Math.log10(x)),
  db2mag: (args) => mapReal(realAt(args, 0), (x) => 10 ** (x / 20)),
  pow2db: (args) => mapReal(realAt(args, 0), (x) => 10 * Math.log10(x)),
};

/** Moving elements needs no look at them. */
export const spectrumShifts: Builtins = {
  fftshift: shifted((n) => Math.ceil(n / 2)),
  ifftshift: shifted((n) => Math.floor(n / 2)),
};
