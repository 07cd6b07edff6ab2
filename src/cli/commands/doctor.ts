import { Command } from "commander";
import type { DoctorCheck } from "../../protocol/messages.js";
import type { EngineOptions } from "../engine.js";
import { exitCodes } from "../exit.js";
import { runAction, withEngineOptions } from "../program.js";
import { alignColumns, type Paint } from "../terminal.js";

interface DoctorOptions extends EngineOptions {
  readonly json?: boolean;
}

export const doctorCommand = (): Command =>
  withEngineOptions(
    new Command("doctor")
      .summary("check providers, models and parity")
      .description(
        "Looks whether everything works on this machine: providers, models, parity with PyTorch, timings.",
      )
      .option("--json", "print one JSON document")
      .action((options: DoctorOptions) =>
        runAction(options, async ({ terminal, signal, engine }) => {
          const { checks } = await engine
            .get()
            .request("engine/doctor", {}, { signal, onPartial: ({ message }) => terminal.progress(message) });
          if (options.json === true) terminal.printJson({ checks });
          else {
            const lines = alignColumns(checks.map((check) => [check.status, check.name, check.detail]));
            checks.forEach((check, i) => {
              terminal.print(terminal.paint(paints[check.status], lines[i] ?? ""));
            });
          }
          return checks.some((check) => check.status === "failed") ? exitCodes.failed : exitCodes.done;
        }),
      ),
  );

const paints: Readonly<Record<DoctorCheck["status"], Paint>> = {
  ok: "green",
  warning: "yellow",
  failed: "red",
};
