import { mapReal } from "../arithmetic.js";
import { type Builtin, MatlabError, NotKnown } from "../builtin.js";
import { type Complex, divide, exp, multiply } from "../complex.js";
import { fourier } from "../fourier.js";
import { allocate, reserve, spend } from "../limits.js";
import {
  type ArrayValue,
  array,
  column,
  emptyArray,
  row,
  type Size,
  scalar,
  sizeOf,
  textOf,
  type Value,
} from "../values.js";
import { transform } from "./along.js";
import {
  arrayAt,
  type Builtins,
  dimensionAt,
  firstDimension,
  isVector,
  lengthAt,
  numberAt,
  realAt,
  textAt,
} from "./arguments.js";
import { convolve, polynomialRoots } from "./polynomials.js";
import { movedAlong } from "./shape.js";

/** One line cut or filled with zeros to `n` elements. */
function fitted(line: Float64Array, n: number): Float64Array {
  if (line.length === n) return line;
  const result = new Float64Array(n);
  result.set(line.subarray(0, n));
  return result;
}

const emptyList = (x: Value | undefined): boolean => x?.kind === "array" && x.re.length === 0;

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

/** Direct form II transposed, with the state at the beginning and the end. */
export function filterLine(
  b: ArrayLike<number>,
  a: ArrayLike<number>,
  x: Float64Array,
  state?: ArrayLike<number>,
) {
  const lead = a[0] ?? 1;
  if (lead === 0) throw new MatlabError("filter: a(1) must be nonzero");
  const n = Math.max(a.length, b.length);
  const z = new Float64Array(n);
  for (let i = 0; i < n - 1; i++) z[i] = state?.[i] ?? 0;
  spend((x.length * n) >> 1);
  const y = x.map((each) => {
    const out = ((b[0] ?? 0) / lead) * each + (z[0] ?? 0);
    for (let i = 1; i < n; i++)
      z[i - 1] = (z[i] ?? 0) + ((b[i] ?? 0) / lead) * each - ((a[i] ?? 0) / lead) * out;
    return out;
  });
  return { y, z: z.slice(0, n - 1) };
}

function filter(args: readonly Value[]): readonly Value[] {
  const [b, a, x] = [realAt(args, 0).re, realAt(args, 1).re, arrayAt(args, 2)];
  const state = args[3] && !emptyList(args[3]) ? realAt(args, 3).re : undefined;
  const dimension = dimensionAt(args, 4, x.size);
  let last = new Float64Array(0);
  const result = transform(x, dimension, x.size[dimension] ?? 1, (re, im) => {
    const found = filterLine(b, a, re, state);
    last = found.z;
    return { re: found.y, im: im && filterLine(b, a, im).y };
  });
  return [result, column(last)];
}

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

/** A window of `n` points as a column; `'periodic'` leaves out the last of one more. */
const window =
  (f: (phase: number) => number): Builtin =>
  (args) => {
    const n = lengthAt(args, 0);
    if (n < 1) throw new MatlabError("the length of a window must be positive");
    const periodic = args.some((each) => textOf(each) === "periodic");
    if (n === 1) return scalar(1);
    const last = periodic ? n : n - 1;
    return column(Array.from({ length: n }, (_, k) => f(k / last)));
  };

const cosine =
  (...weights: number[]) =>
  (t: number): number =>
    weights.reduce(
      (sum, weight, k) => sum + (k % 2 === 0 ? 1 : -1) * weight * Math.cos(2 * Math.PI * k * t),
      0,
    );

/** One period is 2π; `duty` in percent. */
const square: Builtin = (args) => {
  const duty = numberAt(args, 1, 50) / 100;
  return mapReal(realAt(args, 0), (t) => {
    const phase = t / (2 * Math.PI) - Math.floor(t / (2 * Math.PI));
    return phase < duty ? 1 : -1;
  });
};

const sawtooth: Builtin = (args) => {
  const width = numberAt(args, 1, 1);
  return mapReal(realAt(args, 0), (t) => {
    const phase = t / (2 * Math.PI) - Math.floor(t / (2 * Math.PI));
    if (phase < width) return (2 * phase) / width - 1;
    return 1 - (2 * (phase - width)) / (1 - width);
  });
};

