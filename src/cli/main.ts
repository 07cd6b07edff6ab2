#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { benchCommand } from "./commands/bench.js";
import { checkCommand } from "./commands/check.js";
import { commentCommand } from "./commands/comment.js";
import { convertCommand } from "./commands/convert.js";
import { datasetCommand } from "./commands/dataset.js";
import { doctorCommand } from "./commands/doctor.js";
import { documentCommand } from "./commands/document.js";
import { evalCommand } from "./commands/eval.js";
import { modelsCommand } from "./commands/models.js";
import { narrateCommand } from "./commands/narrate.js";
import { originCommand } from "./commands/origin.js";
import { patchesCommand } from "./commands/patches.js";
import { plotsCommand } from "./commands/plots.js";
import { reportCommand } from "./commands/report.js";
import { searchCommand } from "./commands/search.js";
import { indexCommand } from "./commands/searchIndex.js";
import { exitCodes } from "./exit.js";
import { watchOutput } from "./output.js";
import { version } from "./version.js";

const program = new Command("codepatch")
  .description("Reads code for people, entirely on their own machine.")
  .version(version)
  .showHelpAfterError("(`codepatch help` or `codepatch COMMAND --help` explains the options)")
  .addHelpText(
    "after",
    "\nExit codes: 0 done, 1 findings, 2 wrong call or input, 3 the engine, a model, git or the disk failed, 130 interrupted.",
  );

for (const command of [
  documentCommand(),
  commentCommand(),
  checkCommand(),
  convertCommand(),
  originCommand(),
  narrateCommand(),
  plotsCommand(),
  reportCommand(),
  patchesCommand(),
  searchCommand(),
  indexCommand(),
  modelsCommand(),
  doctorCommand(),
  evalCommand(),
  datasetCommand(),
  benchCommand(),
]) {
  program.addCommand(command.copyInheritedSettings(program));
}

/** Commander throws instead of exiting, so that output that is still on its way to a pipe is not lost. */
function throwOnExit(command: Command): void {
  command.exitOverride();
  command.commands.forEach(throwOnExit);
}
throwOnExit(program);

watchOutput();

program.parseAsync().catch((error: unknown) => {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
});
