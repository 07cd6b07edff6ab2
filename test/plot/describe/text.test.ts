import { expect, test } from "vitest";
import { plotsOf } from "../support.js";

const spoken: readonly (readonly [program: string, text: string])[] = [
  [
    "t = linspace(0, 10, 101); y = exp(-0.3*t) .* cos(2*t);\nplot(t, y); xlabel('Time (s)'); title('Step response'); grid on",
    "Figure 1. Line of y against t: damped oscillation, 101 points, t from 0 to 10 s; y between −0.631 (at t = 1.5) and 1 (at t = 0), falls overall, crosses zero 6 times, period about 3.14 s. Title 'Step response', x axis 'Time (s)', grid on.\n- mean 0.0144\n- from one period to the next the swing shrinks to 39.8 %\n- blue",
  ],
  [
    "x = 1:10; plot(x, 3*x + 1, 'k')",
    "Figure 1. Line of 3*x + 1 against x: a straight line, 10 points, x from 1 to 10; 3*x + 1 between 4 (at x = 1) and 31 (at x = 10), rises throughout.\n- mean 17.5\n- slope 3\n- black",
  ],
  [
    "x = 0:0.1:5; semilogy(x, 2*exp(-x))",
    "Figure 1. Line of 2*exp(-x) against x: decays like an exponential, 51 points, x from 0 to 5; 2*exp(-x) between 0.0135 (at x = 5) and 2 (at x = 0), falls throughout. Y axis logarithmic.\n- mean 0.41\n- halves every 0.693 (R² > 0.9999)\n- blue",
  ],
  [
    "bar([3 5 2]); ylabel('Count')",
    "Figure 1. Bar chart of Count against x, 3 bars, x from 1 to 3; Count between 2 (at x = 3) and 5 (at x = 2), falls overall. Y axis 'Count'.\n- mean 3.33\n- blue",
  ],
  [
    "x = linspace(-3, 3, 61); plot(x, exp(-x.^2/2))",
    "Figure 1. Line of exp(-x.^2/2) against x: bell-shaped like a Gaussian, 61 points, x from −3 to 3; exp(-x.^2/2) between 0.0111 (first at x = −3) and 1 (at x = 0).\n- mean 0.41\n- centre 0, standard deviation 1\n- blue",
  ],
  [
    "[X, Y] = meshgrid(-2:0.5:2); contourf(X, Y, X.^2 - Y.^2); colorbar",
    "Figure 1. Filled contour plot of X.^2 - Y.^2, 9 × 9 points, X from −2 to 2, Y from −2 to 2; X.^2 - Y.^2 between −4 (at 0, −2) and 4 (at −2, 0). Colour bar.\n- mean 0\n- 1 saddle (at 0, 0)\n- symmetric in x and y",
  ],
  [
    "imagesc(eye(4)); colormap gray",
    "Figure 1. Colour-scaled image of eye(4), 4 × 4 cells; values between 0 (row 2, column 1) and 1 (row 1, column 1).\n- mean 0.25\n- only the diagonal differs from zero\n- two values, 0 and 1; 25 % of the cells are 1\n- colour map gray",
  ],
  [
    "hist([1 2 2 3 3 3 4 4 5], 5); title('Marks')",
    "Figure 1. Histogram of [1 2 2 3 3 3 4 4 5], 9 values in 5 bins, from 1 to 5; the highest bar, 3, is at 3. Title 'Marks'.\n- mean 3",
  ],
  [
    "y = 5 + 2*randn(1, 100);\nplot(y)",
    "Figure 1. Line of y against x, 100 points, x from 1 to 100.\n- blue\n- random values from line 1, normally distributed with mean 5 and standard deviation 2; they differ from run to run",
  ],
  [
    "d = csvread('run7.csv');\nplot(d(:,1), d(:,2)); xlabel('t'); ylabel('\\alpha_1')",
    "Figure 1. Line of α₁ against t. X axis 't', y axis 'α₁'.\n- blue\n- unknown, because run7.csv is read (line 1)",
  ],
  [
    "x = 0:0.5:4; plot(x, x, x, 4 - x); legend('rise', 'fall')",
    "Figure 1. 2 lines.\n- line of 'rise' against x: a straight line, 9 points, x from 0 to 4; values between 0 (at x = 0) and 4 (at x = 4), rises throughout; mean 2; slope 1; blue\n- line of 'fall' against x: a straight line, 9 points, x from 0 to 4; values between 0 (at x = 4) and 4 (at x = 0), falls throughout; mean 2; slope −1; orange\n- 'rise' and 'fall' cross at x = 2\n- 'fall' is −1 times 'rise' plus 4\n- legend: rise, fall",
  ],
];

