import { Command, Option } from "commander";
import { CodePatchError } from "../../base/errors.js";
import type { Narration } from "../../protocol/commit.js";
import { type SourceOptions, sourceOf, withSourceOptions } from "../changeSource.js";
import type { EngineOptions } from "../engine.js";
import { exitCodes } from "../exit.js";
import { runAction, withEngineOptions } from "../program.js";
import type { Terminal } from "../terminal.js";

type Audience = "everyone" | "developer";

interface NarrateOptions extends EngineOptions, SourceOptions {
  readonly audience: Audience;
  readonly message?: boolean;
  readonly intent?: boolean;
  readonly json?: boolean;
}

export const narrateCommand = (): Command =>
  withEngineOptions(
    withSourceOptions(new Command("narrate"))
      .summary("say in words what changed")
      .description(
        "Explains a commit, a range, what is staged, not committed, not pushed or stashed, a branch, or a diff from standard input (`-`).\n" +
          "Without an argument: the last commit.",
      )
      .addOption(
        new Option("--audience <who>", "for whom: plain words, or names and details")
          .choices(["everyone", "developer"])
          .default("everyone"),
      )
      .option("--message", "instead: a commit message in the habit of the repository")
      .option("--intent", "and what it may be for, estimated by the instruction model of --model")
      .option("--json", "print one JSON document with both texts and the evidence")
      .action((revision: string | undefined, options: NarrateOptions) =>
        runAction(options, async ({ terminal, signal, engine }) => {
          const source = await sourceOf(revision, options);
          if (options.message === true) {
            if (source.kind === "range")
              throw new CodePatchError(
                "usage",
                "A range has a message for each commit; name one commit for --message.",
              );
            const params = { root: process.cwd(), source };
            const result = await engine.get().request("engine/commitMessage", params, { signal });
            if (options.json === true) terminal.printJson(result);
            else terminal.print(result.message);
            return exitCodes.done;
          }
          const { commits } = await engine
            .get()
            .request(
              "engine/narrate",
              { root: process.cwd(), source, ...(options.intent === true && { intent: true }) },
              { signal, onPartial: ({ message, estimate }) => terminal.progress(estimate ?? message) },
            );
          if (options.json === true) terminal.printJson({ commits });
          else
            for (const commit of commits)
              printNarration(commit, options.audience, commits.length > 1, terminal);
          if (commits.length === 0) terminal.note("There is no commit in this range.");
          return exitCodes.done;
        }),
      ),
  );

function printNarration(
  narration: Narration,
  audience: Audience,
  isOneOfMany: boolean,
  terminal: Terminal,
): void {
  if (isOneOfMany)
    terminal.print(terminal.paint("bold", `${narration.sha?.slice(0, 10) ?? ""} ${narration.subject}`));
  terminal.print(audience === "developer" ? narration.developer : narration.everyone);
  if (narration.estimate !== undefined) terminal.print(`\n${narration.estimate}`);
  if (isOneOfMany) terminal.print("");
}
