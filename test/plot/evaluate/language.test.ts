import { expect, test } from "vitest";
import { programOf, recorder, result, run, shown } from "./support.js";

const cases: readonly (readonly [code: string, expected: string])[] = [
  // Arithmetic and expansion.
  ["r = [1 2 3] + [10; 20];", "[11 12 13; 21 22 23]"],
  ["r = -2^2 + 2^-1;", "[-3.5]"],
  ["r = [1 -2, 3 - 4];", "[1 -2 -1]"],
  ["r = (-8) ^ (1/3);", "[1+1.7321i]"],
  ["r = uint8(200) + 100;", "uint8 [255]"],
  ["r = 'a' + 1;", "[98]"],
  ["r = [1 2; 3 4] \\ [5; 6];", "[-4; 4.5]"],
  ["r = 1:0;", "empty 1x0"],
  ["r = numel(0:0.1:1);", "[11]"],
  // Indexing, growth and deletion.
  ["x = 10:10:50; r = x([end 1 end-1]);", "[50 10 40]"],
  ["x = magic(4); r = x(2:3, end)';", "[8 12]"],
  ["x = 1:5; r = x(x > 2);", "[3 4 5]"],
  ["r(3) = 7;", "[0 0 7]"],
  ["r = []; for k = 1:4, r(end+1) = k^2; end", "[1 4 9 16]"],
  ["r = 1:5; r([2 4]) = [];", "[1 3 5]"],
  ["r = magic(3); r(:, 2) = [];", "[8 6; 3 7; 4 2]"],
  ["r(2, 3) = 1;", "[0 0 0; 0 0 1]"],
  ["a = 1:3; b = a; b(1) = 9; r = a;", "[1 2 3]"],
  ["r = [1 2]; r(4);", "error in line 1: index (4): out of bound 2"],
  ["r = 1;\nif r > 0, return, end\nr = 2;", "error in line 2: it returns"],
  ["r = reshape(1:8, 2, 2, 2); r = squeeze(sum(r, 3))';", "[6 8; 10 12]"],
  // Containers.
  ["s.a.b(2).c = 5; r = s.a.b(2).c;", "[5]"],
  ["c{3} = 'x'; r = numel(c);", "[3]"],
  ["c = {1, 'two', [3 4]}; r = [c{[1 3]}];", "[1 3 4]"],
  ["s(2).v = 3; s(1).v = 4; r = [s.v];", "[4 3]"],
  ["n = 'key'; s.(n) = 1; r = fieldnames(s);", "{'key'}"],
  // Functions.
  ["k = 2; f = @(x) x * k; k = 100; r = f(4);", "[8]"],
  ["r = twice(4);\nfunction y = twice(x)\n  y = 2 * x;\nend", "[8]"],
  ["[a, r] = two();\nfunction [p, q] = two()\n  p = 1; q = nargout;\nend", "[2]"],
  ["r = many(1, 2, 3);\nfunction n = many(varargin)\n  n = nargin;\nend", "[3]"],
  ["r = fact(5);\nfunction y = fact(n)\n  if n < 2, y = 1; else, y = n * fact(n - 1); end\nend", "[120]"],
  [
    "r = counter() + counter();\nfunction y = counter()\n  persistent n\n  if isempty(n), n = 0; end\n  n = n + 1; y = n;\nend",
    "[3]",
  ],
  ["r = cellfun(@(x) x(1), {[4 5], [6 7]});", "[4 6]"],
  ["f = str2func('@(x) x.^2 + 1'); r = f([1 2]);", "[2 5]"],
  ["f = inline('a*x + 1'); r = f(2, 3);", "[7]"],
  // Control flow.
  ["r = 0; while true, r = r + 1; if r == 5, break, end, end", "[5]"],
  ["r = 0; for x = magic(3), r = r + x(1); end", "[15]"],
  ["switch 'B', case {'a', 'B'}, r = 1; otherwise, r = 2; end", "[1]"],
  ["try, error('my:id', 'no %d', 3); catch e, r = e.message; end", "'no 3'"],
  ["r = 5; if [], r = 6; end", "[5]"],
  ["r = 3; r += 4;", "[7]"],
  ["1;\nr = 0;\ndo\n  r++;\nuntil r >= 3", "[3]"],
  // Text.
  ["r = sprintf('%d: %.2f|', 1, pi, 2, exp(1));", "'1: 3.14|2: 2.72|'"],
  ["r = ['n = ' num2str(0.1)];", "'n = 0.1'"],
  ['r = "x = " + 5;', '"x = 5"'],
  ["r = strrep('it''s', 's', 'z');", "'it'z'"],
];

