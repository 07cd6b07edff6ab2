import { expect, test } from "vitest";
import { isCodePatchError } from "../../src/base/errors.js";
import { createPriorityQueue } from "../../src/engine/queue.js";
import type { Priority } from "../../src/protocol/messages.js";

const never = new AbortController().signal;

/** A task that ends when it is told to. */
function task(log: string[], name: string) {
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return {
    end,
    run: async (): Promise<string> => {
      log.push(name);
      await ended;
      return name;
    },
  };
}

test("one task runs at a time, the interactive first, equals in order of arrival", async () => {
  const queue = createPriorityQueue();
  const log: string[] = [];
  const waiting = (
    ["background", "background", "interactive", "background", "interactive"] as Priority[]
  ).map((priority, i) => {
    const one = task(log, `${priority} ${i}`);
    return { ...one, result: queue.run(priority, never, one.run) };
  });
  for (let i = 0; i < waiting.length; i++) {
    await new Promise(setImmediate);
    expect(log).toHaveLength(i + 1);
    waiting[Number(log.at(-1)?.at(-1))]?.end();
  }
  await Promise.all(waiting.map(({ result }) => result));
  expect(log).toEqual(["background 0", "interactive 2", "interactive 4", "background 1", "background 3"]);
});

test("a task that fails or is cancelled while it waits does not hold up the others", async () => {
  const queue = createPriorityQueue();
  const log: string[] = [];
  const first = task(log, "first");
  const running = queue.run("interactive", never, first.run);
  const controller = new AbortController();
  const gone = queue.run("interactive", controller.signal, async () => log.push("never"));
  const failing = queue.run("interactive", never, async () => {
    throw new Error("broken");
  });
  const last = queue.run("background", never, async () => log.push("last"));
  controller.abort();
  await expect(gone).rejects.toSatisfy((error) => isCodePatchError(error, "cancelled"));
  first.end();
  await running;
  await expect(failing).rejects.toThrow("broken");
  await last;
  expect(log).toEqual(["first", "last"]);
});
