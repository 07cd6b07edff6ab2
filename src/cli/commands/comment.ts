import { Command, Option } from "commander";
import { CodePatchError } from "../../base/errors.js";
import { type EditMode, EditReport } from "../editReport.js";
import type { EngineOptions } from "../engine.js";
import type { ExitCode } from "../exit.js";
import { forEachSource } from "../inputs.js";
import { type Context, positiveNumber, runAction, withEngineOptions } from "../program.js";
import { selectFunctions } from "../selection.js";
import { snapshotOf } from "../sourceFile.js";
import { patchesOf } from "../syntax.js";

interface CommentOptions extends EngineOptions, EditMode {
  readonly function?: string;
  readonly line?: number;
}

export const commentCommand = (): Command =>
  withEngineOptions(
    new Command("comment")
      .summary("explain the blocks of a function with comments")
      .description(
        "Writes short comments above the blocks of a function of which the code shows something worth saying. Prints a diff unless told to write.",
      )
      .argument("<file>", "a source file")
      .addOption(new Option("--function <name>", "the function (fit, Ridge.fit)").conflicts("line"))
      .addOption(new Option("--line <n>", "the function around this line").argParser(positiveNumber))
      .option("--write", "change the file, after a proof that its code stays the same")
      .addOption(new Option("--diff", "print a unified diff (the default)").conflicts("json"))
      .option("--json", "print one JSON document")
      .action((file: string, options: CommentOptions) =>
        runAction(options, (context) => commentFunction(file, options, context)),
      ),
  );

async function commentFunction(
  file: string,
  options: CommentOptions,
  { terminal, signal, engine }: Context,
): Promise<ExitCode> {
  if (options.function === undefined && options.line === undefined) {
    throw new CodePatchError("usage", "Name the function to explain with --function NAME or --line N.");
  }
  const mode = options.write === true || options.json === true ? options : { ...options, diff: true };
  const report = new EditReport(mode, terminal, signal);
  const summary = await forEachSource([{ path: file, named: true }], terminal, signal, async (source) => {
    const patches = await patchesOf(source, signal);
    for (const patch of selectFunctions(patches, source.text, source.path, options).slice(0, 1)) {
      terminal.progress(`${source.path}: ${patch.qualifiedName}`);
      const result = await engine
        .get()
        .request(
          "engine/comment",
          { document: snapshotOf(source), id: patch.id, priority: "interactive" },
          { signal },
        );
      await report.add(source, result);
    }
  });
  return report.finish([file], summary);
}
