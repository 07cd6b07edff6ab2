import { throwIfAborted } from "../base/errors.js";
import type { PlotsParams, PlotsResult } from "../protocol/plot.js";
import type { ParseTarget, SyntaxParser } from "../syntax/parser.js";
import { describeFigures, describeOne, describeStatements } from "./describe/figures.js";
import type { Drawing } from "./evaluate/builtin.js";
import { type Evaluation, evaluateProgram } from "./evaluate/interpreter.js";
import { defaultLimits, type Limits } from "./evaluate/limits.js";
import type { Program } from "./evaluate/program.js";
import { readProgram } from "./evaluate/read.js";
import { elsewhere } from "./evaluate/source.js";
import { createDrawing } from "./figure/drawing.js";
import { evaluatePython } from "./python/program.js";

const python: ParseTarget = { grammar: "python" };

/** What a MATLAB or Python file draws, in words, without running it. */
export async function describePlots(
  { document, files, level, patience, pictures }: PlotsParams,
  parser: SyntaxParser,
  signal: AbortSignal,
): Promise<PlotsResult> {
  const drawing = createDrawing();
  const error =
    document.language === "python"
      ? await drawPython(document.text, drawing, patience, parser, signal)
      : await drawMatlab(document.text, files, drawing, patience, parser, signal);
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

/** Python that does not draw is left alone at once: most does not. */
async function drawPython(
  text: string,
  drawing: Drawing,
  patience: number | undefined,
  parser: SyntaxParser,
  signal: AbortSignal,
): Promise<undefined> {
  if (!text.includes("matplotlib")) return;
  const tree = await parser.parse(text, python, { signal });
  try {
    evaluatePython(tree, drawing, patience ?? 0.25);
  } finally {
    tree.delete();
  }
}

async function drawMatlab(
  text: string,
  files: PlotsParams["files"],
  drawing: Drawing,
  patience: number | undefined,
  parser: SyntaxParser,
  signal: AbortSignal,
): Promise<Evaluation["error"]> {
  const program = await readProgram(text, parser, signal);
  const beside = new Map<string, Program>();
  for (const [name, content] of Object.entries(files)) {
    throwIfAborted(signal);
    beside.set(name, await readProgram(content, parser, signal, elsewhere));
  }
  throwIfAborted(signal);
  const limits = patience === undefined ? defaultLimits : patientLimits(patience);
  return evaluateProgram(program, { drawing, find: (name) => beside.get(name), limits }).error;
}

const patientLimits = (seconds: number): Limits => ({
  ...defaultLimits,
  milliseconds: seconds * 1000,
  allocated: seconds * 2e8,
  operations: seconds * 2e8,
});
