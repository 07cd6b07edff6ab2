import fc from "fast-check";
import { expect, test } from "vitest";
import { Draw } from "../../../src/base/random.js";
import { type Course, type DrawnKind, factsOf } from "../../../src/dataset/plotTruth/facts.js";
import { dependenciesOf, patchesOf } from "../../../src/dataset/plotTruth/patches.js";
import phrases from "../../../src/dataset/plotTruth/phrases.json";
import { sentenceOf } from "../../../src/dataset/plotTruth/sentence.js";
import { evaluateProgram } from "../../../src/plot/evaluate/interpreter.js";
import { readProgram } from "../../../src/plot/evaluate/read.js";
import { createDrawing } from "../../../src/plot/figure/drawing.js";
import { allAxes } from "../../../src/plot/figure/model.js";
import { createParser } from "../../../src/syntax/parser.js";
import { grammars } from "../../support/grammars.js";
import { factsSaid } from "./factsSaid.js";

const parser = createParser(grammars);
const program = (text: string) => readProgram(text, parser, new AbortController().signal);

async function factsIn(text: string) {
  const drawing = createDrawing();
  evaluateProgram(await program(text), { drawing });
  return factsOf(allAxes(drawing.drawn).flatMap(({ objects }) => objects));
}

test.each<[string, DrawnKind, Course[][]]>([
  ["t = 0:0.01:8; plot(t, exp(-t/2).*sin(6*t))", "line", [["damped", "changes sign"]]],
  ["t = 0:0.01:5; plot(t, 1 - exp(-2*t))", "line", [["rises", "levels off"]]],
  ["x = -5:0.1:5; plot(x, exp(-x.^2))", "line", [["bell"]]],
  ["h = 2.^-(1:10); loglog(h, h.^2)", "line", [["rises"]]],
  ["[x, y] = meshgrid(-2:0.1:2); surf(x, y, x.^2 + y.^2)", "surface", [["one hollow"]]],
  ["[x, y] = meshgrid(-2:0.1:2); contour(x, y, x.^2 - y.^2)", "contour", [["saddle"]]],
  ["t = linspace(0, 2*pi, 50); plot(cos(t), sin(t))", "line", [["closed"]]],
  [
    "x = 0:0.1:3; plot(x, 2*x, x, -x)",
    "line",
    [
      ["straight", "rises"],
      ["straight", "falls"],
    ],
  ],
  ["hist([1 2 2 3 3 3 3 3 4 4 5])", "histogram", [["highest in the middle"]]],
  ["pie([80 10 10])", "pie", [["dominated"]]],
])("what is drawn, without a number: %s", async (text, kind, courses) => {
  expect(await factsIn(text)).toMatchObject({ kind, courses });
});

test("nothing is a fact where values are not known", async () => {
  expect(await factsIn("y = load('y.txt'); plot(1:10, y)")).toBeUndefined();
  expect(await factsIn("plot(1:10, rand(1, 10))")).toBeUndefined();
});

test("a sentence says its facts, all of them and no other, and no number", () => {
  const kind = fc.constantFrom(...(Object.keys(phrases.kinds) as DrawnKind[]));
  const courses = fc.uniqueArray(fc.constantFrom(...(Object.keys(phrases.courses) as Course[])), {
    minLength: 1,
    maxLength: 2,
  });
  fc.assert(
    fc.property(
      kind,
      fc.array(courses, { minLength: 1, maxLength: 2 }),
      fc.boolean(),
      fc.integer(),
      (...[of, sets, isSeveral, seed]) => {
        const text = sentenceOf({ kind: of, isSeveral, courses: sets }, new Draw(seed));
        expect(factsSaid(text)).toEqual({ kind: of, courses: new Set(sets.flat()) });
        expect(text).not.toMatch(/\p{N}/u);
      },
    ),
  );
});

const loop = `clc
n = 5;
unused = 7;
t = 0:0.1:3;
rates = [1 2 3];
figure; hold on
for k = 1:numel(rates)
  y = exp(-rates(k)*t);
  plot(t, y);
end
title('Decay');
xlabel('t');
figure;
title('Another');`;

test("the patches of a drawing: what it depends on, itself, and its labels", async () => {
  expect(patchesOf(await program(loop), 8)).toEqual({
    patches: [
      "t = 0:0.1:3",
      "rates = [1 2 3]",
      "for k = 1:numel(rates)",
      "y = exp(-rates(k)*t)",
      "plot(t, y)",
      "title('Decay')",
      "xlabel('t')",
    ],
    at: 4,
  });
  expect(dependenciesOf(await program(loop), 8).map(({ line }) => line)).toEqual([3, 4, 6, 7]);
  expect(patchesOf(await program(loop), 100)).toBeUndefined();
});
