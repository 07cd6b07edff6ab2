import { type Command, InvalidArgumentError, Option } from "commander";
import { isCodePatchError, messageOf } from "../base/errors.js";
import { type EngineOptions, type EngineSource, engineSource } from "./engine.js";
import { type ExitCode, exitCodeOf, exitCodes } from "./exit.js";
import { createTerminal, type Terminal } from "./terminal.js";

/** What every command is given. */
export interface Context {
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  /** Starts on first use. */
  readonly engine: EngineSource;
}

/**
 * Runs a command's action to its exit code: Ctrl-C aborts `signal` (a second one ends the program at once), the engine
 * is stopped whatever happens, and an error becomes its one sentence on standard error.
 */
export async function runAction(
  options: EngineOptions,
  action: (context: Context) => Promise<ExitCode>,
): Promise<void> {
  const terminal = createTerminal(process);
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    controller.abort();
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  const engine = engineSource(options, terminal);
  try {
    process.exitCode = await action({ terminal, signal: controller.signal, engine });
  } catch (error) {
    terminal.progress("");
    const interrupted = controller.signal.aborted || isCodePatchError(error, "cancelled");
    terminal.note(
      interrupted ? "Cancelled; what was not finished was not written." : `codepatch: ${messageOf(error)}`,
    );
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
    .addOption(
      new Option("--provider <name>", "execution provider")
        .choices(["auto", "cpu", "webgpu", "coreml", "dml", "cuda"])
        .default("auto"),
    )
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
