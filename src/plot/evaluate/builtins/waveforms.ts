import { mapReal } from "../arithmetic.js";
import { type Builtin, MatlabError } from "../builtin.js";
import { column, scalar, textOf, type Value } from "../values.js";
import { type Builtins, lengthAt, numberAt, realAt } from "./arguments.js";

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

/** Waves, pulses and windows. */
export const waveformFunctions: Builtins = {
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
};
