import { type CallContext, MatlabError, NotHandled, NotKnown, type Site } from "./builtin.js";
import { type BuiltinEntry, builtins } from "./builtins.js";
import { evaluate } from "./expressions.js";
import { frameFunctions } from "./frameFunctions.js";
import { Exhausted, spend } from "./limits.js";
import type { FunctionDefinition, Program } from "./program.js";
import { argumentsOtherwise, resultsOtherwise } from "./rounding.js";
import { doubtHere, type Frame, newFrame, type Run, readVariable, setVariable } from "./run.js";
import { runBody } from "./statements.js";
import { firstDoubt } from "./uncertain.js";
import { cell, type FunctionValue, isUncertain, textOf, unknown, type Value } from "./values.js";

/** Where a call stands in its own file. */
export interface CallSite {
  readonly line: number;
  readonly written: readonly string[];
}

const depthLimit = 100;

/** Calls what a function handle stands for. @throws {MatlabError} @throws {NotKnown} */
export function callFunction(
  run: Run,
  frame: Frame,
  callee: FunctionValue,
  args: readonly Value[],
  outputs: number,
  site: CallSite,
): readonly Value[] {
  if (!callee.call) return callName(run, frame, callee.name ?? callee.text, args, outputs, site);
  return deeper(run, () => callee.call?.(args, outputs) ?? []);
}

function deeper<T>(run: Run, work: () => T): T {
  if (run.depth >= depthLimit)
    throw new MatlabError("max_recursion_depth exceeded", "Octave:undefined-function");
  run.depth++;
  try {
    return work();
  } finally {
    run.depth--;
  }
}

/**
 * Calls the function of a name: one of the file, one beside it, one that draws, one that only computes, in this order.
 * One that is none of these gives unknown values. @throws {MatlabError} @throws {NotKnown}
 */
export function callName(
  run: Run,
  frame: Frame,
  name: string,
  args: readonly Value[],
  outputs: number,
  site: CallSite,
): readonly Value[] {
  spend(1);
  const own = frame.program.functions.get(name) ?? run.program.functions.get(name);
  if (own)
    return callDefinition(
      run,
      frame,
      frame.program.functions.has(name) ? frame.program : run.program,
      own,
      args,
      outputs,
    );
  const special = frameFunctions[name];
  if (special) return special(run, frame, args, outputs);
  const beside = run.find(name);
  if (beside)
    return handled(() => callProgram(run, frame, name, beside, args, outputs)).map((each) =>
      relocated(each, site.line),
    );
  if (run.drawing?.names.has(name)) {
    const results = run.drawing.call(
      name,
      args.map((each) => relocated(each, run.statement?.line ?? 0)),
      outputs,
      siteOf(run, frame, site.line, site.written),
      contextOf(run, frame, site.line),
    );
    if (results) return results;
  }
  const builtin = builtins.get(name);
  if (name === "containers.Map") run.continuable = false;
  const written = builtin ? undefined : run.library.get(name);
  if (builtin || written) {
    try {
      const context = contextOf(run, frame, site.line);
      if (builtin && run.roundsOtherwise) {
        const results = callBuiltin(name, builtin, argumentsOtherwise(name, args), outputs, context);
        return resultsOtherwise(name, results);
      }
      if (builtin) return callBuiltin(name, builtin, args, outputs, context);
      if (written) return callLibrary(run, frame, name, written, args, outputs, site);
    } catch (error) {
      // Without arguments or with a bare colon it is a variable of the file that was loaded, and only here a function.
      const asVariable = args.length === 0 || args.some((each) => textOf(each) === ":");
      if (!asVariable || !run.mayDefine || !(error instanceof MatlabError)) throw error;
    }
  }
  return unknownOutputs(run, name, outputs, site);
}

/** A function written in MATLAB here; outputs that it does not have, another version may have. */
function callLibrary(
  run: Run,
  frame: Frame,
  name: string,
  program: Program,
  args: readonly Value[],
  outputs: number,
  { line }: CallSite,
): readonly Value[] {
  const results = handled(() => callProgram(run, frame, name, program, args, outputs)).map((each) =>
    relocated(each, line),
  );
  const rest = unknown(`${name} gives ${results.length} values here`, line);
  return [...results, ...new Array<Value>(Math.max(0, outputs - results.length)).fill(rest)];
}

/** @throws {NotKnown} where the call is none that the function handles. */
function handled<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw error instanceof NotHandled ? new NotKnown(error.reason) : error;
  }
}

/** An uncertain value that another file gives, as of the call; the lines there mean nothing here. */
function relocated(value: Value, line: number): Value {
  if (isUncertain(value)) return value.line < 0 ? { ...value, line } : value;
  if (value.kind === "cell") return { ...value, data: value.data.map((each) => relocated(each, line)) };
  if (value.kind !== "struct") return value;
  const fields = [...value.fields].map(
    ([name, list]) => [name, list.map((each) => relocated(each, line))] as const,
  );
  return { ...value, fields: new Map(fields) };
}

