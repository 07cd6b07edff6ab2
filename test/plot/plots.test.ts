import { expect, test } from "vitest";
import { createRecentMap } from "../../src/base/recentMap.js";
import { drawProgram, type Traces } from "../../src/plot/plots.js";
import { parser, plotsOf } from "./support.js";

test("what an earlier text gave serves a later one only where the files beside it are the same", async () => {
  const loop = "total = 0;\nfor k = 1:1500, total = total + beside(k); end\n";
  const traces: Traces = createRecentMap(4);
  const drawn = async (end: string, beside: string, kept?: Traces) => {
    const document = { path: "program", language: "matlab", version: 1, text: loop + end } as const;
    const files = { beside: `function y = beside(x)\ny = ${beside};\n` };
    return drawProgram(
      { document, files, level: 3, patience: 20 },
      parser,
      new AbortController().signal,
      kept,
    );
  };
  await drawn("plot(total)", "x", traces);
  expect(traces.get("program")).toBeDefined();
  for (const [end, beside] of [
    ["plot(2 * total)", "x"],
    ["plot(2 * total)", "2 * x"],
    ["plot(3 * total)", "2 * x"],
  ] as const)
    expect(await drawn(end, beside, traces)).toEqual(await drawn(end, beside));
});

test("one statement is described where only that is asked for, and nothing else", async () => {
  const program = "plot(1:3)\nhold on\nplot(4:6)\n";
  const whole = await plotsOf(program);
  const part = await plotsOf(program, { only: program.indexOf("4:6") });
  expect(part.statements).toEqual(whole.statements.slice(1));
  expect(part.figures).toEqual([]);
  expect((await plotsOf(program, { only: program.length })).statements).toEqual([]);
});

test("brackets nested beyond all reason are refused with a sentence", async () => {
  const n = 10_000;
  const { error, statements } = await plotsOf(`plot(1:3)\nx = ${"[1 (".repeat(n)}1${")]".repeat(n)};`);
  expect(error).toEqual({
    message: "its brackets are nested more than 2,000 deep, which is not read",
    line: 2,
  });
  expect(statements).toEqual([]);
});

test.each([
  ["an argument list", "x = 1:3;\nplot(x, x.^2\ny = 2;\nplot(x, y*x)\n", 2, ["y*x against x"]],
  [
    "a matrix, which is then unknown",
    "x = 1:3;\ny = [1 2\nplot(x, x)\nplot(x, y)\n",
    2,
    ["x against x", "y against x"],
  ],
  ["two of them", "x = 1:3;\r\nplot(x, (x\r\nz = {1\r\nplot(x, 2*x)\r\n", 2, ["2*x against x"]],
  ["one in a function", "function f\nx = 1:3;\nplot(x, (x\nplot(x, x)\nend\n", 3, ["x against x"]],
  ["at the end of the file", "x = 1:3;\nplot(x, x)\nplot(x, 2*x", 3, ["x against x"]],
  ["a condition, which takes its block with it", "x = 1:3;\nif (x(1) > 2\nplot(x, x)\nend\n", 2, []],
])("a bracket that is not closed costs its statement: %s", async (_, program, line, described) => {
  const { statements, faultyLine } = await plotsOf(program);
  expect(faultyLine).toBe(line);
  expect(statements.map(({ sentence }) => /Line of (.*? against \w+)/.exec(sentence)?.[1])).toEqual(
    described,
  );
  for (const { sentence, isUnknown } of statements)
    expect(isUnknown).toBe(sentence.startsWith("Line of y against x"));
});

test("a program that can be read has no faulty line", async () => {
  expect(await plotsOf("plot(1:3)\n")).not.toHaveProperty("faultyLine");
});

test("unbalanced brackets in comments do not add up", async () => {
  const { statements } = await plotsOf(`${"% on [0, 1) ( or so\n".repeat(3000)}plot(1:3)`);
  expect(statements).toHaveLength(1);
});
