import { setTimeout as sleep } from "node:timers/promises";
import { CodePatchError, cancelled, isCodePatchError } from "../base/errors.js";
import { silentLog } from "../base/log.js";
import type { Disposable } from "../base/lruMap.js";
import type { RequestOptions } from "../protocol/connection.js";
import type { EngineSettings, EngineState, Method, ParamsOf, ResultOf } from "../protocol/messages.js";
import { type EngineProcess, type EngineProcessOptions, startEngineProcess } from "./engineProcess.js";

export interface EngineOptions extends Omit<EngineProcessOptions, "log"> {
  readonly log?: EngineProcessOptions["log"];
  /** After so long without a request the process ends and its memory is free; the next request starts it again. 0: never. */
  readonly idleMinutes?: number;
}

/** The engine as its clients see it: there when it is needed, whatever becomes of its process. */
export interface EngineClient {
  readonly state: EngineState;
  /** Of the process that runs now. */
  readonly pid: number | undefined;
  onState(listener: (state: EngineState) => void): Disposable;
  /** Starts the engine when it does not run. Rejects with a `CodePatchError` only; `engine-died` may be tried again. */
  request<K extends Method>(
    method: K,
    params: ParamsOf<K>,
    options?: RequestOptions<K>,
  ): Promise<ResultOf<K>>;
  /** Ends the process and forgets earlier crashes; the next request starts it, with `settings` where they are given. */
  restart(settings?: EngineSettings): Promise<void>;
  dispose(): Promise<void>;
}

/** An engine that crashes so often in so short a time would crash again. */
const crashLimit = 4;
const crashWindow = 3 * 60_000;
const firstBackOff = 250;
/** An engine that works answers a cancellation before; from one that hangs nothing comes. */
const cancellationMilliseconds = 2_000;

/** The answer, or `cancelled` where the engine does not answer a cancellation. */
async function unlessHung<T>(answer: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return answer;
  const given = new AbortController();
  const giveUp = new Promise<never>((_, reject) => {
    const wait = (): void => {
      const timer = setTimeout(() => reject(cancelled()), cancellationMilliseconds);
      given.signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
    };
    signal.addEventListener("abort", wait, { once: true, signal: given.signal });
  });
  try {
    return await Promise.race([answer, giveUp]);
  } finally {
    given.abort();
    answer.catch(() => {});
  }
}

export function startEngine(options: EngineOptions): EngineClient {
  const log = options.log ?? silentLog;
  const idle = (options.idleMinutes ?? 10) * 60_000;
  const listeners = new Set<(state: EngineState) => void>();
  let settings = options.settings;
  let state: EngineState = { kind: "stopped" };
  let current: EngineProcess | undefined;
  let crashes: number[] = [];
  let underWay = 0;
  let idleTimer: NodeJS.Timeout | undefined;
  let disposed = false;

  function setState(next: EngineState): void {
    state = next;
    for (const listener of listeners) listener(next);
  }

  function start(): EngineProcess {
    setState({ kind: "starting" });
    const started = startEngineProcess({ ...options, settings, log }, (next) => {
      if (current === started) setState(next);
    });
    current = started;
    void started.ended.then((how) => {
      if (current === started) crashed(how);
    });
    return started;
  }

  function crashed(how: string): void {
    current = undefined;
    clearTimeout(idleTimer);
    const now = Date.now();
    crashes = [...crashes.filter((time) => now - time < crashWindow), now];
    log.error(`The engine ended unexpectedly (${how}).`);
    setState(
      crashes.length < crashLimit
        ? { kind: "degraded", message: `The engine stopped (${how}). It starts again with the next request.` }
        : {
            kind: "failed",
            message: `The engine stopped ${crashes.length} times in a few minutes (${how}). Set the provider to cpu or install the model again, then restart the engine.`,
          },
    );
  }

  /** Waits the longer, the more crashes lie behind: 250 ms, 500 ms, 1 s. */
  async function running(signal: AbortSignal | undefined): Promise<EngineProcess> {
    if (disposed) throw new CodePatchError("engine-unavailable", "The engine has been shut down.");
    if (state.kind === "failed") throw new CodePatchError("engine-unavailable", state.message);
    if (current !== undefined) return current;
    const last = crashes.at(-1);
    if (last !== undefined) {
      const wait = last + firstBackOff * 2 ** (crashes.length - 1) - Date.now();
      if (wait > 0 && wait <= crashWindow) {
        await sleep(wait, undefined, signal === undefined ? {} : { signal }).catch(() => {
          throw cancelled();
        });
        return running(signal);
      }
    }
    return start();
  }

  async function stop(): Promise<void> {
    clearTimeout(idleTimer);
    const stopping = current;
    current = undefined;
    setState({ kind: "stopped" });
    await stopping?.stop();
  }

  function watchIdle(): void {
    clearTimeout(idleTimer);
    if (idle <= 0 || current === undefined) return;
    idleTimer = setTimeout(() => {
      if (underWay === 0) void stop();
    }, idle);
    idleTimer.unref();
  }

  return {
    get state() {
      return state;
    },
    get pid() {
      return current?.pid;
    },
    onState(listener) {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
    async request(method, params, requestOptions = {}) {
      if (requestOptions.signal?.aborted) throw cancelled();
      underWay++;
      try {
        const engine = await running(requestOptions.signal);
        const answer = engine.connection.request(method, params, requestOptions);
        return await unlessHung(answer, requestOptions.signal);
      } catch (error) {
        if (isCodePatchError(error, "engine-died")) {
          throw new CodePatchError(
            "engine-died",
            "The engine stopped while it worked on this; nothing was changed. Try again, or run the Doctor when it happens again.",
            { cause: error },
          );
        }
        throw error;
      } finally {
        underWay--;
        if (underWay === 0) watchIdle();
      }
    },
    async restart(next) {
      settings = next ?? settings;
      crashes = [];
      await stop();
    },
    async dispose() {
      disposed = true;
      await stop();
      listeners.clear();
    },
  };
}
