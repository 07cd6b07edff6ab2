import { Command, Option } from "commander";
import { CodePatchError } from "../../base/errors.js";
import { readConventions } from "../../client/conventions.js";
import { readNeighbours } from "../../client/siblings.js";
import type { DocumentParams, DocumentResult } from "../../protocol/messages.js";
import { languageByPath } from "../../syntax/registry.js";
import { sourceFiles } from "../../syntax/walk.js";
import { type EditMode, EditReport } from "../editReport.js";
import type { EngineOptions } from "../engine.js";
import type { ExitCode } from "../exit.js";
import { forEachSource, type SkippedFile } from "../inputs.js";
import { type Context, positiveNumber, runAction, withEngineOptions } from "../program.js";
import { selectFunctions } from "../selection.js";
import { type SourceFile, snapshotOf } from "../sourceFile.js";
import { patchesOf } from "../syntax.js";

interface DocumentOptions extends EngineOptions, EditMode {
  readonly function?: string;
  readonly line?: number;
  readonly all?: boolean;
  readonly missing?: boolean;
  readonly style: string;
}

export const documentCommand = (): Command =>
  withEngineOptions(
    new Command("document")
      .summary("write docstrings for functions")
      .description(
        "Writes docstrings for the functions of a file: all of them, one by name, or the one around a line. Prints them unless told to write.\n" +
          "With several files or a folder, the documents of all supported files are made one after the other.",
      )
      .argument("<path...>", "a source file; or several, or folders")
      .addOption(
        new Option("--function <name>", "only the function of this name (fit, Ridge.fit)").conflicts([
          "line",
          "all",
        ]),
      )
      .addOption(
        new Option("--line <n>", "only the function around this line")
          .argParser(positiveNumber)
          .conflicts(["all"]),
      )
      .option("--all", "every function (the default)")
      .option("--missing", "leave functions that have a docstring alone")
      .option("--style <style>", "auto, google, numpy, sphinx, epytext, pep257, jsdoc, …", "auto")
      .option("--write", "change the file, after a proof that its code stays the same")
      .addOption(new Option("--diff", "print a unified diff").conflicts("json"))
      .option("--json", "print one JSON document")
      .action((paths: string[], options: DocumentOptions) =>
        runAction(options, (context) => documentPaths(paths, options, context)),
      ),
  );

async function documentPaths(
  paths: readonly string[],
  options: DocumentOptions,
  context: Context,
): Promise<ExitCode> {
  const { terminal, signal } = context;
  const isOne = options.function !== undefined || options.line !== undefined;
  if (isOne && paths.length > 1) {
    throw new CodePatchError(
      "usage",
      "--function and --line need exactly one file; leave the other paths out.",
    );
  }
  const report = new EditReport(options, terminal, signal);
  const inputs = isOne ? paths.map((name) => ({ path: name, named: true })) : sourceFiles(paths);
  const skipped: SkippedFile[] = [];
  context.onFailure(() => ({ ...report.soFar(), skipped }));
  const use = async (source: SourceFile): Promise<void> =>
    report.add(source, await documentSource(source, options, context));
  const summary = await forEachSource(inputs, terminal, signal, use, skipped);
  return report.finish(paths, summary);
}

async function documentSource(
  source: SourceFile,
  options: DocumentOptions,
  { terminal, signal, engine }: Context,
): Promise<DocumentResult> {
  const file = await patchesOf(source, signal);
  const isOne = options.function !== undefined || options.line !== undefined;
  const selected = selectFunctions(file, source.text, source.path, options);
  const targets: DocumentParams["targets"] = isOne
    ? { kind: "functions", ids: selected.map((patch) => patch.id) }
    : { kind: "all" };
  if (selected.length === 0) return { version: 0, functions: [] };
  const names = new Map(file.functions.map((patch) => [patch.id, patch.qualifiedName]));
  terminal.progress(`${source.path}: ${selected.length} functions, loading the model`);
  const result = await engine.get().request(
    "engine/document",
    {
      document: snapshotOf(source),
      targets,
      missingOnly: options.missing === true,
      style: options.style,
      conventions: await readConventions(source.realPath, source.language.id),
      neighbours: await readNeighbours(
        source.realPath,
        (name) => languageByPath(name)?.id === source.language.id,
      ),
      priority: "interactive",
    },
    {
      signal,
      onPartial: ({ id, done, total }) =>
        terminal.progress(
          `${source.path}: ${names.get(id) ?? id} (${Math.min(done + 1, total)} of ${total})`,
        ),
    },
  );
  terminal.progress("");
  return result;
}
