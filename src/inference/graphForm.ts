import { CodePatchError } from "../base/errors.js";
import { cacheNames } from "./kvCache.js";
import type { TextManifest, Variant } from "./manifest.js";
import type { GraphSession } from "./session.js";

/**
 * A graph that is not what the manifest says would read memory it should not, or answer nonsense.
 * Throws `model-corrupt` for the first difference.
 */
export function requireForm(session: GraphSession, manifest: TextManifest, variant: Variant): void {
  const corrupt = (detail: string): CodePatchError =>
    new CodePatchError(
      "model-corrupt",
      `The graph ${variant.model} of the model ${manifest.id} ${detail}; install the model again.`,
    );
  const source = variant.encoder === undefined ? "" : ".decoder";
  for (const name of inputNames(manifest, variant)) {
    if (!session.inputs.has(name)) throw corrupt(`has no input ${name}`);
  }
  const logits = session.outputs.get("logits");
  if (logits === undefined) throw corrupt("has no output logits");
  if (differs(logits.shape.at(-1), manifest.vocabularySize)) {
    throw corrupt("has another vocabulary than its manifest says");
  }
  for (const { past, present } of cacheNames(manifest.layers, source)) {
    const info = session.inputs.get(past);
    if (info === undefined || !session.outputs.has(present)) throw corrupt(`has no ${past} or ${present}`);
    if (info.type !== variant.kvType) {
      throw corrupt(`has a cache of ${info.type} instead of ${variant.kvType}`);
    }
    const [, heads, , headSize] = info.shape;
    if (differs(heads, manifest.keyValueHeads) || differs(headSize, manifest.headSize)) {
      throw corrupt("has a cache of another shape than its manifest says");
    }
  }
  if (session.inputs.has(`past_key_values.${manifest.layers}${source}.key`)) {
    throw corrupt("has more layers than its manifest says");
  }
}

function inputNames(manifest: TextManifest, variant: Variant): string[] {
  if (variant.encoder !== undefined) return ["input_ids", "encoder_hidden_states", "use_cache_branch"];
  const common = ["input_ids", "attention_mask"];
  return manifest.kvCache === "in-place" ? [...common, "logits_index"] : common;
}

/** Symbolic sizes fit anything. */
const differs = (actual: number | string | undefined, expected: number): boolean =>
  typeof actual === "number" && actual !== expected;
