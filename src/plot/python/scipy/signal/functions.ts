import type { PyFunction } from "../../values.js";
import { correlationFunctions } from "./correlation.js";
import { designFunctions } from "./design.js";
import { extremaFunctions } from "./extrema.js";
import { filteringFunctions } from "./filtering.js";
import { peakFunctions } from "./peaks.js";
import { responseFunctions } from "./responses.js";
import { smoothingFunctions } from "./smoothing.js";
import { spectrumFunctions } from "./spectra.js";
import { waveFunctions } from "./waves.js";
import { windowFunctions } from "./windows.js";

/** The functions of `scipy.signal`; windows have a module of their own too. */
export const signalFunctions: Readonly<Record<string, PyFunction>> = {
  ...windowFunctions,
  ...designFunctions,
  ...filteringFunctions,
  ...smoothingFunctions,
  ...responseFunctions,
  ...spectrumFunctions,
  ...peakFunctions,
  ...extremaFunctions,
  ...correlationFunctions,
  ...waveFunctions,
};
