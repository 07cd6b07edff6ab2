import { isDeepStrictEqual } from "node:util";
import { type CallContext, type Drawing, MatlabError, NotKnown, type Site } from "./builtin.js";
import { type Account, accountNow } from "./limits.js";
import type { Program } from "./program.js";
import type { Frame, ProgramFinder, Run } from "./run.js";
import type { HandleValue, UnknownValue, Value } from "./values.js";

/**
 * What is kept of an evaluation, so that a text that was edited is evaluated from its first changed statement on. What the
 * statements above it drew is drawn again, with the arguments that they had; what they computed is not computed again. The
 * trace belongs to one evaluation: the next one takes it over.
 */
export interface Trace {
  readonly run: Run;
  readonly frame: Frame;
  readonly program: Program;
  readonly checkpoints: readonly Checkpoint[];
  readonly drawn: DrawingLog;
  /** Index of the first statement that took too long. */
  readonly tired: number | undefined;
}

/** The state between two statements at the top of a script. */
export interface Checkpoint {
  /** How many statements were executed. */
  readonly statements: number;
  readonly milliseconds: number;
  /** One of them took too long. */
  readonly exhausted: boolean;
  /** How many calls had been made of the drawing. */
  readonly calls: number;
  readonly variables: readonly (readonly [string, Value])[];
  readonly added: ReadonlyMap<string, Program>;
  readonly account: Account;
  readonly missing: number;
  readonly mayDefine: UnknownValue | undefined;
  readonly returnDoubt: UnknownValue | undefined;
  readonly loopDoubt: UnknownValue | undefined;
}

/** Milliseconds of work after which a checkpoint is worth its cost. */
export const usualSpacing = 2;

/** Checkpoints of one evaluation; with more every second one goes. */
const most = 32;

/** Numbers that the checkpoints and calls of one evaluation may hold on to. */
const room = 4e6;

/** Takes checkpoints while an evaluation goes on, as long as it can be continued from them. */
export function createCheckpoints(
  run: Run,
  frame: Frame,
  drawn: DrawingLog,
  before: readonly Checkpoint[],
  spacing: number,
) {
  let kept = [...before];
  let wait = spacing;
  let last = performance.now();
  return {
    /** After `statements` statements, which took `milliseconds`. */
    note(statements: number, milliseconds: number, exhausted: boolean): void {
      if (!run.continuable || drawn.isFull || performance.now() - last < wait) return;
      const variables = [...frame.variables].map(([name, slot]) => {
        slot.owned = false;
        return [name, slot.value] as const;
      });
      for (const [, value] of variables) drawn.hold(value);
      if (drawn.isFull) return;
      kept.push({
        statements,
        milliseconds,
        exhausted,
        calls: drawn.calls.length,
        variables,
        added: new Map(run.added),
        account: accountNow(),
        missing: run.missing,
        mayDefine: run.mayDefine,
        returnDoubt: frame.returnDoubt,
        loopDoubt: frame.loopDoubt,
      });
      if (kept.length > most) {
        kept = kept.filter((_, i) => i % 2 === 1);
        wait *= 2;
      }
      last = performance.now();
    },
    get taken(): readonly Checkpoint[] {
      drawn.calls.length = kept.at(-1)?.calls ?? 0;
      return kept;
    },
  };
}

/**
 * Brings the run of `trace` to its last checkpoint within the first `same` statements, and draws what had been drawn there.
 * Undefined where there is none.
 */
export function resumed(
  trace: Trace,
  same: number,
  program: Program,
  drawing: Drawing | undefined,
  find: ProgramFinder,
): { readonly checkpoints: readonly Checkpoint[]; readonly at: Checkpoint } | undefined {
  const checkpoints = trace.checkpoints.filter(({ statements }) => statements <= same);
  const at = checkpoints.at(-1);
  if (!at) return undefined;
  const { run, frame, drawn } = trace;
  Object.assign(run, {
    program,
    find,
    library: new Map([...(program.library ?? []), ...at.added]),
    added: new Map(at.added),
    statement: undefined,
    depth: 0,
    doubt: undefined,
    missing: at.missing,
    mayDefine: at.mayDefine,
    continuable: true,
  } satisfies Partial<Run>);
  run.loops.length = 0;
  frame.ends.length = 0;
  Object.assign(frame, {
    program,
    variables: new Map(at.variables.map(([name, value]) => [name, { value, owned: false }])),
    returnDoubt: at.returnDoubt,
    loopDoubt: at.loopDoubt,
  } satisfies Partial<Frame>);
  drawn.rewind(at.calls);
  for (const { variables } of checkpoints) for (const [, value] of variables) drawn.hold(value);
  if (drawing) for (const { again } of drawn.calls) again(drawing);
  return { checkpoints, at };
}

