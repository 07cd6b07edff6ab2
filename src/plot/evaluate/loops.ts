import { forget } from "./branches.js";
import { MatlabError } from "./builtin.js";
import { evaluate, isTrue } from "./expressions.js";
import { pick, select } from "./indexing.js";
import { spend } from "./limits.js";
import type { Expression, Statement } from "./program.js";
import type { Completion, Frame, Run } from "./run.js";
import { runBody } from "./statements.js";
import { assign } from "./targets.js";
import { doubtOf } from "./uncertain.js";
import {
  count,
  foldedColumns,
  isSingle,
  isUncertain,
  numberOf,
  scalar,
  type UnknownValue,
  unknown,
  type Value,
} from "./values.js";

type For = Extract<Statement, { type: "for" }>;
type While = Extract<Statement, { type: "while" }>;

export function runFor(run: Run, frame: Frame, s: For): Completion {
  const lazy = lazyRange(run, frame, s.iterable);
  if (lazy) return rounds(run, frame, s, lazy.n, (round) => scalar(lazy.start + round * lazy.step));
  const over = evaluate(run, frame, s.iterable);
  if (over.kind === "unknown" || over.kind === "random") {
    const size = over.size;
    // Each round has an unknown element, but how many rounds there are is certain.
    if (size && size.length === 2 && size[0] === 1 && count(size) <= 100)
      return rounds(run, frame, s, count(size), () =>
        unknown(doubtOf(over)?.reason ?? "", doubtOf(over)?.line ?? 0, [1, 1]),
      );
    return once(run, frame, s, doubtOf(over) ?? unknown("it is not known", s.line));
  }
  if (isSingle(over)) return rounds(run, frame, s, 1, () => over);
  const [rows, columns] = foldedColumns(over.size);
  return rounds(run, frame, s, rows === 0 ? 0 : columns, (round) => {
    if (over.kind === "array" && rows === 1 && !over.im)
      return { ...over, size: [1, 1], re: over.re.slice(round, round + 1) };
    const column = Float64Array.of(round);
    const shape = [rows, columns];
    return pick(over, select(shape, [":", { places: column, size: [1, 1] }]).places, [rows, 1]);
  });
}

/** `start:step:stop` of numbers is counted and not made. */
function lazyRange(
  run: Run,
  frame: Frame,
  e: Expression,
): { start: number; step: number; n: number } | undefined {
  const base = e.type === "chain" && e.path.length === 0 ? e.base : e;
  if (base.type !== "range") return undefined;
  const values = [base.start, base.step, base.stop].map((each) => each && evaluate(run, frame, each));
  const [start, step = scalar(1), stop] = values;
  const [from, by, to] = [start, step, stop].map(numberOf);
  if (from === undefined || by === undefined || to === undefined || Number.isNaN(from + by + to))
    return undefined;
  if ([start, step, stop].some((each) => each?.kind === "array" && each.class !== "double")) return undefined;
  const n = by === 0 ? 0 : Math.floor(((to - from) / by) * (1 + Number.EPSILON)) + 1;
  return { start: from, step: by, n: Math.max(0, n) };
}

function rounds(run: Run, frame: Frame, s: For, n: number, element: (round: number) => Value): Completion {
  const loop = { line: s.line, round: 0 };
  const before = frame.loopDoubt;
  run.loops.push(loop);
  try {
    for (; loop.round < n; loop.round++) {
      spend(1);
      assign(run, frame, s.variable, element(loop.round));
      const completion = runBody(run, frame, s.body);
      if (completion === "return") return completion;
      if (completion === "break") break;
    }
  } finally {
    run.loops.pop();
    leave(frame, s.body, before);
  }
  return "normal";
}

/** After a loop that may have been left early, what it assigns is unknown. */
function leave(frame: Frame, body: readonly Statement[], before: UnknownValue | undefined): void {
  const doubt = frame.loopDoubt;
  frame.loopDoubt = before;
  if (doubt && doubt !== before) forget(frame, body, doubt);
}

/** A loop of which the number of rounds is not known: its body is walked once, with everything it assigns unknown. */
function once(run: Run, frame: Frame, s: For | While, doubt: UnknownValue): Completion {
  const outer = run.doubt;
  const before = frame.loopDoubt;
  forget(frame, [s], doubt);
  run.loops.push({ line: s.line, round: 0 });
  run.doubt = outer ?? doubt;
  try {
    const completion = runBody(run, frame, s.body);
    if (completion === "return") frame.returnDoubt ??= doubt;
  } catch (error) {
    if (!(error instanceof MatlabError)) throw error;
  } finally {
    run.loops.pop();
    run.doubt = outer;
    frame.loopDoubt = before;
    forget(frame, [s], doubt);
  }
  return "normal";
}

export function runWhile(run: Run, frame: Frame, s: While): Completion {
  const loop = { line: s.line, round: 0 };
  const before = frame.loopDoubt;
  run.loops.push(loop);
  let left = false;
  const end = (): void => {
    if (left) return;
    left = true;
    run.loops.pop();
    leave(frame, s.body, before);
  };
  try {
    for (; ; loop.round++) {
      spend(1);
      if (!s.until || loop.round > 0) {
        const condition = evaluate(run, frame, s.condition);
        const holds = isTrue(condition);
        if (holds === undefined || isUncertain(condition)) {
          end();
          return once(run, frame, s, doubtOf(condition) ?? unknown("the condition is not known", s.line));
        }
        if (holds === s.until) return "normal";
      }
      const completion = runBody(run, frame, s.body);
      if (completion === "return") return completion;
      if (completion === "break") return "normal";
    }
  } finally {
    end();
  }
}
