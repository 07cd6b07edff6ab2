/**
 * The only file that knows ONNX Runtime.
 *
 * ## The form of our own decoder graphs (`kvCache: "in-place"`)
 *
 * | input                       | type  | shape                                          |
 * | --------------------------- | ----- | ---------------------------------------------- |
 * | `input_ids`                 | int64 | [batch, sequence]                              |
 * | `attention_mask`            | int64 | [batch, total]                                 |
 * | `logits_index`              | int64 | [rows]                                         |
 * | `past_key_values.N.key`     | kv    | [batch, key-value heads, capacity, head size]  |
 * | `past_key_values.N.value`   | kv    | the same                                       |
 *
 * | output                      | type    | shape                                        |
 * | --------------------------- | ------- | -------------------------------------------- |
 * | `logits`                    | float32 | [batch, rows, vocabulary]                    |
 * | `present.N.key`, `.value`   | kv      | as the past                                  |
 *
 * - `kv` is float32, float16 or int8 (the variant's `kvType`). The engine feeds one and the same tensor as past and present.
 *   Its capacity is whatever the engine needs, up to the context length; the axis must be symbolic.
 * - The graph derives from `attention_mask` what `GroupQueryAttention` wants: `seqlens_k` = sum of each row − 1 (int32,
 *   [batch]) and `total_sequence_length` = its second dimension (int32 scalar). Rows are right-padded: a row of n tokens,
 *   those fed now included, is n ones followed by zeros. Rotary embedding is inside (`do_rotary`), so there are no position ids.
 * - `logits_index` picks positions of `sequence` (Gather, axis 1, of the hidden states before the head), the same ones for each row.
 * - The engine feeds either one row with any number of tokens (prefill, in chunks: the past may be filled or empty), or several
 *   rows with one token each. `GroupQueryAttention` with a past accepts nothing else.
 *
 * ## Hugging Face exports (`kvCache: "append"`)
 *
 * `input_ids`, `attention_mask`, `past_key_values.N.*` with a growing third axis, `position_ids` and `use_cache_branch` where
 * the graph has them; `logits` [batch, sequence, vocabulary] of every position.
 */
import type { InferenceSession, Tensor } from "onnxruntime-node";
import { CodePatchError, messageOf } from "../base/errors.js";

export type { Tensor } from "onnxruntime-node";

export const providers = ["cpu", "webgpu", "coreml", "dml", "cuda"] as const;
export type Provider = (typeof providers)[number];

export type TensorType = "int64" | "float32" | "float16" | "int8" | "bool";
export type TensorData = BigInt64Array | Float32Array | Uint16Array | Int8Array | Uint8Array;

export interface ValueInfo {
  readonly type: string;
  /** A string where the size is symbolic. */
  readonly shape: readonly (number | string)[];
}

export interface SessionOptions {
  readonly provider: Provider;
  /** Of the CPU; at least 1. */
  readonly threads: number;
}

/** One graph in memory. `run` holds the thread until it is done and lets events through before it starts. */
export interface GraphSession {
  readonly provider: Provider;
  readonly inputs: ReadonlyMap<string, ValueInfo>;
  readonly outputs: ReadonlyMap<string, ValueInfo>;
  tensor(type: TensorType, data: TensorData, shape: readonly number[]): Tensor;
  /** Outputs named in `fetches` with a tensor are written there, those with null are allocated, others are not computed. */
  run(
    feeds: Readonly<Record<string, Tensor>>,
    fetches: Readonly<Record<string, Tensor | null>>,
  ): Promise<Readonly<Record<string, Tensor>>>;
  release(): Promise<void>;
}

type Runtime = typeof import("onnxruntime-node");
let runtime: Promise<Runtime> | undefined;

/** ONNX Runtime reports to its makers unless this variable is set before its library loads; hence the import on demand. */
function loadRuntime(): Promise<Runtime> {
  process.env.ORT_DISABLE_TELEMETRY = "1";
  runtime ??= import("onnxruntime-node").catch((error: unknown) => {
    throw new CodePatchError(
      "engine-unavailable",
      `ONNX Runtime does not load on ${process.platform}-${process.arch} (${messageOf(error)}); install the CodePatch package for this platform.`,
      { cause: error },
    );
  });
  return runtime;
}

/** Providers of this build of ONNX Runtime that need no further download; `cpu` is always first. */
export async function bundledProviders(): Promise<Provider[]> {
  const { listSupportedBackends } = await loadRuntime();
  const bundled = new Set(
    listSupportedBackends()
      .filter((backend) => backend.bundled)
      .map((backend) => backend.name),
  );
  return providers.filter((provider) => provider === "cpu" || bundled.has(provider));
}

/** Throws `model-corrupt` when the file is no graph that ONNX Runtime can open with this provider. */
export async function openSession(file: string, options: SessionOptions): Promise<GraphSession> {
  const { InferenceSession, Tensor } = await loadRuntime();
  let session: InferenceSession;
  try {
    session = await InferenceSession.create(file, {
      executionProviders: options.provider === "cpu" ? ["cpu"] : [options.provider, "cpu"],
      intraOpNumThreads: options.threads,
      interOpNumThreads: 1,
      logSeverityLevel: 4,
      // Spinning threads are 12 to 18 % faster and take the editor's CPU; see the speed figures in bench/.
      extra: { session: { intra_op: { allow_spinning: "0" } } },
    });
  } catch (error) {
    throw new CodePatchError(
      "model-corrupt",
      `The graph ${file} does not open with the provider ${options.provider} (${messageOf(error)}); install the model again or set the provider to cpu.`,
      { cause: error },
    );
  }
  return {
    provider: options.provider,
    inputs: infoOf(session.inputMetadata),
    outputs: infoOf(session.outputMetadata),
    tensor: (type, data, shape) => new Tensor(type, data, shape),
    async run(feeds, fetches) {
      return (await session.run(feeds, fetches)) as Readonly<Record<string, Tensor>>;
    },
    release: () => session.release(),
  };
}

function infoOf(metadata: readonly InferenceSession.ValueMetadata[]): Map<string, ValueInfo> {
  return new Map(
    metadata.map((value) => [
      value.name,
      value.isTensor ? { type: value.type, shape: value.shape } : { type: "none", shape: [] },
    ]),
  );
}
