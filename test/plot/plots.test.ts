import { expect, test } from "vitest";
import { plotsOf } from "./support.js";

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

test("unbalanced brackets in comments do not add up", async () => {
  const { statements } = await plotsOf(`${"% on [0, 1) ( or so\n".repeat(3000)}plot(1:3)`);
  expect(statements).toHaveLength(1);
});
