import { mapPairs, mapReal } from "../arithmetic.js";
import { MatlabError, NotKnown } from "../builtin.js";
import { allocate } from "../limits.js";
import { array, row, type Value } from "../values.js";
import { type Builtins, lengthAt, numberAt, realAt } from "./arguments.js";
import { isPrime } from "./types.js";

/** Coefficients of Lanczos' approximation, g = 7, n = 9. */
const lanczos = [
  0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406,
  12.507343278686905, -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
];

function logGamma(x: number): number {
  if (Number.isInteger(x) && x <= 171) return Math.log(gamma(x));
  if (x < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - logGamma(1 - x);
  const z = x - 1;
  let sum = lanczos[0] ?? 0;
  for (let i = 1; i < 9; i++) sum += (lanczos[i] ?? 0) / (z + i);
  const t = z + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}

function gamma(x: number): number {
  if (Number.isInteger(x)) {
    if (x <= 0) return Number.POSITIVE_INFINITY;
    if (x <= 171) {
      let product = 1;
      for (let k = 2; k < x; k++) product *= k;
      return product;
    }
  }
  if (x < 0.5) return Math.PI / (Math.sin(Math.PI * x) * gamma(1 - x));
  return x > 172 ? Number.POSITIVE_INFINITY : Math.exp(logGamma(x));
}

/** Regularised lower incomplete gamma function: a series below x = a + 1, a continued fraction above. */
function incompleteGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  if (!Number.isFinite(x)) return 1;
  if (x < a + 1) {
    let [sum, term] = [1 / a, 1 / a];
    for (let n = 1; n < 1000; n++) {
      term *= x / (a + n);
      sum += term;
      if (Math.abs(term) < Math.abs(sum) * 1e-17) break;
    }
    return sum * Math.exp(-x + a * Math.log(x) - logGamma(a));
  }
  return 1 - Math.exp(-x + a * Math.log(x) - logGamma(a)) * gammaFraction(a, x);
}

