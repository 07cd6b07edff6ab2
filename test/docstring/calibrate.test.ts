import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { calibrate } from "../../src/docstring/calibrate.js";
import { readExamples } from "../../src/docstring/metrics/examples.js";
import type { TextGenerator } from "../../src/inference/types.js";
import { parser } from "../syntax/support.js";
import { scripted } from "./support.js";

const { signal } = new AbortController();

/** Functions of one parameter each; what people wrote of it has words of its own. */
const functions = 120;
const goldOf = (i: number): string => `Colour number${i} of the roof${i} above wall${i}.`;

function dataset(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "codepatch-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const lines = Array.from({ length: functions }, (_, i) => {
    const docstring = `"""Paint.\n\nArgs:\n    x: ${goldOf(i)}\n"""`;
    return JSON.stringify({
      code: `def paint${i}(x):\n    return brush(x)`,
      language: "python",
      style: "google",
      docstring,
    });
  });
  const file = path.join(folder, "data.jsonl");
  writeFileSync(file, lines.join("\n"));
  return file;
}

/** Right of the functions below `right`, and sure of these; the rest is babble with a log-probability of −3. */
function partlyRight(right: number): TextGenerator {
  return {
    ...scripted({}),
    generate: async (prefix, slots) => {
      const i = Number(/paint(\d+)/.exec(prefix)?.[1]);
      return slots.map(({ open }) => ({
        text: !open.includes("x<|text|>")
          ? ""
          : i < right
            ? goldOf(i).replace(/\d+/g, "")
            : "Shape of things.",
        logProbability: i < right ? -0.5 - i / 1000 : -3,
        tokens: 5,
        finished: "end",
      }));
    },
  };
}

it("finds where the model's texts stop being better than what the code says", async () => {
  const file = dataset();
  const { kinds, n } = await calibrate(
    { dataset: file },
    { parser, generator: partlyRight(80) },
    () => {},
    signal,
  );
  expect(n).toBe(functions);
  expect(kinds.parameter?.texts).toBe(functions);
  // Of the 50 least sure texts that pass, more than half are right.
  expect(kinds.parameter?.passing).toBeGreaterThanOrEqual(80);
  expect(kinds.parameter?.passing).toBeLessThan(105);
  expect(kinds.parameter?.model.low).toBeGreaterThan(kinds.parameter?.code.high ?? 1);
  expect(kinds.summary).toMatchObject({ threshold: null, texts: 0, passing: 0 });
});

it("has no threshold for a model that babbles, nor for one that is right too seldom to tell", async () => {
  for (const right of [0, 20]) {
    const { kinds } = await calibrate(
      { dataset: dataset() },
      { parser, generator: partlyRight(right) },
      () => {},
      signal,
    );
    expect(kinds.parameter?.threshold ?? null).toBe(null);
  }
});

it("samples a limited data set from all of it, the same each time", async () => {
  const file = dataset();
  const indices = (await readExamples(file, 20)).map(({ code }) => Number(/paint(\d+)/.exec(code)?.[1]));
  expect(new Set(indices).size).toBe(20);
  expect(Math.max(...indices)).toBeGreaterThan(60);
  const again = await readExamples(file, 20);
  expect(again.map(({ code }) => Number(/paint(\d+)/.exec(code)?.[1]))).toEqual(indices);
});
