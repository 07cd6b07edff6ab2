import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { CodePatchError, cancelled } from "../../src/base/errors.js";
import { Debounce } from "../../src/editor/debounce.js";

describe("Debounce", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("only the last work of a key is done, once it has been quiet", async () => {
    const done: string[] = [];
    const later = new Debounce(100, () => {});
    later.schedule("a", async () => void done.push("first"));
    await vi.advanceTimersByTimeAsync(60);
    later.schedule("a", async () => void done.push("second"));
    later.schedule("b", async () => void done.push("other"));
    await vi.advanceTimersByTimeAsync(60);
    expect(done).toEqual([]);
    await vi.advanceTimersByTimeAsync(60);
    expect(done).toEqual(["second", "other"]);
  });

  test("work that need not wait begins at once, and still gives way to newer work of its key", async () => {
    const done: string[] = [];
    const later = new Debounce(100, () => {});
    later.schedule("a", async () => void done.push("first"), 0);
    await vi.advanceTimersByTimeAsync(1);
    expect(done).toEqual(["first"]);
    later.schedule("a", async () => void done.push("second"), 50);
    later.schedule("a", async () => void done.push("third"));
    await vi.advanceTimersByTimeAsync(200);
    expect(done).toEqual(["first", "third"]);
  });

  test("work under way is told when newer work takes its place, and when all is cancelled", async () => {
    const signals: AbortSignal[] = [];
    const later = new Debounce(10, () => {});
    const work = (signal: AbortSignal): Promise<void> => {
      signals.push(signal);
      return new Promise(() => {});
    };
    later.schedule("a", work);
    await vi.advanceTimersByTimeAsync(20);
    later.schedule("a", work);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    await vi.advanceTimersByTimeAsync(20);
    later.schedule("b", work);
    later.cancelAll();
    await vi.advanceTimersByTimeAsync(20);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
  });

  test("errors are handed on, cancellation is not", async () => {
    const errors: unknown[] = [];
    const later = new Debounce(10, (error) => errors.push(error));
    const failure = new CodePatchError("internal", "It broke.");
    later.schedule("a", () => Promise.reject(failure));
    later.schedule("b", () => Promise.reject(cancelled()));
    await vi.advanceTimersByTimeAsync(20);
    expect(errors).toEqual([failure]);
  });
});
