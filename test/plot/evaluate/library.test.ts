import { expect, test } from "vitest";
import { plotsOf, summary } from "../support.js";
import { result } from "./support.js";

/** Values that follow from the definitions, not from this code. */
const values: readonly (readonly [program: string, r: string])[] = [
  // 1/(s+1) rises as 1 − e^−t and falls as e^−t.
  ["t = 0:3; y = step(tf(1, [1 1]), t); r = max(abs(y' - (1 - exp(-t)))) < 1e-12;", "logical [1]"],
  ["t = 0:3; y = impulse(ss(-1, 1, 1, 0), t); r = max(abs(y' - exp(-t))) < 1e-12;", "logical [1]"],
  ["s = tf('s'); H = feedback(2/(s + 1), 1); [n, d] = tfdata(H, 'v'); r = [n; d];", "[0 2; 1 3]"],
  ["r = pole(zpk([], [-1 -2], 5))';", "[-2 -1]"],
  ["r = round(place([0 1; 0 0], [0; 1], [-1 -2]), 9);", "[2 3]"],
  ["r = round(lqr(0, 1, 4, 1), 9);", "[2]"],
  ["r = -tf(1, [1 2]); r = r.num{1};", "[0 -1]"],
  ["[b, a] = cheby1(2, 1, 0.5); r = round(20 * log10(sum(b) / sum(a)), 6);", "[-1]"],
  ["b = fir1(10, 0.4); r = round(sum(b), 12);", "[1]"],
  ["x = ones(1, 30); [b, a] = butter(2, 0.3); r = max(abs(filtfilt(b, a, x) - 1)) < 1e-9;", "logical [1]"],
  ["r = round(idct(dct([3 1 4 1])), 9);", "[3 1 4 1]"],
  ["r = pdist([0 0; 3 4; 0 4]);", "[5 4 3]"],
  ["r = linkage([1 4 3]', 'single');", "[2 3 1; 1 4 2]"],
  ["r = rescale([2 4 6]);", "[0 0.5 1]"],
  ["[f, x] = ecdf([2 1 2 4]); r = f';", "[0 0.25 0.75 1]"],
  ["r = padarray([1 2], [0 1], 'replicate');", "[1 1 2 2]"],
  ["[c{1:2}] = max([4 9 2]); r = [c{:}];", "[9 2]"],
  ["[q, r] = qr([3; 4]); r = q' * [3; 4]; r = round(r, 9)';", "[-5 0]"],
  ["[u, s, v] = svd([3 0; 0 4; 0 0]); r = [size(u) size(s) diag(s)'];", "[3 3 3 2 4 3]"],
  ["r = eigs(diag([1 5 3]), 2, 'sa')';", "[1 3]"],
  // A gain of one over all frequencies is a single impulse; the ripples of a low-pass filter are equally high.
  ["r = round(firpm(4, [0 1], [1 1]), 9);", "[0 0 1 0 0]"],
  [
    "[b, e] = firpm(20, [0 0.3 0.5 1], [1 1 0 0]); a = abs(freqz(b, 1, 2000)); w = (0:1999) / 2000; r = abs([max(a(w < 0.3)) - 1, max(a(w > 0.5))] - e) < 0.01 * e;",
    "logical [1 1]",
  ],
  // Without a penalty that matters it is least squares; with a large one nothing is left.
  ["r = round(lasso([1 2 3 4]', [3 5 7 9]', 'Lambda', [0 9]), 6);", "[2 0]"],
  [
    "[b, info] = lasso([1 2 3 4; 5 5 5 5]', [3 5 7 9]', 'Lambda', 0); r = round([b' info.Intercept], 6);",
    "[2 0 1]",
  ],
  ["x = (1:20)'; y = 2 * x + 1; y(4) = 500; r = round(robustfit(x, y), 4)';", "[1 2]"],
  ["r = classify([0.2; 9], [0; 1; 8; 10], {'low', 'low', 'high', 'high'});", "{'low', 'high'}"],
  [
    "x = [3 7 1 1; 0 2 9 4; 5 5 8 1]; [c, s] = wavedec2(x, 2, 'db2'); r = max(max(abs(waverec2(c, s, 'db2') - x))) < 1e-9;",
    "logical [1]",
  ],
  ["[a, d] = dwt([1 3 4 4], 'haar'); r = round([a d] * sqrt(2), 9);", "[4 8 -2 0]"],
  ["s = ss(-1, 2, 3, 4); r = [s.a s.D];", "[-1 4]"],
  ["r = round(hsvd(ss(-1, 2, 3, 0)), 9);", "[3]"],
  ["s = balred(ss([-1 0; 0 -50], [1; 0.1], [1 0.1], 0), 1); r = round(dcgain(s), 9);", "[1.0002]"],
];

