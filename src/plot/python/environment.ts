import { defaultLimits, type Limits, openAccount } from "../evaluate/limits.js";
import type { UnknownValue } from "../evaluate/values.js";
import type { Plotting } from "./matplotlib.js";
import type { PyNode } from "./nodes.js";
import type { PyUnknownValue, PyValue, Shared } from "./values.js";

/** Statements and rounds a second after which a program is left: hovers must not wait. */
const stepRate = 800_000;

/** Thrown when a program takes too long. */
export class PyExhausted extends Error {}

/** Thrown when a program ends by itself. */
export class PyEnded extends Error {}

/** What a `return` carries. */
export class PyReturn extends Error {
  constructor(readonly value: PyValue) {
    super("return");
  }
}

/** What the program raises. */
export class PyRaised extends Error {}

/** What `break` and `continue` do, or `unclear` where nobody knows whether they are reached. */
export class PyJump extends Error {
  constructor(readonly to: "break" | "continue" | "unclear") {
    super(to);
  }
}

/** The names of a module, a function or a comprehension; those around it are seen from within. */
export interface Scope {
  readonly names: Map<string, PyValue>;
  readonly outer?: Scope;
  /** Names that `global` and `nonlocal` give to another scope. */
  readonly elsewhere?: Map<string, Scope>;
  /** Names of a class are not seen by its methods. */
  readonly isClass?: boolean;
}

/** One evaluation: its names, what it draws on, and where it stands. */
export interface Environment {
  scope: Scope;
  readonly module: Scope;
  readonly plotting: Plotting;
  readonly loops: { line: number; round: number }[];
  statement: PyNode | undefined;
  doubt: UnknownValue | undefined;
  /** What statements that may not be run have set or changed. */
  doubted: { readonly names: (readonly [Scope, string])[]; readonly shared: Set<Shared> } | undefined;
  /** Set once it is not known whether the function at hand has returned. */
  maybeReturned: boolean;
  depth: number;
  nesting: number;
  /** How often a loop took too long. */
  tired: number;
  /** Whether it is evaluated with other rounding, to see what that decides. */
  readonly roundsOtherwise: boolean;
  /** Modules of which everything was imported. */
  readonly wildcards: string[];
  readonly steps: { left: number; until: number; readonly seconds: number };
}

export function newEnvironment(plotting: Plotting, seconds: number, roundsOtherwise: boolean): Environment {
  const module: Scope = { names: new Map() };
  return {
    scope: module,
    module,
    plotting,
    loops: [],
    statement: undefined,
    doubt: undefined,
    doubted: undefined,
    maybeReturned: false,
    depth: 0,
    nesting: 0,
    tired: 0,
    roundsOtherwise,
    wildcards: [],
    steps: { seconds, ...budget(seconds) },
  };
}

const budget = (seconds: number): { left: number; until: number } => ({
  left: seconds * stepRate,
  until: performance.now() + seconds * 1000,
});

/** Of the time that a program has, for what follows a loop that took too long. */
const restShare = 0.1;
const mostTired = 3;

/** Gives a program some time more after a loop took too long; false where that was often enough. */
export function goOn(environment: Environment): boolean {
  if (environment.tired >= mostTired) return false;
  environment.tired++;
  const { steps } = environment;
  Object.assign(steps, budget(steps.seconds * restShare));
  openAccount(limitsOf(steps.seconds * restShare));
  return true;
}

/** The limits of what is computed by the functions that MATLAB programs use too. */
export const limitsOf = (seconds: number): Limits => ({
  ...defaultLimits,
  milliseconds: seconds * 1000,
  operations: seconds * 2e8,
  allocated: seconds * 2e8,
});

/** @throws {PyExhausted} */
export function step(environment: Environment): void {
  const { steps } = environment;
  steps.left--;
  if (steps.left < 0 || performance.now() > steps.until) throw new PyExhausted();
}

export function lookUp({ scope }: Environment, name: string): PyValue | undefined {
  for (let at: Scope | undefined = scope; at; at = at.outer) {
    if (at.isClass && at !== scope) continue;
    const found = at.names.get(name);
    if (found) return found;
  }
  return undefined;
}

export function setName(environment: Environment, name: string, value: PyValue): void {
  const scope = environment.scope.elsewhere?.get(name) ?? environment.scope;
  environment.doubted?.names.push([scope, name]);
  scope.names.set(name, value);
}

/** To be called before a list, an array, a dictionary or an object is changed. */
export function touch(environment: Environment, shared: Shared): void {
  environment.doubted?.shared.add(shared);
}

/** Runs `work` in a scope of its own. */
export function within<T>(environment: Environment, scope: Scope, work: () => T): T {
  const before = environment.scope;
  environment.scope = scope;
  try {
    return work();
  } finally {
    environment.scope = before;
  }
}

/** What may or may not have been changed is unknown from here on. */
export function doubtShared(shared: Shared, doubt: PyUnknownValue): void {
  const { view } = shared as { view?: { base: Shared } };
  (view?.base ?? shared).doubt ??= doubt;
}