/** Both are scripts with the same functions in the same lines, which need the same of the library. */
function sameSurroundings(a: Program, b: Program): boolean {
  const functions = ({ functions, text }: Program): unknown =>
    [...functions.values()].map(({ line, range }) => [line, text.slice(range.start, range.end)]);
  return (
    !a.main &&
    !b.main &&
    a.isClass === b.isClass &&
    isDeepStrictEqual(functions(a), functions(b)) &&
    isDeepStrictEqual([...(a.library?.keys() ?? [])].sort(), [...(b.library?.keys() ?? [])].sort()) &&
    isDeepStrictEqual([...(a.texts?.keys() ?? [])].sort(), [...(b.texts?.keys() ?? [])].sort())
  );
}

/** How many statements at the beginning are the same, text and place included, and do the same. */
export function sameStatements(a: Program, b: Program): number {
  let same = 0;
  if (!sameSurroundings(a, b)) return same;
  while (
    same < Math.min(a.body.length, b.body.length) &&
    isDeepStrictEqual(a.body[same], b.body[same]) &&
    b.text.startsWith(
      a.text.slice(a.body[same - 1]?.range.end ?? 0, a.body[same]?.range.end),
      a.body[same - 1]?.range.end,
    )
  )
    same++;
  return same;
}

/** The calls of a drawing, to be made again. */
export interface DrawingLog {
  readonly calls: { readonly again: (drawing: Drawing) => void; readonly values: readonly Value[] }[];
  /** More numbers would have to be held than there is room for. */
  readonly isFull: boolean;
  /** Counts the numbers of a value once. */
  hold(value: Value): void;
  /** Keeps the first calls, and counts what they hold anew. */
  rewind(calls: number): void;
}

export function createDrawingLog(): DrawingLog {
  const calls: DrawingLog["calls"] = [];
  let seen = new WeakSet<object>();
  let held = 0;
  const hold = (value: Value): void => {
    if (value.kind === "array") {
      if (!seen.has(value.re)) held += value.re.length;
      seen.add(value.re);
    } else if ((value.kind === "cell" || value.kind === "struct") && !seen.has(value)) {
      seen.add(value);
      const parts = value.kind === "cell" ? value.data : [...value.fields.values()].flat();
      held += parts.length;
      parts.forEach(hold);
    }
  };
  return {
    calls,
    get isFull() {
      return held > room;
    },
    hold,
    rewind(n) {
      calls.length = n;
      seen = new WeakSet();
      held = 0;
      for (const { values } of calls) values.forEach(hold);
    },
  };
}

/** `drawing`, with its calls noted in `log`. */
export function recorded(drawing: Drawing, log: DrawingLog): Drawing {
  const note = (again: (drawing: Drawing) => void, ...values: readonly Value[]): void => {
    if (log.isFull) return;
    values.forEach(log.hold);
    log.calls.push({ again, values });
  };
  return {
    names: drawing.names,
    call(name: string, args: readonly Value[], outputs: number, site: Site, context: CallContext) {
      const answers: (() => readonly Value[])[] = [];
      const apply: CallContext["apply"] = (...asked) => {
        const answer = settled(() => context.apply(...asked));
        answers.push(answer);
        return answer();
      };
      note(
        (to) => {
          const left = answers.values();
          const answered = { ...context, apply: () => left.next().value?.() ?? [] };
          settled(() => to.call(name, args, outputs, site, answered));
        },
        ...args,
      );
      return drawing.call(name, args, outputs, site, { ...context, apply });
    },
    getProperty(handle: HandleValue, name: string, site: Site) {
      note((to) => settled(() => to.getProperty(handle, name, site)));
      return drawing.getProperty(handle, name, site);
    },
    setProperty(handle: HandleValue, name: string, value: Value, site: Site) {
      note((to) => settled(() => to.setProperty(handle, name, value, site)), value);
      drawing.setProperty(handle, name, value, site);
    },
  };
}

/** Does `work` now; what comes back gives its result, or throws what the program can catch, as often as it is asked. */
function settled<T>(work: () => T): () => T {
  try {
    const result = work();
    return () => result;
  } catch (error) {
    if (!(error instanceof MatlabError || error instanceof NotKnown)) throw error;
    return () => {
      throw error;
    };
  }
}
