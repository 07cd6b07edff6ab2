import { doubtOf } from "../../src/plot/evaluate/uncertain.js";
import { text, type Value } from "../../src/plot/evaluate/values.js";

/** A value as `encode.m` writes it: class, size, real and imaginary parts, elements of a cell, fields of a struct. */
export interface Encoded {
  readonly c: string;
  readonly s: readonly number[];
  readonly r?: readonly string[];
  readonly i?: readonly string[];
  readonly e?: readonly Encoded[];
  readonly f?: Readonly<Record<string, Encoded>>;
}

const numbers = (values: ArrayLike<number>): string[] =>
  Array.from(values, (each) =>
    Number.isNaN(each) ? "NaN" : Number.isFinite(each) ? String(each) : each > 0 ? "Inf" : "-Inf",
  );

export function encoded(x: Value): Encoded | { readonly unknown: string } {
  const doubt = doubtOf(x);
  if (doubt) return { unknown: doubt.reason };
  switch (x.kind) {
    case "array":
      return { c: x.class, s: x.size, r: numbers(x.re), ...(x.im ? { i: numbers(x.im) } : {}) };
    case "string":
      return encoded(text(x.data[0] ?? ""));
    case "cell":
      return { c: "cell", s: x.size, e: x.data.map((each) => encoded(each) as Encoded) };
    case "struct":
      return {
        c: "struct",
        s: x.size,
        f: Object.fromEntries(
          [...x.fields].map(([name, values]) => [
            name,
            { c: "cell", s: [1, values.length], e: values.map((each) => encoded(each) as Encoded) },
          ]),
        ),
      };
    default:
      return { c: "function_handle", s: [1, 1] };
  }
}

/** Within 1e-9 of the largest number in the array. */
function close(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  const [x, y] = [a ?? [], b ?? []];
  const n = Math.max(x.length, y.length);
  const value = (list: readonly string[], i: number): number =>
    Number((list[i] ?? "0").replace("Inf", "Infinity"));
  const largest = y.reduce(
    (most, each) => Math.max(most, Number.isFinite(Number(each)) ? Math.abs(Number(each)) : 0),
    0,
  );
  for (let i = 0; i < n; i++) {
    const [p, q] = [value(x, i), value(y, i)];
    if (Number.isNaN(p) && Number.isNaN(q)) continue;
    if (p !== q && !(Math.abs(p - q) <= 1e-9 * Math.max(largest, 1e-3))) return false;
  }
  return true;
}

export function sameEncoded(a: Encoded | undefined, b: Encoded): boolean {
  if (!a || a.c !== b.c || a.s.join() !== b.s.join()) return false;
  if (b.e) return b.e.every((each, i) => sameEncoded(a.e?.[i], each));
  if (b.f) return Object.entries(b.f).every(([name, each]) => sameEncoded(a.f?.[name], each));
  return close(a.r, b.r) && close(a.i, b.i);
}
