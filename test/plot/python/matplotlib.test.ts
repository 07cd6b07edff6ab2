import { expect, test } from "vitest";
import { plotsOf, summary } from "../support.js";

const imports = "import numpy as np\nimport matplotlib.pyplot as plt\n";
const python = (text: string) => plotsOf(imports + text, { language: "python", patience: 10 });

/** A program after the two imports, and the objects that it draws. */
const programs: readonly (readonly [what: string, program: string, objects: readonly string[]])[] = [
  [
    "ranges and operators",
    "x = np.arange(0, 3)\nplt.plot(x, 2 * x ** 2 - 1)",
    ["1.1 line plot @4: x 0..2, y -1..7"],
  ],
  ["a series alone", "plt.plot([4, 5, 6])", ["1.1 line plot @3: x 0..2, y 4..6"]],
  [
    "plots add to one another",
    "plt.plot([1, 2])\nplt.plot([3, 4], 'ro')",
    ["1.1 line plot @3: x 0..1, y 1..2", "1.1 markers plot @4: x 0..1, y 3..4"],
  ],
  [
    "axes of a grid, names from labels",
    "fig, (a, b) = plt.subplots(1, 2)\na.plot([1, 2], label='first')\na.legend()\nb.bar([1, 2], [5, 6])",
    ["1.1 line plot @4 'first': x 0..1, y 1..2", "1.2 bar bar @6: x 1..2, y 5..6"],
  ],
  [
    "a grid of rows and columns",
    "fig, ax = plt.subplots(2, 2)\nax[1, 0].scatter([1, 2], [3, 4])\nax[0][1].step([1, 2], [3, 4])",
    ["1.2 stairs stairs @5: x 1..2, y 3..4", "1.3 scatter scatter @4: x 1..2, y 3..4"],
  ],
  [
    "loops and functions",
    "def power(x, k=2):\n    return x ** k\n\nx = np.linspace(0, 2, 5)\nfor k in range(1, 3):\n    plt.plot(x, power(x, k=k))",
    ["1.1 line plot @8: x 0..2, y 0..2", "1.1 line plot @8: x 0..2, y 0..4"],
  ],
  [
    "slices and masks",
    "x = np.arange(10)\nplt.plot(x[2:8:2], x[x > 6])",
    ["1.1 line plot @4: x 2..6, y 7..9"],
  ],
  ["comprehensions", "plt.plot([k ** 2 for k in range(4)])", ["1.1 line plot @3: x 0..3, y 0..9"]],
  ["categories", "plt.bar(['a', 'b', 'c'], [3, 1, 2])", ["1.1 bar bar @3: x 0..2, y 1..3"]],
  [
    "a grid of values",
    "x, y = np.meshgrid([0, 1, 2], [0, 1])\nplt.contourf(x, y, x + y)",
    ["1.1 contour contourf @4: x 0..2, y 0..1, z 0..3"],
  ],
  [
    "a file is unknown",
    "d = np.loadtxt('a.txt')\nplt.plot(d[:, 0], d[:, 1])",
    ["1.1 line plot @4: a.txt is read (line 3)"],
  ],
  [
    "random numbers keep their count",
    "plt.plot(np.random.randn(7) * 2)",
    ["1.1 line plot @3: x 0..6, y 7 values, the values are random (line 3)"],
  ],
  [
    "the main guard",
    "if __name__ == '__main__':\n    plt.plot([1, 2])",
    ["1.1 line plot @4: x 0..1, y 1..2"],
  ],
];

test.each(programs)("%s", async (_, program, objects) => {
  expect(summary(await python(program))).toEqual(objects);
});

