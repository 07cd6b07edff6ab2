import { Command } from "commander";
import type { ModelSummary, ModelsParams } from "../../protocol/messages.js";
import type { EngineOptions } from "../engine.js";
import { type ExitCode, exitCodes } from "../exit.js";
import { type Context, runAction, withEngineOptions } from "../program.js";
import { alignColumns, type Terminal } from "../terminal.js";

interface ModelsOptions extends EngineOptions {
  readonly json?: boolean;
}

export function modelsCommand(): Command {
  const command = new Command("models")
    .summary("list, verify or add models")
    .description("The models on this machine.");
  const subcommand = (name: string, description: string) =>
    withEngineOptions(
      command.command(name).description(description).option("--json", "print one JSON document"),
    );
  subcommand("list", "List the models that are installed, with size, licence and scores.").action(
    (options: ModelsOptions) => runAction(options, (context) => models({ action: "list" }, options, context)),
  );
  subcommand("verify", "Compare every file of every model with its SHA-256.").action(
    (options: ModelsOptions) =>
      runAction(options, (context) => models({ action: "verify" }, options, context)),
  );
  subcommand("add", "Install a model from a folder in Hugging Face ONNX layout, or download it by its id.")
    .argument("<path-or-id>")
    .action((source: string, options: ModelsOptions) =>
      runAction(options, (context) => models({ action: "add", source }, options, context)),
    );
  return command;
}

async function models(
  params: ModelsParams,
  options: ModelsOptions,
  { terminal, signal, engine }: Context,
): Promise<ExitCode> {
  const result = await engine.get().request("engine/models", params, {
    signal,
    onPartial: ({ message, done, total }) =>
      terminal.progress(total > 0 ? `${message} ${Math.floor((100 * done) / total)} %` : message),
  });
  if (options.json === true) terminal.printJson(result);
  else printModels(result.models, terminal);
  const isBroken = result.models.some((model) => model.status.kind === "broken");
  return isBroken ? exitCodes.failed : exitCodes.done;
}

function printModels(models: readonly ModelSummary[], terminal: Terminal): void {
  if (models.length === 0)
    terminal.note("No model is installed; add one with `codepatch models add FOLDER-OR-ID`.");
  const rows = models.map((model) => [
    model.id,
    model.task,
    model.parameters === undefined ? "" : `${inWords(model.parameters)} parameters`,
    `${(model.bytes / 1e6).toFixed(1)} MB`,
    model.licence ?? "licence unknown",
    model.status.kind === "ok" ? "ok" : `broken: ${model.status.message}`,
  ]);
  const lines = alignColumns(rows);
  models.forEach((model, i) => {
    terminal.print(terminal.paint(model.status.kind === "ok" ? "reset" : "red", lines[i] ?? ""));
    for (const [name, value] of Object.entries(model.scores)) terminal.print(`    ${name}: ${value}`);
  });
}

const inWords = (n: number): string => (n >= 1e5 ? `${(n / 1e6).toFixed(1)} M` : n.toLocaleString("en-US"));
