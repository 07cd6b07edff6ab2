import { coefficientsOf } from "./builtins/polynomials.js";
import { add, type Complex, divide, multiply, scale, sqrt, subtract } from "./complex.js";

/** A filter by its zeros, its poles and its gain. */
export interface ZerosPoles {
  readonly zeros: readonly Complex[];
  readonly poles: readonly Complex[];
  readonly gain: number;
}

export type Band = "low" | "high" | "bandpass" | "stop";

/** Where the poles of a prototype stand, from one side of the real axis to the other. */
const angles = (order: number): number[] =>
  Array.from({ length: order }, (_, k) => (Math.PI * (2 * k + 1 - order)) / (2 * order));

/** Flat up to the frequency 1. */
export const butterworth = (order: number): ZerosPoles => ({
  zeros: [],
  poles: angles(order).map((at) => [-Math.cos(at), -Math.sin(at)]),
  gain: 1,
});

const product = (factors: readonly Complex[]): Complex => factors.reduce<Complex>(multiply, [1, 0]);
const negative = (z: Complex): Complex => scale(z, -1);

/** Chebyshev's of the first kind: ripples of so many decibels below the frequency 1. */
export function chebyshev1(order: number, ripple: number): ZerosPoles {
  const e = Math.sqrt(10 ** (ripple / 10) - 1);
  const width = Math.asinh(1 / e) / order;
  const poles = angles(order).map(
    (at): Complex => [-Math.sinh(width) * Math.cos(at), -Math.cosh(width) * Math.sin(at)],
  );
  const gain = product(poles.map(negative))[0];
  return { zeros: [], poles, gain: order % 2 === 0 ? gain / Math.sqrt(1 + e * e) : gain };
}

/** Chebyshev's of the second kind: so many decibels less, at least, above the frequency 1. */
export function chebyshev2(order: number, attenuation: number): ZerosPoles {
  const width = Math.asinh(Math.sqrt(10 ** (attenuation / 10) - 1)) / order;
  const poles = angles(order).map(
    (at): Complex => divide([1, 0], [-Math.sinh(width) * Math.cos(at), -Math.cosh(width) * Math.sin(at)]),
  );
  const zeros = angles(order)
    .filter((at) => at !== 0)
    .map((at): Complex => [0, 1 / Math.sin(at)]);
  const gain = divide(product(poles.map(negative)), product(zeros.map(negative)))[0];
  return { zeros, poles, gain };
}

/** A prototype for other frequencies and another band, still analog. */
function moved(
  { zeros, poles, gain }: ZerosPoles,
  band: Band,
  [first = 1, last = 1]: readonly number[],
): ZerosPoles {
  const degree = poles.length - zeros.length;
  const many = (count: number, value: Complex): Complex[] => Array.from({ length: count }, () => value);
  if (band === "low") {
    const by = (z: Complex): Complex => scale(z, first);
    return { zeros: zeros.map(by), poles: poles.map(by), gain: gain * first ** degree };
  }
  const width = last - first;
  const centre: Complex = [first * last, 0];
  const split = (z: Complex): Complex[] => {
    const root = sqrt(subtract(multiply(z, z), centre));
    return [add(z, root), subtract(z, root)];
  };
  if (band === "bandpass") {
    const half = (z: Complex): Complex[] => split(scale(z, width / 2));
    return {
      zeros: [...zeros.flatMap(half), ...many(degree, [0, 0])],
      poles: poles.flatMap(half),
      gain: gain * width ** degree,
    };
  }
  const turnedGain = gain * divide(product(zeros.map(negative)), product(poles.map(negative)))[0];
  if (band === "high") {
    const turn = (z: Complex): Complex => divide([first, 0], z);
    return { zeros: [...zeros.map(turn), ...many(degree, [0, 0])], poles: poles.map(turn), gain: turnedGain };
  }
  const turn = (z: Complex): Complex[] => split(divide([width / 2, 0], z));
  const middle = Math.sqrt(centre[0]);
  return {
    zeros: [...zeros.flatMap(turn), ...many(degree, [0, middle]), ...many(degree, [0, -middle])],
    poles: poles.flatMap(turn),
    gain: turnedGain,
  };
}

/** s = 4 (z − 1) / (z + 1) */
function sampled({ zeros, poles, gain }: ZerosPoles): ZerosPoles {
  const to = (s: Complex): Complex => divide([4 + s[0], s[1]], [4 - s[0], -s[1]]);
  const below = (s: Complex): Complex => [4 - s[0], -s[1]];
  const atInfinity = Array.from({ length: poles.length - zeros.length }, (): Complex => [-1, 0]);
  return {
    zeros: [...zeros.map(to), ...atInfinity],
    poles: poles.map(to),
    gain: gain * divide(product(zeros.map(below)), product(poles.map(below)))[0],
  };
}

/** The filter of a prototype; its edges are shares of half the rate of sampling unless it stays analog. */
export function filterOf(
  prototype: ZerosPoles,
  band: Band,
  edges: ArrayLike<number>,
  isAnalog: boolean,
): ZerosPoles {
  if (isAnalog) return moved(prototype, band, Array.from(edges));
  return sampled(
    moved(
      prototype,
      band,
      Array.from(edges, (edge) => 4 * Math.tan((Math.PI * edge) / 2)),
    ),
  );
}

/** A filter as a fraction of polynomials in z, or in s. */
export function fractionOf({ zeros, poles, gain }: ZerosPoles): {
  readonly b: number[];
  readonly a: number[];
} {
  return {
    b: coefficientsOf(zeros).map(([re]) => re * gain),
    a: coefficientsOf(poles).map(([re]) => re),
  };
}
