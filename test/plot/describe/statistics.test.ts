import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { featureOf, peaksOf } from "../../../src/plot/describe/features.js";
import { number, within } from "../../../src/plot/describe/numbers.js";
import { placeOfExtreme, shapeOf, statisticsOf } from "../../../src/plot/describe/statistics.js";
import { readableTex } from "../../../src/plot/figure/tex.js";

const grid = (from: number, to: number, n: number) =>
  Float64Array.from({ length: n }, (_, i) => from + ((to - from) * i) / (n - 1));

describe("statistics", () => {
  test("leave out what is not finite", () => {
    expect(statisticsOf(Float64Array.of(Number.NaN, 2, Number.POSITIVE_INFINITY, 4))).toMatchObject({
      n: 4,
      nfinite: 2,
      min: 2,
      max: 4,
      mean: 3,
    });
  });

  test("a series that is turned over keeps its turns and swaps its trend", () => {
    const values = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(values, (list) => {
        const y = Float64Array.from(list);
        const [up, down] = [
          shapeOf(undefined, y),
          shapeOf(
            undefined,
            y.map((value) => -value),
          ),
        ];
        expect(down?.n_turning).toBe(up?.n_turning);
        expect(down?.n_zero_cross).toBe(up?.n_zero_cross);
        const swapped = { increasing: "decreasing", decreasing: "increasing" } as Record<string, string>;
        expect(down?.trend).toBe(swapped[up?.trend ?? ""] ?? up?.trend);
        // Peaks and valleys take turns.
        expect(
          Math.abs((up?.n_peaks ?? 0) - ((up?.n_turning ?? 0) - (up?.n_peaks ?? 0))),
        ).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("of places that only rounding tells apart the first is named", () => {
    const x = grid(0, 10, 11);
    const y = Float64Array.from(x, (_, i) => (i === 2 ? 0.3 : i === 7 ? 0.1 + 0.2 : 0));
    expect(placeOfExtreme(x, y, "max")).toEqual({
      at: 7,
      first: 2,
      isShared: true,
      isOpen: true,
    });
    expect(shapeOf(x, y)).not.toHaveProperty("x_at_max");
    expect(shapeOf(x, y)).toHaveProperty("x_at_min", 0);
    expect(
      placeOfExtreme(
        x,
        y.map(() => 1),
        "max",
      )?.at,
    ).toBe(0);
    expect(
      placeOfExtreme(
        x,
        y.map((_, i) => 1 + i * 1e-15),
        "max",
      ),
    ).toBeUndefined();
  });
});

describe("features", () => {
  const x = grid(0, 10, 201);
  const of = (f: (t: number) => number) => featureOf(x, x.map(f));
  test("hold for what they name", () => {
    expect(of((t) => 2 * t - 1)).toMatchObject({ kind: "line", exact: true });
    expect(of((t) => 3 * Math.exp(t / 4))).toMatchObject({ kind: "exponential" });
    expect(of((t) => (t + 0.1) ** 3)).toBeUndefined();
    expect(of((t) => Math.exp(-((t - 5) ** 2)))).toMatchObject({ kind: "bell" });
    expect(of((t) => 1 - Math.exp(-2 * t))).toMatchObject({ kind: "saturating" });
    const wave = of((t) => Math.sin(2 * Math.PI * t) + 0.2);
    expect(wave?.kind === "periodic" && wave.period).toBeCloseTo(1, 2);
    expect(of((t) => Math.exp(-t / 5) * Math.sin(4 * t))).toMatchObject({ kind: "periodic" });
    const power = featureOf(
      grid(1, 10, 50),
      grid(1, 10, 50).map((t) => 4 * t ** -2),
    );
    expect(power?.kind === "power" && power.exponent).toBeCloseTo(-2, 6);
  });

  test("are silent on others", () => {
    expect(of((t) => t * t)).toBeUndefined();
    expect(of((t) => Math.sin(t * t))).toBeUndefined();
    expect(of(() => 4)).toBeUndefined();
  });

  test("peaks stand out by a tenth of the range", () => {
    const y = Float64Array.of(0, 5, 1, 1.2, 1, 10, 0);
    expect(peaksOf(grid(0, 6, 7), y).map(({ at }) => at)).toEqual([1, 5]);
  });
});

test("numbers are rounded to three digits, or to what tells a hundredth of the range", () => {
  expect([0, 1234, 0.12345, -2.5, 1e-7, 123456.7, 99.96].map((value) => number(value))).toEqual([
    "0",
    "1234",
    "0.123",
    "−2.5",
    "1×10⁻⁷",
    "1.23×10⁵",
    "100",
  ]);
  expect(within(2009.5, 5)).toBe("2009.5");
  expect(within(1e-17, 1)).toBe("0");
});

test("rounding keeps within half of the last digit", () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-3, max: 9e4, noNaN: true }), (value) => {
      expect(Math.abs(Number(number(value)) - value)).toBeLessThanOrEqual(0.0051 * value);
    }),
  );
});

test("TeX is made readable, and names with underscores stay", () => {
  expect(readableTex("\\omega_0 t^{2} + e^{-\\sigma t}")).toBe("ω₀ t² + e^(-σt)");
  expect(readableTex("my_signal")).toBe("my_signal");
});
