import { readFile } from "node:fs/promises";
import path from "node:path";
import { Command, Option } from "commander";
import { CodePatchError, messageOf } from "../../base/errors.js";
import { type Areas, isAreas, type ReportParams } from "../../protocol/report.js";
import type { EngineOptions } from "../engine.js";
import { type ExitCode, exitCodes } from "../exit.js";
import { type Context, runAction, withEngineOptions } from "../program.js";
import { showProgress } from "../terminal.js";
import { writeOutput } from "../writeFile.js";

type Format = "md" | "html" | "json";

interface ReportOptions extends EngineOptions {
  readonly since?: string;
  readonly until?: string;
  readonly range?: string;
  readonly format?: Format;
  readonly json?: boolean;
  readonly out?: string;
  readonly areas?: string;
}

export const reportCommand = (): Command =>
  withEngineOptions(
    new Command("report")
      .summary("what changed in a period, by area of the product")
      .description(
        "Tells what is new, what was repaired, what is under way and what deserves a second look, by area and never by person.",
      )
      .argument("[folder]", "a folder in the git repository", ".")
      .option("--since <date>", "beginning of the period: 2.weeks, yesterday, 2026-10-01")
      .option("--until <date>", "its end; now when left out")
      .option("--range <range>", "commits of a range (v1.0..v2.0) or a branch; the current one when left out")
      .addOption(
        new Option(
          "--format <format>",
          "how to print; with --out, by the name of the file when left out",
        ).choices(["md", "html", "json"]),
      )
      .addOption(new Option("--json", "the same as --format json").conflicts("format"))
      .option("--out <file>", "write to a file")
      .option(
        "--areas <file>",
        'JSON file with areas of your own: {"Billing": ["src/billing/"]}, patterns as in .gitignore',
      )
      .action((folder: string, options: ReportOptions) =>
        runAction(options, (context) => makeReport(folder, options, context)),
      ),
  );

async function makeReport(
  folder: string,
  options: ReportOptions,
  { terminal, signal, engine }: Context,
): Promise<ExitCode> {
  const { since, until, range, out } = options;
  const format = options.json === true ? "json" : (options.format ?? formatOf(out));
  const params: ReportParams = {
    root: path.resolve(folder),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(range === undefined ? {} : { range }),
    areas: options.areas === undefined ? {} : await readAreas(options.areas),
    render: format === "json" ? [] : [format],
  };
  const { report, rendered } = await engine.get().request("engine/report", params, {
    signal,
    onPartial: showProgress(terminal),
  });
  terminal.progress("");
  const text = format === "json" ? `${JSON.stringify(report, null, 2)}\n` : (rendered[format] ?? "");
  if (out === undefined) terminal.print(text.replace(/\n$/, ""));
  else {
    await writeOutput(out, text);
    terminal.note(`${report.summary[0] ?? ""} Written to ${out}.`);
  }
  return exitCodes.done;
}

function formatOf(out: string | undefined): Format {
  const ending = /\.(html?|json)$/i.exec(out ?? "")?.[1]?.toLowerCase();
  return ending === undefined ? "md" : ending === "json" ? "json" : "html";
}

async function readAreas(file: string): Promise<Areas> {
  const unreadable = (why: string, cause?: unknown): CodePatchError =>
    new CodePatchError("file-unreadable", `${file} ${why}; write it like {"Billing": ["src/billing/"]}.`, {
      cause,
    });
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    throw unreadable(`cannot be read (${messageOf(error)})`, error);
  }
  if (!isAreas(value)) throw unreadable("is no map of names to lists of patterns");
  return value;
}
