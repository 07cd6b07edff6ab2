import { isCodePatchError } from "../base/errors.js";

/** Work that waits for a pause, by key: later work with the same key takes the place of what waits or is under way. */
export class Debounce {
  private readonly pending = new Map<
    string,
    { readonly timer: NodeJS.Timeout; readonly abort: AbortController }
  >();

  /** `onError` hears of everything but cancellation. */
  constructor(
    private readonly milliseconds: number,
    private readonly onError: (error: unknown) => void,
  ) {}

  schedule(
    key: string,
    work: (signal: AbortSignal) => Promise<void>,
    milliseconds = this.milliseconds,
  ): void {
    this.cancel(key);
    const abort = new AbortController();
    const timer = setTimeout(() => {
      work(abort.signal).catch((error: unknown) => {
        if (!isCodePatchError(error, "cancelled")) this.onError(error);
      });
    }, milliseconds);
    this.pending.set(key, { timer, abort });
  }

  cancel(key: string): void {
    const { timer, abort } = this.pending.get(key) ?? {};
    clearTimeout(timer);
    abort?.abort();
    this.pending.delete(key);
  }

  cancelAll(): void {
    for (const key of [...this.pending.keys()]) this.cancel(key);
  }
}
