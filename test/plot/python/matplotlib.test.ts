import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { plotsOf, summary } from "../support.js";

const imports = "import numpy as np\nimport matplotlib.pyplot as plt\n";
const python = (text: string) => plotsOf(imports + text, { language: "python" });

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
    "x = [3, 1]\nx.rotate()\nplt.plot(x)",
    ["1.1 line plot @5: rotate of a list is not evaluated here (line 4)"],
  ],
  [
    "what no statement here stands for",
    "x = [1, 2]\nmatch x:\n    case _:\n        x = 3\nplt.plot(x)",
    ["1.1 line plot @7: x is set where it is not known whether (line 4)"],
  ],
  [
    "an argument that is not evaluated makes the result unknown",
    "x = np.array([1.0, -3.0])\nplt.plot([np.mean(x, where=x > 0), 1])\nplt.plot(np.interp([0, 3], [0, 2], [0, 4], period=2))\nplt.plot(x.reshape((1, 2), order='F')[0])",
    [
      "1.1 line plot @4: x 0..1, y 2 values, where of mean is not evaluated here (line 4)",
      "1.1 line plot @5: period of interp is not evaluated here (line 5)",
      "1.1 line plot @6: order of reshape is not evaluated here (line 6)",
    ],
  ],
  [
    "histograms of shares, of sums and over a range",
    "v = [1, 2, 2.5, 3, 9]\nplt.hist(v, bins=4, density=True)\nplt.hist(v, bins=4, cumulative=True)\nplt.hist(v, bins=4, range=(0, 4))\nplt.hist(v, bins=4, weights=v)\nplt.hist([v, v], bins=4)\nplt.hist(v, bins='auto')",
    [
      "1.1 histogram histogram @4: x 2..8, y 0..0.3",
      "1.1 histogram histogram @5: x 2..8, y 3..5",
      "1.1 histogram histogram @6: x 0.5..3.5, y 0..2",
      "1.1 histogram histogram @7: weights of hist is not evaluated here (line 7)",
      "1.1 histogram histogram @8: a histogram of several sets is not evaluated here (line 8)",
      "1.1 histogram histogram @9: NumPy chooses the bins (line 9)",
    ],
  ],
  [
    "lines and spans across, and what lies between curves",
    "plt.hlines([1, 2], 0, [3, 4])\nplt.axhspan(1, 2)\nplt.fill_betweenx([0, 1], [5, 6])\nplt.fill_between([0, 1], [5, 6], where=[True, False])",
    [
      "1.1 line plot @3: x 0..3, y 1..1",
      "1.1 line plot @3: x 0..4, y 2..2",
      "1.1 patch fill @4: x 4 values, y 1..2, it reaches across the axes (line 4)",
      "1.1 patch fill @5: x 0..6, y 0..1",
      "1.1 patch fill @6: where of fill_between is not evaluated here (line 6)",
    ],
  ],
  [
    "arguments by their names",
    "from scipy import integrate, interpolate, stats\nplt.plot(np.interp([-1, 3], xp=[0, 2], fp=[1, 4], left=0))\nplt.plot(np.round(stats.poisson.pmf([2, 3], mu=2), 3))\nplt.plot(np.bincount([0, 0], minlength=3))\nplt.plot(np.digitize([1, 2], [1], right=True))\nplt.plot(interpolate.interp1d([0, 1], [0, 2], bounds_error=False, fill_value=9)([0.5, 3]))\nplt.plot(np.round(integrate.odeint(lambda y, t: 2.0, 0, [0, 1, 3], tfirst=False, rtol=1e-9)[:, 0], 6))",
    [
      "1.1 line plot @4: x 0..1, y 0..4",
      "1.1 line plot @5: x 0..1, y 0.18..0.271",
      "1.1 line plot @6: x 0..2, y 0..2",
      "1.1 line plot @7: x 0..1, y 0..1",
      "1.1 line plot @8: x 0..1, y 1..9",
      "1.1 line plot @9: x 0..2, y 0..6",
    ],
  ],
  [
    "a point outside of an interpolation",
    "from scipy.interpolate import interp1d\nplt.plot(interp1d([0, 1], [0, 2])([0.5, 3]))",
    ["1.1 line plot @4: a point lies outside of the interpolated range (line 4)"],
  ],
  [
    "halves are rounded to the even digit, and by the first axis is reduced",
    "plt.plot([round(0.25, 1), round(2.675, 2)])\nplt.plot(np.round([0.25, 2.675], [2, 1][1]))\nplt.plot(np.maximum.reduce([[1, 5], [4, 2]]))",
    [
      "1.1 line plot @3: x 0..1, y 0.2..2.67",
      "1.1 line plot @4: x 0..1, y 0.2..2.7",
      "1.1 line plot @5: x 0..1, y 4..5",
    ],
  ],
  [
    "bounds that are not known are not the usual ones",
    "a = np.loadtxt('a.txt')\nplt.plot(np.linspace(a.min(), a.max(), 50), np.arange(a[0]))",
    ["1.1 line plot @4: a.txt is read (line 3)"],
  ],
  [
    "a part whose end is not known is not the whole",
    "n = int(np.loadtxt('n.txt'))\nplt.plot(np.arange(9)[:n])",
    ["1.1 line plot @4: n.txt is read (line 3)"],
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
  [
    "how many ways there are to choose",
    "from math import comb\nplt.plot([comb(2, 3), comb(5, 2), comb(4, 0)])",
    ["1.1 line plot @4: x 0..2, y 0..10"],
  ],
  [
    "windows by both names, and none in a form that is not evaluated",
    "from scipy.signal import windows\nplt.plot(windows.hann(5) - np.hanning(5))\nplt.plot(windows.hann(5) * 2)\nplt.plot(windows.hann(4, sym=False))\nplt.plot(windows.hann(4, xp=np))",
    [
      "1.1 line plot @4: x 0..4, y 0..0",
      "1.1 line plot @5: x 0..4, y 0..2",
      "1.1 line plot @6: x 0..3, y 0..1",
      "1.1 line plot @7: xp of hann is not evaluated here (line 7)",
    ],
  ],
];