test.each(spoken)("%s", async (program, text) => {
  const { figures } = await plotsOf(program);
  expect(figures.map((figure) => figure.text).join("\n")).toBe(text);
});

test("the reader chooses the level", async () => {
  const program = "t = 0:0.1:1; plot(t, t.^2)";
  const texts = await Promise.all(
    ([1, 2, 3] as const).map(async (level) => (await plotsOf(program, { level })).figures[0]?.text),
  );
  expect(texts[0]).toBe("Figure 1. Line of t.^2 against t, 11 points, t from 0 to 1.\n- blue");
  expect(texts[1]).toContain("t.^2 between 0 (at t = 0) and 1 (at t = 1)");
  expect(texts[1]).not.toContain("rises");
  expect(texts[2]).toContain("rises throughout");
});

test("the picture names what it shows and carries no script", async () => {
  const { figures } = await plotsOf("surf(peaks(60)); title('a < b & \"c\"')");
  const svg = figures[0]?.svg ?? "";
  expect(svg).toMatch(/^<svg [^>]*role="img"[^>]*><title>Surface of /);
  expect(svg).not.toMatch(/<script|on\w+=|href/);
  expect(svg).toContain("a &lt; b &amp; &quot;c&quot;");
  // The text of a hover may hold 100,000 characters, and base64 takes a third more.
  expect(svg.length).toBeLessThan(70_000);
});

test("a box is drawn with its whiskers and outliers, a violin as wide as its values are many", async () => {
  const [box] = (await plotsOf("boxplot([1 2 2.5 3 3.2 4 9]')")).figures;
  expect(box?.text).toContain("half of the values between 2.13 and 3.8,");
  expect(box?.svg?.match(/<circle/g)).toHaveLength(1);
  // Of the box, the median and two whiskers with their ends.
  expect(/<path d="([^"]*)"/.exec(box?.svg ?? "")?.[1]?.match(/M/g)).toHaveLength(6);
  const [violin] = (await plotsOf("violinplot([1 2 2 2 3]')")).figures;
  const outline = /<path d="M([^"]*)Z"/.exec(violin?.svg ?? "")?.[1]?.split("L") ?? [];
  const across = outline.map((point) => Number(point.split(" ")[0]));
  const [first = 0, middle = 0] = [across[0], across[20]];
  expect(outline).toHaveLength(80);
  expect(middle).toBeGreaterThan(first);
});

test.each([
  ["bar([412 398; 120 98]', 'stacked')", "Figure 1. Stacked bar chart of 2 series."],
  ["pie([1 2 1])", "Figure 1. Pie chart with 3 slices."],
  ["x = 1:3; plot(x, x); hold on; bar(x, [x; x]')", "Figure 1. One line and one bar chart of 2 series."],
])("several objects of one call are one chart: %s", async (program, sentence) => {
  const { figures } = await plotsOf(program);
  expect(figures[0]?.text.split("\n")[0]).toBe(sentence);
});

test("lines whose difference nobody sees lie on each other, and do not cross", async () => {
  const { figures } = await plotsOf(
    "x = 0:0.1:3; plot(x, sin(x), x, sin(x) + 1e-5 * cos(40 * x)); legend('a', 'b')",
  );
  expect(figures[0]?.text).toContain("'a' and 'b' lie on each other (1×10⁻⁵ apart at most)");
  expect(figures[0]?.text).not.toMatch(/cross \d+ times/);
});

test("the ends of scales and the labels of axes stand on the picture, in full", async () => {
  const svgOf = async (program: string) => (await plotsOf(program)).figures[0]?.svg ?? "";
  const linear = await svgOf("plot([0 10], [-0.00174 -26]); xlabel('Time (s)'); ylabel('Gain (dB)')");
  for (const text of ["−0.00174", "−26", "Time (s)", "Gain (dB)"])
    expect(linear).toContain(`>${text}</text>`);
  const places = [...linear.matchAll(/<text x="([-\d.]+)"[^>]*text-anchor="end"[^>]*>([^<]*)</g)];
  for (const [, x, text = ""] of places) expect(Number(x)).toBeGreaterThan(0.55 * 12 * text.length);
  const logarithmic = await svgOf("loglog([1e-3 1e3], [1e-6 1e6])");
  expect(logarithmic).toContain(">0.001</text>");
  expect(logarithmic).not.toContain(">0</text>");
});