/** What changes a value must be seen, or the value must be unknown: an old one would be a wrong fact. */
const changes: readonly (readonly [what: string, program: string, objects: readonly string[]])[] = [
  [
    "lists grow in place, under every name",
    "x = []\ny = x\nfor k in range(3):\n    x.append(k ** 2)\nplt.plot(y)",
    ["1.1 line plot @7: x 0..2, y 0..4"],
  ],
  [
    "break, continue and while",
    "x = []\nk = 0\nwhile True:\n    k += 1\n    if k == 2:\n        continue\n    if k > 4:\n        break\n    x.append(k)\nplt.plot(x)",
    ["1.1 line plot @12: x 0..2, y 1..4"],
  ],
  [
    "elements of an array are shared by its names",
    "a = np.zeros(3)\nb = a\nc = a.copy()\nb[1] = 5\nplt.plot(a)\nplt.plot(c)",
    ["1.1 line plot @7: x 0..2, y 0..5", "1.1 line plot @8: x 0..2, y 0..0"],
  ],
  [
    "products and powers of itself",
    "x = 3\nx *= 4\nx -= 2\nplt.plot([x, x])",
    ["1.1 line plot @6: x 0..1, y 10..10"],
  ],
  [
    "a break that nobody knows of leaves the values unknown",
    "x = [1]\nfor k in range(3):\n    if np.random.rand() > 0.5:\n        break\n    x.append(k)\nplt.plot(x)",
    ["1.1 line plot @8: x is set where it is not known whether (line 5)"],
  ],
  [
    "a method that is not known",
    "x = [3, 1]\nx.sort()\nplt.plot(x)",
    ["1.1 line plot @5: sort of a list is not evaluated here (line 4)"],
  ],
  [
    "what no statement here stands for",
    "x = [1, 2]\nmatch = 1\nclass A:\n    x = 3\nplt.plot(x)",
    ["1.1 line plot @7: x is set where it is not known whether (line 5)"],
  ],
  [
    "bounds that are not known are not the usual ones",
    "a = np.loadtxt('a.txt')\nplt.plot(np.linspace(a.min(), a.max(), 50), np.arange(a[0]))",
    ["1.1 line plot @4: a.txt is read (line 4)"],
  ],
  [
    "a part whose end is not known is not the whole",
    "n = int(np.loadtxt('n.txt'))\nplt.plot(np.arange(9)[:n])",
    ["1.1 line plot @4: the value is not known (line 4)"],
  ],
  [
    "axes in space",
    "fig = plt.figure()\nax = fig.add_subplot(projection='3d')\nax.plot([1, 2], [3, 4], [5, 6])",
    ["1.1 line3 plot3 @5: x 1..2, y 3..4, z 5..6"],
  ],
  [
    "a straight line through points",
    "p = np.polyfit([0, 1, 2], [1, 3, 5], 1)\nplt.plot(np.round(np.polyval(p, [0, 10]), 9))",
    ["1.1 line plot @4: x 0..1, y 1..21"],
  ],
];

test.each(changes)("%s", async (_, program, objects) => {
  expect(summary(await python(program))).toEqual(objects);
});

test("texts with places, and the order of a legend", async () => {
  const { figures } = await python(
    "plt.bar([1, 2], [3, 4], label='b')\nplt.plot([1, 2], label='%d of %.1f' % (3, 0.25))\nplt.title('{:.2f} {}'.format(1.5, 'x'))\nplt.legend()",
  );
  expect(figures[0]?.axes[0]).toMatchObject({ title: "1.50 x", legend: ["3 of 0.3", "b"] });
});

test("words, labels and formatted texts", async () => {
  const { figures } = await python(
    "t = np.linspace(0, 1, 11)\nfor k in [2]:\n    plt.plot(t, k * t, label=f'slope {k:.1f}')\nplt.xlabel('Time (s)')\nplt.title('Ramp')\nplt.grid()",
  );
  expect(figures[0]?.text.split("\n")[0]).toBe(
    "Figure 1. Line of 'slope 2.0' against t: a straight line, 11 points, t from 0 to 1 s; values between 0 (at t = 0) and 2 (at t = 1), rises throughout. Title 'Ramp', x axis 'Time (s)', grid on.",
  );
});

test.each([
  [
    "an endless loop of comprehensions",
    "x = [0]\nfor i in range(100000):\n    for j in range(100000):\n        x = x",
  ],
  ["endless recursion", "def f(x):\n    return f(x)\nplt.plot(f(1))"],
  ["a huge range", "plt.plot(np.arange(0, 1, 1e-12))"],
  ["a syntax error", "plt.plot([1, 2)\nplt.plot([3, 4])"],
  ["no plots", "x = 3"],
])("%s ends in a result", async (_, program) => {
  const started = performance.now();
  await plotsOf(imports + program, { language: "python" });
  expect(performance.now() - started).toBeLessThan(3000);
});
