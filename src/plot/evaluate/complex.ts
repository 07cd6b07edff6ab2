/** Complex numbers as pairs, principal values as MATLAB has them. */
export type Complex = readonly [re: number, im: number];

export const add = (a: Complex, b: Complex): Complex => [a[0] + b[0], a[1] + b[1]];
export const subtract = (a: Complex, b: Complex): Complex => [a[0] - b[0], a[1] - b[1]];
export const scale = (a: Complex, k: number): Complex => [a[0] * k, a[1] * k];
export const multiply = (a: Complex, b: Complex): Complex => [
  a[0] * b[0] - a[1] * b[1],
  a[0] * b[1] + a[1] * b[0],
];

/** Smith's method, which does not overflow where the quotient does not. */
export function divide(a: Complex, b: Complex): Complex {
  if (b[1] === 0) return [a[0] / b[0], a[1] / b[0]];
  if (Math.abs(b[0]) >= Math.abs(b[1])) {
    const r = b[1] / b[0];
    const d = b[0] + b[1] * r;
    return [(a[0] + a[1] * r) / d, (a[1] - a[0] * r) / d];
  }
  const r = b[0] / b[1];
  const d = b[0] * r + b[1];
  return [(a[0] * r + a[1]) / d, (a[1] * r - a[0]) / d];
}

export const exp = ([re, im]: Complex): Complex => {
  const size = Math.exp(re);
  return im === 0 ? [size, 0] : [size * Math.cos(im), size * Math.sin(im)];
};

export const log = ([re, im]: Complex): Complex => [Math.log(Math.hypot(re, im)), Math.atan2(im, re)];

export function sqrt([re, im]: Complex): Complex {
  if (re === 0 && im === 0) return [0, im];
  const size = Math.hypot(re, im);
  if (re >= 0) {
    const t = Math.sqrt((size + re) / 2);
    return [t, im / (2 * t)];
  }
  const t = Math.sqrt((size - re) / 2);
  return [Math.abs(im) / (2 * t), im < 0 || Object.is(im, -0) ? -t : t];
}

export function power(a: Complex, b: Complex): Complex {
  if (b[0] === 0 && b[1] === 0) return [1, 0];
  if (a[0] === 0 && a[1] === 0) return [b[0] > 0 ? 0 : Number.POSITIVE_INFINITY, 0];
  if (b[1] === 0 && Number.isInteger(b[0]) && Math.abs(b[0]) <= 1024) return integerPower(a, b[0]);
  return exp(multiply(b, log(a)));
}

function integerPower(a: Complex, n: number): Complex {
  let result: Complex = [1, 0];
  let base = a;
  for (let k = Math.abs(n); k > 0; k = Math.floor(k / 2)) {
    if (k % 2 === 1) result = multiply(result, base);
    base = multiply(base, base);
  }
  return n < 0 ? divide([1, 0], result) : result;
}

export const sin = ([re, im]: Complex): Complex => [
  Math.sin(re) * Math.cosh(im),
  Math.cos(re) * Math.sinh(im),
];
export const cos = ([re, im]: Complex): Complex => [
  Math.cos(re) * Math.cosh(im),
  -Math.sin(re) * Math.sinh(im),
];
export const sinh = ([re, im]: Complex): Complex => [
  Math.sinh(re) * Math.cos(im),
  Math.cosh(re) * Math.sin(im),
];
export const cosh = ([re, im]: Complex): Complex => [
  Math.cosh(re) * Math.cos(im),
  Math.sinh(re) * Math.sin(im),
];
export const tan = (z: Complex): Complex => divide(sin(z), cos(z));
export const tanh = (z: Complex): Complex => divide(sinh(z), cosh(z));

/** −i log(iz + √(1 − z²)) */
export function asin(z: Complex): Complex {
  const root = sqrt(subtract([1, 0], multiply(z, z)));
  const [re, im] = log(add([-z[1], z[0]], root));
  return [im, -re];
}

/** π/2 − asin z */
export function acos(z: Complex): Complex {
  const [re, im] = asin(z);
  return [Math.PI / 2 - re, -im];
}

/** (i/2) log((i + z) / (i − z)) */
export function atan(z: Complex): Complex {
  const [re, im] = log(divide([z[0], z[1] + 1], [-z[0], 1 - z[1]]));
  return [-im / 2, re / 2];
}

/** −i asin(iz), which is right on the branch cuts too. */
export function asinh([re, im]: Complex): Complex {
  const [a, b] = asin([-im, re]);
  return [b, -a];
}
export const acosh = (z: Complex): Complex =>
  log(add(z, multiply(sqrt(add(z, [1, 0])), sqrt(subtract(z, [1, 0])))));
export const atanh = (z: Complex): Complex =>
  scale(subtract(log(add([1, 0], z)), log([1 - z[0], -z[1]])), 0.5);
