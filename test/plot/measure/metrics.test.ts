import { expect, test } from "vitest";
import { metricsOf } from "../../../src/plot/measure/metrics.js";
import { emptyScore } from "../../../src/plot/measure/score.js";

const scored = (repository: string, right: number, said: number) => ({
  repository,
  score: { ...emptyScore(), right, said },
});

test("programs are averaged in their repository, then repositories; pooled, each statement counts", () => {
  const metrics = metricsOf([scored("a", 1, 1), scored("a", 0, 1), scored("b", 97, 98)]);
  expect(metrics.precision?.value).toBeCloseTo((0.5 + 97 / 98) / 2, 12);
  expect(metrics.pooledPrecision?.value).toBeCloseTo(0.98, 12);
});

test("bounds hold the value, and are the value where programs do not differ", () => {
  const varied = metricsOf([scored("a", 1, 2), scored("a", 2, 2), scored("a", 1, 4), scored("b", 1, 1)]);
  for (const { value, low, high } of Object.values(varied)) {
    expect(low).toBeLessThan(value);
    expect(high).toBeGreaterThan(value);
  }
  const same = metricsOf([scored("a", 1, 2), scored("a", 1, 2)]);
  expect(same.pooledPrecision).toEqual({ value: 0.5, low: 0.5, high: 0.5 });
});

test("a ratio that nothing counts for is left out", () => {
  expect(Object.keys(metricsOf([scored("a", 1, 2)]))).toEqual(["precision", "pooledPrecision"]);
});