test.each(cases)("%s", async (code, expected) => {
  expect(await result(code)).toBe(expected);
});

const unknowns: readonly (readonly [code: string, expected: string])[] = [
  ["\nr = data + 1;", "unknown: data is neither defined in this file nor known here (line 2)"],
  [
    "load results.mat\nr = x(1);",
    "unknown: x is not defined in this file and may come from line 1, where results.mat is read (line 2)",
  ],
  ["x = fopen('a.txt');\nr = x * 2;", "unknown: a.txt is read (line 1)"],
  ["r = randn(1, 50);", "normal 1x50 from -Infinity to Infinity"],
  ["r = 3 + 2 * rand(4);", "uniform 4x4 from 3 to 5"],
  ["r = randi([2 6], 1, 9) + 1;", "integer 1x9 from 3 to 7"],
  ["t = 0:0.1:1; r = sin(t) + 0.1 * randn(size(t));", "unknown 1x11: it depends on random numbers (line 1)"],
  ["r = numel(rand(3, 4));", "[12]"],
  ["r = rand(1, 5) > 0.5;", "unknown 1x5: it depends on random numbers (line 1)"],
  ["r = zeros(1e6);", "unknown: it is too large to evaluate here (line 1)"],
  ["x = 0:1e-12:1; r = x;", "unknown: it is too large to evaluate here (line 1)"],
  [
    "n = input('n? ');\nif n > 3\n  r = 1;\nelse\n  r = 2;\nend",
    "unknown 1x1: it is asked of the person at the keyboard (line 1)",
  ],
  [
    "n = input('n? ');\nr = 1;\nfor k = 1:n\n  r = r * 2;\nend",
    "unknown: it is asked of the person at the keyboard (line 1)",
  ],
  ["r = 1; eval('r = 2;');", "unknown: it is computed by eval (line 1)"],
  [
    "r = 7; try, x = nowhere(1); catch, r = 8; end",
    "unknown: a name is not known here, which MATLAB may take for an error (line 1)",
  ],
  ["r = sum(urlread('http://a'));", "unknown: it comes from the network (line 1)"],
  [
    "r = angle(fft(ones(1, 8)) + 1e-18i);",
    "unknown 1x8: the phase of values that are zero but for rounding is not known (line 1)",
  ],
];

test.each(unknowns)("not known: %s", async (code, expected) => {
  expect(await result(code)).toBe(expected);
});

test("both branches of an unknown condition that agree are certain", async () => {
  expect(await result("if rand > 0.5, r = 4; else, r = 4; end; x = 1; if rand > 2, x = 2; end; r = 3;")).toBe(
    "[3]",
  );
});

test("drawing in a branch that may not be taken is handed out with the doubt", async () => {
  const drawing = recorder("plot");
  await run("x = 1:3;\nif rand > 0.5\n  plot(x)\nend\nplot(x.^2, 'r')", { drawing });
  expect(drawing.calls.map(({ site }) => [site.line, site.doubt?.reason, site.written.join()])).toEqual([
    [2, "it depends on random numbers", "x"],
    [4, undefined, "x.^2,'r'"],
  ]);
});

test("a drawing call knows its loops, and the line in the file that was asked about", async () => {
  const drawing = recorder("plot");
  const helper = await programOf("function helper(x)\n\n  plot(x)\nend");
  const text = "for k = 1:2\n  helper(k)\nend\ninside(3)\nfunction inside(x)\n  plot(x)\nend";
  await run(text, { drawing, find: (name) => (name === "helper" ? helper : undefined) });
  expect(
    drawing.calls.map(({ site }) => ({
      line: site.line,
      inner: site.inner,
      rounds: site.loops.map(({ round }) => round),
    })),
  ).toEqual([
    { line: 1, inner: { line: 2, function: "helper" }, rounds: [0] },
    { line: 1, inner: { line: 2, function: "helper" }, rounds: [1] },
    { line: 5, inner: { line: 5, function: "inside" }, rounds: [] },
  ]);
});

test("command syntax and names of values reach whoever draws", async () => {
  const drawing = recorder("hold", "axis", "plot");
  await run("hold on\naxis equal tight\nplot(1, LineWidth=2)", { drawing });
  expect(drawing.calls.map(({ name, args }) => `${name} ${args.map(shown).join(" ")}`)).toEqual([
    "hold 'on'",
    "axis 'equal' 'tight'",
    'plot [1] "LineWidth" [2]',
  ]);
});

