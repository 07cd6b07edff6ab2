import { constants } from "node:fs";
import { copyFile, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import {
  CodePatchError,
  isCodePatchError,
  isSystemError,
  messageOf,
  throwIfAborted,
} from "../base/errors.js";
import { downloadFile } from "./download.js";
import {
  architectureOf,
  deriveManifest,
  graphFolders,
  graphNames,
  graphSuffixes,
  hubFiles,
} from "./huggingFace.js";
import { objectAt } from "./json.js";
import { type Manifest, manifestName, parseManifest, readManifest } from "./manifest.js";
import { claimStaging, keepStaging, replaceFolder } from "./staging.js";
import { exists, forgetful } from "./storage.js";
import { verifyModel } from "./verify.js";

export interface InstallOptions {
  /** The folder that holds the installed models. */
  readonly models: string;
  /** Base address of the hub or of a mirror with the same paths. */
  readonly mirror?: string;
  readonly signal: AbortSignal;
  onProgress(message: string, done: number, total: number): void;
}

const defaultHub = "https://huggingface.co";

/**
 * Installs a model from a folder, or from the hub by its id (`owner/name`). A model appears only when it is whole; a download that was
 * interrupted goes on where it stopped. An installed model of the same name is replaced; of processes that install it at the same
 * time the last one to finish does so.
 *
 * @throws CodePatchError, `write-failed` when the folder cannot be written or the disk is full.
 */
export async function installModel(source: string, options: InstallOptions): Promise<Manifest> {
  const folder = path.resolve(source);
  const id = /^([\w.-]+)\/([\w.-]+)$/.exec(source);
  try {
    if (await isFolder(folder)) return await installFolder(folder, options);
    if (id?.[1] !== undefined && id[2] !== undefined)
      return await installFromHub(source, `${id[1]}--${id[2]}`, id[2], options);
  } catch (error) {
    if (isCodePatchError(error) || !isSystemError(error)) throw error;
    throw new CodePatchError(
      "write-failed",
      `The model could not be installed in ${options.models} (${messageOf(error)}); free some disk space, or make the folder writable.`,
      { cause: error },
    );
  }
  throw new CodePatchError(
    "usage",
    `${source} is neither a folder nor the id of a model; give a path, or an id like owner/name.`,
  );
}

async function installFolder(folder: string, options: InstallOptions): Promise<Manifest> {
  const { signal, onProgress } = options;
  const hasManifest = await exists(path.join(folder, manifestName));
  const manifest = hasManifest
    ? await readManifest(folder)
    : await deriveManifest(folder, idFrom(path.basename(folder)));
  await verifyModel(folder, manifest, forgetful, signal);
  const staging = await claimStaging(options.models, manifest.id);
  try {
    // Of another attempt, perhaps with other files.
    await rm(staging, { recursive: true, force: true });
    for (const [done, file] of manifest.files.entries()) {
      throwIfAborted(signal);
      onProgress(`Copying ${file.path}`, done, manifest.files.length);
      const target = path.join(staging, file.path);
      await mkdir(path.dirname(target), { recursive: true });
      await copyFile(path.join(folder, file.path), target, constants.COPYFILE_FICLONE);
    }
    return await publish(staging, manifest, options);
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    throw error;
  }
}

async function installFromHub(
  id: string,
  stagingName: string,
  name: string,
  options: InstallOptions,
): Promise<Manifest> {
  const staging = await claimStaging(options.models, stagingName);
  try {
    return await gatherFromHub(id, staging, name, options);
  } catch (error) {
    // What has arrived is of use to the next attempt, unless it is wrong.
    const isOfUse = isCodePatchError(error, "download-failed") || isCodePatchError(error, "cancelled");
    if (isOfUse) await keepStaging(staging, options.models, stagingName);
    else await rm(staging, { recursive: true, force: true });
    throw error;
  }
}

async function gatherFromHub(
  id: string,
  staging: string,
  name: string,
  options: InstallOptions,
): Promise<Manifest> {
  const base = `${(options.mirror ?? defaultHub).replace(/\/+$/, "")}/${id}/resolve/main`;
  const fetchFile = async (file: string): Promise<boolean> => {
    const target = path.join(staging, file);
    if (await exists(target)) return true;
    const onProgress = (done: number, total: number): void =>
      options.onProgress(`Downloading ${file}`, done, total);
    return downloadFile(`${base}/${file}`, target, { signal: options.signal, onProgress });
  };
  if (await fetchFile(manifestName)) {
    const manifest = parseManifest(await readFile(path.join(staging, manifestName), "utf8"), staging);
    for (const file of manifest.files) if (!(await fetchFile(file.path))) throw absent(id, file.path);
    await verifyModel(staging, manifest, forgetful, options.signal);
    return publish(staging, manifest, options);
  }
  for (const file of hubFiles) {
    const isThere = await fetchFile(file);
    if (!isThere && (file === "config.json" || file === "tokenizer.json")) throw absent(id, file);
  }
  await fetchGraphs(id, staging, fetchFile);
  return publish(staging, await deriveManifest(staging, idFrom(name)), options);
}

/** The first variant that the hub has, with the files of weights beside each graph. */
async function fetchGraphs(
  id: string,
  staging: string,
  fetchFile: (file: string) => Promise<boolean>,
): Promise<void> {
  const config = objectAt(
    JSON.parse(await readFile(path.join(staging, "config.json"), "utf8")),
    "config.json",
  );
  const architecture = architectureOf(config);
  for (const folder of graphFolders) {
    for (const suffix of graphSuffixes) {
      const names = graphNames(architecture, folder, suffix);
      const [first = "", ...others] = names;
      if (!(await fetchFile(first))) continue;
      for (const name of others) if (!(await fetchFile(name))) throw absent(id, name);
      for (const name of names) await fetchWeights(name, fetchFile);
      return;
    }
  }
  throw absent(id, graphNames(architecture, "onnx/", "").join(" and "));
}

/** `model.onnx_data`, `model.onnx_data_1`, `model.onnx_data_2` … */
async function fetchWeights(graph: string, fetchFile: (file: string) => Promise<boolean>): Promise<void> {
  if (!(await fetchFile(`${graph}_data`))) return;
  for (let part = 1; await fetchFile(`${graph}_data_${part}`); part++);
}

async function publish(staging: string, manifest: Manifest, { models }: InstallOptions): Promise<Manifest> {
  await writeFile(path.join(staging, manifestName), `${JSON.stringify(manifest, null, 2)}\n`);
  await replaceFolder(staging, path.join(models, manifest.id));
  return manifest;
}

const idFrom = (name: string): string =>
  name.replace(/[^\w.-]+/g, "-").replace(/^[^A-Za-z0-9]+/, "") || "model";

const isFolder = (folder: string): Promise<boolean> =>
  stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );

const absent = (id: string, file: string): CodePatchError =>
  new CodePatchError(
    "download-failed",
    `The model ${id} has no ${file}; choose a model that is published in ONNX form (its page lists onnx/ among the files).`,
  );
