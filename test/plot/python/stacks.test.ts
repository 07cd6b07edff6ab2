import { expect, test } from "vitest";
import { plotsOf, summary } from "../support.js";

const python = (text: string) =>
  plotsOf(`import numpy as np\nimport matplotlib.pyplot as plt\n${text}`, { language: "python" });

/** Programs after the imports, with the objects that they draw; what matplotlib draws of the same kinds agrees with it. */
const programs: readonly (readonly [what: string, program: string, objects: readonly string[]])[] = [
  [
    "areas on one another",
    "plt.stackplot([1, 2], [3, 4], [5, 6], labels=['a', 'b'])\nplt.stackplot([1, 2], np.array([[3, 4], [5, 6]]))\nd = {'a': [1, 2]}\nplt.stackplot([1, 2], d.values(), labels=d.keys())",
    [
      "1.1 area area @3 'a': x 1..2, y 3..4",
      "1.1 area area @3 'b': x 1..2, y 5..6",
      "1.1 area area @4: x 1..2, y 3..4",
      "1.1 area area @4: x 1..2, y 5..6",
      "1.1 area area @6 'a': x 1..2, y 1..2",
    ],
  ],
  [
    "pairs counted in bins",
    "h, x, y, image = plt.hist2d([1, 2, 2, 5], [0, 1, 1, 4], bins=[4, 2])\nplt.figure()\nplt.plot(h[:, 0])\nplt.plot(x, x)\nplt.hist2d(np.random.rand(9), [1] * 9)",
    [
      "1.1 surface pcolor @3: x 1.5..4.5, y 1..3, z 0..0",
      "2.1 line plot @5: x 0..3, y 0..2",
      "2.1 line plot @6: x 1..5, y 1..5",
      "2.1 surface pcolor @7: it depends on random numbers (line 7)",
    ],
  ],
  [
    "cells by their edges",
    "plt.pcolormesh([0, 1, 3], [0, 2], [[5, 6]])",
    ["1.1 surface pcolor @3: x 0.5..2, y 1..1, z 0..0"],
  ],
  [
    "boxes and violins of lists, and of columns",
    "plt.boxplot([[1, 2, 3], [4, 5]])\nplt.violinplot(np.array([[1, 2], [3, 4]]), positions=[5, 6])",
    [
      "1.1 boxplot boxplot @3: x 1..1, y 1..3",
      "1.1 boxplot boxplot @3: x 2..2, y 4..5",
      "1.1 boxplot violinplot @4: x 5..5, y 1..3",
      "1.1 boxplot violinplot @4: x 6..6, y 2..4",
    ],
  ],
];

test.each(programs)("%s", async (_, program, objects) => {
  expect(summary(await python(program))).toEqual(objects);
});

const sentences: readonly (readonly [program: string, words: readonly string[], not: string])[] = [
  [
    "plt.bar([1, 2, 3], [3, 1, 2])\nplt.bar([1, 2, 3], [2, 2, 5], bottom=[3, 1, 2])",
    ["standing on values between 1 and 3, reaching up to 7", "series 2 lies above series 1"],
    "cross",
  ],
  ["plt.barh([1, 2], [3, 4], left=2)", ["starting at 2, reaching to 6"], "standing"],
  ["plt.bar([1, 2], [3, 4], 0.8, np.random.rand(2))", ["what they stand on is not known"], "reaching"],
  ["plt.bar([1, 2], [3, 4], bottom=0)", [], "standing"],
  [
    "plt.stackplot([1, 2], [3, 4], [1, 2], baseline='sym')",
    ["the baseline is not evaluated here (line 3)"],
    "reaching",
  ],
  ["z = [[1, 2], [3, 4]]\nplt.contour(z, levels=[1, 2, 3])", ["3 levels"], "unknown"],
  ["z = [[1, 2], [3, 4]]\nplt.contour(z, levels=[2.5])", ["one level, at 2.5"], "unknown"],
  ["z = [[1, 2], [3, 4]]\nplt.contour(z, 7)", [], "7 levels"],
  ["plt.violinplot([1, 2, 3, 4, 5])", ["Violin plot of", "median 3"], "box plot"],
  // numpy.percentile([1, 2, 2.5, 3, 3.2, 4, 9], [25, 75]) of NumPy 2.4
  ["plt.boxplot([1, 2, 2.5, 3, 3.2, 4, 9])", ["half of the values between 2.25 and 3.6"], "2.13"],
];

test.each(sentences)("%s in words", async (program, words, not) => {
  const { figures } = await python(program);
  for (const each of words) expect(figures[0]?.text).toContain(each);
  expect(figures[0]?.text).not.toContain(not);
});

test("where a mirrored filter is least is decided by rounding", async () => {
  const { figures } = await python("from scipy import signal\nplt.plot(signal.firwin(31, 0.3))");
  const shape = figures[0]?.axes[0]?.objects[0]?.shape;
  expect(shape?.x_at_min).toBeUndefined();
  expect(shape?.x_at_max).toBe(15);
});
