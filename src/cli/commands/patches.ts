import { Command } from "commander";
import { renderPatches } from "../../syntax/render.js";
import { sourceFiles } from "../../syntax/walk.js";
import type { ExitCode } from "../exit.js";
import { forEachSource } from "../inputs.js";
import { type Context, runAction } from "../program.js";
import { patchesOf } from "../syntax.js";

interface PatchesOptions {
  readonly json?: boolean;
}

export const patchesCommand = (): Command =>
  new Command("patches")
    .summary("show functions and statements as the engine sees them")
    .description("Cuts source files into functions and statements with their signatures, and prints them.")
    .argument("<path...>", "source files or folders")
    .option("--json", "print one JSON document")
    .action((paths: string[], options: PatchesOptions) =>
      runAction(options, (context) => showPatches(paths, options, context)),
    );

async function showPatches(
  paths: readonly string[],
  options: PatchesOptions,
  { terminal, signal }: Context,
): Promise<ExitCode> {
  const files: unknown[] = [];
  const summary = await forEachSource(sourceFiles(paths), terminal, signal, async (source) => {
    const patches = await patchesOf(source, signal);
    if (options.json === true) {
      files.push({ file: source.path, ...patches });
      return;
    }
    terminal.print(terminal.paint("bold", source.path));
    terminal.print(renderPatches(patches, source.text));
  });
  if (options.json === true) terminal.printJson({ files, skipped: summary.skipped });
  return summary.exitCode;
}
