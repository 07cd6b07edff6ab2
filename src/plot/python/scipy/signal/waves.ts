import { nd, needArray, numberOr, sized } from "../../arrays.js";
import { elementwise } from "../../operators.js";
import {
  isMissing,
  option,
  type PyArguments,
  type PyFunction,
  PyUnknown,
  type PyValue,
  textIn,
  tuple,
} from "../../values.js";
import { flagOr, numberAt, wordOr } from "./arguments.js";

const map = (value: PyValue | undefined, work: (t: number) => number): PyValue =>
  elementwise(value, (array) => {
    if (array.im) throw new PyUnknown("complex numbers are not evaluated here");
    return nd(array.shape, array.data.map(work));
  });

/** A wave of one period in 2π, by the share of the period that has passed and another share that it is given. */
const periodic =
  (name: string, usual: number, wave: (turn: number, share: number) => number): PyFunction =>
  (args) => {
    const share = numberOr(option(args, name, 1), usual);
    return map(option(args, "t", 0), (t) => {
      const turn = t / (2 * Math.PI) - Math.floor(t / (2 * Math.PI));
      return share >= 0 && share <= 1 ? wave(turn, share) : Number.NaN;
    });
  };

/** The phase of a wave whose frequency goes from `f0` at 0 to `f1` at `t1`, by how it goes. */
const sweeps: readonly (readonly [
  names: RegExp,
  phase: (t: number, f0: number, t1: number, f1: number, isVertexFirst: boolean) => number,
])[] = [
  [/^lin?(ear)?$/, (t, f0, t1, f1) => f0 * t + (0.5 * (f1 - f0) * t * t) / t1],
  [
    /^q(uad(ratic)?)?$/,
    (t, f0, t1, f1, isVertexFirst) => {
      const rate = (f1 - f0) / t1 ** 2;
      return isVertexFirst ? f0 * t + (rate * t ** 3) / 3 : f1 * t + (rate * ((t1 - t) ** 3 - t1 ** 3)) / 3;
    },
  ],
  [
    /^log?(arithmic)?$/,
    (t, f0, t1, f1) => {
      if (f0 * f1 <= 0) throw new PyUnknown("there is no such sweep");
      return f0 === f1 ? f0 * t : (t1 / Math.log(f1 / f0)) * f0 * ((f1 / f0) ** (t / t1) - 1);
    },
  ],
  [
    /^hyp(erbolic)?$/,
    (t, f0, t1, f1) => {
      if (f0 === 0 || f1 === 0) throw new PyUnknown("there is no such sweep");
      const pole = (-f1 * t1) / (f0 - f1);
      return f0 === f1 ? f0 * t : -pole * f0 * Math.log(Math.abs(1 - t / pole));
    },
  ],
];

const chirp: PyFunction = (args) => {
  const [f0, t1, f1] = [numberAt(args, "f0", 1), numberAt(args, "t1", 2), numberAt(args, "f1", 3)];
  const method = wordOr(option(args, "method", 4), "linear");
  const offset = (numberOr(option(args, "phi", 5), 0) * Math.PI) / 180;
  const isVertexFirst = flagOr(option(args, "vertex_zero", 6), true);
  const phase = sweeps.find(([names]) => names.test(method))?.[1];
  if (!phase) throw new PyUnknown("there is no such sweep");
  return map(option(args, "t", 0), (t) =>
    Math.cos(2 * Math.PI * phase(t, f0, t1, f1, isVertexFirst) + offset),
  );
};

const gausspulse: PyFunction = (args) => {
  const numberOf = (name: string, at: number, usual: number): number =>
    numberOr(option(args, name, at), usual);
  const [fc, bw] = [numberOf("fc", 1, 1000), numberOf("bw", 2, 0.5)];
  const [level, cutoff] = [numberOf("bwr", 3, -6), numberOf("tpr", 4, -60)];
  const [quadrature, envelope] = [
    flagOr(option(args, "retquad", 5), false),
    flagOr(option(args, "retenv", 6), false),
  ];
  const rate = -((Math.PI * fc * bw) ** 2) / (4 * Math.log(10 ** (level / 20)));
  const t = option(args, "t", 0);
  if (textIn(t) === "cutoff")
    return nd([], Float64Array.of(Math.sqrt(-Math.log(10 ** (cutoff / 20)) / rate)));
  const around = (x: number): number => Math.exp(-rate * x * x);
  const parts: PyValue[] = [map(t, (x) => around(x) * Math.cos(2 * Math.PI * fc * x))];
  if (quadrature) parts.push(map(t, (x) => around(x) * Math.sin(2 * Math.PI * fc * x)));
  if (envelope) parts.push(map(t, around));
  const [only] = parts;
  return parts.length === 1 && only ? only : tuple(parts);
};

/** A one among zeros, at the beginning unless told. */
function unitImpulse(args: PyArguments): PyValue {
  const shape = needArray(option(args, "shape", 0), "the shape");
  const n = sized(shape.data[0] ?? 0);
  const place = option(args, "idx", 1);
  const at = textIn(place) === "mid" ? Math.floor(n / 2) : isMissing(place) ? 0 : numberOr(place, 0);
  if (shape.data.length !== 1 || at >= n || at < -n)
    throw new PyUnknown("this impulse is not evaluated here");
  const values = new Float64Array(n);
  values[at < 0 ? at + n : at] = 1;
  return nd([n], values);
}

/** Waves and pulses. */
export const waveFunctions: Readonly<Record<string, PyFunction>> = {
  square: periodic("duty", 0.5, (turn, share) => (turn < share ? 1 : -1)),
  sawtooth: periodic("width", 1, (turn, share) =>
    turn < share ? (2 * turn) / share - 1 : 1 - (2 * (turn - share)) / (1 - share),
  ),
  chirp,
  gausspulse,
  unit_impulse: unitImpulse,
};
