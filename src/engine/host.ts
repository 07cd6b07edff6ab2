import { messageOf, untilAborted } from "../base/errors.js";
import type { Log } from "../base/log.js";
import { loadEncoder, type TextEncoder } from "../inference/encoder.js";
import type { TextModel } from "../inference/model.js";
import { loadWithBestProvider } from "../inference/providers.js";
import { type Memory, openMemory } from "../inference/storage.js";
import { findEncoder, findTextModel } from "../inference/store.js";
import { threadCount } from "../inference/threads.js";
import type { TextGenerator } from "../inference/types.js";
import { verifyModel } from "../inference/verify.js";
import type { EngineSettings, EngineState, Priority } from "../protocol/messages.js";
import { ResultCache, scheduledGenerator } from "./generator.js";
import { createPriorityQueue } from "./queue.js";

/** What all requests share: the model, which is loaded when one first needs it, the queue and the caches. */
export interface Host {
  readonly settings: EngineSettings;
  readonly memory: Memory;
  readonly log: Log;
  textModel(signal: AbortSignal): Promise<TextModel>;
  /** Undefined when none is installed. */
  encoder(signal: AbortSignal): Promise<TextEncoder | undefined>;
  generator(priority: Priority, signal: AbortSignal): Promise<TextGenerator>;
  /** Counts a request as work under way for the state that the client shows. */
  busy<T>(work: () => Promise<T>): Promise<T>;
}

export function createHost(settings: EngineSettings, log: Log, onState: (state: EngineState) => void): Host {
  const memory = openMemory(settings.storage, "engine.json");
  const queue = createPriorityQueue();
  const cache = new ResultCache();
  let loading: Promise<TextModel> | undefined;
  let model: TextModel | undefined;
  let problem: string | undefined;
  let busy = 0;

  function currentState(): EngineState {
    if (problem !== undefined) return { kind: "degraded", message: problem };
    if (model === undefined) return { kind: "ready", busy };
    return { kind: "ready", model: { id: model.manifest.id, provider: model.provider }, busy };
  }

  const announce = (): void => onState(currentState());

  async function load(signal: AbortSignal): Promise<TextModel> {
    const started = performance.now();
    const { folder, manifest } = await findTextModel(settings.modelFolders, settings.textModel);
    await verifyModel(folder, manifest, memory, signal);
    const threads = await threadCount(settings.threads);
    const context = { threads, memory, log };
    model = await loadWithBestProvider(folder, manifest, settings.provider, context, signal);
    problem = undefined;
    const took = Math.round(performance.now() - started);
    log.info(
      `Loaded ${manifest.id} (${model.variant}, ${model.provider}, ${threads} threads) in ${took} ms.`,
    );
    announce();
    return model;
  }

  function textModel(signal: AbortSignal): Promise<TextModel> {
    // Loading serves whoever asks next as well, so one request that is cancelled does not stop it for the others.
    loading ??= load(new AbortController().signal).catch((error: unknown) => {
      loading = undefined;
      problem = messageOf(error);
      announce();
      throw error;
    });
    return untilAborted(loading, signal);
  }

  let encoding: Promise<TextEncoder | undefined> | undefined;
  async function openEncoder(): Promise<TextEncoder | undefined> {
    const found = await findEncoder(settings.modelFolders);
    if (found === undefined) return undefined;
    await verifyModel(found.folder, found.manifest, memory, new AbortController().signal);
    const threads = await threadCount(settings.threads);
    // Small batches of short texts gain nothing on a graphics card.
    const encoder = await loadEncoder(found.folder, found.manifest, { provider: "cpu", threads });
    log.info(`Loaded ${encoder.modelId} (${threads} threads).`);
    return encoder;
  }

  return {
    settings,
    memory,
    log,
    textModel,
    encoder(signal) {
      encoding ??= openEncoder().catch((error: unknown) => {
        encoding = undefined;
        throw error;
      });
      return untilAborted(encoding, signal);
    },
    async generator(priority, signal) {
      const { generator } = await textModel(signal);
      return scheduledGenerator(generator, priority, queue, cache);
    },
    async busy(work) {
      busy++;
      announce();
      try {
        return await work();
      } finally {
        busy--;
        announce();
      }
    },
  };
}
