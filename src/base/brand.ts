/** A `T` that the compiler keeps apart from every other `T`. */
export type Brand<T, Name extends string> = T & { readonly __brand: Name };

/** UTF-16 code unit index into a document: the same in JavaScript strings, web-tree-sitter and VS Code. */
export type Offset = Brand<number, "Offset">;

export const offset = (value: number): Offset => value as Offset;

/** Half-open: `start` is inside, `end` is not. */
export interface OffsetRange {
  readonly start: Offset;
  readonly end: Offset;
}

/** Replaces the text of `range` by `newText`. */
export interface TextEdit {
  readonly range: OffsetRange;
  readonly newText: string;
}
