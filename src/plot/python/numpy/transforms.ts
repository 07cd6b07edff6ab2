import { fourier } from "../../evaluate/fourier.js";
import { type NdArray, nd, needNumbers, numberIn, numberOr, shapeOf, sized, vector } from "../arrays.js";
import { option, type PyArguments, type PyFunction, PyUnknown } from "../values.js";

/** The transform of one line of `n` values, those beyond its end zero. */
function transformed(value: NdArray, n: number, sign: -1 | 1): { re: Float64Array; im: Float64Array } {
  const re = new Float64Array(n);
  const im = new Float64Array(n);
  re.set(value.data.subarray(0, n));
  if (value.im) im.set(value.im.subarray(0, n));
  const done = fourier(re, im, sign);
  if (sign === -1) return done;
  return { re: done.re.map((x) => x / n), im: done.im.map((y) => y / n) };
}

const line = (args: PyArguments): NdArray => {
  const value = needNumbers(args.positional[0], "the array");
  if (value.shape.length !== 1)
    throw new PyUnknown("transforms of more than one dimension are not evaluated here");
  return value;
};

const whole =
  (sign: -1 | 1): PyFunction =>
  (args) => {
    const value = line(args);
    const n = sized(numberOr(option(args, "n", 1), value.data.length));
    const { re, im } = transformed(value, n, sign);
    return nd([n], re, "float", im);
  };

const shifted =
  (turn: 1 | -1): PyFunction =>
  ({ positional: [value] }) => {
    const { shape, data, im, dtype } = needNumbers(value, "the array");
    if (shape.length > 2) throw new PyUnknown("shifts of more than two dimensions are not evaluated here");
    const [rows, columns] = shape.length === 2 ? [shape[0] ?? 1, shape[1] ?? 1] : [1, data.length];
    const by = (n: number): number => (turn === 1 ? Math.floor(n / 2) : Math.ceil(n / 2));
    const [down, across] = [shape.length === 2 ? by(rows) : 0, by(columns)];
    const move = (values: Float64Array): Float64Array =>
      Float64Array.from({ length: values.length }, (_, k) => {
        const i = (Math.floor(k / columns) - down + rows) % rows;
        const j = ((k % columns) - across + columns) % columns;
        return values[i * columns + j] ?? 0;
      });
    return nd(shape, move(data), dtype, im && move(im));
  };

const spacing = (args: PyArguments): number => numberOr(option(args, "d", 1), 1);

const transforms: Readonly<Record<string, PyFunction>> = {
  fft: whole(-1),
  ifft: whole(1),
  rfft(args) {
    const value = line(args);
    const n = sized(numberOr(option(args, "n", 1), value.data.length));
    const { re, im } = transformed(value, n, -1);
    const half = Math.floor(n / 2) + 1;
    return nd([half], re.slice(0, half), "float", im.slice(0, half));
  },
  irfft(args) {
    const value = line(args);
    const half = value.data.length;
    const n = sized(numberOr(option(args, "n", 1), 2 * (half - 1)));
    const at = (k: number, of: Float64Array | undefined, sign: number): number =>
      k < half ? (of?.[k] ?? 0) : sign * (of?.[n - k] ?? 0);
    const full = nd(
      [n],
      Float64Array.from({ length: n }, (_, k) => at(k, value.data, 1)),
      "float",
      Float64Array.from({ length: n }, (_, k) => at(k, value.im, -1)),
    );
    return vector(transformed(full, n, 1).re);
  },
  fftfreq(args) {
    const [n, d] = [sized(numberOr(option(args, "n", 0), 1)), spacing(args)];
    return vector(Float64Array.from({ length: n }, (_, i) => (i < n / 2 ? i : i - n) / (n * d)));
  },
  rfftfreq(args) {
    const [n, d] = [sized(numberOr(option(args, "n", 0), 1)), spacing(args)];
    return vector(Float64Array.from({ length: Math.floor(n / 2) + 1 }, (_, i) => i / (n * d)));
  },
  fftshift: shifted(1),
  ifftshift: shifted(-1),
};

/** `numpy.fft` and `scipy.fft`; of values that are not known, as many as there are. */
export function transform(name: string): PyFunction | undefined {
  const known = transforms[name];
  if (!known) return undefined;
  return (args) => {
    try {
      return known(args);
    } catch (error) {
      if (!(error instanceof PyUnknown)) throw error;
      throw new PyUnknown(error.reason, error.line, lengthOf(name, args));
    }
  };
}

function lengthOf(name: string, args: PyArguments): readonly number[] | undefined {
  const [n, ...more]: readonly number[] = shapeOf(args.positional[0]) ?? [];
  if (n === undefined || more.length > 0) return undefined;
  const size = numberIn(option(args, "n", 1)) ?? n;
  if (name === "rfft") return [Math.floor(size / 2) + 1];
  return name === "irfft" ? undefined : [name.endsWith("shift") ? n : size];
}
