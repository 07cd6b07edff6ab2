/**
 * For each program of a data set that is a script, the processor time of reading and evaluating it anew after an edit, and of
 * continuing from the evaluation before the edit. The edit adds an assignment in the middle or at the end.
 */
import type { Trace } from "../../src/plot/evaluate/checkpoints.js";
import { evaluateProgram } from "../../src/plot/evaluate/interpreter.js";
import { defaultLimits } from "../../src/plot/evaluate/limits.js";
import type { Program } from "../../src/plot/evaluate/program.js";
import { readProgram } from "../../src/plot/evaluate/read.js";
import { createDrawing } from "../../src/plot/figure/drawing.js";
import { parser, programsOf } from "../matlab.js";

const { signal } = new AbortController();
/** Operations are limited and not time, which on a busy machine would cut off what is measured. */
const limits = { ...defaultLimits, milliseconds: 60_000, operations: 5e6 };

/** Milliseconds of processor time. */
async function timed<T>(work: () => T | Promise<T>): Promise<readonly [number, T]> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return [(user + system) / 1000, result];
}

const [dataset = ""] = process.argv.slice(2);
const rows: { anew: number; continued: number; reading: number }[][] = [[], []];
for await (const { text, program } of programsOf(dataset)) {
  if (program.main || program.body.length < 2) continue;
  for (const [i, row] of rows.entries()) {
    const place =
      i === 0 ? program.body[program.body.length >> 1]?.range.start : program.body.at(-1)?.range.end;
    const edited = `${text.slice(0, place)}\nedited = 1;\n${text.slice(place)}`;
    const [reading, changed] = await timed(() => readProgram(edited, parser, signal));
    const evaluate = (of: Program, previous?: Trace) =>
      timed(() => evaluateProgram(of, { drawing: createDrawing(), limits, previous }));
    // What takes too long is known to do so after the second time.
    const [, first] = await evaluate(program);
    const [, second] = await evaluate(program, first.trace);
    const [anew] = await evaluate(changed);
    const [continued] = await evaluate(changed, second.trace);
    row.push({ anew, continued, reading });
  }
}

for (const [i, all] of rows.entries())
  for (const least of [0, 10, 50]) {
    const row = all.filter(({ anew }) => anew >= least);
    const sum = (of: "anew" | "continued" | "reading"): number => row.reduce((a, each) => a + each[of], 0);
    const mean = (of: "anew" | "continued" | "reading"): string => (sum(of) / row.length).toFixed(1);
    console.log(
      `edit ${i === 0 ? "in the middle" : "at the end"}, ${row.length} scripts that take ${least} ms or more: reading ${mean("reading")} ms, ` +
        `evaluating anew ${mean("anew")} ms, continued ${mean("continued")} ms (ratio ${(sum("anew") / sum("continued")).toFixed(1)})`,
    );
  }
