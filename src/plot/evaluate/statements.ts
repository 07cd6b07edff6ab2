import { forget, runBranches } from "./branches.js";
import { MatlabError } from "./builtin.js";
import { callName } from "./calls.js";
import { applyPath, evaluate, evaluateReference, isTrue } from "./expressions.js";
import { spend } from "./limits.js";
import { runFor, runWhile } from "./loops.js";
import { orUnknown } from "./orUnknown.js";
import type { Expression, Statement, Target } from "./program.js";
import { type Completion, type Frame, type Run, setVariable } from "./run.js";
import { assign, isEmptyMatrix, remove } from "./targets.js";
import { doubtOf } from "./uncertain.js";
import {
  cell,
  emptyArray,
  isUncertain,
  numberOf,
  scalar,
  struct,
  text,
  textOf,
  unknown,
  type Value,
} from "./values.js";

/** Executes statements in order. @throws {MatlabError} what the program raises and does not catch. @throws {Exhausted} */
export function runBody(run: Run, frame: Frame, body: readonly Statement[]): Completion {
  for (const each of body) {
    const completion = runStatement(run, frame, each);
    if (completion !== "normal") return completion;
  }
  return "normal";
}

export function runStatement(run: Run, frame: Frame, s: Statement): Completion {
  spend(1);
  if (frame.program === run.program) run.statement = s;
  switch (s.type) {
    case "expression":
      runExpression(run, frame, s.expression);
      return "normal";
    case "assign":
      runAssignment(run, frame, s);
      return "normal";
    case "command":
      runCommand(run, frame, s);
      return "normal";
    case "if":
      return runIf(run, frame, s, 0);
    case "switch":
      return runSwitch(run, frame, s);
    case "for":
      return runFor(run, frame, s);
    case "while":
      return runWhile(run, frame, s);
    case "try":
      return runTry(run, frame, s);
    case "block":
      return runBody(run, frame, s.body);
    case "declare":
      declare(run, frame, s);
      return "normal";
    case "arguments":
      for (const { name, standard } of s.names)
        if (standard && !frame.variables.has(name)) setVariable(frame, name, evaluate(run, frame, standard));
      return "normal";
    case "return":
    case "break":
    case "continue":
      return s.type;
    case "unsupported":
      forgetMentioned(frame, s);
      return "normal";
  }
}

/** What a statement that is not understood may assign is unknown after it. */
function forgetMentioned(frame: Frame, s: Extract<Statement, { type: "unsupported" }>): void {
  const written = frame.program.text.slice(s.range.start, Math.min(s.range.end, s.range.start + 100_000));
  const names = new Set(frame.variables.keys());
  for (const [, name = ""] of written.matchAll(/^\s*([A-Za-z]\w*)\s*=(?!=)/gm)) names.add(name);
  for (const name of names)
    if (new RegExp(`\\b${name}\\b[^=\\n]*=(?!=)`).test(written))
      setVariable(frame, name, unknown(s.reason, s.line));
}

function runExpression(run: Run, frame: Frame, e: Expression): void {
  if (e.type !== "reference") {
    setVariable(frame, "ans", evaluate(run, frame, e));
    return;
  }
  if (frame.variables.has(e.name) && e.path.length === 0) return;
  const [value] = outputsOf(run, frame, e, 0);
  if (value && !frame.variables.has(e.name)) setVariable(frame, "ans", value);
}

/** Up to `outputs` values of an expression; what cannot be known is unknown. */
function outputsOf(run: Run, frame: Frame, e: Expression, outputs: number): readonly Value[] {
  const base = e.type === "chain" && e.path.length === 0 ? e.base : e;
  if (base.type !== "reference" && base.type !== "chain") return [evaluate(run, frame, base)];
  return orUnknown(base.line, outputs, () =>
    base.type === "reference"
      ? evaluateReference(run, frame, base, outputs)
      : applyPath(run, frame, evaluate(run, frame, base.base), base.path, 0, outputs),
  );
}

function runAssignment(run: Run, frame: Frame, s: Extract<Statement, { type: "assign" }>): void {
  const targets = s.targets.flatMap((each) => spread(run, frame, each));
  const [first] = targets;
  if (targets.length === 1) {
    if (!first) return;
    if (first.path.at(-1)?.kind === "()" && isEmptyMatrix(s.value)) remove(run, frame, first);
    else assign(run, frame, first, evaluate(run, frame, s.value));
    return;
  }
  const values = outputsOf(run, frame, s.value, targets.length);
  targets.forEach((target, i) => {
    if (!target) return;
    const value = values[i];
    if (!value) {
      const doubt = values.map(doubtOf).find((each) => each);
      if (!doubt)
        throw new MatlabError(
          `element number ${i + 1} undefined in return list`,
          "Octave:undefined-function",
        );
      assign(run, frame, target, unknown(doubt.reason, doubt.line));
    } else assign(run, frame, target, value);
  });
}

