import type { SyntaxNode } from "../../syntax/parser.js";
import type { UnknownValue } from "../evaluate/values.js";
import type { Plotting } from "./matplotlib.js";
import type { PyValue } from "./values.js";

/** Statements and rounds a second after which a program is left: hovers must not wait. */
const stepRate = 800_000;

/** Thrown when a program takes too long. */
export class PyExhausted extends Error {}

/** What a `return` carries. */
export class PyReturn extends Error {
  constructor(readonly value: PyValue) {
    super("return");
  }
}

/** What `break` and `continue` do, or `unclear` where nobody knows whether they are reached. */
export class PyJump extends Error {
  constructor(readonly to: "break" | "continue" | "unclear") {
    super(to);
  }
}

/** One evaluation: its variables, what it draws on, and where it stands. */
export interface Environment {
  readonly variables: Map<string, PyValue>;
  readonly functions: Map<string, SyntaxNode>;
  readonly plotting: Plotting;
  readonly loops: { line: number; round: number }[];
  statement: SyntaxNode | undefined;
  doubt: UnknownValue | undefined;
  depth: number;
  readonly steps: { left: number; readonly until: number };
}

export const newEnvironment = (plotting: Plotting, seconds: number): Environment => ({
  variables: new Map(),
  functions: new Map(),
  plotting,
  loops: [],
  statement: undefined,
  doubt: undefined,
  depth: 0,
  steps: { left: seconds * stepRate, until: performance.now() + seconds * 1000 },
});

/** @throws {PyExhausted} */
export function step(environment: Environment): void {
  environment.steps.left--;
  if (environment.steps.left < 0 || performance.now() > environment.steps.until) throw new PyExhausted();
}

export const lineOf = (node: SyntaxNode): number => node.startPosition.row;

export const namedChildrenOf = (node: SyntaxNode): SyntaxNode[] =>
  node.namedChildren.filter((each): each is SyntaxNode => each !== null && each.type !== "comment");