test.each(values)("%s", async (program, r) => {
  expect(await result(program)).toBe(r);
});

test("what MATLAB chooses by itself or at random is not known, with the line of the call", async () => {
  expect(await result("x = 1;\n[idx, r] = kmeans(rand(9, 2), 3);")).toBe(
    "unknown 3x2: kmeans begins with points chosen at random (line 2)",
  );
  expect(await result("x = 1;\nr = step(tf(1, [1 1]));")).toBe(
    "unknown: step chooses the times when it draws (line 2)",
  );
  expect(await result("\nr = imrotate(zeros(100, 50), 30);")).toMatch(/^unknown 112x94: .*\(line 2\)$/);
});

/** Programs, and what they draw. */
const drawings: readonly (readonly [program: string, objects: readonly string[]])[] = [
  ["step(tf(1, [1 1]), 0:2)", ["1.1 line plot @1: x 0..2, y 0..0.864664716763"]],
  ["bode(tf(1, [1 1]), [0.1 1])", ["1.1 line semilogx @1", "1.2 line semilogx @1"]],
  ["spy(eye(3))", ["1.1 markers plot @1: x 1..3, y 1..3"]],
  ["rose([0.1 0.2 3], 4)", ["1.1 line polar @1"]],
  [
    "[x, y, z] = meshgrid(1:3);\nslice(x, y, z, x, 2, [], [])",
    ["1.1 surface surface @2: x 2..2, y 1..3, z 1..3"],
  ],
  ["trisurf([1 2 3], [0 1 0], [0 0 1], [5 6 7])", ["1.1 patch patch @1: x 0..1, y 0..1, z 5..7"]],
  [
    "h = animatedline;\nfor k = 1:4, addpoints(h, k, k^2); drawnow, end",
    ["1.1 line animatedline @1: x 1..4, y 1..16"],
  ],
  ["dendrogram(linkage([1 4 3]))", ["1.1 dendrogram dendrogram @1: y 1..3"]],
  ["gplot([0 1; 1 0], [0 0; 2 3])", ["1.1 line plot @1: x 0..2, y 0..3"]],
];

test.each(drawings)("%s", async (program, objects) => {
  const found = summary(await plotsOf(program));
  expect(found.map((each, i) => each.slice(0, objects[i]?.length))).toEqual(objects);
});

test("a file beside the program that depends on a file: the line of the call is told", async () => {
  const { statements } = await plotsOf("x = 1:3;\ny = scaled(x);\nplot(x, y)", {
    files: { scaled: "function y = scaled(x)\n\n\n\n  k = load('gain.txt');\n  y = k * x;\nend" },
  });
  expect(statements[0]?.details.join(" ")).toContain("gain.txt is read (line 2)");
});

test.each([
  ["[n, wn] = buttord([.1 .2], [.05 .25], 1, 26); y = [n wn];", "buttord of two edges"],
  ["y = smooth(1:9, 5, 'loess');", "smoothing by loess"],
  ["k = lqr([0 1; 0 0], [0; 1], eye(2), 1, [1; 1]); y = k;", "lqr with a cross term"],
])("a call that a function does not handle gives nothing: %s", async (program, why) => {
  const { figures } = await plotsOf(`${program}\nplot(y)`);
  const [object] = figures.flatMap(({ axes }) => axes.flatMap(({ objects }) => objects));
  expect(object?.ydata?.min).toBeUndefined();
  expect(object?.unknown.join()).toContain(why);
});
