import { isCodePatchError, messageOf } from "../base/errors.js";
import { openClassifier } from "../inference/classifier.js";
import { findClassifier } from "../inference/store.js";
import { verifyModel } from "../inference/verify.js";
import { evaluateOrigin } from "../origin/evaluation/evaluate.js";
import { writeFeatures } from "../origin/evaluation/featureFile.js";
import { originOfFile } from "../origin/origin.js";
import { createRepositories } from "../origin/provenance/repository.js";
import { createScorer, type StyleScorer } from "../origin/style/scorer.js";
import type { Handler } from "../protocol/connection.js";
import type { OriginMethods } from "../protocol/origin.js";
import type { SyntaxParser } from "../syntax/parser.js";
import type { Host } from "./host.js";

export function originHandlers(host: Host, parser: SyntaxParser): { [K in keyof OriginMethods]: Handler<K> } {
  const repositories = createRepositories();
  let loading: Promise<StyleScorer> | undefined;

  async function load(): Promise<StyleScorer> {
    const { folder, manifest } = await findClassifier(host.settings.modelFolders, "origin");
    await verifyModel(folder, manifest, host.memory, new AbortController().signal);
    return createScorer(await openClassifier(folder, manifest));
  }
  const scorer = (): Promise<StyleScorer> => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };

  return {
    "engine/origin": async (params, { signal }) => {
      if (params.evidence !== "estimated") return originOfFile(params, { parser, repositories }, signal);
      let style: StyleScorer;
      try {
        style = await scorer();
      } catch (error) {
        // What git knows is worth having without a model.
        if (!isCodePatchError(error, "model-missing")) throw error;
        const result = await originOfFile(params, { parser, repositories }, signal);
        return { ...result, problems: [...result.problems, messageOf(error)] };
      }
      return originOfFile(params, { parser, repositories, style }, signal);
    },
    "engine/originEvaluate": async (params, { signal, report }) =>
      evaluateOrigin(params, await scorer(), report, signal),
    "engine/originFeatures": (params, { signal, report }) => writeFeatures(params, report, signal),
  };
}
