import { describe, expect, it } from "vitest";
import { barChart } from "../../src/cli/barChart.js";

const metric = (value: number, low: number, high: number) => ({ value, low, high });
const numbers = (svg: string, pattern: RegExp): number[] =>
  [...svg.matchAll(pattern)].map(([, value]) => Number(value));

const result = {
  metrics: { MRR: metric(0.6, 0.5, 0.75), seconds: metric(120, 100, 150) },
  baselines: { "words & signs": { MRR: metric(0.45, 0.4, 0.5) }, empty: {} },
  n: 1000,
  skipped: {},
};

describe("barChart", () => {
  const svg = barChart("Search <1>", result);

  it("draws a bar and an interval for each value, to the scale of its metric", () => {
    const bars = numbers(svg, /<rect[^>]* width="([\d.]+)"/g);
    expect(bars).toHaveLength(3);
    const [model = 0, baseline = 0, seconds = 0] = bars;
    expect(baseline / model).toBeCloseTo(0.45 / 0.6, 2);
    const ends = numbers(svg, /<line x1="[\d.]+" x2="([\d.]+)"/g);
    // The highest bound of each metric reaches the same end.
    expect(ends[2]).toBe(ends[0]);
    expect(seconds / model).toBeCloseTo(120 / 150 / (0.6 / 0.75), 2);
  });

  it("stays within its picture", () => {
    const [, width = 0, height = 0] = (/width="(\d+)" height="(\d+)"/.exec(svg) ?? []).map(Number);
    for (const x of numbers(svg, /\bx[12]?="([\d.]+)"/g)) expect(x).toBeLessThan(width);
    for (const y of numbers(svg, /\by[12]?="([\d.]+)"/g)) expect(y).toBeLessThan(height);
  });

  it("says each value in words, and takes names for text", () => {
    expect(svg).toContain('role="img"');
    expect(svg).toContain("<title>MRR of model: 0.600 (0.500 to 0.750)</title>");
    expect(svg).toContain("seconds of model: 120 (100 to 150)");
    expect(svg).toContain("words &amp; signs");
    expect(svg).toContain("Search &lt;1&gt;");
  });

  it("survives metrics that are nothing", () => {
    const nothing = barChart("t", { metrics: { a: metric(0, 0, 0) }, baselines: {}, n: 0, skipped: {} });
    expect(nothing).not.toMatch(/NaN|Infinity/);
  });
});
