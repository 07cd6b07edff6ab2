import type { OffsetRange } from "../../base/brand.js";
import type { Value } from "./values.js";

/** A MATLAB file as the interpreter wants it: plain data, independent of the syntax tree. */
export interface Program {
  readonly text: string;
  /** Statements of a script; empty in a file of functions. */
  readonly body: readonly Statement[];
  readonly functions: ReadonlyMap<string, FunctionDefinition>;
  /** The function that the file is named for: its first, where it begins with one. */
  readonly main?: FunctionDefinition;
  /** Texts that the program may make functions of, as the expressions that they are; see `readProgram`. */
  readonly texts?: ReadonlyMap<string, Expression>;
  /** Functions of `library/` that the text mentions, and those that these mention. */
  readonly library?: ReadonlyMap<string, Program>;
  /** Of the first line that cannot be read. */
  readonly faultyLine?: number;
  /** The file defines a class, which is not evaluated. */
  readonly isClass: boolean;
}

export interface FunctionDefinition {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly outputs: readonly string[];
  readonly body: readonly Statement[];
  /** Zero-based. */
  readonly line: number;
  readonly range: OffsetRange;
}

export interface Parameter {
  /** `~` for one that is ignored. */
  readonly name: string;
  readonly standard?: Expression;
}

interface Placed {
  /** Zero-based. */
  readonly line: number;
  readonly range: OffsetRange;
}

export type Statement = Placed &
  (
    | { readonly type: "expression"; readonly expression: Expression }
    | {
        readonly type: "assign";
        /** undefined for `~`. */
        readonly targets: readonly (Target | undefined)[];
        readonly value: Expression;
      }
    | { readonly type: "command"; readonly name: string; readonly words: readonly string[] }
    | {
        readonly type: "if";
        readonly clauses: readonly { readonly condition: Expression; readonly body: readonly Statement[] }[];
        readonly otherwise: readonly Statement[];
      }
    | {
        readonly type: "switch";
        readonly value: Expression;
        readonly cases: readonly { readonly value: Expression; readonly body: readonly Statement[] }[];
        readonly otherwise: readonly Statement[];
      }
    | {
        readonly type: "for";
        readonly variable: Target;
        readonly iterable: Expression;
        readonly body: readonly Statement[];
      }
    | {
        readonly type: "while";
        readonly condition: Expression;
        readonly body: readonly Statement[];
        /** The condition is looked at after the body and ends the loop when it holds: `do … until`. */
        readonly until: boolean;
      }
    | {
        readonly type: "try";
        readonly body: readonly Statement[];
        readonly exception?: string;
        readonly handler: readonly Statement[];
        /** Done in any case: `unwind_protect`. */
        readonly cleanup: readonly Statement[];
      }
    | { readonly type: "block"; readonly body: readonly Statement[] }
    | {
        readonly type: "declare";
        readonly scope: "global" | "persistent";
        readonly names: readonly string[];
        readonly standard?: Expression;
      }
    | { readonly type: "arguments"; readonly names: readonly Parameter[] }
    | { readonly type: "return" | "break" | "continue" }
    /** What is not evaluated; `reason` says why. */
    | { readonly type: "unsupported"; readonly reason: string }
  );

/** What can be assigned to. */
export interface Target {
  readonly name: string;
  readonly path: readonly Accessor[];
}

/** `(…)`, `{…}`, `.name`, `.(expression)` */
export type Accessor =
  | { readonly kind: "()" | "{}"; readonly args: readonly Expression[]; readonly line: number }
  | { readonly kind: "."; readonly name: string }
  | { readonly kind: ".()"; readonly name: Expression };

export type BinaryOperator =
  | "+"
  | "-"
  | "*"
  | "/"
  | "\\"
  | "^"
  | ".*"
  | "./"
  | ".\\"
  | ".^"
  | "=="
  | "~="
  | "<"
  | "<="
  | ">"
  | ">="
  | "&"
  | "|";

export type Expression = Placed &
  (
    | { readonly type: "constant"; readonly value: Value }
    | { readonly type: "reference"; readonly name: string; readonly path: readonly Accessor[] }
    | { readonly type: "chain"; readonly base: Expression; readonly path: readonly Accessor[] }
    | { readonly type: "colon" | "end" }
    | {
        readonly type: "binary";
        readonly operator: BinaryOperator;
        readonly left: Expression;
        readonly right: Expression;
      }
    | {
        readonly type: "shortcut";
        readonly operator: "&&" | "||";
        readonly left: Expression;
        readonly right: Expression;
      }
    | { readonly type: "unary"; readonly operator: "-" | "+" | "~"; readonly operand: Expression }
    | { readonly type: "transpose"; readonly conjugate: boolean; readonly operand: Expression }
    | {
        readonly type: "range";
        readonly start: Expression;
        readonly step?: Expression;
        readonly stop: Expression;
      }
    | { readonly type: "matrix" | "cell"; readonly rows: readonly (readonly Expression[])[] }
    | {
        readonly type: "lambda";
        readonly parameters: readonly string[];
        readonly body: Expression;
        readonly text: string;
      }
    | { readonly type: "handle"; readonly name: string }
    | { readonly type: "unsupported"; readonly reason: string }
  );
