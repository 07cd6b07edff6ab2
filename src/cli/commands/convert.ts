import { Command, Option } from "commander";
import { readConventions } from "../../client/conventions.js";
import { sourceFiles } from "../../syntax/walk.js";
import { type EditMode, EditReport } from "../editReport.js";
import type { EngineOptions } from "../engine.js";
import type { ExitCode } from "../exit.js";
import { forEachSource, type SkippedFile } from "../inputs.js";
import { type Context, runAction, withEngineOptions } from "../program.js";
import { type SourceFile, snapshotOf } from "../sourceFile.js";

interface ConvertOptions extends EngineOptions, EditMode {
  readonly to: string;
}

export const convertCommand = (): Command =>
  withEngineOptions(
    new Command("convert")
      .summary("rewrite docstrings in another style")
      .description(
        "Rewrites the docstrings of files in another style, word for word. Prints a diff unless told to write.",
      )
      .argument("<path...>", "source files or folders")
      .requiredOption("--to <style>", "google, numpy, sphinx, epytext, pep257, jsdoc, tsdoc, …")
      .option("--write", "change the files, after a proof that their code stays the same")
      .addOption(new Option("--diff", "print a unified diff (the default)").conflicts("json"))
      .option("--json", "print one JSON document")
      .action((paths: string[], options: ConvertOptions) =>
        runAction(options, (context) => convertPaths(paths, options, context)),
      ),
  );

async function convertPaths(
  paths: readonly string[],
  options: ConvertOptions,
  { terminal, signal, engine, onFailure }: Context,
): Promise<ExitCode> {
  const mode = options.write === true || options.json === true ? options : { ...options, diff: true };
  const report = new EditReport(mode, terminal, signal);
  const skipped: SkippedFile[] = [];
  onFailure(() => ({ ...report.soFar(), skipped }));
  const convert = async (source: SourceFile): Promise<void> => {
    terminal.progress(`Converting ${source.path}`);
    const result = await engine.get().request(
      "engine/convert",
      {
        document: snapshotOf(source),
        targets: { kind: "all" },
        style: options.to,
        conventions: await readConventions(source.realPath, source.language.id),
      },
      { signal },
    );
    await report.add(source, result);
  };
  const summary = await forEachSource(sourceFiles(paths), terminal, signal, convert, skipped);
  return report.finish(paths, summary);
}
