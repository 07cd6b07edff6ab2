import { readdir } from "node:fs/promises";
import path from "node:path";
import { CodePatchError, isCodePatchError, messageOf } from "../base/errors.js";
import {
  type ClassifierManifest,
  type Manifest,
  manifestName,
  readManifest,
  type TextManifest,
  textManifest,
} from "./manifest.js";
import { exists } from "./storage.js";

/** A folder that holds a model, or what claims to be one. */
export interface StoredModel {
  /** The name of the folder; equal to the id of a sound model. */
  readonly name: string;
  readonly folder: string;
  readonly manifest: Manifest | CodePatchError;
}

/** Models in `folders/<name>/manifest.json`, in order; of two with one name the first counts. */
export async function listModels(folders: readonly string[]): Promise<StoredModel[]> {
  const models = new Map<string, StoredModel>();
  for (const parent of folders) {
    for (const name of await subfolders(parent)) {
      const folder = path.join(parent, name);
      if (!models.has(name) && (await exists(path.join(folder, manifestName)))) {
        models.set(name, { name, folder, manifest: await tryReadManifest(folder) });
      }
    }
  }
  return [...models.values()];
}

/**
 * The model that `wanted` names: a folder (a path with a separator), an id, or, when empty, the first text model there is.
 * Throws `model-missing`, or the reason why its manifest cannot be used.
 */
export async function findTextModel(
  folders: readonly string[],
  wanted: string,
): Promise<{ folder: string; manifest: TextManifest }> {
  if (/[\\/]/.test(wanted)) {
    const folder = path.resolve(wanted);
    return { folder, manifest: textManifest(await readManifest(folder)) };
  }
  const models = await listModels(folders);
  const model =
    wanted === ""
      ? models.find(({ manifest }) => !isCodePatchError(manifest) && manifest.task === "text")
      : models.find(
          ({ name, manifest }) => name === wanted || (!isCodePatchError(manifest) && manifest.id === wanted),
        );
  if (model === undefined) {
    const broken = models.map(({ manifest }) => manifest).find((manifest) => isCodePatchError(manifest));
    if (wanted === "" && broken !== undefined) throw broken;
    const what = wanted === "" ? "There is no text model" : `There is no model ${wanted}`;
    throw new CodePatchError(
      "model-missing",
      `${what} in ${folders.join(", ") || "any folder"}; add one with "codepatch models add PATH-or-ID" or install the CodePatch package again.`,
    );
  }
  if (isCodePatchError(model.manifest)) throw model.manifest;
  return { folder: model.folder, manifest: textManifest(model.manifest) };
}

/** The first model for a task that search may do without; undefined when none is installed. */
export async function findModel<T extends "embedding" | "ranking">(
  folders: readonly string[],
  task: T,
): Promise<{ folder: string; manifest: Extract<Manifest, { task: T }> } | undefined> {
  for (const { folder, manifest } of await listModels(folders)) {
    if (!isCodePatchError(manifest) && isFor(manifest, task)) return { folder, manifest };
  }
  return undefined;
}

const isFor = <T extends Manifest["task"]>(
  manifest: Manifest,
  task: T,
): manifest is Extract<Manifest, { task: T }> => manifest.task === task;

/** The classifier called `id`. Throws `model-missing`, or the reason why its manifest cannot be used. */
export async function findClassifier(
  folders: readonly string[],
  id: string,
): Promise<{ folder: string; manifest: ClassifierManifest }> {
  const model = (await listModels(folders)).find(({ name }) => name === id);
  if (model && isCodePatchError(model.manifest)) throw model.manifest;
  if (model && !isCodePatchError(model.manifest) && model.manifest.task === "classification")
    return { folder: model.folder, manifest: model.manifest };
  throw new CodePatchError(
    "model-missing",
    `There is no classifier ${id} in ${folders.join(", ") || "any folder"}; install the CodePatch package again.`,
  );
}

async function tryReadManifest(folder: string): Promise<Manifest | CodePatchError> {
  try {
    return await readManifest(folder);
  } catch (error) {
    return isCodePatchError(error)
      ? error
      : new CodePatchError("model-corrupt", `The folder ${folder} cannot be read (${messageOf(error)}).`);
  }
}

async function subfolders(parent: string): Promise<string[]> {
  try {
    const entries = await readdir(parent, { withFileTypes: true });
    return (
      entries
        .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
        .map((entry) => entry.name)
        // What is being installed has a name that begins with a dot.
        .filter((name) => !name.startsWith("."))
        .sort()
    );
  } catch {
    return [];
  }
}
