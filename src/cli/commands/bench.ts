import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Command } from "commander";
import { CodePatchError } from "../../base/errors.js";
import { readConventions } from "../../client/conventions.js";
import type { EngineClient } from "../../client/engine.js";
import type { PatchId } from "../../syntax/types.js";
import { sourceFiles } from "../../syntax/walk.js";
import { type EngineOptions, engineSource } from "../engine.js";
import { type ExitCode, exitCodes } from "../exit.js";
import { forEachSource } from "../inputs.js";
import { quantile, residentMebibytes, thisMachine } from "../measure.js";
import { type Context, runAction, withEngineOptions } from "../program.js";
import { type SourceFile, snapshotOf } from "../sourceFile.js";
import { patchesOf } from "../syntax.js";
import { alignColumns } from "../terminal.js";

interface BenchOptions extends EngineOptions {
  readonly json?: boolean;
}

interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: "ms" | "s" | "MiB" | "functions/s";
}

interface Target {
  readonly source: SourceFile;
  readonly id: PatchId;
}

const startRuns = 5;
const idleMinutes = 0.05;

export const benchCommand = (): Command =>
  withEngineOptions(
    new Command("bench")
      .summary("measure speed and memory on this machine")
      .description(
        "Documents the functions of some files one by one, writes nothing, and reports times and memory.",
      )
      .argument("[path...]", "source files or folders", [path.join(__dirname, "..", "samples")])
      .option("--json", "print one JSON document")
      .action((paths: string[], options: BenchOptions) =>
        runAction(options, (context) => bench(paths, options, context)),
      ),
  );

async function bench(paths: readonly string[], options: BenchOptions, context: Context): Promise<ExitCode> {
  const { terminal, signal } = context;
  const targets: Target[] = [];
  await forEachSource(sourceFiles(paths), terminal, signal, async (source) => {
    const { functions } = await patchesOf(source, signal);
    targets.push(...functions.filter((patch) => !patch.hasErrors).map(({ id }) => ({ source, id })));
  });
  if (targets.length < 2) {
    throw new CodePatchError(
      "usage",
      "There is too little to measure; name files with at least two functions.",
    );
  }
  terminal.progress("Starting engines");
  const rows: Row[] = [
    { name: "engine start, median", value: await engineStart(options, context), unit: "ms" },
  ];
  const engines = engineSource(options, terminal, idleMinutes);
  try {
    rows.push(...(await measureJobs(engines.get(), targets, context)));
  } finally {
    await engines.dispose();
  }
  terminal.progress("");
  const machine = thisMachine();
  const ratios = ratiosOf(rows);
  if (options.json === true) terminal.printJson({ rows, ratios, machine });
  else {
    const cells = rows.map(({ name, value, unit }) => [name, value.toFixed(value < 10 ? 2 : 0), unit]);
    const ratioCells = Object.entries(ratios).map(([name, value]) => [name, value.toFixed(2), "times"]);
    for (const line of alignColumns([...cells, ...ratioCells])) terminal.print(line);
    terminal.note(`${machine.processor}, ${machine.cores} cores, ${machine.system}, Node.js ${machine.node}`);
  }
  return exitCodes.done;
}

/** What can be compared between machines, and between a busy and a quiet one. */
function ratiosOf(rows: readonly Row[]): Record<string, number> {
  const of = (name: string): number | undefined => rows.find((row) => row.name === name)?.value;
  const median = of("docstring, median");
  const compared = {
    "first function to the median": [of("first function, model load included"), median],
    "95th percentile to the median": [of("docstring, 95th percentile"), median],
    "first text to the whole docstring": [of("warm first text, median"), median],
    "memory with the model to before": [
      of("engine memory with the model"),
      of("engine memory before the model"),
    ],
  } as const;
  const ratios: Record<string, number> = {};
  for (const [name, [value, base]] of Object.entries(compared)) {
    if (value !== undefined && base !== undefined && base > 0)
      ratios[name] = Math.round((100 * value) / base) / 100;
  }
  return ratios;
}

/** Milliseconds from nothing to an answer of the engine that needs no model. */
async function engineStart(options: BenchOptions, { terminal, signal }: Context): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < startRuns; run++) {
    const engines = engineSource(options, terminal);
    const started = performance.now();
    await engines.get().request("engine/models", { action: "list" }, { signal });
    times.push(performance.now() - started);
    await engines.dispose();
  }
  return quantile(times, 0.5);
}

async function measureJobs(
  engine: EngineClient,
  targets: readonly Target[],
  { terminal, signal }: Context,
): Promise<Row[]> {
  await engine.request("engine/models", { action: "list" }, { signal });
  const before = await residentMebibytes(engine.pid);
  const [first, ...others] = targets;
  const cold = first === undefined ? undefined : await timeOne(engine, first, signal);
  const firstTexts: number[] = [];
  const totals: number[] = [];
  for (const [i, target] of others.entries()) {
    terminal.progress(`Measuring ${i + 1} of ${others.length}`);
    const { firstText, total } = await timeOne(engine, target, signal);
    if (firstText !== undefined) firstTexts.push(firstText);
    totals.push(total);
  }
  const loaded = await residentMebibytes(engine.pid);
  terminal.progress("Waiting for the idle engine to end");
  await sleep(idleMinutes * 60_000 + 2_000, undefined, { signal });
  const idle = await residentMebibytes(engine.pid);
  const seconds = totals.reduce((sum, time) => sum + time, 0) / 1000;
  return [
    { name: "first function, model load included", value: cold?.total ?? 0, unit: "ms" },
    { name: "warm first text, median", value: quantile(firstTexts, 0.5), unit: "ms" },
    { name: "docstring, median", value: quantile(totals, 0.5), unit: "ms" },
    { name: "docstring, 95th percentile", value: quantile(totals, 0.95), unit: "ms" },
    { name: "functions", value: totals.length / seconds, unit: "functions/s" },
    ...memoryRow("before the model", before),
    ...memoryRow("with the model", loaded),
    ...memoryRow("after idling", idle),
  ];
}

async function timeOne(
  engine: EngineClient,
  { source, id }: Target,
  signal: AbortSignal,
): Promise<{ firstText?: number; total: number }> {
  const conventions = await readConventions(source.realPath, source.language.id);
  const started = performance.now();
  let firstText: number | undefined;
  await engine.request(
    "engine/document",
    {
      document: snapshotOf(source),
      targets: { kind: "functions", ids: [id] },
      missingOnly: false,
      style: "auto",
      conventions,
      priority: "interactive",
    },
    {
      signal,
      onPartial: () => {
        firstText ??= performance.now() - started;
      },
    },
  );
  return { ...(firstText !== undefined && { firstText }), total: performance.now() - started };
}

const memoryRow = (name: string, value: number | undefined): Row[] =>
  value === undefined ? [] : [{ name: `engine memory ${name}`, value, unit: "MiB" }];