test.each(changes)("%s", async (_, program, objects) => {
  expect(summary(await python(program))).toEqual(objects);
});

/** What Python and NumPy programs are made of. */
const language: readonly (readonly [what: string, program: string, objects: readonly string[]])[] = [
  [
    "classes with methods, properties and bases",
    "class Shape:\n    scale = 2\n    def __init__(self, n):\n        self.n = n\n    @property\n    def size(self):\n        return self.n * self.scale\nclass Big(Shape):\n    def __init__(self, n):\n        super().__init__(n + 1)\n    def points(self):\n        return np.arange(self.size)\nplt.plot(Big(2).points())",
    ["1.1 line plot @15: x 0..5, y 0..5"],
  ],
  [
    "data classes and named tuples",
    "from dataclasses import dataclass\nfrom collections import namedtuple\n@dataclass\nclass P:\n    x: float\n    y: float = 3\nQ = namedtuple('Q', 'a b')\np, q = P(1), Q(5, b=6)\nplt.plot([p.x, q.a], [p.y, q.b])",
    ["1.1 line plot @11: x 1..5, y 3..6"],
  ],
  [
    "dictionaries, their items and comprehensions of them",
    "d = {'a': [1, 2], 'b': [3, 5]}\nd['c'] = [0, 9]\nlengths = {k: max(v) for k, v in d.items() if k != 'a'}\nfor name, values in d.items():\n    plt.plot(values, label=name)\nplt.bar(list(lengths), lengths.values())",
    [
      "1.1 line plot @7 'a': x 0..1, y 1..2",
      "1.1 line plot @7 'b': x 0..1, y 3..5",
      "1.1 line plot @7 'c': x 0..1, y 0..9",
      "1.1 bar bar @8: x 0..1, y 5..9",
    ],
  ],
  [
    "comparisons by words, and of several",
    "d = {'a': 1}\nx = None\nplt.plot([int(v) for v in ('b' not in d, 'a' in d, x is not None, x is None, 0 <= 2 < 3, not 4 == 4)])\nplt.bar(['yes'], [7 if 'a' not in d or d['a'] is not None else 0])",
    ["1.1 line plot @5: x 0..5, y 0..1", "1.1 bar bar @6: x 0..0, y 7..7"],
  ],
  [
    "arguments from lists and dictionaries",
    "def f(a, *rest, k=1, **more):\n    return [a * k, *rest, more['z']]\nstyle = dict(color='r', label='one')\nplt.plot(*[[1, 2, 3], f(1, 7, k=4, z=9)], **style)",
    ["1.1 line plot @6 'one': x 1..3, y 4..9"],
  ],
  [
    "what functions around it set",
    "n = 0\ndef outer():\n    m = 1\n    def inner():\n        nonlocal m\n        global n\n        m += 1\n        n = 7\n    inner()\n    return m\nplt.plot([outer(), n])",
    ["1.1 line plot @13: x 0..1, y 2..7"],
  ],
  [
    "what is raised is caught, and ends a program otherwise",
    "def check(x):\n    if x > 1:\n        raise ValueError('x')\ntry:\n    check(2)\n    y = 1\nexcept ValueError:\n    y = 5\nplt.plot([y, y])\ncheck(3)\nplt.plot([1, 2])",
    ["1.1 line plot @11: x 0..1, y 5..5"],
  ],
  [
    "views share their elements, copies do not",
    "a = np.zeros((2, 3))\nrow, part = a[1], a[:, ::2].copy()\nrow += 4\na[0, 1:] = [8, 9]\nplt.plot(a[0], a[1])\nplt.plot(part.ravel())",
    ["1.1 line plot @7: x 0..9, y 4..4", "1.1 line plot @8: x 0..3, y 0..0"],
  ],
  [
    "indices that are arrays, masks and new axes",
    "a = np.arange(12).reshape(3, 4)\nd = np.sqrt(((a[:, None, :2] - a[None, :, :2]) ** 2).sum(axis=-1))\nplt.plot(a[[0, 2], [1, 3]], a[a > 9])\nplt.imshow(d)",
    ["1.1 line plot @5: x 1..11, y 10..11", "1.1 image imagesc @6: x 0..2, y 0..2"],
  ],
  [
    "transforms and complex numbers",
    "t = np.arange(8) / 8\nspectrum = np.fft.rfft(np.cos(2 * np.pi * 2 * t))\nplt.stem(np.fft.rfftfreq(8, 1 / 8), np.round(np.abs(spectrum), 6))\nz = np.exp(1j * np.pi / 2) * (2 + 1j)\nplt.plot([round(z.real, 9), round(z.imag, 9)])",
    ["1.1 stem stem @5: x 0..4, y 0..4", "1.1 line plot @7: x 0..1, y -1..2"],
  ],
  [
    "grids from ranges",
    "y, x = np.mgrid[0:1:3j, 0:4]\nplt.contour(x, y, x * y)",
    ["1.1 contour contour @4: x 0..3, y 0..1, z 0..3"],
  ],
  [
    "a matrix is a series for each column, and a call may draw several",
    "x = np.arange(3)\nplt.plot(x, np.column_stack([x, 2 * x]), label=['a', 'b'])\nplt.plot(x, -x, 'r--', x, 5 - x)",
    [
      "1.1 line plot @4 'a': x 0..2, y 0..2",
      "1.1 line plot @4 'b': x 0..2, y 0..4",
      "1.1 line plot @5: x 0..2, y -2..0",
      "1.1 line plot @5: x 0..2, y 3..5",
    ],
  ],
  [
    "what random numbers enter keeps its extents",
    "rng = np.random.default_rng(0)\nx = np.linspace(0, 1, 20)\nplt.plot(x, 3 * x + rng.normal(size=x.shape))\nplt.plot(rng.random((30, 2)).cumsum(axis=0)[:, 0][::3])",
    [
      "1.1 line plot @5: x 0..1, y 20 values, it depends on random numbers (line 5)",
      "1.1 line plot @6: it depends on random numbers (line 6)",
    ],
  ],
  [
    "the solution of a differential equation at given times",
    "from scipy.integrate import odeint\ndef slope(y, t, k):\n    return [y[1], -k * y[0]]\ny = odeint(slope, [1, 0], np.linspace(0, np.pi, 50), args=(4,))\nplt.plot(np.round(y[:, 0], 4))",
    ["1.1 line plot @7: x 0..49, y -0.9979..1"],
  ],
  [
    "grids of axes, axes at a place, and axes side by side",
    "import matplotlib.gridspec as gridspec\nfig = plt.figure()\ngs = gridspec.GridSpec(2, 2)\ntop = fig.add_subplot(gs[0, :])\ntop.plot([1, 2])\nfig.add_subplot(gs[1, 0]).plot([3, 4])\nfig.add_axes([0.6, 0.1, 0.2, 0.2]).plot([5, 6])\nfig, axes = plt.subplots(2, 2)\nfor k, ax in enumerate(axes.flat):\n    ax.plot([k, k + 1])",
    [
      "1.1 line plot @7: x 0..1, y 1..2",
      "1.2 line plot @8: x 0..1, y 3..4",
      "1.3 line plot @9: x 0..1, y 5..6",
      "2.1 line plot @12: x 0..1, y 0..1",
      "2.2 line plot @12: x 0..1, y 1..2",
      "2.3 line plot @12: x 0..1, y 2..3",
      "2.4 line plot @12: x 0..1, y 3..4",
    ],
  ],
  [
    "a line is given other data",
    "line, = plt.plot([1, 2], [3, 4])\nline.set_ydata([5, 9])",
    ["1.1 line plot @3: x 1..2, y 5..9"],
  ],
  [
    "bars by their edges",
    "plt.bar([0, 1], [2, 3], width=0.5, align='edge')",
    ["1.1 bar bar @3: x 0.25..1.25, y 2..3"],
  ],
];

