import type { FilePatches, FunctionPatch } from "../../syntax/types.js";
import type { Statement } from "./statements.js";

/** What rules may know beside the statements. */
export interface Surroundings {
  readonly patch: FunctionPatch;
  readonly file: FilePatches;
  readonly text: string;
  /** The names of the parameters, receiver aside. */
  readonly parameters: ReadonlySet<string>;
  /** The statements of the same block before the ones in question. */
  readonly before: readonly Statement[];
}

export interface Explanation {
  /** How many statements it is about. */
  readonly length: number;
  /** The same in fewer and fewer words; the first that fits is written. Without a full stop. */
  readonly said: readonly string[];
  /** What is inside may be explained too. */
  readonly isOpen?: boolean;
}

/** Explains the first of `statements`, or a run that starts with it, where something true helps. */
export type Rule = (statements: readonly Statement[], around: Surroundings) => Explanation | undefined;

/** The longest run of statements from the start for which `read` finds something. */
export function runOf<T>(
  statements: readonly Statement[],
  read: (statement: Statement) => T | undefined,
): T[] {
  const found: T[] = [];
  for (const statement of statements) {
    const value = read(statement);
    if (value === undefined) break;
    found.push(value);
  }
  return found;
}
