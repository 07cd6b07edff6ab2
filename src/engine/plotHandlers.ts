import { createHash } from "node:crypto";
import { createRecentMap } from "../base/recentMap.js";
import { evaluatePlots } from "../plot/measure/evaluate.js";
import { type DrawnProgram, describeDrawn, drawProgram, type Traces } from "../plot/plots.js";
import type { Handler } from "../protocol/connection.js";
import type { PlotMethods, PlotsParams } from "../protocol/plot.js";
import type { SyntaxParser } from "../syntax/parser.js";

/** Programs whose drawing is kept: pointing at one statement after another evaluates a text once, and typing only what is below. */
const kept = 4;

/** Descriptions of plots; no model is needed. */
export function plotHandlers(parser: SyntaxParser): { readonly [K in keyof PlotMethods]: Handler<K> } {
  const recent = createRecentMap<string, DrawnProgram>(kept);
  const traces: Traces = createRecentMap(kept);

  const drawingOf = async (params: PlotsParams, signal: AbortSignal): Promise<DrawnProgram> => {
    const key = contentKey(params);
    const drawn = recent.get(key) ?? (await drawProgram(params, parser, signal, traces));
    recent.set(key, drawn);
    return drawn;
  };

  return {
    "engine/plots": async (params, { signal }) => describeDrawn(await drawingOf(params, signal), params),
    "engine/evaluatePlots": (params, { signal, report }) => evaluatePlots(params, parser, report, signal),
  };
}

/** All that an evaluation depends on. */
function contentKey({ document: { language, text }, files, patience }: PlotsParams): string {
  return createHash("sha256")
    .update(JSON.stringify([language, text, files, patience]))
    .digest("base64");
}