test.each(language)("%s", async (_, program, objects) => {
  expect(summary(await python(program))).toEqual(objects);
});

/** Where nobody knows whether something is done, both ways are drawn in doubt and what they set is unknown. */
const doubts: readonly (readonly [what: string, program: string, objects: readonly string[]])[] = [
  [
    "both branches of a condition that is not known",
    "n = np.loadtxt('n.txt')\ny = [1, 2]\nif n.sum() > 3:\n    plt.plot([1, 2])\n    y.append(4)\nelse:\n    plt.plot([3, 4])\nplt.plot(y)",
    [
      "1.1 line plot @6: x 0..1, y 1..2, whether it is drawn is not known: it depends on 'n.sum() > 3' (line 5)",
      "1.1 line plot @9: x 0..1, y 3..4, whether it is drawn is not known: it depends on 'n.sum() > 3' (line 5)",
      "1.1 line plot @10: n.txt is read (line 3)",
    ],
  ],
  [
    "what follows a return that may have been reached",
    "n = np.loadtxt('n.txt')\ndef f():\n    if n.sum() > 3:\n        return 1\n    plt.plot([1, 2])\n    return 2\nx = f()\nplt.plot([x, x])",
    [
      "1.1 line plot @7: x 0..1, y 1..2, whether it is drawn is not known: it depends on 'n.sum() > 3' (line 5)",
      "1.1 line plot @10: x 0..1, y 2 values, it is not known where f returns (line 5)",
    ],
  ],
  [
    "a loop that goes round nobody knows how often",
    "total = 0\nfor row in np.loadtxt('a.txt'):\n    total += 1\n    plt.plot([1, 2])\nplt.plot([total, 3])",
    [
      "1.1 line plot @6: x 0..1, y 1..2, whether it is drawn is not known: it is not known how often the loop goes round (line 4)",
      "1.1 line plot @7: x 0..1, y 2 values, a.txt is read (line 4)",
    ],
  ],
  [
    "an object that a method may have changed",
    "class A:\n    def __init__(self):\n        self.x = [1]\n    def grow(self):\n        if np.random.rand() > 0.5:\n            self.x.append(3)\na = A()\na.grow()\nplt.plot(a.x)",
    ["1.1 line plot @11: it depends on random numbers (line 7)"],
  ],
];

