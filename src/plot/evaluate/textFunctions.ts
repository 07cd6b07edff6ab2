import { NotKnown } from "./builtin.js";
import { builtins } from "./builtins.js";
import { lambdaFrom } from "./lambda.js";
import { names } from "./names.js";
import type { Frame, Run } from "./run.js";
import type { FunctionValue } from "./values.js";

/** The function that `'@(x) x.^2'` or the name of one stands for, as `str2func` reads it. @throws {NotKnown} */
export function functionOfText(run: Run, frame: Frame, text: string): FunctionValue {
  if (/^[A-Za-z][\w.]*$/.test(text)) return { kind: "function", text, name: text, parameters: -1 };
  const written = /^\s*@\(([^)]*)\)(.*)$/s.exec(text);
  const parameters = written?.[1]?.split(",").map((each) => each.trim()) ?? [];
  return functionOf(run, frame, text, written?.[2]?.trim() ?? "", () =>
    parameters.filter((each) => each !== ""),
  );
}

/** The function that `inline('x^2 + t')` makes: of its variables in alphabetic order unless they are given. @throws {NotKnown} */
export function inlineFunction(
  run: Run,
  frame: Frame,
  text: string,
  given: readonly string[],
): FunctionValue {
  return functionOf(run, frame, text, text.trim(), (mentioned) => {
    if (given.length > 0) return given;
    const free = [...mentioned].filter((name) => !builtins.has(name)).sort();
    return free.length > 0 ? free : ["x"];
  });
}

function functionOf(
  run: Run,
  frame: Frame,
  text: string,
  code: string,
  parametersOf: (mentioned: ReadonlySet<string>) => readonly string[],
): FunctionValue {
  const body = frame.program.texts?.get(code) ?? run.program.texts?.get(code);
  if (!body) throw new NotKnown("a function is made of a text");
  const { line, range } = body;
  return lambdaFrom(run, frame, {
    type: "lambda",
    parameters: parametersOf(names(body)),
    body,
    text,
    line,
    range,
  });
}
