import type { RandomValue } from "../evaluate/values.js";
import type { NdArray } from "./arrays.js";

export interface PyUnknownValue {
  readonly kind: "unknown";
  readonly reason: string;
  readonly line: number;
  /** Where the extents are certain though the values are not. */
  readonly shape?: readonly number[];
}

/** What names share and statements change; once it is not known whether one did, `doubt` says so. */
export interface Shared {
  doubt?: PyUnknownValue | undefined;
}

/** A list or a tuple; the grid of axes that `subplots` makes, which has rows and columns as an array has. */
export interface PyList extends Shared {
  readonly kind: "list";
  readonly items: PyValue[];
  readonly is?: "tuple" | "axes";
}

export interface PyDict extends Shared {
  readonly kind: "dict";
  readonly entries: Map<string, readonly [key: PyValue, value: PyValue]>;
  readonly isSet?: boolean;
}

export interface PyClass {
  readonly kind: "class";
  readonly name: string;
  readonly members: Map<string, PyValue>;
  readonly bases: readonly PyClass[];
  /** Names and defaults of the fields of a data class or a named tuple. */
  readonly fields?: readonly (readonly [name: string, value: PyValue | undefined])[];
}

export interface PyObject extends Shared {
  readonly kind: "object";
  readonly of: PyClass;
  readonly attributes: Map<string, PyValue>;
}

export interface PyFunctionValue {
  readonly kind: "function";
  readonly call: PyFunction;
  /** How many values it takes, where it is of the file and takes no more. */
  readonly takes?: number;
  /** How a class binds it. */
  readonly binds?: "static" | "class" | "property" | "method";
}

/** Random numbers: what they are drawn from is known, they are not. */
export interface PyRandom {
  readonly kind: "random";
  readonly value: RandomValue;
  readonly shape: readonly number[];
}

export type PyValue =
  | NdArray
  | PyList
  | PyDict
  | PyClass
  | PyObject
  | PyFunctionValue
  | PyRandom
  | PyUnknownValue
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "none" }
  | { readonly kind: "module"; readonly name: string }
  | { readonly kind: "slice"; readonly parts: readonly (number | undefined)[] }
  /** Axes or a figure, by the number that the drawing gave. */
  | { readonly kind: "axes" | "figure"; readonly id: number }
  /** What was drawn, by the numbers that the drawing gave. */
  | { readonly kind: "artist"; readonly ids: readonly number[]; readonly axes: number }
  /** Cells of a grid of axes: all of it, or the part that an index took. */
  | {
      readonly kind: "cells";
      readonly of: readonly [number, number];
      readonly rows: readonly number[];
      readonly columns: readonly number[];
    };

export interface PyArguments {
  readonly positional: readonly PyValue[];
  readonly named: ReadonlyMap<string, PyValue>;
  /** How the positional ones were written. */
  readonly written: readonly string[];
}

export type PyFunction = (args: PyArguments) => PyValue;

/** Thrown where a value cannot be known; the statement goes on with an unknown value. */
export class PyUnknown extends Error {
  constructor(
    /** A clause that fits after "because". */
    readonly reason: string,
    /** Where it lies, if not where it is met. */
    readonly line?: number,
    readonly shape?: readonly number[] | undefined,
  ) {
    super(reason);
  }
}

export const none: PyValue = { kind: "none" };
export const text = (value: string): PyValue => ({ kind: "text", text: value });
export const list = (items: PyValue[]): PyList => ({ kind: "list", items });
export const tuple = (items: PyValue[]): PyList => ({ kind: "list", items, is: "tuple" });
export const fn = (call: PyFunction): PyFunctionValue => ({ kind: "function", call });

export const unknownOf = (error: PyUnknown, line: number): PyUnknownValue => ({
  kind: "unknown",
  reason: error.reason,
  line: error.line ?? line,
  ...(error.shape && { shape: error.shape }),
});

/** An argument by its name or its place. */
export const option = ({ named, positional }: PyArguments, name: string, at: number): PyValue | undefined =>
  named.get(name) ?? positional[at];

export const textIn = (value: PyValue | undefined): string | undefined =>
  value?.kind === "text" ? value.text : undefined;

export const isMissing = (value: PyValue | undefined): boolean =>
  value === undefined || value.kind === "none";

/** Passes an unknown value on as an error. */
export function known<T extends PyValue>(value: T): Exclude<T, PyUnknownValue> {
  if (value.kind === "unknown") throw new PyUnknown(value.reason, value.line);
  return value as Exclude<T, PyUnknownValue>;
}
