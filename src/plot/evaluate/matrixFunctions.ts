import { MatlabError, NotKnown } from "./builtin.js";
import type { ArrayValue, Value } from "./values.js";

export function matrixPower(a: ArrayValue, b: number): Value {
  throw new NotKnown(`a matrix of ${a.size.join("×")} to the power ${b} is not computed here`);
}
export { MatlabError };
