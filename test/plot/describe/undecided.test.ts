import { expect, test } from "vitest";
import { plotsOf } from "../support.js";

const objects = async (program: string) => {
  const { figures } = await plotsOf(program);
  return figures.flatMap(({ axes }) => axes.flatMap((each) => each.objects));
};

const undecided = expect.stringContaining("rounding errors decide it");

test.each([
  ["the sign of a singular vector", "[u, s, v] = svd([2 1; 1 3]); plot(u(:,1))"],
  ["the sign of an eigenvector", "[v, d] = eig([2 1; 1 3]); bar(v(:,2))"],
  ["a solution of badly conditioned equations", "plot(hilb(12) \\ ones(12, 1))"],
  ["the condition number of a singular matrix", "for k = 1:3, c(k) = cond(magic(4) * k / 3); end, plot(c)"],
])("not said: %s", async (_, program) => {
  const [object] = await objects(program);
  expect(object?.unknown).toEqual([undecided]);
  expect(object?.ydata?.min).toBeUndefined();
});

test.each([
  ["what is made of singular vectors of either sign", "[u, s, v] = svd([2 1; 1 3]); plot(u * s * v')"],
  ["a solution of well conditioned equations", "plot([2 1; 1 3] \\ [1; 2])"],
  ["elementary functions", "t = linspace(0, 10, 200); plot(t, exp(-t) .* sin(3 * t))"],
  ["a spectrum", "stem(abs(fft(cos(2 * pi * 3 * (0:63) / 64))))"],
])("said: %s", async (_, program) => {
  for (const { unknown, ydata } of await objects(program)) {
    expect(unknown).toEqual([]);
    expect(ydata?.min).toBeDefined();
  }
});

test("of values that are zero but for rounding the changes of sign are not counted", async () => {
  const [object] = await objects("plot(imag(fft(cos(2 * pi * 3 * (0:59) / 60))) + 0.5 * ((1:60) == 7))");
  expect(object?.ydata?.max).toBeCloseTo(0.5, 9);
  expect(object?.shape).not.toHaveProperty("n_zero_cross");
  expect(object?.text).not.toContain("crosses zero");
  expect(object?.shape).toHaveProperty("x_at_max", 7);
});
