import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startEngine } from "../src/client/engine.js";
import type { EngineSettings } from "../src/protocol/messages.js";
import type { Contender } from "./contender.js";
import { documentParams } from "./prompts.js";

/** Long enough that no engine ends between two functions on a busy machine. */
const idleMinutes = 1;

/** Our engine as an editor runs it: every request through the process, from the text of a file to the edit. */
export const engineContender = (name: string, settings: EngineSettings): Contender => ({
  name,
  async start(warmUp) {
    let loadMs = Number.NaN;
    const engine = startEngine({
      enginePath: path.resolve("dist", "engine.js"),
      settings,
      idleMinutes,
      log: {
        info: (message) => {
          const took = /^Loaded .* in (\d+) ms\.$/.exec(message)?.[1];
          if (took !== undefined) loadMs = Number(took);
        },
        warn: (message) => console.error(message),
        error: (message) => console.error(message),
      },
    });
    const ready = new Promise<void>((resolve) => {
      engine.onState((state) => {
        if (state.kind === "ready") resolve();
      });
    });
    const started = performance.now();
    const listed = engine.request("engine/models", { action: "list" });
    await ready;
    const startMs = performance.now() - started;
    await listed;
    // The model is loaded for the first request that needs it.
    await engine.request("engine/document", documentParams(warmUp));
    return {
      startMs,
      loadMs,
      loaded: {
        pid: () => engine.pid,
        async document(job) {
          const begun = performance.now();
          let firstMs: number | undefined;
          await engine.request("engine/document", documentParams(job), {
            onPartial: () => {
              firstMs ??= performance.now() - begun;
            },
          });
          const totalMs = performance.now() - begun;
          return { firstMs: firstMs ?? totalMs, totalMs };
        },
        becomeIdle: () => sleep(idleMinutes * 60_000 + 1_500),
        stop: () => engine.dispose(),
      },
    };
  },
});