function callBuiltin(
  name: string,
  { call, spread }: BuiltinEntry,
  args: readonly Value[],
  outputs: number,
  context: CallContext,
): readonly Value[] {
  const doubt = spread === "itself" ? undefined : firstDoubt(args);
  if (doubt) {
    const first = unknown(doubt.reason, doubt.line, typeof spread === "function" ? spread(args) : undefined);
    const rest = new Array<Value>(Math.max(0, outputs - 1)).fill(unknown(doubt.reason, doubt.line));
    return [first, ...rest];
  }
  try {
    const results = call(args, outputs, context);
    return "kind" in results ? [results] : results;
  } catch (error) {
    if (error instanceof NotKnown)
      throw new NotKnown(error.reason.replace("this function", name), error.size);
    if (error instanceof MatlabError || error instanceof Exhausted || error instanceof NotHandled)
      throw error;
    // A library below refused its argument.
    throw new NotKnown(`this call of ${name} is not evaluated here`);
  }
}

function unknownOutputs(run: Run, name: string, outputs: number, site: CallSite): readonly Value[] {
  run.missing++;
  const origin = run.mayDefine;
  const value = origin
    ? unknown(
        `${name} is not defined in this file and may come from line ${origin.line + 1}, where ${origin.reason}`,
        site.line,
      )
    : unknown(`${name} is neither defined in this file nor known here`, site.line);
  return new Array<Value>(Math.max(1, outputs)).fill(value);
}

export function siteOf(run: Run, frame: Frame, line: number, written: readonly string[]): Site {
  const { statement, top } = run;
  const doubt = doubtHere(run, frame);
  if (statement && top && (statement.range.start < top.range.start || statement.range.end > top.range.end))
    run.continuable = false;
  const isElsewhere = line < 0;
  const inner =
    frame.definition && !isElsewhere
      ? { line, function: frame.definition.name }
      : { line: isElsewhere ? (statement?.line ?? 0) : line };
  return {
    line: statement?.line ?? line,
    statement: statement?.range ?? { start: zero, end: zero },
    inner,
    written,
    loops: run.loops.filter((each) => each.line >= 0).map((each) => ({ ...each })),
    ...(doubt ? { doubt } : {}),
  };
}

const zero = 0 as Site["statement"]["start"];

function contextOf(run: Run, frame: Frame, line: number): CallContext {
  return {
    line,
    doubt: doubtHere(run, frame),
    apply(callee, args, outputs) {
      const site = { line, written: [] };
      if (typeof callee === "string") return callName(run, frame, callee, args, outputs, site);
      return callFunction(run, frame, callee, args, outputs, site);
    },
    exist(name) {
      if (frame.variables.has(name)) return 1;
      if (run.program.functions.has(name)) return 103;
      if (run.find(name) ?? run.library.get(name)) return 2;
      return builtins.has(name) || run.drawing?.names.has(name) ? 5 : 0;
    },
  };
}

/** A file beside: its main function, or a script that sees the caller's variables. */
function callProgram(
  run: Run,
  frame: Frame,
  name: string,
  program: Program,
  args: readonly Value[],
  outputs: number,
): readonly Value[] {
  if (program.isClass) throw new NotKnown(`${name} is a class`);
  for (const [other, each] of program.library ?? []) {
    run.library.set(other, each);
    run.added.set(other, each);
  }
  if (program.main) return callDefinition(run, frame, program, program.main, args, outputs);
  const inner: Frame = { ...frame, program, ends: [] };
  deeper(run, () => runBody(run, inner, program.body));
  return [];
}

export function callDefinition(
  run: Run,
  caller: Frame,
  program: Program,
  definition: FunctionDefinition,
  args: readonly Value[],
  outputs: number,
): readonly Value[] {
  const { parameters } = definition;
  const variadic = parameters.at(-1)?.name === "varargin";
  const fixed = variadic ? parameters.length - 1 : parameters.length;
  if (args.length > fixed && !variadic)
    throw new MatlabError(`${definition.name}: function called with too many inputs`, "MATLAB:TooManyInputs");
  const frame = newFrame(program, args.length, outputs, definition);
  parameters.slice(0, fixed).forEach(({ name, standard }, i) => {
    const value = args[i] ?? (standard && evaluate(run, frame, standard));
    if (value) setVariable(frame, name, value);
  });
  if (variadic) {
    const rest = args.slice(fixed);
    setVariable(frame, "varargin", cell([rest.length === 0 ? 0 : 1, rest.length], rest));
  }
  const { statement, doubt } = run;
  run.doubt = doubtHere(run, caller);
  try {
    const results = deeper(run, () => {
      runBody(run, frame, definition.body);
      return collectOutputs(frame, definition, outputs);
    });
    // Not after an error, which is then reported where it happened.
    run.statement = statement;
    return results;
  } finally {
    run.doubt = doubt;
  }
}

function collectOutputs(frame: Frame, definition: FunctionDefinition, outputs: number): Value[] {
  const results: Value[] = [];
  for (const name of definition.outputs) {
    const value = readVariable(frame, name);
    if (name === "varargout" && name === definition.outputs.at(-1)) {
      if (value?.kind === "cell") results.push(...value.data);
      break;
    }
    if (!value) {
      if (results.length < Math.max(1, outputs) && outputs > 0)
        throw new MatlabError(
          `${definition.name}: some elements undefined in return list: ${name}`,
          "Octave:undefined-function",
        );
      break;
    }
    results.push(value);
  }
  return results;
}
