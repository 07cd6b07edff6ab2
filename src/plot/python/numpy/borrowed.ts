import { type CallContext, MatlabError, NotKnown } from "../../evaluate/builtin.js";
import { builtins } from "../../evaluate/builtins.js";
import { Exhausted } from "../../evaluate/limits.js";
import { array, type Value } from "../../evaluate/values.js";
import { type NdArray, nd } from "../arrays.js";
import { PyUnknown } from "../values.js";

const context: CallContext = {
  line: 0,
  apply: () => {
    throw new NotKnown("a function is not evaluated here");
  },
  exist: () => 0,
};

/** In MATLAB's order: vectors are rows unless told, matrices lie column by column. */
export function inColumns({ shape, data, im }: NdArray, isColumn = false): Value {
  const [rows = 1, columns] = shape;
  if (columns === undefined)
    return array(isColumn ? [data.length, 1] : [1, data.length], data.slice(), im?.slice());
  const turned = (values: Float64Array): Float64Array =>
    Float64Array.from(
      { length: values.length },
      (_, k) => values[(k % rows) * columns + Math.floor(k / rows)] ?? 0,
    );
  return array([rows, columns], turned(data), im && turned(im));
}

/** Row by row again; with one row or column a vector where `isVector`. @throws {PyUnknown} */
export function inRows(value: Value | undefined, isVector = false): NdArray {
  if (value?.kind !== "array") throw new PyUnknown("it is not evaluated here");
  const [rows = 1, columns = 1] = value.size;
  if (isVector || (rows === 1 && columns === 1))
    return nd(
      rows * columns === 1 && !isVector ? [] : [rows * columns],
      value.re.slice(),
      "float",
      value.im?.slice(),
    );
  const turned = (values: Float64Array): Float64Array =>
    Float64Array.from(
      { length: values.length },
      (_, k) => values[(k % columns) * rows + Math.floor(k / columns)] ?? 0,
    );
  return nd([rows, columns], turned(value.re), "float", value.im && turned(value.im));
}

/** What the functions that MATLAB programs use too compute. @throws {PyUnknown} where they raise an error or give up. */
export function asUnknown<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof MatlabError || error instanceof NotKnown) throw new PyUnknown(error.message);
    if (error instanceof Exhausted) throw new PyUnknown("it takes too long to evaluate here");
    throw error;
  }
}

/** What a function of MATLAB computes of the same values. @throws {PyUnknown} */
export function borrowed(name: string, args: readonly Value[], outputs = 1): readonly Value[] {
  const entry = builtins.get(name);
  if (!entry) throw new PyUnknown(`${name} is not evaluated here`);
  return asUnknown(() => {
    const made = entry.call(args, outputs, context);
    return "kind" in made ? [made] : made;
  });
}
