import { forget } from "./branches.js";
import { type Drawing, MatlabError } from "./builtin.js";
import { callDefinition } from "./calls.js";
import {
  createCheckpoints,
  createDrawingLog,
  recorded,
  resumed,
  sameStatements,
  type Trace,
  usualSpacing,
} from "./checkpoints.js";
import { defaultLimits, Exhausted, type Limits, openAccount } from "./limits.js";
import type { Program, Statement } from "./program.js";
import { type Completion, type Frame, newFrame, type ProgramFinder, type Run } from "./run.js";
import { runStatement } from "./statements.js";
import { unknown, type Value } from "./values.js";

export interface EvaluationOptions {
  /** Whoever draws; without one, drawing is not known. */
  readonly drawing?: Drawing;
  /** Functions and scripts in files beside. */
  readonly find?: ProgramFinder;
  readonly limits?: Limits;
  /** Rounds as another library might: what comes out otherwise then is decided by rounding errors. */
  readonly roundsOtherwise?: boolean;
  /** Of an evaluation of an earlier text, with the same options otherwise. It is used up. */
  readonly previous?: Trace | undefined;
  /** Milliseconds of work between checkpoints. */
  readonly spacing?: number;
}

export interface Evaluation {
  /** What the program raises and does not catch, or that a script returns; nothing after it is executed. */
  readonly error?: { readonly message: string; readonly line: number };
  /** The variables at the end. */
  readonly variables: ReadonlyMap<string, Value>;
  /** Time or operations ran out: something was taken as unknown that could have been computed. */
  readonly exhausted: boolean;
  /** What it takes from the start, what was not evaluated again included. */
  readonly milliseconds: number;
  /** For the evaluation of the text when it was edited. */
  readonly trace: Trace;
}

/** Of the limits, for what follows after they were reached. */
const restShare = 0.1;

const tooLong = "it takes too long to evaluate here";

/** Evaluates a program without any effect outside of `drawing`. Synchronous, within the limits. */
export function evaluateProgram(program: Program, options: EvaluationOptions = {}): Evaluation {
  const {
    drawing,
    find = () => undefined,
    limits = defaultLimits,
    previous,
    spacing = usualSpacing,
  } = options;
  openAccount(limits);
  const began = performance.now();
  const same = previous ? sameStatements(previous.program, program) : 0;
  const from = previous && resumed(previous, same, program, drawing, find);
  const log = from ? previous.drawn : createDrawingLog();
  const run = from ? previous.run : newRun(program, find, options.roundsOtherwise === true);
  const frame = from ? previous.frame : newFrame(program, 0, 0);
  run.drawing = drawing && recorded(drawing, log);
  const checkpoints = createCheckpoints(run, frame, log, from?.checkpoints ?? [], spacing);
  const elapsed = (): number => (from?.at.milliseconds ?? 0) + performance.now() - began;
  // Most of the time for the program as it is; the rest to say of what was not finished which parts are unknown.
  openAccount(shareOf(limits, from?.at.exhausted ? restShare : 0.6), from?.at.account);
  let exhausted = from?.at.exhausted ?? false;
  // What took too long once may have met a busy moment; what did so twice is not tried again.
  const tiredBefore = previous?.tired !== undefined && previous.tired < same ? previous.tired : undefined;
  let tired = exhausted ? tiredBefore : undefined;
  let error: Evaluation["error"];
  try {
    if (program.main) exhausted = runMain(run, frame, program, limits);
    for (const [i, each] of program.body.entries()) {
      if (i < (from?.at.statements ?? 0)) continue;
      const completion = runTop(run, frame, each, limits);
      if (completion === "return") {
        error = { message: "it returns", line: run.statement?.line ?? each.line };
        break;
      }
      if (completion === "exhausted") {
        exhausted = true;
        tired ??= i;
      }
      if (tired === tiredBefore || !exhausted) checkpoints.note(i + 1, elapsed(), exhausted);
    }
  } catch (raised) {
    if (!(raised instanceof MatlabError)) throw raised;
    error = { message: raised.message, line: run.statement?.line ?? 0 };
  }
  const trace = { run, frame, program, checkpoints: checkpoints.taken, drawn: log, tired };
  return { ...(error && { error }), variables: valuesOf(frame), exhausted, milliseconds: elapsed(), trace };
}

const newRun = (program: Program, find: ProgramFinder, roundsOtherwise: boolean): Run => ({
  program,
  drawing: undefined,
  find,
  library: new Map(program.library),
  added: new Map(),
  globals: new Map(),
  persistent: new Map(),
  top: undefined,
  statement: undefined,
  depth: 0,
  doubt: undefined,
  loops: [],
  missing: 0,
  mayDefine: undefined,
  roundsOtherwise,
  continuable: true,
});

const shareOf = (limits: Limits, share: number): Limits => ({
  ...limits,
  milliseconds: limits.milliseconds * share,
  operations: limits.operations * share,
});

/** The main function with its parameters unknown. */
function runMain(run: Run, frame: Frame, program: Program, limits: Limits): boolean {
  const { main } = program;
  if (!main) return false;
  const args = main.parameters
    .filter(({ name }) => name !== "varargin")
    .map(({ name }) => unknown(`${name} is a parameter of ${main.name}`, main.line));
  try {
    callDefinition(run, frame, program, main, args, 0);
    return false;
  } catch (error) {
    if (!(error instanceof Exhausted)) throw error;
    openAccount(shareOf(limits, restShare));
    return true;
  }
}

/** What was not finished (`exhausted`) assigns what is unknown then, and what it draws is not certain. */
function runTop(run: Run, frame: Frame, statement: Statement, limits: Limits): Completion | "exhausted" {
  run.top = statement;
  try {
    return runStatement(run, frame, statement);
  } catch (error) {
    if (!(error instanceof Exhausted)) throw error;
  }
  openAccount(shareOf(limits, restShare));
  run.loops.length = 0;
  run.depth = 0;
  frame.ends.length = 0;
  const doubt = unknown(tooLong, statement.line);
  forget(frame, [statement], doubt);
  for (const { value } of frame.variables.values()) if (value.kind === "map") value.store.doubt ??= doubt;
  return "exhausted";
}

const valuesOf = (frame: Frame): ReadonlyMap<string, Value> =>
  new Map([...frame.variables].map(([name, { value }]) => [name, value]));
