import { isCodePatchError, messageOf, throwIfAborted } from "../base/errors.js";
import { checkClassifierParity, openClassifier } from "../inference/classifier.js";
import { checkParity } from "../inference/parity.js";
import { describe } from "../inference/providers.js";
import { runSelfTest } from "../inference/selfTest.js";
import { bundledProviders } from "../inference/session.js";
import { findClassifier, findTextModel, listModels } from "../inference/store.js";
import { threadCount } from "../inference/threads.js";
import { verifyModel } from "../inference/verify.js";
import type { Handler } from "../protocol/connection.js";
import type { DoctorCheck } from "../protocol/messages.js";
import type { Host } from "./host.js";

type Check = readonly [name: string, run: () => Promise<Omit<DoctorCheck, "name">>];

/** Everything that has to work on this machine, each with what was found; a failed check ends with its remedy. */
export function doctorHandler(host: Host): Handler<"engine/doctor"> {
  return async (_params, { signal, report }) => {
    const checks = checksOf(host, signal);
    const results: DoctorCheck[] = [];
    for (const [done, [name, run]] of checks.entries()) {
      throwIfAborted(signal);
      report({ message: name, done, total: checks.length });
      try {
        results.push({ name, ...(await run()) });
      } catch (error) {
        if (isCodePatchError(error, "cancelled")) throw error;
        results.push({ name, status: "failed", detail: withRemedy(error) });
      }
    }
    return { checks: results };
  };
}

/** Errors of ours end with theirs; others come from files that are not what they should be. */
const withRemedy = (error: unknown): string =>
  isCodePatchError(error) ? error.message : `${messageOf(error)}; install the model or CodePatch again.`;

function verdictOf(
  { largestDifference, tolerance }: { readonly largestDifference: number; readonly tolerance: number },
  what: string,
  remedy: string,
): Omit<DoctorCheck, "name"> {
  const detail = `${what} by ${largestDifference.toPrecision(2)} at most, ${tolerance} allowed`;
  return largestDifference <= tolerance
    ? { status: "ok", detail }
    : { status: "failed", detail: `${detail}; ${remedy}` };
}

function checksOf(host: Host, signal: AbortSignal): Check[] {
  const { settings, memory } = host;
  return [
    [
      "ONNX Runtime",
      async () => ({
        status: "ok",
        detail: `providers ${(await bundledProviders()).join(", ")}; threads: ${await threadCount(settings.threads)}; telemetry off`,
      }),
    ],
    [
      "models",
      async () => {
        const models = await listModels(settings.modelFolders);
        const broken = models.flatMap(({ manifest }) =>
          isCodePatchError(manifest) ? [manifest.message] : [],
        );
        if (broken.length > 0) return { status: "failed", detail: broken.join(" ") };
        if (models.length > 0) return { status: "ok", detail: models.map(({ name }) => name).join(", ") };
        return { status: "warning", detail: `none in ${settings.modelFolders.join(", ")}` };
      },
    ],
    [
      "model files",
      async () => {
        const { folder, manifest } = await findTextModel(settings.modelFolders, settings.textModel);
        await verifyModel(folder, manifest, memory, signal);
        return { status: "ok", detail: `${manifest.id}: ${manifest.files.length} files match their SHA-256` };
      },
    ],
    [
      "text model",
      async () => {
        const model = await host.textModel(signal);
        return {
          status: "ok",
          detail: `${model.manifest.id}, variant ${model.variant}, provider ${model.provider}`,
        };
      },
    ],
    [
      "parity",
      async () => {
        const model = await host.textModel(signal);
        const { folder } = await findTextModel(settings.modelFolders, settings.textModel);
        const parity = await checkParity(folder, model, signal);
        if (parity === undefined) return { status: "warning", detail: "the model brings no reference" };
        const remedy = "install the model again or set the provider to cpu.";
        return verdictOf(parity, `${parity.logits} logits differ from PyTorch`, remedy);
      },
    ],
    [
      "parity of origin",
      async () => {
        const installed = await listModels(settings.modelFolders);
        if (!installed.some(({ name }) => name === "origin"))
          return { status: "warning", detail: "the model is not installed; style is not judged" };
        const { folder, manifest } = await findClassifier(settings.modelFolders, "origin");
        await verifyModel(folder, manifest, memory, signal);
        const classifier = await openClassifier(folder, manifest);
        const parity = await checkClassifierParity(folder, classifier, signal).finally(classifier.release);
        const remedy = "install the CodePatch package again.";
        return verdictOf(parity, `${parity.rows} rows differ from the reference`, remedy);
      },
    ],
    [
      "speed",
      async () => ({
        status: "ok",
        detail: describe(await runSelfTest(await host.textModel(signal), signal)),
      }),
    ],
  ];
}
