import { MatlabError } from "./builtin.js";
import { type Container, fillPlaces, foldedSize, type Index } from "./indexing.js";
import { reserve } from "./limits.js";
import {
  count,
  emptyArray,
  type HandleValue,
  isEmptySize,
  normalSize,
  type Size,
  type Value,
} from "./values.js";

/** Size of what an assignment to `indices` needs, given the value's size for `:` in what is still empty. */
export function grownSize(size: Size, indices: readonly Index[], of: Size): Size {
  if (indices.length === 1) return grownVector(size, indices[0] ?? ":", of);
  const shape = foldedSize(size, indices.length);
  const lengths = indices.map((each) => (each === ":" ? undefined : each.places.length));
  const placeByPlace =
    of.length === indices.length && lengths.every((n, d) => n === undefined || n === of[d]);
  const colons = lengths.filter((n) => n === undefined).length;
  const others = lengths.reduce<number>((n, each) => n * (each ?? 1), 1);
  const free = of.filter((each) => each !== 1);
  let next = 0;
  const needed = indices.map((each, d) => {
    const here = shape[d] ?? 1;
    if (each !== ":") return Math.max(here, 1 + largest(each.places));
    if (!isEmptySize(size)) return here;
    if (placeByPlace) return of[d] ?? 1;
    return colons === 1 ? count(of) / others : (free[next++] ?? 1);
  });
  const same = needed.every((each, d) => each === shape[d]);
  if (same) return size;
  if (indices.length < size.length)
    throw new MatlabError(
      `Octave:index out of bound; value out of bound ${count(size)}`,
      "MATLAB:badsubscript",
    );
  return normalSize(needed);
}

function largest(places: Float64Array | Int32Array): number {
  let most = -1;
  for (const at of places) if (at > most) most = at;
  return most;
}

function grownVector(size: Size, index: Index, of: Size): Size {
  const total = count(size);
  if (index === ":") return total === 0 && count(of) > 0 ? of : size;
  const needed = 1 + largest(index.places);
  if (needed <= total) return size;
  const [rows = 0, columns = 0] = size;
  if (size.length === 2 && rows === 0 && columns === 0) return [1, needed];
  if (size.length === 2 && (rows === 1 || total === 0)) return rows <= 1 ? [1, needed] : [needed, 1];
  if (size.length === 2 && columns === 1) return [needed, 1];
  throw new MatlabError(
    `Octave:index out of bound; value ${needed} out of bound ${total}`,
    "MATLAB:badsubscript",
  );
}

/** Where the elements of an array of size `from` lie in one of size `to`, which is not smaller anywhere. */
function moved(from: Size, to: Size): Int32Array {
  const lengths = to.map((_, d) => from[d] ?? 1);
  const places = new Int32Array(count(from));
  fillPlaces(
    places,
    lengths.map(() => ":" as const),
    lengths,
    to,
  );
  return places;
}

/** `x` with room for `size`; new numbers are 0, cells and fields empty, strings missing. */
export function resized<T extends Container>(x: T, size: Size): T {
  const n = count(size);
  reserve(n);
  const plain = count(x.size) === 0 || vectorGrowth(x.size, size);
  const places = plain ? undefined : moved(x.size, size);
  const grown = <E>(values: readonly E[], filler: E): E[] => {
    const result = new Array<E>(n).fill(filler);
    values.forEach((each, i) => {
      result[places ? (places[i] ?? 0) : i] = each;
    });
    return result;
  };
  const numbers = (values: Float64Array): Float64Array => {
    const result = new Float64Array(n);
    if (!places) result.set(values);
    else for (let i = 0; i < values.length; i++) result[places[i] ?? 0] = values[i] ?? 0;
    return result;
  };
  switch (x.kind) {
    case "array": {
      const re = numbers(x.re);
      return x.im ? { ...x, size, re, im: numbers(x.im) } : { ...x, size, re };
    }
    case "string":
      return { ...x, size, data: grown(x.data, "") };
    case "cell":
      return { ...x, size, data: grown(x.data, emptyArray as Value) };
    case "struct": {
      const fields = new Map(
        [...x.fields].map(([name, values]) => [name, grown(values, emptyArray as Value)]),
      );
      return { ...x, size, fields };
    }
    default:
      return { ...x, size, ids: grown((x as HandleValue).ids, Number.NaN) };
  }
}

const vectorGrowth = (from: Size, to: Size): boolean =>
  from.length === 2 && to.length === 2 && (from[0] === to[0] || (from[1] === 1 && to[1] === 1));
