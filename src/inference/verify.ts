import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { CodePatchError, isCodePatchError, throwIfAborted } from "../base/errors.js";
import type { ModelFile, ModelManifest } from "./manifest.js";
import type { Memory } from "./storage.js";

export async function sha256Of(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash, signal === undefined ? {} : { signal });
  return hash.digest("hex");
}

/**
 * Checks each file of the manifest; throws `model-corrupt` for the first that is missing or differs. A file whose digest was right
 * once is not read again while its size and its time of change stay what they were.
 */
export async function verifyModel(
  folder: string,
  manifest: ModelManifest,
  memory: Memory,
  signal: AbortSignal,
): Promise<void> {
  for (const file of manifest.files) {
    throwIfAborted(signal);
    await verifyFile(folder, manifest.id, file, memory, signal);
  }
}

async function verifyFile(
  folder: string,
  id: string,
  file: ModelFile,
  memory: Memory,
  signal: AbortSignal,
): Promise<void> {
  const target = path.join(folder, file.path);
  const corrupt = (detail: string, cause?: unknown): CodePatchError =>
    new CodePatchError(
      "model-corrupt",
      `The file ${file.path} of the model ${id} ${detail}; install the model again.`,
      { cause },
    );
  try {
    const { size, mtimeMs } = await stat(target);
    if (size !== file.bytes) throw corrupt(`has ${size} bytes instead of ${file.bytes}`);
    const seen = `${file.sha256} ${size} ${mtimeMs}`;
    if ((await memory.get(target)) === seen) return;
    const digest = await sha256Of(target, signal);
    if (digest !== file.sha256) throw corrupt("differs from its SHA-256 in the manifest");
    await memory.set(target, seen);
  } catch (error) {
    throwIfAborted(signal);
    throw isCodePatchError(error) ? error : corrupt("cannot be read", error);
  }
}
