import { type Builtin, NotKnown } from "../builtin.js";
import { allocate } from "../limits.js";
import { array, type Value } from "../values.js";
import { type Builtins, numberAt, realAt } from "./arguments.js";

type Colour = readonly [red: number, green: number, blue: number];

const clipped = (x: number): number => Math.min(1, Math.max(0, x));

const table = (n: number, colour: (t: number, i: number) => Colour): Value => {
  const re = allocate(n * 3);
  for (let i = 0; i < n; i++)
    colour(n === 1 ? 0 : i / (n - 1), i).forEach((part, k) => {
      re[i + k * n] = clipped(part);
    });
  return array([n, 3], re);
};

/** MATLAB's maps have 256 colours unless told otherwise. */
const map =
  (colour: (t: number, i: number, n: number) => Colour): Builtin =>
  (args) => {
    const n = Math.floor(numberAt(args, 0, 256));
    return table(n, (t, i) => colour(t, i, n));
  };

const hot = (i: number, n: number): Colour => {
  const k = Math.floor((3 / 8) * n);
  return [(i + 1) / k, (i + 1 - k) / k, (i + 1 - 2 * k) / (n - 2 * k)];
};

/** Dark blue, blue, cyan, yellow, red, dark red, in steps of a quarter of the length. */
const jet = (i: number, n: number): Colour => {
  const k = Math.ceil(n / 4);
  const start = Math.ceil(k / 2) - (n % 4 === 1 ? 1 : 0);
  const level = (at: number): number =>
    at >= 1 && at <= k
      ? at / k
      : at > k && at <= 2 * k - 1
        ? 1
        : at >= 2 * k && at <= 3 * k - 1
          ? (3 * k - at) / k
          : 0;
  const g = i + 1 - start;
  return [level(g - k), level(g), level(g + k)];
};

function hue(h: number, s: number, v: number): Colour {
  const part = (n: number): number => {
    const k = (n + h * 6) % 6;
    return v - v * s * Math.max(0, Math.min(k, 4 - k, 1));
  };
  return [part(5), part(3), part(1)];
}

/** The order in which series without a colour get theirs, since MATLAB R2014b and Octave 4.4. */
export const colorOrder: readonly Colour[] = [
  [0, 0.447, 0.741],
  [0.85, 0.325, 0.098],
  [0.929, 0.694, 0.125],
  [0.494, 0.184, 0.556],
  [0.466, 0.674, 0.188],
  [0.301, 0.745, 0.933],
  [0.635, 0.078, 0.184],
];

const measured: Builtin = () => {
  throw new NotKnown("the colours of this map are not known here");
};

export const colormapFunctions: Builtins = {
  jet: map((_, i, n) => jet(i, n)),
  gray: map((t) => [t, t, t]),
  hot: map((_, i, n) => hot(i, n)),
  cool: map((t) => [t, 1 - t, 1]),
  spring: map((t) => [1, t, 1 - t]),
  summer: map((t) => [t, 0.5 + t / 2, 0.4]),
  autumn: map((t) => [1, t, 0]),
  winter: map((t) => [0, t, 1 - t / 2]),
  copper: map((t) => [1.25 * t, 0.7812 * t, 0.4975 * t]),
  bone: map((t, i, n) => {
    const [r, g, b] = hot(i, n);
    return [(7 * t + clipped(b)) / 8, (7 * t + clipped(g)) / 8, (7 * t + clipped(r)) / 8];
  }),
  pink: map((t, i, n) => {
    const part = (x: number): number => Math.sqrt((2 * t + clipped(x)) / 3);
    const [r, g, b] = hot(i, n);
    return [part(r), part(g), part(b)];
  }),
  hsv: map((_, i, n) => hue(i / n, 1, 1)),
  white: map(() => [1, 1, 1]),
  lines: map((_, i) => colorOrder[i % colorOrder.length] ?? [0, 0, 0]),
  parula: measured,
  turbo: measured,
  viridis: measured,
  hsv2rgb: (args) => {
    const x = realAt(args, 0);
    const n = x.re.length / 3;
    return table(n, (_, i) => hue(x.re[i] ?? 0, x.re[i + n] ?? 0, x.re[i + 2 * n] ?? 0));
  },
};
