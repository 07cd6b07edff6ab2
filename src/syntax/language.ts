import type { SyntaxNode } from "./parser.js";
import type { DocumentationSite, FunctionKind, LanguageId, Signature, StatementKind } from "./types.js";

/** A function as its language file reads it; `patches.ts` turns it into a `FunctionPatch`. */
export interface FunctionNode {
  readonly name: string;
  readonly nameNode: SyntaxNode;
  readonly kind: FunctionKind;
  /** The outermost node that belongs to it: decorators, `export`, `template <…>`, the assignment of a lambda. */
  readonly declaration: SyntaxNode;
  /** The first sibling before `declaration` that belongs to it where the grammar keeps the two apart: Rust attributes, Go directives. */
  readonly leading?: SyntaxNode;
  /** The type that a declaration outside of that type's body names: `T` for `func (t *T) M()` and for `void T::m()`. */
  readonly owner?: string;
  readonly body?: SyntaxNode;
  readonly isPublic: boolean;
  /** Computed by the language file; costly parts are read on demand. */
  readSignature(): Signature;
  /** Where documentation goes, where that is neither above the declaration nor first in the body. */
  readSite?(text: string): DocumentationSite;
  /**
   * The nodes of the existing documentation in order (several for `//` or `#` lines), if any. They must be
   * documentation, not any comment: directly above the declaration (or first in the body) and in a documentation form.
   */
  readonly docstring: readonly SyntaxNode[];
}

export interface ClassNode {
  readonly name: string;
  readonly nameNode: SyntaxNode;
  readonly declaration: SyntaxNode;
  /** As in `FunctionNode`. */
  readonly leading?: SyntaxNode;
  readonly body?: SyntaxNode;
  readonly isPublic: boolean;
  readonly docstring: readonly SyntaxNode[];
}

/** Everything CodePatch knows about one programming language. One file in `languages/` each; no other file switches on the id. */
export interface Language {
  readonly id: LanguageId;
  /** For people: `C#`. */
  readonly name: string;
  /** `tree-sitter-<grammar>.wasm`. */
  readonly grammar: string;
  /** What the grammar is given instead of `text`: of the same length, with words blanked out that it cannot know (C's export macros). */
  textToParse?(text: string): string;
  /** With the dot, lower case. */
  readonly extensions: readonly string[];
  /** VS Code's language identifiers. */
  readonly editorIds: readonly string[];
  readonly lineComment: string;
  readonly documentationPlacement: "inside" | "before";
  /**
   * The types of nodes that `readFunction`, `readClass`, `isImport` and `statementKind` may answer for; the walk over a
   * file passes over all others, which makes it several times faster. Absent: they are asked about every named node.
   */
  readonly patchTypes?: ReadonlySet<string>;
  readFunction(node: SyntaxNode): FunctionNode | undefined;
  readClass(node: SyntaxNode): ClassNode | undefined;
  isImport(node: SyntaxNode): boolean;
  /**
   * The kind when `node` is a statement in the language's sense, else undefined. `parent` is that of the node where the caller knows it:
   * asking tree-sitter takes the longer, the deeper the node lies.
   */
  statementKind(node: SyntaxNode, parent?: SyntaxNode): StatementKind | undefined;
  /** Comments and docstrings: what an edit of documentation may change. */
  isDocumentation(node: SyntaxNode): boolean;
  readModuleDocstring?(root: SyntaxNode): SyntaxNode | undefined;
}