test("an infinite loop ends, and what it assigns is unknown", async () => {
  const { variables, exhausted } = await run("k = 0; y = 5;\nwhile true\n  k = k + 1;\nend\nz = y + 1;");
  expect(exhausted).toBe(true);
  expect([...variables].map(([name, value]) => `${name} ${shown(value)}`)).toEqual([
    "k unknown: it takes too long to evaluate here (line 2)",
    "y [5]",
    "z [6]",
  ]);
});

test("recursion without end is an error of the program, deep nesting none", async () => {
  expect(await result("r = f(1);\nfunction y = f(x)\n  y = f(x + 1);\nend")).toMatch(
    /^error in line 3: max_recursion_depth/,
  );
  expect(await result(`r = ${"(".repeat(200)}1${")".repeat(200)};`)).toBe("[1]");
});

test("an error ends the script where it happens", async () => {
  const { variables, error } = await run("a = 1;\nb = ones(2, 3) * ones(2, 3);\nc = 3;");
  expect(error).toEqual({ message: "operator *: nonconformant arguments (op1 is 2x3, op2 is 2x3)", line: 1 });
  expect([...variables.keys()]).toEqual(["a"]);
});

test("code with a syntax error is evaluated around it", async () => {
  const { variables } = await run("a = 1;\nb = = 2;\nc = a + 1;");
  expect(variables.get("a")).toBeDefined();
  expect(variables.get("c")).toBeDefined();
});

test("the parameters of a function file are unknown, what does not depend on them is not", async () => {
  const drawing = recorder("plot");
  await run("function draw(n)\nt = linspace(0, 1, 5);\nplot(t, t.^n)\nend", { drawing });
  expect(drawing.calls.map(({ args }) => args.map(shown))).toEqual([
    ["[0 0.25 0.5 0.75 1]", "unknown: n is a parameter of draw (line 1)"],
  ]);
});

test.each([
  ["parentheses", `r = ${"(".repeat(6000)}1${")".repeat(6000)};`],
  ["brackets", `r = ${"[".repeat(3000)}1${"]".repeat(3000)};`],
  ["branches", `${"if 1\n".repeat(2000)}r = 1;\n${"end\n".repeat(2000)}`],
  ["a sum", `r = 1${" + 1".repeat(20_000)};`],
])("%s nested too deeply are not evaluated", async (_, code) => {
  expect(await result(code)).toMatch(/^unknown: the code is nested too deeply/);
  expect(await result(`r = 5; ${code}`)).toMatch(/^unknown: the code is nested too deeply/);
});

test.each([
  ["a cell array of matrices", "c = {}; while true, c{end+1} = zeros(1000); end"],
  ["a text", "s = 'a'; while true, s = [s s]; end"],
  ["a string", 's = "a"; while true, s = s + s; end'],
  ["a field", "s = struct(); while true, s.a(end+1) = 1; end"],
])("%s that grows without end stops", async (_, code) => {
  expect((await run(code)).exhausted).toBe(true);
});

test("a regular expression that could take for ever is not tried", async () => {
  expect(await result("r = regexprep(repmat('a', 1, 40), '(a+)+b', '');")).toMatch(/may take too long/);
});

test.each([
  [
    "m = containers.Map(); m('b') = 2; q = m; q('a') = 'x'; r = [m.keys(), {m.Count, m.isKey('z'), q('b')}];",
    "{'a', 'b', [2], logical [0], [2]}",
  ],
  ["m = containers.Map({'x', 'y'}, [10 20]); r = 0; for k = keys(m), r = r + m(k{1}); end", "[30]"],
  [
    "m = containers.Map('KeyType', 'double', 'ValueType', 'any'); m(10) = 1; m(9) = 2; remove(m, 10); r = keys(m);",
    "{[9]}",
  ],
  ["m = containers.Map({'x'}, {1}); f = @(k) m(k); m('late') = 7; r = f('late');", "[7]"],
  ["m = containers.Map(3, 'q'); try, m(4); catch e, r = e.identifier; end", "'MATLAB:Containers:Map:NoKey'"],
])("a map is seen by all that hold it: %s", async (program, r) => {
  expect(await result(program)).toBe(r);
});

test("a map that may or may not have been written into is not known, whoever holds it", async () => {
  const written = "m = containers.Map({'x'}, {1});\nq = m;\nif rand > 0.5\n  m('y') = 2;\nend\n";
  const random = "unknown: it depends on random numbers (line 3)";
  expect(await result(`${written}r = q('x');`)).toBe(random);
  expect(await result(`${written}r = m.Count;`)).toBe(random);
  expect(await result("m = containers.Map(); m('a') = rand; r = m.Count;")).toBe("[1]");
});
