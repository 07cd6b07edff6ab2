import fc from "fast-check";
import { expect, test } from "vitest";
import { assigned, deleted } from "../../../src/plot/evaluate/assignment.js";
import { balanced } from "../../../src/plot/evaluate/balance.js";
import { orderedEigenvalues } from "../../../src/plot/evaluate/eigenvalueOrder.js";
import { fourier } from "../../../src/plot/evaluate/fourier.js";
import { indexed } from "../../../src/plot/evaluate/indexing.js";
import { solve, times, transpose } from "../../../src/plot/evaluate/matrix.js";
import { eigen } from "../../../src/plot/evaluate/matrixFunctions.js";
import { array, row, scalar, type Value } from "../../../src/plot/evaluate/values.js";
import { run } from "./support.js";

const numbers = (n: number) => fc.array(fc.integer({ min: -50, max: 50 }), { minLength: n, maxLength: n });

const data = (x: Value): number[] => (x.kind === "array" ? [...x.re] : []);

test("a transform and back is the same line, for any length", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }).chain((n) => numbers(n)),
      (values) => {
        const { re, im } = fourier(Float64Array.from(values), undefined, -1);
        const back = fourier(re, im, 1);
        values.forEach((each, i) => {
          expect((back.re[i] ?? 0) / values.length).toBeCloseTo(each, 8);
          expect((back.im[i] ?? 0) / values.length).toBeCloseTo(0, 8);
        });
      },
    ),
    { numRuns: 60 },
  );
});

test("what is assigned is read back, and nothing else changes", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer(), { minLength: 1, maxLength: 12 }),
      fc.nat({ max: 20 }),
      fc.integer(),
      (values, at, value) => {
        const before = row(values);
        const after = assigned(before, [scalar(at + 1)], scalar(value));
        expect(data(indexed(after, [scalar(at + 1)]))).toEqual([value]);
        expect(data(before)).toEqual(values);
        const expected = Array.from({ length: Math.max(values.length, at + 1) }, (_, i) =>
          i === at ? value : (values[i] ?? 0),
        );
        expect(data(after)).toEqual(expected);
      },
    ),
  );
});

test("deletion leaves the others in their order", () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 1, maxLength: 12 }), fc.nat(), (values, at) => {
      const place = at % values.length;
      expect(data(deleted(row(values), [scalar(place + 1)]))).toEqual(values.filter((_, i) => i !== place));
    }),
  );
});

test("a solved system gives back its right side", () => {
  fc.assert(
    fc.property(numbers(9), numbers(3), (a, b) => {
      const matrix = array([3, 3], Float64Array.from(a));
      const right = array([3, 1], Float64Array.from(b));
      const x = solve(matrix, right);
      if (!x) return;
      const scale = Math.max(1, ...data(x).map(Math.abs)) * 50;
      data(times(matrix, x)).forEach((each, i) => {
        expect(Math.abs(each - (b[i] ?? 0)) / scale).toBeLessThan(1e-10);
      });
      expect(transpose(transpose(matrix, true), true)).toEqual(matrix);
    }),
  );
});

test("no text, however broken, throws or hangs", async () => {
  const pieces = [
    "x",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "1",
    "'",
    "end",
    "for k=1:3",
    "\n",
    ";",
    ",",
    "=",
    "if",
    "while 1",
    "@(x)",
    "plot(",
    ":",
    "...",
    "%{",
    "function f",
    "switch",
    "try",
    "catch",
    ".",
    "~",
    "&&",
    "1e999",
    "x(end+1)=1",
  ];
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...pieces), { maxLength: 25 }), async (parts) => {
      await run(parts.join(" "));
    }),
    { numRuns: 60 },
  );
}, 60_000);

test("eigenvalues found in either way add up to the trace of a matrix", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 7 }).chain((n) => numbers(n * n)),
      (values) => {
        const n = Math.sqrt(values.length);
        const a = array([n, n], Float64Array.from(values));
        const found = eigen(a);
        const ordered = orderedEigenvalues(balanced(a.re, n).elements, n) ?? [];
        const size = 1 + Math.max(...values.map(Math.abs));
        expect(found.values).toHaveLength(n);
        const trace = values.filter((_, at) => at % (n + 1) === 0).reduce((sum, each) => sum + each, 0);
        for (const each of [found.values, ordered]) {
          expect(each.reduce((sum, [re]) => sum + re, 0) / size).toBeCloseTo(trace / size, 6);
          expect(each.reduce((sum, [, im]) => sum + im, 0) / size).toBeCloseTo(0, 6);
        }
      },
    ),
    { numRuns: 100 },
  );
});
