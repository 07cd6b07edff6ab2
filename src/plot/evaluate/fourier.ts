import { reserve, spend } from "./limits.js";

/** Discrete Fourier transform of one line, in place of neither argument. `sign` is -1 forwards, 1 backwards; not scaled. */
export function fourier(
  re: Float64Array,
  im: Float64Array | undefined,
  sign: -1 | 1,
): { re: Float64Array; im: Float64Array } {
  const n = re.length;
  const xr = re.slice();
  const xi = im ? im.slice() : new Float64Array(n);
  if (n <= 1) return { re: xr, im: xi };
  reserve(2 * n);
  spend(n * Math.ceil(Math.log2(n)));
  if ((n & (n - 1)) === 0) radix2(xr, xi, sign);
  else if (n <= 96) return direct(xr, xi, sign);
  else return bluestein(xr, xi, sign);
  return { re: xr, im: xi };
}

/** cos and sin of 2πk/n for k below n, from the first octant so that symmetric places agree exactly. */
function twiddles(n: number): { cos: Float64Array; sin: Float64Array } {
  const cos = new Float64Array(n);
  const sin = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    const eighth = (8 * k) / n;
    const octant = Math.floor(eighth);
    const angle = (2 * Math.PI * k) / n;
    const quarter = (octant + 1) >> 1;
    const inner = angle - (quarter * Math.PI) / 2;
    const [c, s] = 8 * k === octant * n && octant % 2 === 0 ? [1, 0] : [Math.cos(inner), Math.sin(inner)];
    const turned = [
      [c, s],
      [-s, c],
      [-c, -s],
      [s, -c],
    ][quarter % 4] ?? [c, s];
    cos[k] = turned[0] ?? 0;
    sin[k] = turned[1] ?? 0;
  }
  return { cos, sin };
}

function direct(xr: Float64Array, xi: Float64Array, sign: number): { re: Float64Array; im: Float64Array } {
  const n = xr.length;
  const { cos, sin } = twiddles(n);
  const re = new Float64Array(n);
  const im = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    let [a, b] = [0, 0];
    for (let j = 0; j < n; j++) {
      const at = (j * k) % n;
      const [c, s] = [cos[at] ?? 0, sign * (sin[at] ?? 0)];
      const [x, y] = [xr[j] ?? 0, xi[j] ?? 0];
      a += x * c - y * s;
      b += x * s + y * c;
    }
    re[k] = a;
    im[k] = b;
  }
  return { re, im };
}

/** Cooley–Tukey, for a length that is a power of two. */
function radix2(xr: Float64Array, xi: Float64Array, sign: number): void {
  const n = xr.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [xr[i], xr[j]] = [xr[j] ?? 0, xr[i] ?? 0];
      [xi[i], xi[j]] = [xi[j] ?? 0, xi[i] ?? 0];
    }
  }
  const { cos, sin } = twiddles(n);
  for (let length = 2; length <= n; length *= 2) {
    const half = length / 2;
    const step = n / length;
    for (let start = 0; start < n; start += length)
      for (let k = 0; k < half; k++) {
        const [c, s] = [cos[k * step] ?? 0, sign * (sin[k * step] ?? 0)];
        const at = start + k;
        const to = at + half;
        const [ar, ai] = [xr[to] ?? 0, xi[to] ?? 0];
        const [vr, vi] = [ar * c - ai * s, ar * s + ai * c];
        xr[to] = (xr[at] ?? 0) - vr;
        xi[to] = (xi[at] ?? 0) - vi;
        xr[at] = (xr[at] ?? 0) + vr;
        xi[at] = (xi[at] ?? 0) + vi;
      }
  }
}

/** Bluestein's algorithm: any length by a convolution whose length is a power of two. */
function bluestein(xr: Float64Array, xi: Float64Array, sign: number): { re: Float64Array; im: Float64Array } {
  const n = xr.length;
  let m = 1;
  while (m < 2 * n - 1) m *= 2;
  reserve(4 * m);
  spend(3 * m * Math.log2(m));
  const { cos, sin } = twiddles(2 * n);
  const [ar, ai, br, bi] = [
    new Float64Array(m),
    new Float64Array(m),
    new Float64Array(m),
    new Float64Array(m),
  ];
  for (let k = 0; k < n; k++) {
    const at = (k * k) % (2 * n);
    const [c, s] = [cos[at] ?? 0, sign * (sin[at] ?? 0)];
    ar[k] = (xr[k] ?? 0) * c - (xi[k] ?? 0) * s;
    ai[k] = (xr[k] ?? 0) * s + (xi[k] ?? 0) * c;
    br[k] = c;
    bi[k] = -s;
    if (k > 0) {
      br[m - k] = c;
      bi[m - k] = -s;
    }
  }
  radix2(ar, ai, -1);
  radix2(br, bi, -1);
  for (let k = 0; k < m; k++) {
    const [p, q, r, s] = [ar[k] ?? 0, ai[k] ?? 0, br[k] ?? 0, bi[k] ?? 0];
    ar[k] = p * r - q * s;
    ai[k] = p * s + q * r;
  }
  radix2(ar, ai, 1);
  const re = new Float64Array(n);
  const im = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    const at = (k * k) % (2 * n);
    const [c, s] = [cos[at] ?? 0, sign * (sin[at] ?? 0)];
    const [p, q] = [(ar[k] ?? 0) / m, (ai[k] ?? 0) / m];
    re[k] = p * c - q * s;
    im[k] = p * s + q * c;
  }
  return { re, im };
}
