import { NotKnown } from "../builtin.js";
import { allocate, spend } from "../limits.js";
import { doubtOf } from "../uncertain.js";
import { array, type Value } from "../values.js";
import { type Builtins, numberAt, realAt, textAt } from "./arguments.js";

/** The distance of a cluster to two that are joined, from those to each and their sizes (Lance and Williams, 1967). */
const joinedDistance: Readonly<Record<string, (a: number, b: number, m: number, n: number) => number>> = {
  single: (a, b) => Math.min(a, b),
  complete: (a, b) => Math.max(a, b),
  average: (a, b, m, n) => (m * a + n * b) / (m + n),
  weighted: (a, b) => (a + b) / 2,
};

/** `clusterTree(distances, n, method)`: the rows of `linkage`, pairs of clusters that are joined and how far apart they are. */
function clusterTree(args: readonly Value[]): Value {
  const n = numberAt(args, 1);
  const size = [Math.max(0, n - 1), 3];
  const doubt = args[0] && doubtOf(args[0]);
  if (doubt) throw new NotKnown(doubt.reason, size);
  const method = textAt(args, 2).toLowerCase();
  const join = joinedDistance[method];
  if (!join) throw new NotKnown(`the method ${method} of linkage is not evaluated here`, size);
  spend(n ** 3 / 8);
  const distances = fullDistances(realAt(args, 0).re, n);
  const clusters = Array.from({ length: n }, (_, i) => ({ id: i + 1, size: 1 }));
  const tree = allocate(3 * (n - 1));
  for (let step = 0; step < n - 1; step++) {
    const [i, j, least] = closest(distances, clusters, n);
    const [a, b] = [clusters[i], clusters[j]];
    if (!a || !b) break;
    tree[step] = Math.min(a.id, b.id);
    tree[step + n - 1] = Math.max(a.id, b.id);
    tree[step + 2 * (n - 1)] = least;
    for (let k = 0; k < n; k++) {
      const d = join(distances[i + k * n] ?? 0, distances[j + k * n] ?? 0, a.size, b.size);
      distances[i + k * n] = d;
      distances[k + i * n] = d;
    }
    clusters[i] = { id: n + 1 + step, size: a.size + b.size };
    clusters[j] = { id: 0, size: 0 };
  }
  return array(size, tree);
}

function fullDistances(pairs: Float64Array, n: number): Float64Array {
  const full = allocate(n * n);
  let at = 0;
  for (let i = 0; i < n; i++)
    for (let j = i + 1; j < n; j++) {
      full[i + j * n] = pairs[at] ?? 0;
      full[j + i * n] = pairs[at] ?? 0;
      at++;
    }
  return full;
}

function closest(
  distances: Float64Array,
  clusters: readonly { readonly size: number }[],
  n: number,
): [number, number, number] {
  let best: [number, number, number] = [0, 1, Number.POSITIVE_INFINITY];
  for (let i = 0; i < n; i++) {
    if (clusters[i]?.size === 0) continue;
    for (let j = i + 1; j < n; j++) {
      const d = distances[i + j * n] ?? 0;
      if (clusters[j]?.size !== 0 && d < best[2]) best = [i, j, d];
    }
  }
  return best;
}

export const clusterFunctions: Builtins = { clusterTree };
