import fc from "fast-check";
import { expect, test } from "vitest";
import type { Trace } from "../../../src/plot/evaluate/checkpoints.js";
import { type Evaluation, evaluateProgram } from "../../../src/plot/evaluate/interpreter.js";
import { defaultLimits } from "../../../src/plot/evaluate/limits.js";
import { createDrawing } from "../../../src/plot/figure/drawing.js";
import type { Drawn } from "../../../src/plot/figure/model.js";
import { programOf, shown } from "./support.js";

const limits = { ...defaultLimits, milliseconds: 10_000 };

/** Evaluates a text, with a checkpoint after every statement. */
async function evaluated(text: string, previous?: Trace): Promise<{ evaluation: Evaluation; drawn: Drawn }> {
  const drawing = createDrawing();
  const evaluation = evaluateProgram(await programOf(text), { drawing, limits, previous, spacing: 0 });
  return { evaluation, drawn: drawing.drawn };
}

const visible = ({
  evaluation: { error, variables },
  drawn,
}: Awaited<ReturnType<typeof evaluated>>): unknown => ({
  error,
  variables: [...variables].map(([name, value]) => `${name} = ${shown(value)}`),
  drawn,
});

/** Statements that compute, draw, share, doubt and fail; N becomes a number. */
const statements = [
  "x = linspace(0, N, 20);",
  "y = x.^2 + N;",
  "y(end+1) = N;",
  "y(N) = 7;",
  "for k = 1:N, y(k) = k; end",
  "for k = 1:N\n  plot(x(1:3), k * x(1:3));\n  hold on\nend",
  "figure; h = plot(1:N, x(1:N));",
  "hold on",
  "subplot(2, 2, N);",
  "set(h, 'LineWidth', N)",
  "h.Color = 'r'; w = h.LineWidth;",
  "title(sprintf('number %d', N)); xlabel('time')",
  "f = @(t) t.^2 + N;",
  "fplot(f, [0 N])",
  "ezplot('sin(x)')",
  "z = rand(1, N); plot(z)",
  "if rand > 0.5, y = N; plot(y), end",
  "while rand > 0.5, y(N) = 1; bar(y), end",
  "s(N).a = y; s(N).b = 'text';",
  "c{N} = x; c{1}(2) = 9;",
  "y = own(x, N);",
  "draws(N);",
  "q = makes(N); q(1);",
  "d = @draws; d(N)",
  "m = containers.Map(); m('a') = N; o = m;",
  "m('b') = N; w = m.Count;",
  "global G; G = N;",
  "w = own2(N);",
  "load data.mat",
  "plot(notThere)",
  "try, error('caught %d', N); catch e, w = e.message; end",
  "y = s + s;",
  "sys = tf(1, [1 N]); step(sys, 0:N)",
  "clear y",
  "legend('one', 'two')",
  "% a remark",
  "close all",
  "error('stops %d', N)",
];

const functions = (n: number): string => `
function y = own(x, n)
  y = x(1:3) * n + ${n};
end
function w = own2(n)
  persistent sum
  if isempty(sum), sum = 0; end
  sum = sum + n;
  w = sum;
end
function draws(n)
  plot((1:4) * n, 'DisplayName', 'own');
end
function q = makes(n)
  q = @(t) draws(t * n);
end
`;

const line = fc
  .tuple(fc.nat({ max: statements.length - 2 }), fc.integer({ min: 1, max: 4 }), fc.nat({ max: 60 }))
  .map(([i, n, rare]) => (rare === 0 ? "error('stops')" : (statements[i] ?? "")).replaceAll("N", String(n)));

const edit = fc.record({
  at: fc.nat({ max: 14 }),
  kind: fc.constantFrom("replace", "replace", "replace", "insert", "delete", "functions", "none"),
  line,
});

test("after any edits a text continued from its first change gives what a fresh evaluation gives", async () => {
  let continued = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { minLength: 2, maxLength: 14 }),
      fc.boolean(),
      fc.array(edit, { minLength: 1, maxLength: 6 }),
      async (lines, withFunctions, edits) => {
        let tail = withFunctions ? 1 : 0;
        const text = (): string => lines.join("\n") + (tail > 0 ? functions(tail) : "\n");
        let { trace } = (await evaluated(text())).evaluation;
        for (const { at, kind, line: changed } of edits) {
          const place = Math.min(at, lines.length - 1);
          if (kind === "functions" && tail > 0) tail++;
          else if (kind === "insert") lines.splice(place, 0, changed);
          else if (kind === "delete" && lines.length > 1) lines.splice(place, 1);
          else if (kind === "replace") lines[place] = changed;
          const before = trace.run;
          const again = await evaluated(text(), trace);
          ({ trace } = again.evaluation);
          if (trace.run === before) continued++;
          expect(visible(again)).toEqual(visible(await evaluated(text())));
        }
      },
    ),
    { numRuns: 25 },
  );
  expect(continued).toBeGreaterThan(12);
});

