import { throwIfAborted } from "../base/errors.js";
import type { RecentMap } from "../base/recentMap.js";
import type { PlotsParams, PlotsResult } from "../protocol/plot.js";
import type { ParseTarget, SyntaxParser } from "../syntax/parser.js";
import { describeFigures, describeOne, describeStatements } from "./describe/figures.js";
import { forgetUndecided } from "./describe/undecided.js";
import type { Drawing } from "./evaluate/builtin.js";
import type { Trace } from "./evaluate/checkpoints.js";
import { faultsIn, lineOfFault } from "./evaluate/faults.js";
import { type Evaluation, evaluateProgram } from "./evaluate/interpreter.js";
import { defaultLimits, type Limits } from "./evaluate/limits.js";
import { deepestBrackets, tooDeepBrackets } from "./evaluate/nesting.js";
import type { Program } from "./evaluate/program.js";
import { readProgram } from "./evaluate/read.js";
import type { ProgramFinder } from "./evaluate/run.js";
import { elsewhere } from "./evaluate/source.js";
import { createDrawing } from "./figure/drawing.js";
import type { Drawn } from "./figure/model.js";
import { PyNode } from "./python/nodes.js";
import { evaluatePython } from "./python/program.js";

const python: ParseTarget = { grammar: "python" };

/** What a program drew, before it is put into words. */
export interface DrawnProgram {
  readonly drawn: Drawn;
  readonly error?: Evaluation["error"];
  /** The first line that cannot be read. */
  readonly faultyLine?: number;
}

/** What a MATLAB or Python file draws, in words, without running it. */
export async function describePlots(
  params: PlotsParams,
  parser: SyntaxParser,
  signal: AbortSignal,
): Promise<PlotsResult> {
  return describeDrawn(await drawProgram(params, parser, signal), params);
}

/** Evaluations of the texts that documents had last, by path; a few are kept. */
export type Traces = RecentMap<
  string,
  {
    readonly trace: Trace;
    /** With other rounding. */
    readonly otherwise?: Trace;
    readonly files: string;
    readonly patience: number | undefined;
  }
>;

/**
 * Evaluates a program; what comes of it depends on nothing but its text, the texts of the files beside it and the patience.
 * With the `traces` of earlier texts, statements above the first change are not evaluated again.
 */
export async function drawProgram(
  params: PlotsParams,
  parser: SyntaxParser,
  signal: AbortSignal,
  traces?: Traces,
): Promise<DrawnProgram> {
  const { document, patience } = params;
  const drawing = createDrawing();
  const ended =
    document.language === "python"
      ? await drawPython(document.text, drawing, patience ?? 0.25, parser, signal)
      : await drawMatlab(params, drawing, parser, signal, traces);
  return { drawn: drawing.drawn, ...ended };
}

/** The words for what was drawn: of all of it, or of one statement. */
export function describeDrawn(
  { drawn, error, faultyLine }: DrawnProgram,
  { document, level, pictures, only }: PlotsParams,
): PlotsResult {
  const isWhole = only === undefined;
  return {
    version: document.version,
    figures: isWhole ? describeFigures(drawn, level, pictures) : [],
    deleted_objects: isWhole
      ? drawn.past.flatMap(({ axes }) => axes.objects.map((object) => describeOne(object, axes, level)))
      : [],
    statements: describeStatements(drawn, level, pictures, only),
    ...(error && { error: { message: error.message, line: error.line + 1 } }),
    ...(faultyLine !== undefined && { faultyLine: faultyLine + 1 }),
  };
}

/** How an evaluation ended. */
type Ending = Omit<DrawnProgram, "drawn">;

/** Python that does not draw is left alone at once: most does not. */
async function drawPython(
  text: string,
  drawing: Drawing & { readonly drawn: Drawn },
  patience: number,
  parser: SyntaxParser,
  signal: AbortSignal,
): Promise<Ending> {
  if (!/matplotlib|pylab/.test(text)) return {};
  const tree = await parser.parse(text, python, { signal });
  try {
    const program = new PyNode(tree.rootNode);
    const began = performance.now();
    const otherwise = createDrawing();
    if (evaluatePython(program, drawing, patience)) {
      const needed = (performance.now() - began) / 1000;
      // A loop that waits for two values to be equal may not end with other rounding.
      if (evaluatePython(program, otherwise, Math.min(patience, 1 + 4 * needed), true))
        forgetUndecided(drawing.drawn, otherwise.drawn);
    }
    const [fault] = faultsIn(tree);
    return fault ? { faultyLine: lineOfFault(fault) } : {};
  } finally {
    tree.delete();
  }
}

async function drawMatlab(
  { document: { path, text }, files, patience }: PlotsParams,
  drawing: Drawing & { readonly drawn: Drawn },
  parser: SyntaxParser,
  signal: AbortSignal,
  traces: Traces | undefined,
): Promise<Ending> {
  const tooDeep = tooDeepBrackets(text);
  if (tooDeep !== undefined) {
    const message = `its brackets are nested more than ${deepestBrackets.toLocaleString("en-US")} deep, which is not read`;
    return { error: { message, line: tooDeep } };
  }
  const program = await readProgram(text, parser, signal);
  const beside = new Map<string, Program>();
  for (const [name, content] of Object.entries(files)) {
    throwIfAborted(signal);
    beside.set(name, await readProgram(content, parser, signal, elsewhere));
  }
  throwIfAborted(signal);
  const limits = patience === undefined ? defaultLimits : patientLimits(patience);
  const surroundings = JSON.stringify(files);
  const kept = traces?.get(path);
  const previous = kept?.files === surroundings && kept.patience === patience ? kept : undefined;
  const find: ProgramFinder = (name) => beside.get(name);
  const { error, exhausted, milliseconds, trace } = evaluateProgram(program, {
    find,
    limits,
    drawing,
    previous: previous?.trace,
  });
  traces?.set(path, { trace, files: surroundings, patience });
  const ending: Ending = {
    ...(error && { error }),
    ...(program.faultyLine !== undefined && { faultyLine: program.faultyLine }),
  };
  if (exhausted) return ending;
  throwIfAborted(signal);
  const otherwise = createDrawing();
  const again = evaluateProgram(program, {
    find,
    // A loop that waits for two values to be equal may not end with other rounding.
    limits: { ...limits, milliseconds: Math.min(limits.milliseconds, 1000 + 4 * milliseconds) },
    drawing: otherwise,
    roundsOtherwise: true,
    previous: previous?.otherwise,
  });
  traces?.set(path, { trace, otherwise: again.trace, files: surroundings, patience });
  if (!again.exhausted) forgetUndecided(drawing.drawn, otherwise.drawn);
  return ending;
}

const patientLimits = (seconds: number): Limits => ({
  ...defaultLimits,
  milliseconds: seconds * 1000,
  allocated: seconds * 2e8,
  operations: seconds * 2e8,
});
