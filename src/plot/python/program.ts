import type { SyntaxTree } from "../../syntax/parser.js";
import type { Drawing } from "../evaluate/builtin.js";
import { newEnvironment, PyExhausted, PyJump, PyReturn } from "./environment.js";
import { createPlotting } from "./matplotlib.js";
import { runBlock } from "./statements.js";

/** Evaluates the NumPy expressions of a Python program and draws what its matplotlib calls draw, without any other effect. */
export function evaluatePython(tree: SyntaxTree, drawing: Drawing, seconds: number): void {
  try {
    runBlock(newEnvironment(createPlotting(drawing), seconds), tree.rootNode);
  } catch (error) {
    if (!(error instanceof PyExhausted || error instanceof PyReturn || error instanceof PyJump)) throw error;
  }
}
