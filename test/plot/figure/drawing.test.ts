import { expect, test } from "vitest";
import { plotsOf, summary } from "../support.js";

/** A program, and the objects that are there when it has ended. */
const programs: readonly (readonly [what: string, program: string, objects: readonly string[]])[] = [
  [
    "columns of a matrix",
    "plot([1 2; 3 4; 5 6])",
    ["1.1 line plot @1: x 1..3, y 1..5", "1.1 line plot @1: x 1..3, y 2..6"],
  ],
  [
    "groups with their own style",
    "x = 0:2; plot(x, x, 'r--', x, x.^2, 'ko')",
    ["1.1 line plot @1: x 0..2, y 0..2", "1.1 markers plot @1: x 0..2, y 0..4"],
  ],
  [
    "histograms of sums and within limits",
    "v = [1 2 2.5 3 9]; histogram(v, 4, 'Normalization', 'cumcount')\nfigure; histogram(v, 4, 'Normalization', 'cdf')\nfigure; histogram(v, 4, 'BinLimits', [0 4])",
    [
      "1.1 histogram histogram @1: x 2..8, y 3..5",
      "2.1 histogram histogram @2: x 2..8, y 0.6..1",
      "3.1 histogram histogram @3: x 0.5..3.5, y 0..2",
    ],
  ],
  ["complex values alone", "plot([1+2i 3-1i])", ["1.1 line plot @1: x 1..3, y -1..2"]],
  ["a plot replaces the one before", "plot(1:3)\nplot(4:6)", ["1.1 line plot @2: x 1..3, y 4..6"]],
  [
    "unless it holds",
    "plot(1:3); hold on\nplot(4:6)\nhold off",
    ["1.1 line plot @1: x 1..3, y 1..3", "1.1 line plot @2: x 1..3, y 4..6"],
  ],
  [
    "subplots and figures",
    "subplot(2,1,1); plot(1:2)\nsubplot(212); bar([3 4])\nfigure; stem(5:6)",
    [
      "1.1 line plot @1: x 1..2, y 1..2",
      "1.2 bar bar @2: x 1..2, y 3..4",
      "2.1 stem stem @3: x 1..2, y 5..6",
    ],
  ],
  [
    "a subplot in the way takes others away",
    "subplot(2,1,1); plot(1:3)\nsubplot(1,2,1); plot(4:6)",
    ["1.1 line plot @2: x 1..3, y 4..6"],
  ],
  ["closed figures are gone", "plot(1:3)\nclose all\nplot(4:5)", ["1.1 line plot @3: x 1..2, y 4..5"]],
  [
    "axes by their handles",
    "a = subplot(1,2,1); b = subplot(1,2,2);\nplot(a, 1:2); plot(b, 3:4)",
    ["1.1 line plot @2: x 1..2, y 1..2", "1.2 line plot @2: x 1..2, y 3..4"],
  ],
  [
    "data through set",
    "h = plot(1:3);\nset(h, 'XData', [5 6], 'YData', [7 8])",
    ["1.1 line plot @1: x 5..6, y 7..8"],
  ],
  ["a property by a dot", "h = plot(1:3);\nh.YData = [9 9 9];", ["1.1 line plot @1: x 1..3, y 9..9"]],
  [
    "set on the axes",
    "plot(1:3); set(gca, 'NextPlot', 'add')\nplot(2:4)",
    ["1.1 line plot @1: x 1..3, y 1..3", "1.1 line plot @2: x 1..3, y 2..4"],
  ],
  ["a deleted line", "h = plot(1:3); hold on\nplot(2:4)\ndelete(h)", ["1.1 line plot @2: x 1..3, y 2..4"]],
  [
    "names from the legend",
    "plot(1:2, [1 2; 3 4]); legend('up', 'down')",
    ["1.1 line plot @1 'up': x 1..2, y 1..3", "1.1 line plot @1 'down': x 1..2, y 2..4"],
  ],
  [
    "two value axes",
    "plotyy(1:2, 3:4, 1:2, 5:6)",
    ["1.1 line plotyy @1: x 1..2, y 3..4", "1.2 line plotyy @1: x 1..2, y 5..6"],
  ],
  [
    "a surface",
    "[X, Y] = meshgrid(0:2, 0:1);\nsurf(X, Y, X + Y)",
    ["1.1 surface surf @2: x 0..2, y 0..1, z 0..3"],
  ],
  [
    "a contour over vectors",
    "contour(0:2, 0:1, [1 2 3; 4 5 6])",
    ["1.1 contour contour @1: x 0..2, y 0..1, z 1..6"],
  ],
  ["an image", "imagesc([1 2 3; 4 5 6])", ["1.1 image imagesc @1: x 1..3, y 1..2"]],
  ["polar coordinates", "polar([0 pi], [1 2])", ["1.1 line polar @1: x -2..1, y 0..2.4492935982947064e-16"]],
  ["a function", "fplot(@(t) t.^2, [0 2])", ["1.1 line fplot @1: x 0..2, y 0..4"]],
  [
    "tiles",
    "tiledlayout(1, 2); nexttile; plot(1:2); nexttile; plot(3:4)",
    ["1.1 line plot @1: x 1..2, y 1..2", "1.2 line plot @1: x 1..2, y 3..4"],
  ],
  [
    "what a file gives is unknown",
    "y = load('data.txt');\nplot(1:3, y)",
    ["1.1 line plot @2: x 1..3, data.txt is read (line 1)"],
  ],
  [
    "the size of random data is known",
    "plot(1:4, randn(1, 4))",
    ["1.1 line plot @1: x 1..4, y 4 values, the values are random (line 1)"],
  ],
];

