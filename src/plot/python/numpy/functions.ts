import type { PyFunction } from "../values.js";
import { countingFunctions } from "./counting.js";
import { elementwiseFunction } from "./elementwise.js";
import { joiningFunctions } from "./joining.js";
import { linearFunctions } from "./linear.js";
import { makers } from "./makers.js";
import { polynomialFunctions } from "./polynomials.js";
import { lineFunctions, reductionFunction } from "./reductions.js";
import { sampledFunctions } from "./sampled.js";
import { shapeFunctions } from "./shapes.js";
import { signalFunctions } from "./signal.js";

/** A function of NumPy by its name, or a method of arrays that does the same. */
export function numpyFunction(name: string): PyFunction | undefined {
  if (name in Object.prototype) return undefined;
  return (
    elementwiseFunction(name) ??
    reductionFunction(name) ??
    lineFunctions[name] ??
    makers[name] ??
    shapeFunctions[name] ??
    joiningFunctions[name] ??
    countingFunctions[name] ??
    linearFunctions[name] ??
    polynomialFunctions[name] ??
    sampledFunctions[name] ??
    signalFunctions[name]
  );
}
