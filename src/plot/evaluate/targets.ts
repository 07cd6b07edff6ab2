import { assigned, assignedContent, deleted } from "./assignment.js";
import { MatlabError, NotKnown } from "./builtin.js";
import { setEntry } from "./builtins/maps.js";
import { siteOf } from "./calls.js";
import { evaluateIndices, fieldName } from "./expressions.js";
import { indexed } from "./indexing.js";
import type { Accessor, Expression, Target } from "./program.js";
import { doubtHere, type Frame, type Run, setVariable } from "./run.js";
import {
  count,
  emptyArray,
  isEmptySize,
  isUncertain,
  type StructValue,
  sizeOf,
  unknown,
  type Value,
} from "./values.js";

/** `target = value`. @throws {MatlabError} */
export function assign(run: Run, frame: Frame, target: Target, value: Value): void {
  const { name, path } = target;
  if (path.length === 0) {
    setVariable(frame, name, value);
    return;
  }
  const slot = frame.variables.get(name);
  const owned = slot?.owned === true && path.length === 1;
  try {
    const result = placed(run, frame, slot?.value, path, 0, value, owned);
    setVariable(frame, name, result, path.length === 1 && result.kind === "array");
  } catch (error) {
    if (!(error instanceof NotKnown)) throw error;
    setVariable(frame, name, unknown(error.reason, run.statement?.line ?? 0));
  }
}

/** `x(…) = []` @throws {MatlabError} */
export function remove(run: Run, frame: Frame, target: Target): void {
  const slot = frame.variables.get(target.name);
  const last = target.path.at(-1);
  if (!slot || last?.kind !== "()")
    throw new MatlabError(`invalid use of a N_-D array in indexed assignment`);
  const outer = target.path.slice(0, -1);
  const within = (current: Value | undefined): Value => {
    const from = current ?? emptyArray;
    if (from.kind === "map") {
      setEntry(from, evaluateIndices(run, frame, last.args, from), emptyArray, doubtHere(run, frame));
      return from;
    }
    return deleted(from, evaluateIndices(run, frame, last.args, from));
  };
  setVariable(frame, target.name, placed(run, frame, slot.value, outer, 0, within, false));
}

type NewValue = Value | ((current: Value | undefined) => Value);

/** `current` with `value` at the end of the path. */
function placed(
  run: Run,
  frame: Frame,
  current: Value | undefined,
  path: readonly Accessor[],
  from: number,
  value: NewValue,
  owned: boolean,
): Value {
  const accessor = path[from];
  if (!accessor) return typeof value === "function" ? value(current) : value;
  const inner = (element: Value | undefined): Value =>
    placed(run, frame, element, path, from + 1, value, false);
  const last = from === path.length - 1;
  const base = current ?? emptyArray;
  if (accessor.kind === "." || accessor.kind === ".()") {
    const name = fieldName(run, frame, accessor);
    if (name === undefined) throw new NotKnown("the name of a field is not known");
    return withField(run, frame, base, name, inner, last);
  }
  const indices = evaluateIndices(run, frame, accessor.args, base);
  if (base.kind === "map") {
    if (!last || accessor.kind === "{}")
      throw new MatlabError("only one level of indexing is supported by a containers.Map");
    setEntry(base, indices, inner(undefined), doubtHere(run, frame));
    return base;
  }
  if (accessor.kind === "{}") {
    if (base.kind === "cell" || isEmptySize(sizeOf(base) ?? [1, 1])) {
      const content = last ? undefined : existing(base, indices);
      return assignedContent(
        base,
        indices,
        inner(content?.kind === "cell" ? content.data[0] : undefined),
        owned,
      );
    }
    return assignedContent(base, indices, inner(undefined), owned);
  }
  if (last && typeof value !== "function") return assigned(base, indices, value, owned);
  const element = existing(base, indices);
  const next = path[from + 1];
  const seed = element ?? (next?.kind === "." && base.kind === "struct" ? blank(base) : undefined);
  const changed = inner(seed);
  return assigned(withFieldsOf(base, changed), indices, changed, false);
}

/** `s(2).name = …` gives all elements a field of that name. */
function withFieldsOf(base: Value, element: Value): Value {
  if (base.kind !== "struct" || element.kind !== "struct") return base;
  const missing = [...element.fields.keys()].filter((name) => !base.fields.has(name));
  const empty = new Array<Value>(count(base.size)).fill(emptyArray);
  return { ...base, fields: new Map([...base.fields, ...missing.map((name) => [name, empty] as const)]) };
}

/** A struct of the fields of `like`, all empty. */
const blank = (like: StructValue): StructValue => ({
  kind: "struct",
  size: [1, 1],
  fields: new Map([...like.fields.keys()].map((name) => [name, [emptyArray]])),
});

/** The elements at the indices, where they exist. */
function existing(base: Value, indices: readonly Value[]): Value | undefined {
  try {
    return indexed(base, indices);
  } catch (error) {
    if (error instanceof MatlabError) return undefined;
    throw error;
  }
}

function withField(
  run: Run,
  frame: Frame,
  base: Value,
  name: string,
  inner: (element: Value | undefined) => Value,
  last: boolean,
): Value {
  if (base.kind === "handle") {
    const site = siteOf(run, frame, run.statement?.line ?? 0, []);
    const value = inner(last ? undefined : run.drawing?.getProperty(base, name, site));
    run.drawing?.setProperty(base, name, value, site);
    return base;
  }
  if (isUncertain(base)) return base;
  if (base.kind === "struct") {
    if (count(base.size) !== 1 && !(isEmptySize(base.size) && base.fields.size === 0))
      throw new MatlabError("invalid number of output arguments for expression X.name = VAL");
    const fields = new Map(base.fields);
    fields.set(name, [inner(base.fields.get(name)?.[0])]);
    return { kind: "struct", size: [1, 1], fields };
  }
  if (!isEmptySize(sizeOf(base) ?? [1, 1]))
    throw new MatlabError(
      "scalar cannot be indexed with .; error: invalid use of a N_-D array in indexed assignment",
    );
  return { kind: "struct", size: [1, 1], fields: new Map([[name, [inner(undefined)]]]) };
}

/** `[]` as written: assigning it deletes. */
export const isEmptyMatrix = (e: Expression): boolean => e.type === "matrix" && e.rows.length === 0;
