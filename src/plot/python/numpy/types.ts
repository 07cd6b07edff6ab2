import { type DType, type NdArray, nd, needArray } from "../arrays.js";
import { PyUnknown, type PyValue, textIn } from "../values.js";

/** `dtype=int`, `dtype="float32"`, … */
export function typeIn(value: PyValue | undefined): DType | "complex" | undefined {
  const name = value?.kind === "module" ? value.name.slice(value.name.lastIndexOf(".") + 1) : textIn(value);
  if (name === undefined) return undefined;
  if (/^(u?int|[iu]\d|uint8|intp|long)/.test(name)) return "int";
  if (/^bool/.test(name)) return "bool";
  if (/^c(omplex|\d)/.test(name)) return "complex";
  return /^(float|double|single|half|f\d?|d)/.test(name) ? "float" : undefined;
}

export function converted(array: NdArray, type: DType | "complex" | undefined): NdArray {
  const { shape, data } = array;
  if (type === undefined) return nd(shape, data.slice(), array.dtype, array.im?.slice());
  if (type === "complex")
    return nd(shape, data.slice(), "float", array.im?.slice() ?? new Float64Array(data.length));
  if (array.im) throw new PyUnknown("complex numbers are not evaluated here");
  if (type === "int") return nd(shape, data.map(Math.trunc), "int");
  return nd(shape, type === "bool" ? data.map((x) => Number(x !== 0)) : data.slice(), type);
}

/** Extents from a number or a tuple. @throws {PyUnknown} */
export const shapeFrom = (value: PyValue | undefined): number[] => [...needArray(value, "the shape").data];