/** `c{1:2}` stands for two targets. */
function spread(run: Run, frame: Frame, target: Target | undefined): readonly (Target | undefined)[] {
  const last = target?.path.at(-1);
  const index = last?.kind === "{}" && last.args.length === 1 ? last.args[0] : undefined;
  if (!target || last?.kind !== "{}" || index?.type !== "range") return [target];
  const places = evaluate(run, frame, index);
  if (places.kind !== "array") return [target];
  return [...places.re].map((place) => {
    const only: Expression = { ...index, type: "constant", value: scalar(place) };
    return { ...target, path: [...target.path.slice(0, -1), { ...last, args: [only] }] };
  });
}

function runCommand(run: Run, frame: Frame, s: Extract<Statement, { type: "command" }>): void {
  const args = s.words.map(text);
  const written = s.words.map((each) => `'${each}'`);
  orUnknown(s.line, 0, () => callName(run, frame, s.name, args, 0, { line: s.line, written }));
}

function runIf(run: Run, frame: Frame, s: Extract<Statement, { type: "if" }>, from: number): Completion {
  const clause = s.clauses[from];
  if (!clause) return runBody(run, frame, s.otherwise);
  const condition = evaluate(run, frame, clause.condition);
  const holds = isTrue(condition);
  if (holds === true) return runBody(run, frame, clause.body);
  if (holds === false) return runIf(run, frame, s, from + 1);
  return runBranches(run, frame, doubtOf(condition) ?? unknown("the condition is not known", s.line), [
    () => runBody(run, frame, clause.body),
    () => runIf(run, frame, s, from + 1),
  ]);
}

function runSwitch(run: Run, frame: Frame, s: Extract<Statement, { type: "switch" }>): Completion {
  const value = evaluate(run, frame, s.value);
  const doubt = isUncertain(value) ? doubtOf(value) : undefined;
  if (doubt) {
    const bodies = [...s.cases.map(({ body }) => body), s.otherwise];
    return runBranches(
      run,
      frame,
      doubt,
      bodies.map((body) => () => runBody(run, frame, body)),
    );
  }
  for (const each of s.cases) {
    const label = evaluate(run, frame, each.value);
    const labels = label.kind === "cell" ? label.data : [label];
    if (labels.some((one) => matches(value, one))) return runBody(run, frame, each.body);
  }
  return runBody(run, frame, s.otherwise);
}

function matches(value: Value, label: Value): boolean {
  const written = textOf(value);
  if (written !== undefined) return textOf(label) === written;
  const number = numberOf(value);
  return number !== undefined && textOf(label) === undefined && numberOf(label) === number;
}

function runTry(run: Run, frame: Frame, s: Extract<Statement, { type: "try" }>): Completion {
  const { missing } = run;
  try {
    const completion = runBody(run, frame, s.body);
    // Whether a name is known elsewhere decides whether the handler is executed.
    if (run.missing > missing)
      forget(
        frame,
        s.handler,
        unknown("a name is not known here, which MATLAB may take for an error", s.line),
      );
    return completion;
  } catch (error) {
    if (!(error instanceof MatlabError)) throw error;
    if (s.exception) {
      const fields: [string, Value][] = [
        ["message", text(error.message)],
        ["identifier", text(error.identifier)],
        ["stack", struct([])],
        ["Cause", cell([0, 0], [])],
      ];
      setVariable(frame, s.exception, struct(fields));
    }
    return runBody(run, frame, s.handler);
  }
}

function declare(run: Run, frame: Frame, s: Extract<Statement, { type: "declare" }>): void {
  run.continuable = false;
  const store = s.scope === "global" || !frame.definition ? run.globals : persistentOf(run, frame.definition);
  for (const name of s.names) {
    let slot = store.get(name);
    if (!slot) {
      slot = { value: s.standard ? evaluate(run, frame, s.standard) : emptyArray, owned: false };
      store.set(name, slot);
    }
    frame.variables.set(name, slot);
  }
}

function persistentOf(run: Run, definition: NonNullable<Frame["definition"]>) {
  const store = run.persistent.get(definition) ?? new Map();
  run.persistent.set(definition, store);
  return store;
}
