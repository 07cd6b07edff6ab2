import { MatlabError } from "./builtin.js";
import { evaluate, evaluateReference } from "./expressions.js";
import { names } from "./names.js";
import type { Expression } from "./program.js";
import { doubtHere, type Frame, newFrame, type Run, readVariable, setVariable } from "./run.js";
import { cell, type FunctionValue, type Value } from "./values.js";

/** `@(…) body`: the variables of the body as they are now belong to it. */
export function lambdaFrom(
  run: Run,
  frame: Frame,
  lambda: Extract<Expression, { type: "lambda" }>,
): FunctionValue {
  const { parameters, body } = lambda;
  if (frame.definition && lambda.line >= 0) run.continuable = false;
  const captured = new Map<string, Value>();
  for (const name of names(body)) {
    const value = parameters.includes(name) ? undefined : readVariable(frame, name);
    if (value) captured.set(name, value);
  }
  const variadic = parameters.at(-1) === "varargin";
  const fixed = variadic ? parameters.length - 1 : parameters.length;
  const call = (args: readonly Value[], outputs: number): readonly Value[] => {
    if (args.length > fixed && !variadic)
      throw new MatlabError("@<anonymous>: function called with too many inputs", "MATLAB:TooManyInputs");
    const inner = newFrame(frame.program, args.length, outputs, frame.definition);
    for (const [name, value] of captured) setVariable(inner, name, value);
    parameters.slice(0, fixed).forEach((name, i) => {
      const value = args[i];
      if (value) setVariable(inner, name, value);
    });
    if (variadic) {
      const rest = args.slice(fixed);
      setVariable(inner, "varargin", cell([rest.length === 0 ? 0 : 1, rest.length], rest));
    }
    const doubt = run.doubt;
    run.doubt = doubtHere(run, frame);
    try {
      if (body.type === "reference") return evaluateReference(run, inner, body, outputs);
      return [evaluate(run, inner, body)];
    } finally {
      run.doubt = doubt;
    }
  };
  return { kind: "function", text: lambda.text, parameters: variadic ? -1 : parameters.length, call };
}
