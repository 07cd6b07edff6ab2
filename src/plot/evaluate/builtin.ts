import type { OffsetRange } from "../../base/brand.js";
import type { FunctionValue, HandleValue, UnknownValue, Value } from "./values.js";

/** Where a call stands in the text of the program. */
export interface Site {
  /** Of the statement in the file that was asked about, also when the call stands in a function that it calls; zero-based. */
  readonly line: number;
  /** Of the same statement. */
  readonly statement: OffsetRange;
  /** The call itself: its line in its own file, and the function it stands in; absent at the top of a script. */
  readonly inner: { readonly line: number; readonly function?: string };
  /** How the arguments were written, one text an argument: `y`, `2*pi*t`. */
  readonly written: readonly string[];
  /** Present where nobody knows whether the call is made at all: it depends on this. */
  readonly doubt?: UnknownValue;
  /** The loops around it, outermost first: their lines, and which round this is (from 0). */
  readonly loops: readonly { readonly line: number; readonly round: number }[];
}

/**
 * Whoever draws. The interpreter hands over the calls of the names it lists, and everything done to a handle. Arguments may
 * be unknown or random. May throw `MatlabError`, as the function itself would.
 */
export interface Drawing {
  /** Functions that draw or change a figure: `plot`, `hold`, `title`, `set`, `gca`, … */
  readonly names: ReadonlySet<string>;
  /** The outputs, `outputs` of them at least where the function has so many; undefined when it only computes here, as `hist` does with outputs. */
  call(
    name: string,
    args: readonly Value[],
    outputs: number,
    site: Site,
    context: CallContext,
  ): readonly Value[] | undefined;
  /** `h.Color` */
  getProperty(handle: HandleValue, name: string, site: Site): Value;
  /** `h.Color = …` */
  setProperty(handle: HandleValue, name: string, value: Value, site: Site): void;
}

/** What a builtin may ask of the interpreter. */
export interface CallContext {
  /** Of the call; zero-based. */
  readonly line: number;
  /** Present where nobody knows whether the call is made at all: it depends on this. */
  readonly doubt?: UnknownValue | undefined;
  /** Calls a function handle or the function of a name; `outputs` values come back. */
  apply(callee: FunctionValue | string, args: readonly Value[], outputs: number): readonly Value[];
  /** Is there a variable or a function of that name? The answer of `exist`: 0, 1, 2, 5. */
  exist(name: string): number;
}

/** A function that only computes: `outputs` is how many values are asked for; at least one may always be given. */
export type Builtin = (
  args: readonly Value[],
  outputs: number,
  context: CallContext,
) => readonly Value[] | Value;

/** What the program itself raises: `error(…)`, an index out of bounds. `try` catches it. */
export class MatlabError extends Error {
  constructor(
    message: string,
    readonly identifier = "",
  ) {
    super(message);
  }
}

/** Thrown where a function of `library/` meets a call that it does not handle: none of its results is known. */
export class NotHandled extends Error {
  constructor(
    /** A clause that fits after "because". */
    readonly reason: string,
  ) {
    super(reason);
  }
}

/** Thrown where a value cannot be known; the call that it happens in becomes an unknown value of that reason. */
export class NotKnown extends Error {
  constructor(
    /** A clause that fits after "because". */
    readonly reason: string,
    readonly size?: readonly number[],
  ) {
    super(reason);
  }
}
