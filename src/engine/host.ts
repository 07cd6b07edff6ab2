import { messageOf, untilAborted } from "../base/errors.js";
import type { Log } from "../base/log.js";
import { loadEncoder, type TextEncoder } from "../inference/encoder.js";
import type { Manifest } from "../inference/manifest.js";
import type { TextModel } from "../inference/model.js";
import { loadWithBestProvider } from "../inference/providers.js";
import { loadReranker, type Reranker } from "../inference/reranker.js";
import { type Memory, openMemory } from "../inference/storage.js";
import { findModel, findTextModel } from "../inference/store.js";
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
  /** Undefined when none is installed. */
  reranker(signal: AbortSignal): Promise<Reranker | undefined>;
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

  /** A model that search can do without, loaded when it is first asked for. */
  function optionalModel<T extends "embedding" | "ranking", M>(
    task: T,
    load: (
      folder: string,
      manifest: Extract<Manifest, { task: T }>,
      options: { provider: "cpu"; threads: number },
    ) => Promise<M>,
  ): (signal: AbortSignal) => Promise<M | undefined> {
    async function open(): Promise<M | undefined> {
      const found = await findModel(settings.modelFolders, task);
      if (found === undefined) return undefined;
      const { folder, manifest } = found;
      await verifyModel(folder, manifest, memory, new AbortController().signal);
      const threads = await threadCount(settings.threads);
      // Small batches of short texts gain nothing on a graphics card.
      const model = await load(folder, manifest, { provider: "cpu", threads });
      const { id, version }: Manifest = manifest;
      log.info(`Loaded ${id} ${version} (${threads} threads).`);
      return model;
    }
    let opening: Promise<M | undefined> | undefined;
    return (signal) => {
      opening ??= open().catch((error: unknown) => {
        opening = undefined;
        throw error;
      });
      return untilAborted(opening, signal);
    };
  }

  return {
    settings,
    memory,
    log,
    textModel,
    encoder: optionalModel("embedding", loadEncoder),
    reranker: optionalModel("ranking", loadReranker),
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
