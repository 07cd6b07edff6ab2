import { throwIfAborted } from "../base/errors.js";
import type { PlotsParams, PlotsResult } from "../protocol/plot.js";
import type { SyntaxParser } from "../syntax/parser.js";
import { describeFigures, describeOne, describeStatements } from "./describe/figures.js";
import { evaluateProgram } from "./evaluate/interpreter.js";
import { defaultLimits, type Limits } from "./evaluate/limits.js";
import type { Program } from "./evaluate/program.js";
import { readProgram } from "./evaluate/read.js";
import { createDrawing } from "./figure/drawing.js";

/** What a MATLAB file draws, in words, without running it. */
export async function describePlots(
  { document, files, level, patience, pictures }: PlotsParams,
  parser: SyntaxParser,
  signal: AbortSignal,
): Promise<PlotsResult> {
  const program = await readProgram(document.text, parser, signal);
  const beside = new Map<string, Program>();
  for (const [name, text] of Object.entries(files)) {
    throwIfAborted(signal);
    beside.set(name, await readProgram(text, parser, signal));
  }
  throwIfAborted(signal);
  const drawing = createDrawing();
  const { error } = evaluateProgram(program, {
    drawing,
    find: (name) => beside.get(name),
    limits: patience === undefined ? defaultLimits : patientLimits(patience),
  });
  const { drawn } = drawing;
  return {
    version: document.version,
    figures: describeFigures(drawn, level, pictures),
    deleted_objects: drawn.past.flatMap(({ axes }) =>
      axes.objects.map((object) => describeOne(object, axes, level)),
    ),
    statements: describeStatements(drawn, level, pictures),
    ...(error && { error: { message: error.message, line: error.line + 1 } }),
  };
}

const patientLimits = (seconds: number): Limits => ({
  ...defaultLimits,
  milliseconds: seconds * 1000,
  allocated: seconds * 2e8,
  operations: seconds * 2e8,
});
