/** A least-squares line. */
export interface Line {
  readonly slope: number;
  readonly intercept: number;
  /** Coefficient of determination. */
  readonly r2: number;
}

/** Fits v = slope · u + intercept; undefined where u or v does not vary or holds what is not finite. */
export function fitLine(u: ArrayLike<number>, v: ArrayLike<number>): Line | undefined {
  const n = u.length;
  if (n < 3 || v.length !== n) return undefined;
  const [mu, mv] = [mean(u), mean(v)];
  let [suu, suv, svv] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const du = (u[i] ?? 0) - mu;
    const dv = (v[i] ?? 0) - mv;
    suu += du * du;
    suv += du * dv;
    svv += dv * dv;
  }
  if (!(suu > 0) || !(svv > 0) || !Number.isFinite(suu + svv)) return undefined;
  const slope = suv / suu;
  return { slope, intercept: mv - slope * mu, r2: (suv * suv) / (suu * svv) };
}

/** Fits v = a u² + b u + c by the normal equations in centred, scaled u. */
export function fitParabola(
  u: ArrayLike<number>,
  v: ArrayLike<number>,
): { readonly a: number; readonly b: number; readonly c: number; readonly r2: number } | undefined {
  const n = u.length;
  if (n < 5) return undefined;
  const centre = mean(u);
  let scale = 0;
  for (let i = 0; i < n; i++) scale = Math.max(scale, Math.abs((u[i] ?? 0) - centre));
  if (!(scale > 0)) return undefined;
  const sums = [0, 0, 0, 0, 0];
  const right = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const t = ((u[i] ?? 0) - centre) / scale;
    let power = 1;
    for (let k = 0; k < 5; k++) {
      sums[k] = (sums[k] ?? 0) + power;
      if (k < 3) right[k] = (right[k] ?? 0) + power * (v[i] ?? 0);
      power *= t;
    }
  }
  const solution = solve3(
    [0, 1, 2].map((i) => [0, 1, 2].map((j) => sums[i + j] ?? 0)),
    right,
  );
  if (solution === undefined) return undefined;
  const [c0 = 0, c1 = 0, c2 = 0] = solution;
  const mv = mean(v);
  let [residual, total] = [0, 0];
  for (let i = 0; i < n; i++) {
    const t = ((u[i] ?? 0) - centre) / scale;
    residual += ((v[i] ?? 0) - (c0 + c1 * t + c2 * t * t)) ** 2;
    total += ((v[i] ?? 0) - mv) ** 2;
  }
  if (!(total > 0)) return undefined;
  const a = c2 / scale ** 2;
  const b = c1 / scale - 2 * a * centre;
  return { a, b, c: c0 - (c1 * centre) / scale + a * centre ** 2, r2: 1 - residual / total };
}

/** Gaussian elimination with pivoting. */
function solve3(matrix: number[][], right: number[]): number[] | undefined {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  for (let k = 0; k < 3; k++) {
    const pivot = rows
      .slice(k)
      .reduce((best, row) => (Math.abs(row[k] ?? 0) > Math.abs(best[k] ?? 0) ? row : best));
    if (Math.abs(pivot[k] ?? 0) < 1e-300) return undefined;
    rows.splice(rows.indexOf(pivot), 1);
    rows.splice(k, 0, pivot);
    for (const row of rows.slice(k + 1)) {
      const factor = (row[k] ?? 0) / (pivot[k] ?? 1);
      for (let j = k; j < 4; j++) row[j] = (row[j] ?? 0) - factor * (pivot[j] ?? 0);
    }
  }
  const result = [0, 0, 0];
  for (let k = 2; k >= 0; k--) {
    let value = rows[k]?.[3] ?? 0;
    for (let j = k + 1; j < 3; j++) value -= (rows[k]?.[j] ?? 0) * (result[j] ?? 0);
    result[k] = value / (rows[k]?.[k] ?? 1);
  }
  return result;
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ?? 0;
  return sum / values.length;
}

/** Pearson's correlation of a[from..] with b[lag + from..] over `length` places; 0 where one of them is constant. */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>, length: number, lag = 0): number {
  let [sa, sb, saa, sbb, sab] = [0, 0, 0, 0, 0];
  const [a0, b0] = [a[0] ?? 0, b[lag] ?? 0];
  for (let i = 0; i < length; i++) {
    const u = (a[i] ?? 0) - a0;
    const v = (b[i + lag] ?? 0) - b0;
    sa += u;
    sb += v;
    saa += u * u;
    sbb += v * v;
    sab += u * v;
  }
  const va = saa - (sa * sa) / length;
  const vb = sbb - (sb * sb) / length;
  if (!(va > 1e-14 * saa) || !(vb > 1e-14 * sbb)) return 0;
  return (sab - (sa * sb) / length) / Math.sqrt(va * vb);
}

export function deviation(values: ArrayLike<number>, from: number, to: number): number {
  let [sum, squares] = [0, 0];
  const origin = values[from] ?? 0;
  for (let i = from; i < to; i++) {
    const value = (values[i] ?? 0) - origin;
    sum += value;
    squares += value * value;
  }
  const n = to - from;
  return Math.sqrt(Math.max(0, squares / n - (sum / n) ** 2));
}
