import type { Brand, OffsetRange } from "../base/brand.js";

export type LanguageId =
  | "python"
  | "javascript"
  | "typescript"
  | "tsx"
  | "java"
  | "go"
  | "php"
  | "ruby"
  | "c"
  | "cpp"
  | "csharp"
  | "rust"
  | "matlab";

/** Identity of a function within its file: `Class.method`, with `#2`, `#3` … where a name occurs again. Survives edits elsewhere. */
export type PatchId = Brand<string, "PatchId">;

export type ParameterKind =
  | "positional-only"
  | "positional"
  | "keyword-only"
  | "variadic"
  | "keyword-variadic"
  | "receiver";

export interface Parameter {
  /** Without sigils: `args` for `*args`, `x` for `$x` or `&x`. */
  readonly name: string;
  readonly kind: ParameterKind;
  /** As written in the source. */
  readonly type?: string;
  /** As written in the source. */
  readonly default?: string;
  /** May be left out by the caller although no default is written (TypeScript's `x?`). */
  readonly optional?: boolean;
}

export interface RaisedError {
  /** `ValueError`, `std::runtime_error`, `TypeError` … as written, without the arguments. */
  readonly type: string;
  /** The condition in the source's words where it is plain: `n < 0` for a raise directly under `if n < 0`. */
  readonly condition?: string;
  /** The conditions of the other places that raise it, where they are plain. */
  readonly otherConditions?: readonly string[];
  /** Some place raises it under a condition that is not plain, or under none. */
  readonly isPartial?: boolean;
  /** What its message is, where one place raises it, under no plain condition and with a literal. */
  readonly message?: string;
}

/** What can be known of a function without running it. Every field is read from the tree. */
export interface Signature {
  readonly parameters: readonly Parameter[];
  readonly typeParameters: readonly string[];
  /** As written in the source. */
  readonly returnType?: string;
  /** The names of the results in order, where the signature names them (MATLAB). */
  readonly outputs?: readonly string[];
  /** `value`: some path returns one (or the declared type says so). `nothing`: none does. `unknown`: there is no body and no type. */
  readonly returns: "value" | "nothing" | "unknown";
  readonly yields: boolean;
  readonly async: boolean;
  /** In source order, each type once (the first occurrence), only what this function itself raises outside a handler that swallows it. */
  readonly raises: readonly RaisedError[];
}

export interface ExistingDocstring {
  /** The whole literal or comment, delimiters included, without the indentation before it. */
  readonly range: OffsetRange;
  /** The text of `range`. */
  readonly raw: string;
}

/** Where documentation goes when there is none yet. */
export interface DocumentationSite {
  /**
   * `inside`: first thing in the body (Python). `before`: above the declaration with its decorators, annotations and
   * modifiers. `below`: on lines of its own under the header; what follows keeps its place (MATLAB).
   */
  readonly placement: "inside" | "before" | "below";
  /**
   * What an insertion replaces; usually empty. For `before`: at the first character of the declaration, after its
   * indentation. For `inside`: from the end of the header (after `:` and a trailing comment) to the first statement.
   */
  readonly range: OffsetRange;
  /** White space that starts each line of the documentation. */
  readonly indent: string;
  /** For `below`: what has to come behind the documentation; absent when a line ends there already. */
  readonly separation?: "line" | "blank line";
}

export type StatementKind =
  | "assignment"
  | "call"
  | "conditional"
  | "loop"
  | "return"
  | "raise"
  | "try"
  | "with"
  | "declaration"
  | "import"
  | "definition"
  | "other";

export interface StatementPatch {
  readonly kind: StatementKind;
  readonly range: OffsetRange;
  /** 0 for a statement directly in the body, 1 inside one block, and so on. */
  readonly depth: number;
}

export type FunctionKind = "function" | "method" | "constructor" | "getter" | "setter" | "lambda";

export interface FunctionPatch {
  readonly id: PatchId;
  readonly name: string;
  /** Dotted path from the file: `Outer.Inner.method`, `outer.inner`. */
  readonly qualifiedName: string;
  readonly kind: FunctionKind;
  /** Zero-based line of the name. */
  readonly line: number;
  /** Decorators, annotations and modifiers included, documentation before it not. */
  readonly range: OffsetRange;
  readonly nameRange: OffsetRange;
  /** Absent for declarations without a body (interfaces, prototypes, overloads). */
  readonly bodyRange?: OffsetRange;
  /** Visible from outside its file or class, by the language's own rule (`_name`, `private`, lower case in Go, no `export` …). */
  readonly isPublic: boolean;
  /** Inside another function. */
  readonly isNested: boolean;
  readonly hasErrors: boolean;
  readonly signature: Signature;
  readonly documentation: DocumentationSite;
  readonly docstring?: ExistingDocstring;
  readonly statements: readonly StatementPatch[];
  readonly enclosing?: ClassContext;
}

export interface ClassContext {
  readonly name: string;
  /** The first line(s) up to the body: `class Ridge(Base):`. */
  readonly header: string;
}

export interface ClassPatch {
  readonly name: string;
  readonly qualifiedName: string;
  readonly line: number;
  readonly range: OffsetRange;
  readonly header: string;
  readonly isPublic: boolean;
  readonly docstring?: ExistingDocstring;
}

export interface FilePatches {
  readonly language: LanguageId;
  readonly functions: readonly FunctionPatch[];
  readonly classes: readonly ClassPatch[];
  /** Import statements as written, one entry a statement. */
  readonly imports: readonly string[];
  /** The module or file docstring where the language has one. */
  readonly docstring?: ExistingDocstring;
  readonly hasErrors: boolean;
}