test.each(doubts)("%s", async (_, program, objects) => {
  expect(summary(await python(program))).toEqual(objects);
});

test.each([
  ["f'{2 ** 3} {1 / 2:.3f} {3.0} {1e-5} {7:>4}|{-3:+d} {1234567:,}'", "8 0.500 3.0 1e-05    7|-3 1,234,567"],
  ["'%d of %5.2f, %s, %g' % (3.7, 2.5, [1, 2.0], 1e-6)", "3 of  2.50, [1, 2.0], 1e-06"],
  ["'{0:.1%} {name!r} {}'.format(0.25, name='a') if False else f'{0.256:.1%} {True}'", "25.6% True"],
  ["str(np.arange(3)[1]) + str(np.linspace(0, 1, 3)[1]) + ', '.join(['a', 'b']).upper()", "10.5A, B"],
  ["'α\\u00e9'", "αé"],
])("the text %s", async (expression, text) => {
  const { figures } = await python(`plt.plot([1, 2])\nplt.title(${expression})`);
  expect(figures[0]?.axes[0]?.title).toBe(text);
});

test("a loop that takes too long leaves what it changes unknown, and what follows is described", async () => {
  const { figures } = await plotsOf(
    `${imports}x = 0\nwhile x < 1e12:\n    x += 1\nplt.plot([x, 1])\nplt.plot([2, 3])`,
    { language: "python", patience: 0.5 },
  );
  const [first, second] = figures[0]?.axes[0]?.objects ?? [];
  expect(first?.unknown).toEqual(["it takes too long to evaluate here (line 4)"]);
  expect(second?.ydata).toMatchObject({ min: 2, max: 3 });
});

