import { Draw } from "../../src/base/random.js";

const variables = ["a", "b", "c", "x", "y"];

/** A script of assignments, loops, branches, growth and deletion; what it leaves in its variables is compared. */
export function script(seed: number): string {
  const d = new Draw(seed);
  const lines: string[] = [];
  const n = (): number => d.int(1, 9);
  lines.push(
    `a = ${n()};`,
    `b = [${n()} ${n()} ${n()}];`,
    `c = magic(${d.int(3, 4)});`,
    `x = linspace(0, ${n()}, ${d.int(3, 8)});`,
    `y = zeros(1, ${d.int(2, 4)});`,
  );
  const steps = d.int(3, 8);
  for (let k = 0; k < steps; k++) lines.push(...statement(d, 0));
  const helped = d.next() < 0.4;
  if (helped) lines.push("y = helper(b, a);");
  // Octave knows a function from where it is defined on.
  return ["1;", ...(helped ? helper : []), ...lines].join("\n");
}

const helper = [
  "function r = helper(v, k)",
  "  r = 0;",
  "  for q = 1:numel(v)",
  "    r = r + v(q) * k;",
  "    if r > 100, break, end",
  "  end",
  "end",
];

function value(d: Draw): string {
  return d.of([
    () => `a + ${d.int(1, 5)}`,
    () => "sum(b)",
    () => "b .* 2 - a",
    () => "mean(x)",
    () => "c(2, :)",
    () => "c(end, end)",
    () => "numel(x)",
    () => "x(end:-1:1)",
    () => "[b, a]",
    () => "max(c(:))",
    () => "cumsum(b)",
    () => "b'",
    () => "any(b > 3)",
    () => `mod(a, ${d.int(2, 4)})`,
    () => "sprintf('%d-', b)",
    () => "{a, b, 'text'}",
    () => `repmat(b, ${d.int(1, 2)}, 1)`,
    () => "x(x > 1)",
    () => "sort(b, 'descend')",
    () => "abs(sin(x))",
    () => "cellfun(@(q) q * 2, {1, 2, 3})",
    () => "num2str(a)",
  ])();
}

const indent = (lines: readonly string[]): string[] => lines.map((each) => `  ${each}`);

function statement(d: Draw, depth: number): string[] {
  const body = (): string[] => (depth < 2 ? indent(statement(d, depth + 1)) : [`  a = a + 1;`]);
  // Loops within loops have counters of their own, so that every script ends.
  const loop = `k${depth}`;
  const name = d.of(["p", "q", "r", "s"]);
  const kinds: (() => string[])[] = [
    () => [`${name} = ${value(d)};`],
    () => [`${name} = ${value(d)};`],
    () => [`y(end+1) = ${d.int(1, 9)};`],
    () => [`y(${d.int(1, 6)}) = a;`],
    () => [`b(${d.int(1, 3)}) = ${d.int(1, 9)};`],
    () => [`c(${d.int(1, 3)}, ${d.int(1, 3)}) = a;`],
    () => [`m = b; m(${d.int(1, 2)}) = [];`],
    () => [`c(:, ${d.int(1, 3)}) = ${d.int(0, 5)};`],
    () => [`t.${name} = ${value(d)};`],
    () => [`u{${d.int(1, 3)}} = ${value(d)};`],
    () => [`t.list(${d.int(1, 3)}).v = ${d.int(1, 9)};`],
    () => [`f = @(z) z .^ 2 + a;`, `${name} = f(${d.int(1, 4)});`],
    () => [`[${name}, w] = ${d.of(["max(b)", "min(x)", "sort(b)", "size(c)"])};`],
    () => [`for ${loop} = 1:${d.int(1, 5)}`, ...body(), "end"],
    () => [`for ${loop} = ${d.of(["b", "c", "x(1:2)"])}`, `  a = a + sum(${loop});`, "end"],
    () => [
      `if a > ${d.int(1, 9)}`,
      ...body(),
      d.of(["else", `elseif a == ${d.int(1, 9)}`]),
      ...body(),
      "end",
    ],
    () => [
      `${loop} = 0;`,
      `while ${loop} < ${d.int(1, 4)}`,
      `  ${loop} = ${loop} + 1;`,
      ...body(),
      `  if ${loop} == ${d.int(2, 5)}, ${d.of(["break", "continue"])}, end`,
      "end",
    ],
    () => [
      `switch ${d.of(["a", "mod(a, 3)"])}`,
      `  case {${d.int(0, 2)}, ${d.int(3, 9)}}`,
      ...indent(body()),
      "  otherwise",
      ...indent(body()),
      "end",
    ],
    () => ["switch 'two'", "  case {'one', 'two'}", ...indent(body()), "end"],
    () => [
      "try",
      ...body(),
      d.of(["  error('my:id', 'Bad %d', a);", "  z = undefined_name + 1;", "  b(100);"]),
      "catch err",
      `  ${name} = 7;`,
      "end",
    ],
    () => [`a = a ${d.of(["+", "-"])} ${d.int(1, 3)};`],
  ];
  return d.of(kinds)();
}

/** What a script leaves in these variables is compared. */
export const compared = [...variables, "p", "q", "r", "s", "t", "u", "w", "m", "k0", "k1"];
