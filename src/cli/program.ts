import { type Command, InvalidArgumentError, Option } from "commander";
import { isCodePatchError, messageOf } from "../base/errors.js";
import { providerChoices } from "../protocol/messages.js";
import { type EngineOptions, type EngineSource, engineSource } from "./engine.js";
import { type ExitCode, exitCodeOf, exitCodes } from "./exit.js";
import { finishUnread } from "./output.js";
import { createTerminal, type Terminal } from "./terminal.js";

/** What every command is given. */
export interface Context {
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  /** Starts on first use. */
  readonly engine: EngineSource;
  /** With `--json`, what is printed beside the error when the command stops early: what it had done until then. */
  onFailure(done: () => object): void;
}

/**
 * Runs a command's action to its exit code: Ctrl-C aborts `signal` (a second one ends the program at once), the engine
 * is stopped whatever happens, and an error becomes its one sentence on standard error and the `error` of a `--json` document.
 */
export async function runAction(
  options: EngineOptions & { readonly json?: boolean; readonly write?: boolean },
  action: (context: Context) => Promise<ExitCode>,
): Promise<void> {
  if (options.write === true) finishUnread();
  const terminal = createTerminal(process);
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    controller.abort();
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  const engine = engineSource(options, terminal);
  let done = (): object => ({});
  const onFailure: Context["onFailure"] = (read) => {
    done = read;
  };
  try {
    process.exitCode = await action({ terminal, signal: controller.signal, engine, onFailure });
  } catch (error) {
    terminal.progress("");
    const interrupted = controller.signal.aborted || isCodePatchError(error, "cancelled");
    const sentence = interrupted ? "Cancelled; what was not finished was not written." : messageOf(error);
    terminal.note(interrupted ? sentence : `codepatch: ${sentence}`);
    if (options.json === true) terminal.printJson({ ...done(), error: sentence });
    if (!interrupted && !isCodePatchError(error) && options.verbose === true && error instanceof Error) {
      terminal.note(error.stack ?? "");
    }
    process.exitCode = interrupted ? exitCodes.interrupted : exitCodeOf(error);
  } finally {
    await engine.dispose();
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
}

/** The options of every command that talks to the engine. */
export const withEngineOptions = (command: Command): Command =>
  command
    .addOption(
      new Option("--model <id-or-folder>", "text model: the id of an installed one, or a folder").env(
        "CODEPATCH_MODEL",
      ),
    )
    .addOption(new Option("--provider <name>", "execution provider").choices(providerChoices).default("auto"))
    .option("--threads <n>", "threads; 0 leaves one physical core free", wholeNumber, 0)
    .option("--verbose", "show the engine's log on standard error");

export function wholeNumber(value: string): number {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError("Give a whole number.");
  return Number(value);
}

export function positiveNumber(value: string): number {
  if (!/^[1-9]\d*$/.test(value)) throw new InvalidArgumentError("Give a whole number from 1 on.");
  return Number(value);
}
