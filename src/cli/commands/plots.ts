import path from "node:path";
import { Command, Option } from "commander";
import { CodePatchError } from "../../base/errors.js";
import { count } from "../../base/words.js";
import { readSiblings } from "../../client/siblings.js";
import { type DescriptionLevel, type PlotsResult, plotLanguages } from "../../protocol/plot.js";
import { endingsOf, plotsMarkdown } from "../../protocol/plotsMarkdown.js";
import { languageByPath } from "../../syntax/registry.js";
import type { EngineOptions } from "../engine.js";
import { type ExitCode, exitCodes } from "../exit.js";
import { type Context, runAction, withEngineOptions } from "../program.js";
import { readSource, snapshotOf } from "../sourceFile.js";
import type { Terminal } from "../terminal.js";
import { writeOutput } from "../writeFile.js";

interface PlotsOptions extends EngineOptions {
  readonly level: "1" | "2" | "3";
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly svg?: string;
}

export const plotsCommand = (): Command =>
  withEngineOptions(
    new Command("plots")
      .summary("what a MATLAB or matplotlib script draws, without running it")
      .description(
        "Describes every figure, axes and drawn object. What cannot be known without running the program is said to be unknown,\n" +
          "with the line that makes it so.",
      )
      .argument("<file>", "a MATLAB file, or a Python file that uses matplotlib")
      .addOption(
        new Option("--level <n>", "1: what is drawn, 2: with statistics, 3: with what it looks like")
          .choices(["1", "2", "3"])
          .default("3"),
      )
      .addOption(new Option("--json", "print one JSON document").conflicts("markdown"))
      .option("--markdown", "print Markdown")
      .option("--svg <folder>", "write a small picture of each figure into a folder")
      .action((file: string, options: PlotsOptions) =>
        runAction(options, (context) => showPlots(file, options, context)),
      ),
  );

async function showPlots(
  file: string,
  options: PlotsOptions,
  { terminal, signal, engine }: Context,
): Promise<ExitCode> {
  if (path.extname(file) !== "" && !plotLanguages.has(languageByPath(file)?.id ?? ""))
    throw new CodePatchError(
      "unsupported-language",
      `${file} is no MATLAB or Python file; name one that draws.`,
    );
  const source = await readSource(file, "windows-1252");
  const result = await engine.get().request(
    "engine/plots",
    {
      document: snapshotOf(source),
      files: source.language.id === "python" ? {} : await readSiblings(source.realPath, source.text),
      level: Number(options.level) as DescriptionLevel,
      patience: 10,
      ...(options.svg !== undefined && { pictures: "auto" as const }),
    },
    { signal },
  );
  if (options.svg !== undefined) await writePictures(options.svg, result);
  if (options.json === true) terminal.printJson({ file, ...withoutPictures(result) });
  else if (options.markdown === true) terminal.print(plotsMarkdown(path.basename(file), result));
  else printText(result, terminal);
  return exitCodes.done;
}

function withoutPictures({ figures, deleted_objects, error, faultyLine }: PlotsResult): object {
  return {
    figures: figures.map(({ svg: _, ...rest }) => rest),
    deleted_objects,
    ...(error && { error }),
    ...(faultyLine !== undefined && { faultyLine }),
  };
}

function printText({ figures, deleted_objects, ...ending }: PlotsResult, terminal: Terminal): void {
  for (const { text } of figures) {
    const [head = "", ...rest] = text.split("\n");
    terminal.print(terminal.paint("bold", head));
    for (const line of rest) terminal.print(line);
    terminal.print("");
  }
  if (figures.length === 0) terminal.print("Nothing is drawn.");
  if (deleted_objects.length > 0) {
    const taken = count(deleted_objects.length, "drawn object was", "drawn objects were");
    terminal.note(`${taken} taken away again; --json lists them.`);
  }
  for (const each of endingsOf(ending)) terminal.note(each);
}

async function writePictures(folder: string, { figures }: PlotsResult): Promise<void> {
  for (const [i, { svg }] of figures.entries())
    if (svg !== undefined) await writeOutput(path.join(folder, `figure-${i + 1}.svg`), svg);
}