test.each([
  ["a map", "m = containers.Map();\nq = m;\nm('a') = 1;\nr = q.Count;", "m('a') = 1;", "m('b') = 1;"],
  [
    "a global",
    `global G\nG = 1;\nG = 2;\nr = told();\nfunction y = told()\n  global G\n  y = G;\nend\n`,
    "G = 2",
    "h = 2",
  ],
  ["a persistent", `a = own2(1);\nb = own2(1);${functions(1)}`, "b = own2(1)", "b = own2(5)"],
  ["a function that draws", `draws(1);\nx = 1;${functions(1)}`, "x = 1;", "x = 100;"],
  ["a function of a function", `q = makes(2);\nx = 1;\nq(x);${functions(1)}`, "x = 1;", "x = 100;"],
  [
    "a function that only computes",
    `x = 1:9;\ny = own(x, 2);\nz = 1;\nplot(y)${functions(1)}`,
    "z = 1;",
    "z = 100;",
  ],
  ["the library", "s = struct('num', 1);\nplot(1)\ny = s + s;", "plot(1)", "step(tf(1, [1 1]), 0:3)"],
  ["a change of a function", `y = own(1:9, 2);\nplot(y)${functions(1)}`, "* n + 1", "* n + 2"],
  ["a return", "plot(1:3)\nx = 1;\nreturn\nplot(1:4)", "return", "x = 2;"],
  ["an error", "plot(1:3)\nx = 1;\nerror('no')\nplot(1:4)", "error('no')", "x = 2;"],
])("a text is continued rightly after %s", async (_, text, from, to) => {
  const { trace } = (await evaluated(text)).evaluation;
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  expect(visible(await evaluated(changed, trace))).toEqual(visible(await evaluated(changed)));
});

test("statements above a change are not evaluated again, those below are", async () => {
  const asked: string[] = [];
  const find = (name: string): undefined => void asked.push(name);
  const evaluate = async (text: string, previous?: Trace): Promise<Evaluation> =>
    evaluateProgram(await programOf(text), { find, previous, spacing: 0 });
  const { trace } = await evaluate("a = above(1);\nb = 2;\nc = below(b);");
  asked.length = 0;
  const { variables } = await evaluate("a = above(1);\nb = 3;\nc = below(b);", trace);
  expect(asked).toEqual(["below"]);
  expect([...variables].map(([name, value]) => `${name} = ${shown(value)}`)).toEqual([
    "a = unknown: above is neither defined in this file nor known here (line 1)",
    "b = [3]",
    "c = unknown: below is neither defined in this file nor known here (line 3)",
  ]);
});

test("what took too long twice is not tried again until it is edited", async () => {
  const asked: string[] = [];
  const find = (name: string): undefined => void asked.push(name);
  const few = { ...limits, operations: 50_000 };
  const text = (n: number, end: string): string =>
    `a = 0;\nfor k = 1:${n}, a = above(k); end\nb = ${end};\nc = b + a;`;
  const evaluate = async (of: string, previous?: Trace): Promise<[number, string]> => {
    asked.length = 0;
    const { variables, trace: next } = evaluateProgram(await programOf(of), {
      find,
      limits: few,
      previous,
      spacing: 0,
    });
    trace = next;
    return [asked.length, [...variables].map(([name, value]) => `${name} = ${shown(value)}`).join("\n")];
  };
  let trace: Trace | undefined;
  const [first] = await evaluate(text(1e6, "1"));
  const [second] = await evaluate(text(1e6, "2"), trace);
  const [third, seen] = await evaluate(text(1e6, "3"), trace);
  expect(Math.min(first, second)).toBeGreaterThan(1000);
  expect(third).toBe(0);
  expect(seen).toBe((await evaluate(text(1e6, "3")))[1]);
  expect((await evaluate(text(3, "3"), trace))[0]).toBe(3);
});

test("what edits below leave behind does not count for long", async () => {
  const text = (n: number): string => `a = 1;\nb = ${n} + ones(1, 1e6);\nc = 1;\n`;
  let { trace } = (await evaluated(text(0))).evaluation;
  const { run } = trace;
  for (let n = 1; n < 12; n++) ({ trace } = (await evaluated(text(n), trace)).evaluation);
  expect(trace.run).toBe(run);
  expect(trace.checkpoints).toHaveLength(3);
});

test("large arrays are not held on to for the sake of a later edit", async () => {
  const text = "x = zeros(1, 3e6);\ny = 1;\nx = ones(1, 3e6);\ny = 2;\n";
  const { evaluation } = await evaluated(text);
  expect(evaluation.trace.checkpoints.map(({ statements: n }) => n)).toEqual([1, 2]);
});
