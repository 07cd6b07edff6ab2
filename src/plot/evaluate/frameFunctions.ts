import { MatlabError, NotKnown } from "./builtin.js";
import { callFunction, callName } from "./calls.js";
import { type Frame, type Run, setVariable } from "./run.js";
import { functionOfText, inlineFunction } from "./textFunctions.js";
import { emptyArray, scalar, textOf, unknown, type Value } from "./values.js";

type FrameFunction = (run: Run, frame: Frame, args: readonly Value[], outputs: number) => readonly Value[];

/** Functions that look at the variables of their caller, or change them. */
export const frameFunctions: Readonly<Record<string, FrameFunction>> = {
  __proto__: null as never,
  nargin: (_, frame, args) =>
    args.length === 0 && frame.definition ? [scalar(frame.inputs)] : notHere("nargin"),
  nargout: (_, frame, args) =>
    args.length === 0 && frame.definition ? [scalar(frame.outputs)] : notHere("nargout"),
  mfilename: () => notHere("the name of the file"),
  inputname: () => notHere("the caller's name of an argument"),
  clear: clearVariables,
  clearvars: clearVariables,
  clc: () => [],
  who: () => [],
  whos: () => [],
  format: () => [],
  more: () => [],
  warning: () => [emptyArray],
  pkg: () => [],
  syms(run, frame, args) {
    for (const each of args) {
      const name = textOf(each);
      if (name) setVariable(frame, name, unknown(`${name} is symbolic`, run.statement?.line ?? 0));
    }
    return [];
  },
  load: (run, frame, args, outputs) => bringVariables(run, frame, "load", args, outputs),
  run: (run, frame, args, outputs) => bringVariables(run, frame, "run", args, outputs),
  eval: (run, frame, args) => evaluatedText(run, frame, args),
  evalin: (run, frame, args) => evaluatedText(run, frame, args),
  evalc: (run, frame, args) => evaluatedText(run, frame, args),
  assignin(run, frame, args) {
    const name = textOf(args[1]);
    if (name && frame.variables.has(name))
      setVariable(frame, name, unknown("it is set by assignin", run.statement?.line ?? 0));
    return [];
  },
  str2func(run, frame, args) {
    const [first] = args;
    if (first?.kind === "function") return [first];
    return [functionOfText(run, frame, textOf(first) ?? notHere("the text of the function"))];
  },
  inline(run, frame, args) {
    const given = args
      .slice(1)
      .map(textOf)
      .filter((each) => each !== undefined);
    return [inlineFunction(run, frame, textOf(args[0]) ?? notHere("the text of the function"), given)];
  },
  vectorize: (_, __, args) => [...args],
  feval(run, frame, args, outputs) {
    const [callee, ...rest] = args;
    const site = { line: run.statement?.line ?? 0, written: [] };
    if (callee?.kind === "function") return callFunction(run, frame, callee, rest, outputs, site);
    const name = textOf(callee);
    if (name === undefined) throw new MatlabError("feval: FUNC must be a function handle or a name");
    return callName(run, frame, name, rest, outputs, site);
  },
};

function notHere(what: string): never {
  throw new NotKnown(`${what} is not known here`);
}

function clearVariables(run: Run, frame: Frame, args: readonly Value[]): readonly Value[] {
  const words = args.map(textOf).filter((each) => each !== undefined);
  const wanted = words.filter((each) => !each.startsWith("-"));
  const everything = wanted.length === 0 || wanted.includes("all") || wanted.includes("variables");
  if (everything) {
    frame.variables.clear();
    if (wanted.includes("all")) run.globals.clear();
    return [];
  }
  const except = words.includes("-except") || words.includes("-x");
  const patterns = wanted.map(
    (each) =>
      new RegExp(
        `^${each
          .replace(/[^\w*?]/g, "")
          .replace(/\*/g, ".*")
          .replace(/\?/g, ".")}$`,
      ),
  );
  for (const name of [...frame.variables.keys()])
    if (patterns.some((each) => each.test(name)) !== except) frame.variables.delete(name);
  return [];
}

function bringVariables(
  run: Run,
  _frame: Frame,
  what: string,
  args: readonly Value[],
  outputs: number,
): readonly Value[] {
  const name = textOf(args[0]);
  const reason = what === "run" ? `${name ?? "a script"} is run` : `${name ?? "a file"} is read`;
  const value = unknown(reason, run.statement?.line ?? 0);
  if (outputs === 0) run.mayDefine = value;
  return outputs === 0 ? [] : [value];
}

/** Text that is executed may set any variable; where it can be read, only those that it names. */
function evaluatedText(run: Run, frame: Frame, args: readonly Value[]): readonly Value[] {
  const value = unknown("it is computed by eval", run.statement?.line ?? 0);
  const code = textOf(args[0]);
  for (const name of [...frame.variables.keys()])
    if (code === undefined || new RegExp(`\\b${name}\\b`).test(code)) setVariable(frame, name, value);
  run.mayDefine = value;
  return [value];
}
