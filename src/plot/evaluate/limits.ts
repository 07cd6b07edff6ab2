import { NotKnown } from "./builtin.js";

export interface Limits {
  readonly milliseconds: number;
  /** In one array. */
  readonly elements: number;
  /** In all arrays that one run makes. */
  readonly allocated: number;
  /** Elements computed and statements executed. */
  readonly operations: number;
  /** Calls within calls. */
  readonly depth: number;
}

export const defaultLimits: Limits = {
  milliseconds: 250,
  elements: 4e6,
  allocated: 48e6,
  operations: 4e7,
  depth: 200,
};

/** Thrown when the time or the operations of a run are used up. */
export class Exhausted extends Error {}

export const tooLarge = "it is too large to evaluate here";

let limits = defaultLimits;
let deadline = Number.POSITIVE_INFINITY;
let allocated = 0;
let operations = 0;
let nextLook = 0;

/** What a run has used. */
export interface Account {
  readonly allocated: number;
  readonly operations: number;
}

/** Starts the account of one run, or goes on with one. Evaluation is synchronous, so one account is open at a time. */
export function openAccount(of: Limits, used: Account = { allocated: 0, operations: 0 }): void {
  limits = of;
  deadline = performance.now() + of.milliseconds;
  ({ allocated, operations } = used);
  nextLook = 0;
}

export const accountNow = (): Account => ({ allocated, operations });

/** Counts `n` operations. @throws {Exhausted} */
export function spend(n: number): void {
  operations += n;
  if (operations < nextLook) return;
  nextLook = operations + 20_000;
  if (operations > limits.operations || performance.now() > deadline) throw new Exhausted();
}

/** Elementary operations that are counted as one and take about so long, in milliseconds. */
const operationTime = 5e-6;

/** Is there time left for `n` more operations that cannot be interrupted? */
export const isAffordable = (n: number): boolean =>
  operations + n <= limits.operations && performance.now() + n * operationTime <= deadline;

/** Is there room for `n` more elements? To be asked before they are made. @throws {NotKnown} @throws {Exhausted} */
export function reserve(n: number): void {
  if (n > limits.elements) throw new NotKnown(tooLarge);
  allocated += n;
  if (allocated > limits.allocated) throw new Exhausted();
  spend(n);
}

/** Zeros. @throws {NotKnown} */
export function allocate(n: number): Float64Array {
  reserve(n);
  return new Float64Array(n);
}