function chirp(args: readonly Value[]): Value {
  const t = realAt(args, 0);
  const [f0, t1, f1] = [numberAt(args, 1, 0), numberAt(args, 2, 1), numberAt(args, 3, 100)];
  const shape = textOf(args[4]) ?? "linear";
  const offset = (numberAt(args, 5, 0) * Math.PI) / 180;
  const phase = (x: number): number => {
    if (shape.startsWith("q")) return 2 * Math.PI * (f0 * x + ((f1 - f0) / (3 * t1 * t1)) * x ** 3);
    if (shape.startsWith("lo")) {
      const rate = Math.log(f1 / f0) / t1;
      return (2 * Math.PI * f0 * (Math.exp(rate * x) - 1)) / rate;
    }
    return 2 * Math.PI * (f0 * x + ((f1 - f0) / (2 * t1)) * x * x);
  };
  return mapReal(t, (x) => Math.cos(phase(x) + offset));
}

const every =
  (pick: (n: number, k: number) => number, from: (i: number, k: number) => number | undefined): Builtin =>
  (args) => {
    const x = arrayAt(args, 0);
    const k = numberAt(args, 1);
    const phase = numberAt(args, 2, 0);
    const dimension = firstDimension(x.size);
    const n = pick((x.size[dimension] ?? 1) - (pick(10, k) < 10 ? phase : 0), k);
    const take = (line: Float64Array): Float64Array =>
      Float64Array.from({ length: n }, (_, i) => {
        const at = from(i - (pick(10, k) < 10 ? 0 : phase), k);
        return at === undefined ? 0 : (line[at + (pick(10, k) < 10 ? phase : 0)] ?? 0);
      });
    return transform(x, dimension, n, (re, im) => ({ re: take(re), im: im && take(im) }));
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

/** Value of a polynomial in z⁻¹ at e^{iω}. */
function atFrequency(p: ArrayLike<number>, omega: number): Complex {
  let [re, im] = [0, 0];
  for (let k = 0; k < p.length; k++) {
    re += (p[k] ?? 0) * Math.cos(omega * k);
    im -= (p[k] ?? 0) * Math.sin(omega * k);
  }
  return [re, im];
}

function freqz(args: readonly Value[], outputs: number): readonly Value[] {
  if (outputs === 0) throw new NotKnown("freqz draws its own figure");
  const b = realAt(args, 0).re;
  const a = args[1] ? realAt(args, 1).re : [1];
  const asked =
    args[2] && textOf(args[2]) === undefined && !emptyList(args[2]) ? realAt(args, 2) : scalar(512);
  const whole = args.some((each) => textOf(each) === "whole");
  const rate = args[3] && textOf(args[3]) === undefined ? numberAt(args, 3) : undefined;
  const points = asked.re.length > 1;
  const n = lengthAt([asked], 0);
  const omega = points
    ? asked.re.map((each) => (rate === undefined ? each : (2 * Math.PI * each) / rate))
    : Float64Array.from({ length: n }, (_, k) => ((whole ? 2 : 1) * Math.PI * k) / n);
  spend(omega.length * (b.length + a.length));
  const h = Array.from(omega, (w) => divide(atFrequency(b, w), atFrequency(a, w)));
  const size: Size = points ? asked.size : [omega.length, 1];
  const w = rate === undefined ? omega : omega.map((each) => (each * rate) / (2 * Math.PI));
  return [
    array(
      size,
      Float64Array.from(h, ([re]) => re),
      Float64Array.from(h, ([, im]) => im),
    ),
    array(size, w),
  ];
}

/** Value of polynomials in s at iω. */
function freqs(args: readonly Value[], outputs: number): readonly Value[] {
  if (outputs === 0) throw new NotKnown("freqs draws its own figure");
  if (!args[2]) throw new NotKnown("freqs chooses the frequencies");
  const [b, a, w] = [realAt(args, 0).re, realAt(args, 1).re, realAt(args, 2)];
  const at = (p: Float64Array, omega: number): Complex =>
    p.reduce<Complex>(
      (sum, each) => {
        const [re, im] = multiply(sum, [0, omega]);
        return [re + each, im];
      },
      [0, 0],
    );
  const h = Array.from(w.re, (omega) => divide(at(b, omega), at(a, omega)));
  return [
    array(
      w.size,
      Float64Array.from(h, ([re]) => re),
      Float64Array.from(h, ([, im]) => im),
    ),
    w,
  ];
}

/** Coefficients of the polynomial with these roots, real parts. */
function fromRoots(roots: readonly Complex[]): number[] {
  let p: Complex[] = [[1, 0]];
  for (const root of roots) {
    const next: Complex[] = [...p, [0, 0]];
    p.forEach((each, i) => {
      const [re, im] = multiply(each, root);
      const [a, b] = next[i + 1] ?? [0, 0];
      next[i + 1] = [a - re, b - im];
    });
    p = next;
  }
  return p.map(([re]) => re);
}

/** Butterworth by the bilinear transform with prewarping; `'s'` for the analog one. */
function butter(args: readonly Value[], outputs: number): readonly Value[] {
  const n = lengthAt(args, 0);
  const edges = realAt(args, 1).re;
  const words = args.slice(2).map((_, i) => textAt(args, i + 2));
  const analog = words.includes("s");
  if (outputs > 2) throw new NotKnown("zeros and poles of butter are not computed here");
  const warped = edges.map((w) => (analog ? w : 2 * Math.tan((Math.PI * w) / 2)));
  const prototype = Array.from({ length: n }, (_, k) => exp([0, (Math.PI * (2 * k + 1 + n)) / (2 * n)]));
  const [w1 = 1, w2 = 1] = warped;
  const kind =
    edges.length === 2
      ? words.includes("stop")
        ? "stop"
        : "bandpass"
      : words.includes("high")
        ? "high"
        : "low";
  let zeros: Complex[] = [];
  let poles: Complex[] = [];
  let gain = 1;
  if (kind === "low") {
    poles = prototype.map(([re, im]) => [re * w1, im * w1]);
    gain = w1 ** n;
  } else if (kind === "high") {
    poles = prototype.map((each) => divide([w1, 0], each));
    zeros = prototype.map(() => [0, 0]);
  } else {
    const [width, centre] = [w2 - w1, w1 * w2];
    for (const each of prototype) {
      const half: Complex =
        kind === "bandpass" ? [(each[0] * width) / 2, (each[1] * width) / 2] : divide([width / 2, 0], each);
      const [re, im] = multiply(half, half);
      const root = sqrtOf([re - centre, im]);
      poles.push([half[0] + root[0], half[1] + root[1]], [half[0] - root[0], half[1] - root[1]]);
      if (kind === "bandpass") zeros.push([0, 0]);
      else zeros.push([0, Math.sqrt(centre)], [0, -Math.sqrt(centre)]);
    }
    gain = kind === "bandpass" ? width ** n : 1;
  }
  if (!analog) {
    // s = 2 (z − 1) / (z + 1)
    const turn = ([re, im]: Complex): Complex => divide([2 + re, im], [2 - re, -im]);
    const atInfinity = Array.from({ length: poles.length - zeros.length }, (): Complex => [-1, 0]);
    poles = poles.map(turn);
    zeros = [...zeros.map(turn), ...atInfinity];
  }
  const a = fromRoots(poles);
  const b = fromRoots(zeros);
  const factor = analog ? gain : gainAt(kind, edges, b, a);
  return [row(b.map((each) => each * factor)), row(a)];
}

/** Scales the numerator so that the gain is 1 where the filter passes all. */
function gainAt(kind: string, edges: Float64Array, b: readonly number[], a: readonly number[]): number {
  const [w1 = 0, w2 = 0] = edges;
  const centre = 2 * Math.atan(Math.sqrt(Math.tan((Math.PI * w1) / 2) * Math.tan((Math.PI * w2) / 2)));
  const omega = kind === "low" || kind === "stop" ? 0 : kind === "high" ? Math.PI : centre;
  const h = divide(atFrequency(b, omega), atFrequency(a, omega));
  return 1 / Math.hypot(h[0], h[1]);
}

function sqrtOf([re, im]: Complex): Complex {
  const size = Math.hypot(re, im);
  const a = Math.sqrt((size + re) / 2);
  const b = Math.sqrt((size - re) / 2);
  return [a, im < 0 ? -b : b];
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
  filter,
  conv2,
  freqz,
  freqs,
  butter,
  xcorr,
  unwrap,
  detrend,
  square,
  sawtooth,
  chirp,
  sinc: (args) => mapReal(realAt(args, 0), (x) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x))),
  rectpuls: (args) => {
    const half = numberAt(args, 1, 1) / 2;
    return mapReal(realAt(args, 0), (t) => (t >= -half && t < half ? 1 : 0));
  },
  tripuls: (args) => {
    const half = numberAt(args, 1, 1) / 2;
    return mapReal(realAt(args, 0), (t) => Math.max(0, 1 - Math.abs(t) / half));
  },
  heaviside: (args) => mapReal(realAt(args, 0), (t) => (t > 0 ? 1 : t === 0 ? 0.5 : 0)),
  dirac: (args) => mapReal(realAt(args, 0), (t) => (t === 0 ? Number.POSITIVE_INFINITY : 0)),
  upsample: every(
    (n, k) => n * k,
    (i, k) => (i >= 0 && i % k === 0 ? i / k : undefined),
  ),
  downsample: every(
    (n, k) => Math.ceil(n / k),
    (i, k) => i * k,
  ),
  hamming: window(cosine(0.54, 0.46)),
  hann: window(cosine(0.5, 0.5)),
  blackman: window(cosine(0.42, 0.5, 0.08)),
  nuttallwin: window(cosine(0.3635819, 0.4891775, 0.1365995, 0.0106411)),
  blackmanharris: window(cosine(0.35875, 0.48829, 0.14128, 0.01168)),
  flattopwin: window(cosine(0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368)),
  bartlett: window((t) => 1 - Math.abs(2 * t - 1)),
  hanning: (args) => {
    const n = lengthAt(args, 0);
    return column(
      Array.from({ length: n }, (_, k) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (k + 1)) / (n + 1))),
    );
  },
  triang: (args) => {
    const n = lengthAt(args, 0);
    const odd = n % 2;
    return column(Array.from({ length: n }, (_, k) => 1 - Math.abs((2 * k - n + 1) / (n + odd))));
  },
  rectwin: (args) => column(new Float64Array(lengthAt(args, 0)).fill(1)),
  boxcar: (args) => column(new Float64Array(lengthAt(args, 0)).fill(1)),
  gausswin: (args) => {
    const n = lengthAt(args, 0);
    const alpha = numberAt(args, 1, 2.5);
    return column(
      Array.from({ length: n }, (_, k) => Math.exp(-0.5 * (alpha * ((2 * k - n + 1) / (n - 1))) ** 2)),
    );
  },
  residue: (args) => residue(args),
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

/** Partial fractions with simple poles. @throws {NotKnown} where poles repeat. */
function residue(args: readonly Value[]): readonly Value[] {
  const [b, a] = [realAt(args, 0).re, realAt(args, 1).re];
  const poles = polynomialRoots(a);
  const close = poles.some((p, i) =>
    poles.some((q, j) => i < j && Math.hypot(p[0] - q[0], p[1] - q[1]) < 1e-6 * (1 + Math.hypot(...p))),
  );
  if (close || b.length >= a.length)
    throw new NotKnown("partial fractions of this form are not computed here");
  const at = (p: ArrayLike<number>, z: Complex): Complex =>
    Array.from(p).reduce<Complex>(
      (sum, each) => {
        const [re, im] = multiply(sum, z);
        return [re + each, im];
      },
      [0, 0],
    );
  const derivative = Array.from(a.slice(0, -1), (each, i) => each * (a.length - 1 - i));
  const found = poles.map((pole) => divide(at(b, pole), at(derivative, pole)));
  const list = (values: readonly Complex[]): Value =>
    array(
      [values.length, 1],
      Float64Array.from(values, ([re]) => re),
      Float64Array.from(values, ([, im]) => im),
    );
  return [list(found), list(poles), emptyArray];
}
