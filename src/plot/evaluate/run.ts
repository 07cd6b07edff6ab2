import type { Drawing } from "./builtin.js";
import type { FunctionDefinition, Program, Statement } from "./program.js";
import type { Size, UnknownValue, Value } from "./values.js";

/** A variable. `owned`: nobody but the variable sees the value, so that it may be changed in place. */
export interface Slot {
  value: Value;
  owned: boolean;
}

/** One activation of a script or a function. */
export interface Frame {
  program: Program;
  readonly definition?: FunctionDefinition;
  readonly inputs: number;
  readonly outputs: number;
  variables: Map<string, Slot>;
  readonly globals: Set<string>;
  /** What stands for `end` in the index being evaluated, innermost last. */
  readonly ends: {
    readonly size: Size | undefined;
    readonly position: number;
    readonly of: number;
    readonly from: Value;
  }[];
  /** Set once a `return`, or a `break` or `continue`, may or may not have happened. */
  returnDoubt?: UnknownValue | undefined;
  loopDoubt?: UnknownValue | undefined;
}

/** Finds the functions and scripts in files beside the one that is evaluated. */
export type ProgramFinder = (name: string) => Program | undefined;

/** One evaluation from start to end. */
export interface Run {
  program: Program;
  drawing: Drawing | undefined;
  find: ProgramFinder;
  /** Functions of toolboxes that are written in MATLAB, by name. */
  library: Map<string, Program>;
  /** Those of `library` that files beside brought. */
  added: Map<string, Program>;
  readonly globals: Map<string, Slot>;
  readonly persistent: Map<FunctionDefinition, Map<string, Slot>>;
  /** Statement at the top of the file in question that is being executed, and the one within it, or within a function of the file. */
  top: Statement | undefined;
  statement: Statement | undefined;
  depth: number;
  /** Present where nobody knows whether what is executed would be. */
  doubt: UnknownValue | undefined;
  readonly loops: { readonly line: number; round: number }[];
  /** How often a name was met that is not known: MATLAB may raise an error there. */
  missing: number;
  /** Rounds as another library might, to find what rounding decides. */
  readonly roundsOtherwise: boolean;
  /** Set by `load` and the like: a variable that is not defined may come from there. */
  mayDefine: UnknownValue | undefined;
  /**
   * Everything that was computed and drawn depends on the statements at the top alone, so that an edited text may be continued
   * from here: no place within a function is kept, and nothing that is shared and changed (globals, maps).
   */
  continuable: boolean;
}

export type Completion = "normal" | "break" | "continue" | "return";

export const newFrame = (
  program: Program,
  inputs: number,
  outputs: number,
  definition?: FunctionDefinition,
): Frame => ({
  program,
  inputs,
  outputs,
  variables: new Map(),
  globals: new Set(),
  ends: [],
  ...(definition ? { definition } : {}),
});

/** Reads a variable that will be seen elsewhere too. */
export function readVariable(frame: Frame, name: string): Value | undefined {
  const slot = frame.variables.get(name);
  if (slot) slot.owned = false;
  return slot?.value;
}

export function setVariable(frame: Frame, name: string, value: Value, owned = false): void {
  const slot = frame.variables.get(name);
  if (slot) {
    slot.value = value;
    slot.owned = owned;
  } else frame.variables.set(name, { value, owned });
}

/** Why it is not certain that the next statement of `frame` is executed; undefined where it is. */
export const doubtHere = (run: Run, frame: Frame): UnknownValue | undefined =>
  run.doubt ?? frame.returnDoubt ?? frame.loopDoubt;
