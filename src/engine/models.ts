import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { type CodePatchError, isCodePatchError, throwIfAborted } from "../base/errors.js";
import { installModel } from "../inference/install.js";
import { forgetful } from "../inference/storage.js";
import { listModels, type StoredModel } from "../inference/store.js";
import { verifyModel } from "../inference/verify.js";
import type { Handler } from "../protocol/connection.js";
import type { ModelSummary, Progress } from "../protocol/messages.js";
import type { Host } from "./host.js";

export function modelsHandler(host: Host): Handler<"engine/models"> {
  return async (params, { signal, report }) => {
    if (params.action === "add") await add(params.source, host, signal, report);
    const stored = await listModels(host.settings.modelFolders);
    const models: ModelSummary[] = [];
    for (const [done, model] of stored.entries()) {
      throwIfAborted(signal);
      if (params.action === "verify") {
        report({ message: `Verifying ${model.name}`, done, total: stored.length });
      }
      models.push(await summaryOf(model, await problemOf(model, params.action === "verify", signal)));
    }
    return { models };
  };
}

async function add(
  source: string,
  { settings }: Host,
  signal: AbortSignal,
  report: (progress: Progress) => void,
): Promise<void> {
  const { storage, mirror } = settings;
  await installModel(source, {
    models: path.join(storage, "models"),
    ...(mirror !== undefined && { mirror }),
    signal,
    onProgress: (message, done, total) => report({ message, done, total }),
  });
}

async function problemOf(
  { folder, manifest }: StoredModel,
  verify: boolean,
  signal: AbortSignal,
): Promise<CodePatchError | undefined> {
  if (isCodePatchError(manifest)) return manifest;
  if (!verify) return undefined;
  try {
    // Asked for by a person: what was remembered does not count.
    await verifyModel(folder, manifest, forgetful, signal);
    return undefined;
  } catch (error) {
    if (isCodePatchError(error) && error.code !== "cancelled") return error;
    throw error;
  }
}

async function summaryOf(
  { name, folder, manifest }: StoredModel,
  problem: CodePatchError | undefined,
): Promise<ModelSummary> {
  const status: ModelSummary["status"] =
    problem === undefined ? { kind: "ok" } : { kind: "broken", message: problem.message };
  if (isCodePatchError(manifest)) {
    return { id: name, task: "unknown", folder, bytes: await folderBytes(folder), scores: {}, status };
  }
  return {
    id: manifest.id,
    task: manifest.task,
    folder,
    ...(manifest.parameters === undefined ? {} : { parameters: manifest.parameters }),
    bytes: manifest.files.reduce((sum, file) => sum + file.bytes, 0),
    licence: manifest.licence,
    scores: Object.fromEntries(
      Object.entries(manifest.scores).map(([score, { value, on }]) => [score, `${value} on ${on}`]),
    ),
    status,
  };
}

async function folderBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map(async (file) => (await stat(path.join(file.parentPath, file.name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
