import { cancelled } from "../base/errors.js";
import type { Priority } from "../protocol/messages.js";

/** Lets one task run at a time. What a person waits for goes before what is computed ahead; equals go in order of arrival. */
export interface PriorityQueue {
  run<T>(priority: Priority, signal: AbortSignal, task: () => Promise<T>): Promise<T>;
}

interface Waiting {
  readonly priority: Priority;
  start(): void;
}

export function createPriorityQueue(): PriorityQueue {
  const waiting: Waiting[] = [];
  let running = false;

  function startNext(): void {
    const place = waiting.findIndex(({ priority }) => priority === "interactive");
    const [next] = waiting.splice(Math.max(place, 0), 1);
    running = next !== undefined;
    next?.start();
  }

  function turn(priority: Priority, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const entry: Waiting = {
        priority,
        start() {
          signal.removeEventListener("abort", leave);
          resolve();
        },
      };
      function leave(): void {
        waiting.splice(waiting.indexOf(entry), 1);
        reject(cancelled());
      }
      signal.addEventListener("abort", leave, { once: true });
      waiting.push(entry);
    });
  }

  return {
    async run(priority, signal, task) {
      if (signal.aborted) throw cancelled();
      if (running) await turn(priority, signal);
      running = true;
      try {
        return await task();
      } finally {
        startNext();
      }
    },
  };
}
