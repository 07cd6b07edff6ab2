import path from "node:path";
import { isCodePatchError } from "../base/errors.js";
import { buildDataset, buildParts } from "../dataset/build.js";
import { calibrate } from "../docstring/calibrate.js";
import { checkFile } from "../docstring/check.js";
import { commentFunction } from "../docstring/comments.js";
import { convertFile } from "../docstring/convert.js";
import { documentFile } from "../docstring/document.js";
import { evaluateDocstrings } from "../docstring/evaluate.js";
import { neighbourReader } from "../docstring/wordSources.js";
import { manifestName } from "../inference/manifest.js";
import type { TextGenerator } from "../inference/types.js";
import type { Connection, Handler } from "../protocol/connection.js";
import type { DocumentResult, Method, Priority } from "../protocol/messages.js";
import type { SyntaxParser } from "../syntax/parser.js";
import { commitHandlers } from "./commitHandlers.js";
import { doctorHandler } from "./doctor.js";
import type { Host } from "./host.js";
import { modelsHandler } from "./models.js";
import { originHandlers } from "./originHandlers.js";
import { plotHandlers } from "./plotHandlers.js";
import { reportHandlers } from "./reportHandlers.js";
import { searchHandlers } from "./searchHandlers.js";

/** One entry for each method of the contract; the compiler misses none. */
export function registerHandlers(connection: Connection, host: Host, parser: SyntaxParser): void {
  const readNeighbours = neighbourReader(parser);
  const handlers: { readonly [K in Method]: Handler<K> } = {
    "engine/document": (params, { signal, report }) =>
      withProse(host, params.priority, signal, (generator) =>
        documentFile(params, { parser, generator, readNeighbours }, report, signal),
      ),
    "engine/comment": (params, { signal, report }) =>
      withProse(host, params.priority, signal, (generator) =>
        commentFunction(params, { parser, generator }, report, signal),
      ),
    "engine/check": (params, { signal }) => checkFile(params, { parser }, signal),
    "engine/convert": (params, { signal }) => convertFile(params, { parser }, signal),
    "engine/models": modelsHandler(host),
    "engine/doctor": doctorHandler(host),
    "engine/evaluate": async (params, { signal, report }) => {
      const generator = await host.generator("background", signal);
      const document: Parameters<typeof evaluateDocstrings>[1]["document"] = (one, aborted) =>
        documentFile(one, { parser, generator }, () => {}, aborted);
      return evaluateDocstrings(params, { parser, generator, document }, report, signal);
    },
    "engine/calibrate": async (params, { signal, report }) => {
      const { folder, manifest } = await host.textModel(signal);
      const generator = await host.generator("background", signal);
      const { id, version } = manifest;
      const model = { id, version, manifest: path.join(folder, manifestName) };
      return { ...(await calibrate(params, { parser, generator }, report, signal)), model };
    },
    ...originHandlers(host, parser),
    ...plotHandlers(parser),
    ...commitHandlers(host, parser),
    ...reportHandlers(parser),
    ...searchHandlers(host, parser),
    "engine/dataset": (params, { signal, report }) => buildDataset(params, parser, report, signal),
    "engine/datasetParts": async (params, { signal, report }) => {
      await buildParts(params, params, parser, report, signal);
      return null;
    },
  };
  function handle<K extends Method>(method: K): void {
    const handler: Handler<K> = handlers[method];
    connection.handle(method, (params, context) => host.busy(() => handler(params, context)));
  }
  for (const method of Object.keys(handlers)) handle(method as Method);
}

/** Without any model the facts are still worth having; each result then says what is missing. A model that was asked for must be there. */
async function withProse(
  host: Host,
  priority: Priority,
  signal: AbortSignal,
  work: (generator: TextGenerator | undefined) => Promise<DocumentResult>,
): Promise<DocumentResult> {
  let generator: TextGenerator;
  try {
    generator = await host.generator(priority, signal);
  } catch (error) {
    if (!isCodePatchError(error, "model-missing") || host.settings.textModel !== "") throw error;
    const result = await work(undefined);
    return {
      ...result,
      functions: result.functions.map((each) => ({ ...each, notes: [...each.notes, error.message] })),
    };
  }
  return work(generator);
}
