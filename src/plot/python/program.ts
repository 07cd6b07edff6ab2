import type { Drawing } from "../evaluate/builtin.js";
import { openAccount } from "../evaluate/limits.js";
import { limitsOf, newEnvironment, PyEnded, PyExhausted, PyJump, PyRaised, PyReturn } from "./environment.js";
import { createPlotting } from "./matplotlib.js";
import type { PyNode } from "./nodes.js";
import { runBlock } from "./statements.js";

/**
 * Evaluates the NumPy expressions of a Python program and draws what its matplotlib calls draw, without any other effect.
 * False where there was too little time for it.
 */
export function evaluatePython(
  program: PyNode,
  drawing: Drawing,
  seconds: number,
  roundsOtherwise = false,
): boolean {
  openAccount(limitsOf(seconds));
  const environment = newEnvironment(createPlotting(drawing), seconds, roundsOtherwise);
  try {
    runBlock(environment, program);
  } catch (error) {
    if (error instanceof PyExhausted) return false;
    const ends = [PyEnded, PyReturn, PyJump, PyRaised];
    if (!ends.some((each) => error instanceof each)) throw error;
  }
  return environment.tired === 0;
}