/** The continued fraction of the upper incomplete gamma function, by Lentz. */
function gammaFraction(a: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let h = d;
  for (let i = 1; i < 1000; i++) {
    const an = -i * (i - a);
    b += 2;
    d = an * d + b;
    if (Math.abs(d) < tiny) d = tiny;
    c = b + an / c;
    if (Math.abs(c) < tiny) c = tiny;
    d = 1 / d;
    const step = d * c;
    h *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return h;
}

/** Series below 2, continued fraction above: full precision throughout. */
function erf(x: number): number {
  if (Number.isNaN(x)) return x;
  const size = Math.abs(x);
  if (size > 6) return Math.sign(x);
  if (size < 2) {
    let [sum, term] = [size, size];
    for (let n = 1; n < 200; n++) {
      term *= (-size * size) / n;
      sum += term / (2 * n + 1);
      if (Math.abs(term) < 1e-18) break;
    }
    return (Math.sign(x) * 2 * sum) / Math.sqrt(Math.PI);
  }
  return Math.sign(x) * (1 - erfc(size));
}

function erfc(x: number): number {
  if (x < 2) return 1 - erf(x);
  const square = x * x;
  return (Math.exp(-square) * x * gammaFraction(0.5, square)) / Math.sqrt(Math.PI);
}

/** Newton's method on `erf` from a rational start (Winitzki). */
function inverseErf(y: number): number {
  if (y <= -1 || y >= 1) return Math.abs(y) === 1 ? y * Number.POSITIVE_INFINITY : Number.NaN;
  const a = 0.147;
  const l = Math.log(1 - y * y);
  const m = 2 / (Math.PI * a) + l / 2;
  let x = Math.sign(y) * Math.sqrt(Math.sqrt(m * m - l / a) - m);
  for (let i = 0; i < 4; i++) {
    // Near 1 the difference is taken of what is left, which is not rounded off.
    const error = Math.abs(y) > 0.5 ? Math.sign(y) * (1 - Math.abs(y) - erfc(Math.abs(x))) : erf(x) - y;
    x -= error / ((2 / Math.sqrt(Math.PI)) * Math.exp(-x * x));
  }
  return x;
}

/** Bessel function of the first kind and whole order. */
const besselJ = (n: number, x: number): number =>
  roundCircle(n, x, (angle) => Math.cos(n * angle - x * Math.sin(angle)));

/** Modified Bessel function of the first kind and whole order. */
const besselI = (n: number, x: number): number =>
  roundCircle(n, x, (angle) => Math.exp(x * Math.cos(angle)) * Math.cos(n * angle));

/** The integral of a Bessel function of whole order over the circle, by the trapezoidal rule, which converges geometrically. */
function roundCircle(n: number, x: number, integrand: (angle: number) => number): number {
  if (Math.abs(x) + Math.abs(n) > 1e4)
    throw new NotKnown("Bessel functions this far out are not computed here");
  if (!Number.isInteger(n))
    throw new NotKnown("Bessel functions of an order that is not whole are not computed here");
  const points = 64 + 2 * Math.ceil(Math.abs(x) + Math.abs(n));
  let sum = 0;
  for (let k = 0; k < points; k++) sum += integrand((2 * Math.PI * (k + 0.5)) / points);
  return sum / points;
}

/** Associated Legendre functions of degree `n`, all orders, with the Condon–Shortley phase. */
function legendre(args: readonly Value[]): Value {
  const n = numberAt(args, 0);
  const x = realAt(args, 1).re;
  const re = allocate((n + 1) * x.length);
  x.forEach((each, j) => {
    for (let m = 0; m <= n; m++) {
      let [before, now] = [0, 1];
      for (let k = 1; k <= m; k++) now *= -(2 * k - 1) * Math.sqrt(Math.max(0, 1 - each * each));
      for (let k = m + 1; k <= n; k++)
        [before, now] = [now, ((2 * k - 1) * each * now - (k + m - 1) * before) / (k - m)];
      re[m + j * (n + 1)] = now;
    }
  });
  return array([n + 1, x.length], re);
}

function factors(n: number): number[] {
  const found: number[] = [];
  let rest = n;
  for (let k = 2; k * k <= rest; k++)
    while (rest % k === 0) {
      found.push(k);
      rest /= k;
    }
  if (rest > 1 || found.length === 0) found.push(rest);
  return found;
}

const normal = (x: number, mean: number, deviation: number): number =>
  Math.exp(-0.5 * ((x - mean) / deviation) ** 2) / (deviation * Math.sqrt(2 * Math.PI));

const at = (args: readonly Value[], i: number, standard: number): number => numberAt(args, i, standard);

export const specialFunctions: Builtins = {
  gamma: (args) => mapReal(realAt(args, 0), gamma),
  gammaln: (args) => mapReal(realAt(args, 0), logGamma),
  lgamma: (args) => mapReal(realAt(args, 0), logGamma),
  beta: (args) =>
    mapPairs("beta", realAt(args, 0), realAt(args, 1), (a, b) =>
      Math.exp(logGamma(a) + logGamma(b) - logGamma(a + b)),
    ),
  gammainc: (args) => mapPairs("gammainc", realAt(args, 0), realAt(args, 1), (x, a) => incompleteGamma(a, x)),
  erf: (args) => mapReal(realAt(args, 0), erf),
  erfc: (args) => mapReal(realAt(args, 0), erfc),
  erfinv: (args) => mapReal(realAt(args, 0), inverseErf),
  qfunc: (args) => mapReal(realAt(args, 0), (x) => erfc(x / Math.SQRT2) / 2),
  besselj: (args) => mapPairs("besselj", realAt(args, 0), realAt(args, 1), besselJ),
  besseli: (args) => mapPairs("besseli", realAt(args, 0), realAt(args, 1), besselI),
  factorial: (args) =>
    mapReal(realAt(args, 0), (x) => {
      if (x < 0 || !Number.isInteger(x))
        throw new MatlabError("factorial: all N must be real non-negative integers");
      return gamma(x + 1);
    }),
  primes: (args) => row(Array.from({ length: lengthAt(args, 0) + 1 }, (_, i) => i).filter(isPrime)),
  factor: (args) => row(factors(numberAt(args, 0))),
  legendre,
  normpdf: (args) => mapReal(realAt(args, 0), (x) => normal(x, at(args, 1, 0), at(args, 2, 1))),
  normcdf: (args) =>
    mapReal(realAt(args, 0), (x) => erfc(-(x - at(args, 1, 0)) / (at(args, 2, 1) * Math.SQRT2)) / 2),
  norminv: (args) =>
    mapReal(realAt(args, 0), (p) => at(args, 1, 0) + at(args, 2, 1) * Math.SQRT2 * inverseErf(2 * p - 1)),
  exppdf: (args) =>
    mapReal(realAt(args, 0), (x) => (x < 0 ? 0 : Math.exp(-x / at(args, 1, 1)) / at(args, 1, 1))),
  expcdf: (args) => mapReal(realAt(args, 0), (x) => (x < 0 ? 0 : 1 - Math.exp(-x / at(args, 1, 1)))),
  unifpdf: (args) =>
    mapReal(realAt(args, 0), (x) =>
      x >= at(args, 1, 0) && x <= at(args, 2, 1) ? 1 / (at(args, 2, 1) - at(args, 1, 0)) : 0,
    ),
  poisspdf: (args) =>
    mapPairs("poisspdf", realAt(args, 0), realAt(args, 1), (k, l) =>
      Math.exp(k * Math.log(l) - l - logGamma(k + 1)),
    ),
  binopdf: (args) => {
    const [n, p] = [numberAt(args, 1), numberAt(args, 2)];
    return mapReal(realAt(args, 0), (k) =>
      Math.exp(
        logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1) + k * Math.log(p) + (n - k) * Math.log(1 - p),
      ),
    );
  },
  chi2pdf: (args) =>
    mapPairs("chi2pdf", realAt(args, 0), realAt(args, 1), (x, k) =>
      x <= 0 ? 0 : Math.exp((k / 2 - 1) * Math.log(x) - x / 2 - (k / 2) * Math.LN2 - logGamma(k / 2)),
    ),
  gampdf: (args) => {
    const [a, b] = [numberAt(args, 1), numberAt(args, 2, 1)];
    return mapReal(realAt(args, 0), (x) =>
      x <= 0 ? 0 : Math.exp((a - 1) * Math.log(x / b) - x / b - logGamma(a)) / b,
    );
  },
  tpdf: (args) =>
    mapPairs(
      "tpdf",
      realAt(args, 0),
      realAt(args, 1),
      (x, v) =>
        Math.exp(logGamma((v + 1) / 2) - logGamma(v / 2)) /
        Math.sqrt(v * Math.PI) /
        (1 + (x * x) / v) ** ((v + 1) / 2),
    ),
};
