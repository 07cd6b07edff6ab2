import { expect, test } from "vitest";
import { ResultCache, scheduledGenerator } from "../../src/engine/generator.js";
import { createPriorityQueue } from "../../src/engine/queue.js";
import type { TextGenerator } from "../../src/inference/types.js";

const never = new AbortController().signal;

function countingGenerator(): TextGenerator & { calls: number } {
  const generator = {
    calls: 0,
    modelId: "counter",
    promptFormat: "slots" as const,
    contextLength: 10,
    countTokens: (text: string) => text.length,
    async generate(prefix: string, slots: readonly { open: string }[]) {
      generator.calls++;
      if (prefix === "fail") throw new Error("broken");
      return slots.map(({ open }) => ({
        text: `${prefix}${open}`,
        logProbability: 0,
        tokens: 1,
        finished: "end" as const,
      }));
    },
    score: async () => ({ nats: 1, tokens: 1 }),
  };
  return generator;
}

test("the same question is answered from the cache, and its text is still reported", async () => {
  const generator = countingGenerator();
  const cache = new ResultCache();
  const scheduled = scheduledGenerator(generator, "interactive", createPriorityQueue(), cache);
  const slots = [{ open: "a", maxTokens: 3 }];
  const first = await scheduled.generate("p", slots, {}, never);
  const seen: string[] = [];
  expect(
    await scheduled.generate("p", slots, { onText: (slot, text) => seen.push(`${slot}:${text}`) }, never),
  ).toEqual(first);
  expect([generator.calls, seen]).toEqual([1, ["0:pa"]]);
  for (const [prefix, changed, options] of [
    ["q", slots, {}],
    ["p", [{ open: "b", maxTokens: 3 }], {}],
    ["p", [{ open: "a", maxTokens: 4 }], {}],
    ["p", slots, { beams: 2 }],
  ] as const) {
    await scheduled.generate(prefix, changed, options, never);
  }
  expect(generator.calls).toBe(5);
});

test("a failure is not remembered", async () => {
  const generator = countingGenerator();
  const scheduled = scheduledGenerator(generator, "background", createPriorityQueue(), new ResultCache());
  for (let i = 0; i < 2; i++)
    await expect(scheduled.generate("fail", [], {}, never)).rejects.toThrow("broken");
  expect(generator.calls).toBe(2);
});
