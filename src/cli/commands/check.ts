import { Command, Option } from "commander";
import { count } from "../../base/words.js";
import { readConventions } from "../../client/conventions.js";
import { sourceFiles } from "../../syntax/walk.js";
import type { EngineOptions } from "../engine.js";
import { type ExitCode, exitCodes } from "../exit.js";
import { forEachSource, type SkippedFile } from "../inputs.js";
import { type Context, runAction, withEngineOptions } from "../program.js";
import { type FileFindings, sarifLog } from "../sarif.js";
import { snapshotOf } from "../sourceFile.js";
import type { Terminal } from "../terminal.js";
import { version } from "../version.js";

interface CheckOptions extends EngineOptions {
  readonly format: "text" | "json" | "sarif";
  readonly json?: boolean;
  readonly style: string;
}

export const checkCommand = (): Command =>
  withEngineOptions(
    new Command("check")
      .summary("find missing docstrings and docstrings that no longer fit")
      .description(
        "Compares docstrings with the code and lists what is missing or wrong. Exits with 1 when there is something.",
      )
      .argument("<path...>", "source files or folders")
      .addOption(
        new Option("--format <format>", "how to print").choices(["text", "json", "sarif"]).default("text"),
      )
      .option("--json", "the same as --format json")
      .option("--style <style>", "auto, google, numpy, sphinx, …", "auto")
      .action((paths: string[], options: CheckOptions) =>
        runAction(options, (context) => checkPaths(paths, options, context)),
      ),
  );

async function checkPaths(
  paths: readonly string[],
  options: CheckOptions,
  { terminal, signal, engine }: Context,
): Promise<ExitCode> {
  const files: FileFindings[] = [];
  const summary = await forEachSource(sourceFiles(paths), terminal, signal, async (source) => {
    terminal.progress(`Checking ${source.path}`);
    const result = await engine.get().request(
      "engine/check",
      {
        document: snapshotOf(source),
        style: options.style,
        conventions: await readConventions(source.realPath, source.language.id),
      },
      { signal },
    );
    files.push({ file: source.path, text: source.text, findings: result.findings });
  });
  terminal.progress("");
  const format = options.json === true ? "json" : options.format;
  if (format === "json") terminal.printJson(jsonOfFindings(files, summary.skipped));
  else if (format === "sarif") terminal.printJson(sarifLog(files, version, process.cwd()));
  else printFindings(files, terminal);
  if (summary.exitCode !== exitCodes.done) return summary.exitCode;
  return files.some((file) => file.findings.length > 0) ? exitCodes.findings : exitCodes.done;
}

const jsonOfFindings = (files: readonly FileFindings[], skipped: readonly SkippedFile[]) => ({
  findings: files.flatMap(({ file, findings }) =>
    findings.map(({ line, function: name, code, message }) => ({
      file,
      line,
      function: name,
      code,
      message,
    })),
  ),
  skipped,
});

function printFindings(files: readonly FileFindings[], terminal: Terminal): void {
  let total = 0;
  for (const { file, findings } of files) {
    total += findings.length;
    for (const finding of findings) {
      const place = terminal.paint("bold", `${file}:${finding.line}`);
      const code = terminal.paint("yellow", finding.code);
      terminal.print(`${place} ${terminal.paint("cyan", finding.function)} ${code} ${finding.message}`);
    }
  }
  terminal.note(`${count(total, "finding")} in ${count(files.length, "file")}.`);
}