test.each(programs)("%s", async (_, program, objects) => {
  expect(summary(await plotsOf(program))).toEqual(objects);
});

test("what is taken away again is listed apart, with the labels it had", async () => {
  const { figures, deleted_objects, statements } = await plotsOf("plot(1:3); title('first')\nclf\nplot(4:6)");
  expect(figures).toHaveLength(1);
  expect(deleted_objects.map(({ line, fn }) => `${fn} @${line}`)).toEqual(["plot @1"]);
  expect(statements[0]?.sentence).toContain("Title 'first'");
});

test("an animation is described by its last round, and as one", async () => {
  const { figures, statements } = await plotsOf("for k = 1:5\n  plot(1:k)\n  drawnow\nend");
  expect(figures[0]?.axes[0]?.objects).toHaveLength(1);
  expect(statements).toHaveLength(1);
  expect(statements[0]?.details).toContain(
    "drawn anew in each round of the loop in line 1: this is the last round",
  );
});

test("functions in files beside are called", async () => {
  const result = await plotsOf("plot(twice(1:3))", {
    files: { twice: "function y = twice(x)\ny = 2 * x;\n" },
  });
  expect(summary(result)).toEqual(["1.1 line plot @1: x 1..3, y 2..6"]);
});

test("an error stops the program, and what was drawn before is described", async () => {
  const { figures, error } = await plotsOf("plot(1:3)\nerror('no more')\nplot(4:6)");
  expect(error).toEqual({ message: "no more", line: 2 });
  expect(figures[0]?.axes[0]?.objects).toHaveLength(1);
});

test.each([
  ["a syntax error in the middle", "plot(1:3)\nx = (((\nfigure; plot(4:6)"],
  ["an endless loop", "plot(1:3)\nwhile true, end"],
  ["endless recursion", "plot(f(1))\nfunction y = f(x)\ny = f(x);\nend"],
  ["a range of a million million", "x = 0:1e-12:1; plot(x)"],
  ["a huge matrix", "plot(zeros(1e6))"],
  ["nothing to draw", "plot([], [])"],
  ["only what is not finite", "plot([NaN Inf NaN])"],
  ["text for data", "plot('abc', {1})"],
  ["a workspace variable that is not there", "plot(time, signal)"],
  ["a name like a builtin", "plot = 3; plot(2)"],
])("%s ends in a result", async (_, program) => {
  const { figures } = await plotsOf(program, { patience: 0.25 });
  for (const { text } of figures) expect(text).not.toMatch(/undefined|NaN to|null|\[object/);
});

const legends: readonly (readonly [
  what: string,
  program: string,
  legends: readonly (readonly string[])[],
])[] = [
  ["options beside show", "bar(1:3, 'DisplayName', 'a'); legend('show', 'Location', 'northwest')", [["a"]]],
  ["texts set later", "plot([1 2; 3 4]); l = legend('a', 'b'); set(l, 'String', {'c', 'd'})", [["c", "d"]]],
  [
    "series of two axes",
    "[ax, h1, h2] = plotyy(1:3, 4:6, 1:3, 7:9); legend([h1; h2], 'a', 'b')",
    [["a", "b"], []],
  ],
  ["keys of Octave", "plot(1:3, 'r;a;', 4:6, ';;')", [["a"]]],
  ["a title in double quotes, as a command", 'plot(1:3); legend "a b"', [["a b"]]],
];

test.each(legends)("legend: %s", async (_, program, expected) => {
  const { figures } = await plotsOf(program);
  expect(figures.flatMap(({ axes }) => axes.map(({ legend }) => legend))).toEqual(expected);
});

test("the polygons of a patch are one object, those of a fill one each", async () => {
  const corners = "[0 2; 1 3; 1 3], [0 0; 0 0; 1 1], 'r'";
  const counts = async (program: string) =>
    (await plotsOf(program)).figures.flatMap(({ axes }) =>
      axes.flatMap(({ objects }) => objects.map(({ xdata }) => xdata?.n)),
    );
  expect(await counts(`patch(${corners})`)).toEqual([6]);
  expect(await counts(`fill(${corners})`)).toEqual([3, 3]);
});

test("copies of what has no known size have none", async () => {
  const { figures } = await plotsOf("y = repmat(nobodyKnows(3), 4, 1);\nplot(1:128, y)");
  expect(figures[0]?.axes[0]?.objects).toHaveLength(1);
});
