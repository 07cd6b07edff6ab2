import { readHistory, summarizeRepository } from "../commit/history.js";
import { makeReport } from "../commit/report/make.js";
import type { Handler } from "../protocol/connection.js";
import type { HistoryMethods } from "../protocol/history.js";
import type { ReportMethods } from "../protocol/report.js";
import type { SyntaxParser } from "../syntax/parser.js";

type Methods = ReportMethods & HistoryMethods;

/** Reports on a period, and the lists of commits that one chooses from. */
export function reportHandlers(parser: SyntaxParser): { readonly [K in keyof Methods]: Handler<K> } {
  return {
    "engine/report": (params, { signal, report }) =>
      makeReport(params, parser, (message, done, total) => report({ message, done, total }), signal),
    "engine/repository": ({ folder }, { signal }) => summarizeRepository(folder, signal),
    "engine/history": (params, { signal }) => readHistory(params, signal),
  };
}
