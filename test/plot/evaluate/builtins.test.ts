import { expect, test } from "vitest";
import { builtins } from "../../../src/plot/evaluate/builtins.js";
import { result } from "./support.js";

const cases: readonly (readonly [code: string, expected: string])[] = [
  ["r = round(abs(fft([1 2 3 4])), 4);", "[10 2.8284 2 2.8284]"],
  ["r = round(real(ifft(fft([5 1 4 2 3]))));", "[5 1 4 2 3]"],
  ["r = polyfit(0:3, [1 3 5 7], 1);", "[2 1]"],
  ["r = sort(roots([1 -6 11 -6]))';", "[1 2 3]"],
  ["r = conv([1 2], [1 3 1]);", "[1 5 7 2]"],
  ["r = filter(1, [1 -0.5], [1 0 0 0]);", "[1 0.5 0.25 0.125]"],
  ["r = interp1([1 2 4], [10 20 40], [1.5 3 5]);", "[15 30 NaN]"],
  // Given slopes at the ends make a cubic of its own values and slopes, also of two points.
  ["r = round(spline([0 1 3], [0 [0 1 27] 27], [0.5 2]), 9);", "[0.125 8]"],
  ["r = ppval(spline([0 2], [0 0 8 12]), [1 1.5]);", "[1 3.375]"],
  ["r = round(spline(0:3, [0.5 1 0 2 -1 -2], 0.5:2.5), 4);", "[0.4708 1.1458 0.6958]"],
  ["r = cumtrapz([0 1 2 3]);", "[0 0.5 2 4.5]"],
  ["r = round(integral(@(x) exp(-x.^2), -Inf, Inf)^2 - pi, 9);", "[0]"],
  ["r = round(fzero(@(x) x^2 - 2, [0 2]), 6);", "[1.4142]"],
  ["[t, y] = ode45(@(t, y) -y, [0 0.5 1], 1); r = round(y', 3);", "[1 0.607 0.368]"],
  [
    "[t, y] = ode45(@(t, y) 1i * y, [0 pi/2 pi], 1 + 0i * 1i + 1e-300i); r = round(y', 2);",
    "[1-0i -0-1i -1+0i]",
  ],
  ["[v, d] = eig([2 0; 0 3]); r = diag(d)';", "[2 3]"],
  ["[v, d] = eig([1 1e8; -1e-8 1]); r = [imag(diag(d))' abs(v(2, :)) * 1e8];", "[1 -1 1 1]"],
  ["[v, d] = eig([4 1e7; 1e-7 4]); r = round([sort(diag(d))' abs(v(2, :)) * 1e7], 9);", "[3 5 1 1]"],
  // The order is that of LAPACK, as GNU Octave gives it.
  ["r = round([roots([7 7 2 4 2]).' -1i], 4);", "[0.2584+0.6972i 0.2584-0.6972i -1+0i -0.5168+0i 0-1i]"],
  [
    "a = [4 1 -2 0; 3 -1 2 5; 0.5 2 1 -3; -1 4 2 2]; [v, d] = eig(a); r = [round(real(diag(d))', 3) max(max(abs(a * v - v * d))) < 1e-12];",
    "[-5.015 5.527 2.744 2.744 1]",
  ],
  // The companion of a filter's polynomial, whose coefficients go from 1 to 1e83.
  ["[b, a] = butter(20, 1.5e4, 's'); s = abs(roots(a)); r = round([min(s) max(s)] / 1.5e4, 3);", "[1 1]"],
  ["r = round(svd([3 0; 0 4]))';", "[4 3]"],
  ["[m, i] = max([3 9 4]); r = [m i];", "[9 2]"],
  ["[s, k] = sort([3 1 2], 'descend'); r = [s; k];", "[3 2 1; 1 3 2]"],
  ["[u, i, j] = unique([5 5 2]); r = j';", "[2 2 1]"],
  ["[x, y] = meshgrid(1:3, 1:2); r = x + 10 * y;", "[11 12 13; 21 22 23]"],
  ["r = mean([1 2; 3 6]);", "[2 4]"],
  [
    "r = [mean([1 NaN 3], 'omitnan') median([4 NaN 1 3], 'omitnan') std([2 NaN 4], 1, 'omitnan') max([1 NaN])];",
    "[2 3 1 1]",
  ],
  [
    "r = [cumsum([1 NaN 2], 'omitnan') cumsum([1 2 3], 'reverse') cummax([1 3 2], 'reverse')];",
    "[1 1 3 6 5 3 3 3 2]",
  ],
  ["r = [mean([1 2; 3 4], [1 2]) std([1 3; 1 3], 1, 'all') mad([1 2 6]) mad([1 2 6], 1)];", "[2.5 1 2 1]"],
  ["r = [median([4 1 3]) std([2 4 4 4 5 5 7 9], 1) var([1 2 3])];", "[3 2 1]"],
  ["r = any([0 0; 0 1]);", "logical [0 1]"],
  ["[n, c] = hist([1 1 2 5], 4); r = n;", "[3 0 0 1]"],
  ["r = round(sinc([0 0.5 1]), 4);", "[1 0.6366 0]"],
  ["r = square([0 4]);", "[1 -1]"],
  ["r = hamming(3)';", "[0.08 1 0.08]"],
  ["r = unwrap([0 3 -3]) > 3;", "logical [0 0 1]"],
  ["r = num2str([1.5 2; 3 4]);", "'1.5           2|  3           4'"],
  ["r = mat2str([1 2; 3 4.5]);", "'[1 2;3 4.5]'"],
  ["r = strsplit('a,b,c', ',');", "{'a', 'b', 'c'}"],
  ["r = regexprep('abc123', '(\\d)', '<$1>');", "'abc<1><2><3>'"],
  ["r = ismember([1 5], [5 6]);", "logical [0 1]"],
  ["r = isfield(struct('a', 1), {'a', 'b'});", "logical [1 0]"],
  ["r = round(gamma([0.5 5]), 4);", "[1.7725 24]"],
  ["r = besselj(0, 0);", "[1]"],
  ["r = size(peaks(20));", "[20 20]"],
  ["r = round(expm([0 1; 0 0]));", "[1 1; 0 1]"],
  ["r = kron([1 2], [1; 1]);", "[1 2; 1 2]"],
  ["r = diff([1 4 9], 2);", "[2]"],
  ["r = nchoosek(5, 2);", "[10]"],
  ["r = func2str(@(x) x .^ 2);", "'@(x)x.^2'"],
  ["r = jet(4);", "[0 0 1; 0 1 1; 1 1 0; 1 0 0]"],
];

test.each(cases)("%s", async (code, expected) => {
  expect(await result(code)).toBe(expected);
});

test("a matrix that is too large to decompose keeps its size", async () => {
  expect(await result("[r, s, v] = svd(ones(700, 700), 'econ');")).toBe(
    "unknown 700x700: the matrix is too large to decompose here (line 1)",
  );
});

test("every name is a function that answers with values, an error of MATLAB or a reason", async () => {
  const names = [...builtins.keys()];
  expect(names.length).toBeGreaterThan(400);
  const odd: string[] = [];
  for (const name of names)
    for (const args of [
      "",
      "[]",
      "3",
      "[1 2; 3 4]",
      "'text'",
      "{1}",
      "struct('a', 1)",
      "@sin",
      "1, 2, 3",
      "rand(2)",
      "1e9",
    ]) {
      try {
        await result(`r = ${name}(${args});`);
      } catch (error) {
        odd.push(`${name}(${args}): ${error}`);
      }
    }
  expect(odd).toEqual([]);
});
