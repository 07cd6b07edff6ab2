import { MatlabError } from "./builtin.js";
import { assignedNames } from "./names.js";
import type { Statement } from "./program.js";
import { type Completion, doubtHere, type Frame, type Run, type Slot, setVariable } from "./run.js";
import { sameSize, sizeOf, type UnknownValue, unknown, type Value } from "./values.js";

/**
 * Walks all branches of which only one would be executed, nobody knows which: what they draw is handed out with the doubt,
 * and what they assign is unknown afterwards unless all agree.
 */
export function runBranches(
  run: Run,
  frame: Frame,
  doubt: UnknownValue,
  branches: readonly (() => Completion)[],
): Completion {
  const before = frame.variables;
  const outer = run.doubt;
  const ends: { variables: Map<string, Slot>; completion: Completion }[] = [];
  for (const branch of branches) {
    frame.variables = new Map([...before].map(([name, { value }]) => [name, { value, owned: false }]));
    run.doubt = doubtHere(run, frame) ?? doubt;
    try {
      ends.push({ completion: branch(), variables: frame.variables });
    } catch (error) {
      // A branch that raises an error ends the program there: what follows is only reached by the others.
      if (!(error instanceof MatlabError)) throw error;
    } finally {
      run.doubt = outer;
    }
  }
  frame.variables = before;
  const through = ends.filter(({ completion }) => completion === "normal");
  const [first] = ends;
  merge(
    frame,
    doubt,
    (through.length > 0 ? through : ends).map(({ variables }) => variables),
  );
  if (through.length === 0) return first?.completion ?? "normal";
  for (const { completion } of ends) {
    if (completion === "return") frame.returnDoubt ??= doubt;
    else if (completion !== "normal") frame.loopDoubt ??= doubt;
  }
  return "normal";
}

function merge(frame: Frame, doubt: UnknownValue, ends: readonly Map<string, Slot>[]): void {
  const names = new Set(ends.flatMap((variables) => [...variables.keys()]));
  for (const name of names) {
    const values = ends.map((variables) => variables.get(name)?.value);
    const [first] = values;
    if (first && values.every((each) => each === first)) setVariable(frame, name, first);
    else setVariable(frame, name, eitherOf(values, doubt));
  }
}

/** Of which only the size may be certain. */
function eitherOf(values: readonly (Value | undefined)[], doubt: UnknownValue): Value {
  const sizes = values.map((each) => each && sizeOf(each));
  const [first] = sizes;
  const agreed = first && sizes.every((each) => each && sameSize(each, first));
  return unknown(doubt.reason, doubt.line, agreed ? first : undefined);
}

/** Everything that the statements may assign is unknown from here on. */
export function forget(frame: Frame, body: readonly Statement[], doubt: UnknownValue): void {
  for (const name of assignedNames(body)) {
    const before = frame.variables.get(name)?.value;
    // Others may hold it too.
    if (before?.kind === "map") before.store.doubt ??= doubt;
    setVariable(frame, name, unknown(doubt.reason, doubt.line));
  }
}
