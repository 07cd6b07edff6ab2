import { NotKnown } from "../builtin.js";
import { allocate } from "../limits.js";
import { array, scalar, type Value } from "../values.js";
import { type Builtins, lengthAt, numberAt, realAt } from "./arguments.js";

/** An `m` by `n` array of `f` at row i and column j. */
function grid(m: number, n: number, f: (i: number, j: number) => number): Value {
  const re = allocate(m * n);
  for (let j = 0; j < n; j++) for (let i = 0; i < m; i++) re[i + j * m] = f(i, j);
  return array([m, n], re);
}

/** MATLAB's function of two variables with three peaks. */
const peak = (x: number, y: number): number =>
  3 * (1 - x) ** 2 * Math.exp(-(x ** 2) - (y + 1) ** 2) -
  10 * (x / 5 - x ** 3 - y ** 5) * Math.exp(-(x ** 2) - y ** 2) -
  Math.exp(-((x + 1) ** 2) - y ** 2) / 3;

function peaks(args: readonly Value[], outputs: number): readonly Value[] {
  if (outputs === 0) throw new NotKnown("peaks draws here");
  if (args.length === 2) {
    const [x, y] = [realAt(args, 0), realAt(args, 1)];
    return [
      array(
        x.size,
        x.re.map((each, i) => peak(each, y.re[i] ?? 0)),
      ),
    ];
  }
  const given = args[0] ? realAt(args, 0).re : Float64Array.of(49);
  const n = given.length > 1 ? given.length : lengthAt(args.length > 0 ? args : [scalar(49)], 0);
  const axis = given.length > 1 ? given : Float64Array.from({ length: n }, (_, i) => -3 + (6 * i) / (n - 1));
  const [x, y] = [grid(n, n, (_, j) => axis[j] ?? 0), grid(n, n, (i) => axis[i] ?? 0)];
  const z = grid(n, n, (i, j) => peak(axis[j] ?? 0, axis[i] ?? 0));
  return outputs > 1 ? [x, y, z] : [z];
}

/** sin and cos of multiples of π, exact where they are whole. */
const sinPi = (t: number): number => (Number.isInteger(t) ? 0 : Math.sin(Math.PI * t));

function sphere(args: readonly Value[], outputs: number): readonly Value[] {
  if (outputs === 0) throw new NotKnown("sphere draws here");
  const n = numberAt(args, 0, 20);
  const theta = (j: number): number => -1 + (2 * j) / n;
  const phi = (i: number): number => -0.5 + i / n;
  const cosPhi = (i: number): number => (i === 0 || i === n ? 0 : Math.cos(Math.PI * phi(i)));
  return [
    grid(n + 1, n + 1, (i, j) => cosPhi(i) * Math.cos(Math.PI * theta(j))),
    grid(n + 1, n + 1, (i, j) => cosPhi(i) * sinPi(theta(j))),
    grid(n + 1, n + 1, (i) => Math.sin(Math.PI * phi(i))),
  ];
}

function cylinder(args: readonly Value[], outputs: number): readonly Value[] {
  if (outputs === 0) throw new NotKnown("cylinder draws here");
  const given = args[0] ? realAt(args, 0).re : Float64Array.of(1, 1);
  const r = given.length === 1 ? Float64Array.of(given[0] ?? 1, given[0] ?? 1) : given;
  const n = numberAt(args, 1, 20);
  const m = r.length;
  const theta = (j: number): number => (2 * Math.PI * j) / n;
  return [
    grid(m, n + 1, (i, j) => (r[i] ?? 0) * Math.cos(theta(j))),
    grid(m, n + 1, (i, j) => (r[i] ?? 0) * (j === n ? 0 : Math.sin(theta(j)))),
    grid(m, n + 1, (i) => i / (m - 1)),
  ];
}

function ellipsoid(args: readonly Value[], outputs: number): readonly Value[] {
  const [x, y, z] = sphere([...args.slice(6, 7)], outputs);
  return [x, y, z].map((each, i) => {
    const from = each?.kind === "array" ? each : undefined;
    if (!from) throw new NotKnown("the ellipsoid is not known");
    return array(
      from.size,
      from.re.map((value) => numberAt(args, i) + numberAt(args, i + 3) * value),
    );
  });
}

const turned =
  (from: (a: number, b: number, c: number) => readonly number[]) =>
  (args: readonly Value[], outputs: number): readonly Value[] => {
    const parts = args.map((_, i) => realAt(args, i));
    const [first] = parts;
    if (!first) throw new NotKnown("coordinates are missing");
    const results = Array.from(
      { length: Math.max(outputs, args.length) },
      () => new Float64Array(first.re.length),
    );
    first.re.forEach((a, i) => {
      const at = (k: number): number => parts[k]?.re[parts[k]?.re.length === 1 ? 0 : i] ?? 0;
      from(a, at(1), at(2)).forEach((value, k) => {
        const into = results[k];
        if (into) into[i] = value;
      });
    });
    return results.map((each) => array(first.size, each));
  };

export const surfaceFunctions: Builtins = {
  peaks,
  sphere,
  cylinder,
  ellipsoid,
  pol2cart: turned((theta, r, z) => [r * Math.cos(theta), r * Math.sin(theta), z]),
  cart2pol: turned((x, y, z) => [Math.atan2(y, x), Math.hypot(x, y), z]),
  sph2cart: turned((az, el, r) => [
    r * Math.cos(el) * Math.cos(az),
    r * Math.cos(el) * Math.sin(az),
    r * Math.sin(el),
  ]),
  cart2sph: turned((x, y, z) => [Math.atan2(y, x), Math.atan2(z, Math.hypot(x, y)), Math.hypot(x, y, z)]),
};
