import { scalar } from "../../evaluate/values.js";
import { sized, vector } from "../arrays.js";
import { borrowed, inColumns, inRows } from "./borrowed.js";

export interface Window {
  /** Beside its length: names and what they usually are; NaN for nothing. */
  readonly parameters?: readonly (readonly [name: string, usual?: number])[];
  /** `n` points, of which the last is as the first; `n` is 2 at least. */
  readonly points: (n: number, ...parameters: number[]) => ArrayLike<number>;
}

/** Its value at each point, which has a number and a place between −1 and 1. */
const pointwise =
  (value: (place: number, i: number, n: number, ...parameters: number[]) => number): Window["points"] =>
  (n, ...parameters) =>
    Float64Array.from({ length: n }, (_, i) => value((2 * i - (n - 1)) / (n - 1), i, n, ...parameters));

const cosines = (...weights: number[]): Window => ({
  points: pointwise((place) =>
    weights.reduce((sum, weight, k) => sum + weight * Math.cos(k * Math.PI * place), 0),
  ),
});

function kaiser(n: number, beta = 0): Float64Array {
  const at = pointwise((place) => beta * Math.sqrt(Math.max(0, 1 - place * place)))(n);
  const [above] = borrowed("besseli", [scalar(0), inColumns(vector(at))]);
  const [below] = borrowed("besseli", [scalar(0), scalar(beta)]);
  const most = inRows(below).data[0] ?? 1;
  return inRows(above, true).data.map((x) => x / most);
}

const hann = cosines(0.5, 0.5);

function tukey(n: number, alpha = 0.5): ArrayLike<number> {
  if (alpha <= 0) return new Float64Array(n).fill(1);
  if (alpha >= 1) return hann.points(n);
  const width = Math.floor((alpha * (n - 1)) / 2);
  return Float64Array.from({ length: n }, (_, i) => {
    const fromEdge = Math.min(i, n - 1 - i);
    return fromEdge > width ? 1 : 0.5 * (1 + Math.cos(Math.PI * (-1 + (2 * fromEdge) / alpha / (n - 1))));
  });
}

function parzen(_: number, i: number, n: number): number {
  const from = Math.abs(i - (n - 1) / 2);
  const share = from / (n / 2);
  return from <= (n - 1) / 4 ? 1 - 6 * share ** 2 + 6 * share ** 3 : 2 * (1 - share) ** 3;
}

/** The windows of `scipy.signal.windows`, some of which NumPy has too. */
export const windows = {
  boxcar: { points: pointwise(() => 1) },
  hann,
  hamming: cosines(0.54, 0.46),
  general_hamming: {
    parameters: [["alpha"]],
    points: (n, alpha = 1) => cosines(alpha, 1 - alpha).points(n),
  },
  blackman: cosines(0.42, 0.5, 0.08),
  nuttall: cosines(0.3635819, 0.4891775, 0.1365995, 0.0106411),
  blackmanharris: cosines(0.35875, 0.48829, 0.14128, 0.01168),
  flattop: cosines(0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368),
  bartlett: { points: pointwise((place) => 1 - Math.abs(place)) },
  triang: { points: pointwise((_, i, n) => 1 - Math.abs((2 * i - n + 1) / (n + (n % 2)))) },
  parzen: { points: pointwise(parzen) },
  bohman: {
    points: pointwise((place, i, n) => {
      const from = Math.abs(place);
      if (i === 0 || i === n - 1) return 0;
      return (1 - from) * Math.cos(Math.PI * from) + Math.sin(Math.PI * from) / Math.PI;
    }),
  },
  barthann: {
    points: pointwise((place) => 0.62 - 0.24 * Math.abs(place) + 0.38 * Math.cos(Math.PI * place)),
  },
  cosine: { points: pointwise((_, i, n) => Math.sin((Math.PI / n) * (i + 0.5))) },
  gaussian: {
    parameters: [["std"]],
    points: pointwise((_, i, n, std = 1) => Math.exp(-((i - (n - 1) / 2) ** 2) / (2 * std * std))),
  },
  exponential: {
    parameters: [
      ["center", Number.NaN],
      ["tau", 1],
    ],
    points: pointwise((_, i, n, center = Number.NaN, tau = 1) =>
      Math.exp(-Math.abs(i - (Number.isNaN(center) ? (n - 1) / 2 : center)) / tau),
    ),
  },
  tukey: { parameters: [["alpha", 0.5]], points: tukey },
  kaiser: { parameters: [["beta"]], points: kaiser },
} satisfies Readonly<Record<string, Window>>;

/** `length` points; a periodic window goes on where it begins. @throws {PyUnknown} */
export function sampled(
  window: Window,
  length: number,
  parameters: readonly number[],
  isPeriodic: boolean,
): Float64Array {
  const n = sized(length);
  if (n < 2) return new Float64Array(n).fill(1);
  return Float64Array.from(window.points(isPeriodic ? n + 1 : n, ...parameters)).slice(0, n);
}
