import { evaluatePlots } from "../plot/measure/evaluate.js";
import { describePlots } from "../plot/plots.js";
import type { Handler } from "../protocol/connection.js";
import type { PlotMethods } from "../protocol/plot.js";
import type { SyntaxParser } from "../syntax/parser.js";

/** Descriptions of plots; no model is needed. */
export const plotHandlers = (parser: SyntaxParser): { readonly [K in keyof PlotMethods]: Handler<K> } => ({
  "engine/plots": (params, { signal }) => describePlots(params, parser, signal),
  "engine/evaluatePlots": (params, { signal, report }) => evaluatePlots(params, parser, report, signal),
});