test("what rounding decides is not said", async () => {
  const drawn = await python("x = np.linspace(0, 9, 40)\nplt.plot(x, np.sin(x) ** 2 + np.cos(x) ** 2 - 1)");
  expect(summary(drawn)).toEqual([
    "1.1 line plot @4: x 0..9, y 40 values, rounding errors decide it (line 4)",
  ]);
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
  await plotsOf(imports + program, { language: "python", patience: 0.25 });
});

test("values that differ by rounding alone are constant, and a correlation by rounding alone is none", async () => {
  const { figures } = await python(
    "x = np.linspace(-np.pi, np.pi, 257)\nplt.plot(x, np.cos(x))\nplt.plot(x, np.sin(x))\nplt.figure()\nplt.plot([0, 1, 2], [1, 1 + 2e-16, 1])",
  );
  expect(figures[0]?.text).toContain("correlation about 0");
  expect(figures[1]?.text).toContain("y constant at 1");
});

test("colours by their names, and gaps", async () => {
  expect(
    summary(await python("plt.plot([1, 2, None, 4], [3, 4, None, 6], 'black', [1, 2], [5, 6])")),
  ).toEqual(["1.1 line plot @3: x 1..4, y 3..6", "1.1 line plot @3: x 1..2, y 5..6"]);
});

test("programs that are cut short anywhere end in a result", async () => {
  const folder = path.join(import.meta.dirname, "../../fixtures/matplotlib");
  for (const file of await readdir(folder)) {
    const text = await readFile(path.join(folder, file), "utf8");
    for (const share of [0.2, 0.45, 0.7, 0.95]) {
      const cut = text.slice(0, Math.floor(text.length * share));
      const { figures } = await plotsOf(`${cut}\n`, { language: "python", patience: 2 });
      expect(figures.every(({ text }) => text !== "")).toBe(true);
    }
  }
});
