import { Command, Option } from "commander";
import { CodePatchError } from "../../base/errors.js";
import type { ChangeSource, Narration } from "../../protocol/commit.js";
import type { EngineOptions } from "../engine.js";
import { exitCodes } from "../exit.js";
import { runAction, withEngineOptions } from "../program.js";
import type { Terminal } from "../terminal.js";

type Audience = "everyone" | "developer";

interface NarrateOptions extends EngineOptions {
  readonly staged?: boolean;
  readonly worktree?: boolean;
  readonly range?: string;
  readonly audience: Audience;
  readonly json?: boolean;
}

export const narrateCommand = (): Command =>
  withEngineOptions(
    new Command("narrate")
      .summary("say in words what changed")
      .description(
        "Explains a commit, the staged changes, the work tree, a range of commits, or a diff from standard input (`-`).\n" +
          "Without an argument: the last commit.",
      )
      .argument("[revision]", "a commit as git understands it, or - for a diff from standard input")
      .option("--staged", "what git commit would take now")
      .option("--worktree", "what is not staged yet, new files included")
      .option("--range <A..B>", "each commit of a range, newest first")
      .addOption(
        new Option("--audience <who>", "for whom: plain words, or names and details")
          .choices(["everyone", "developer"])
          .default("everyone"),
      )
      .option("--json", "print one JSON document with both texts and the evidence")
      .action((revision: string | undefined, options: NarrateOptions) =>
        runAction(options, async ({ terminal, signal, engine }) => {
          const source = await sourceOf(revision, options);
          const { commits } = await engine
            .get()
            .request(
              "engine/narrate",
              { root: process.cwd(), source },
              { signal, onPartial: ({ message }) => terminal.progress(message) },
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

async function sourceOf(revision: string | undefined, options: NarrateOptions): Promise<ChangeSource> {
  const given = [revision, options.staged, options.worktree, options.range].filter(
    (each) => each !== undefined,
  );
  if (given.length > 1)
    throw new CodePatchError(
      "usage",
      "Give one of a revision, -, --staged, --worktree and --range, not several.",
    );
  if (options.staged === true) return { kind: "staged" };
  if (options.worktree === true) return { kind: "worktree" };
  if (options.range !== undefined) {
    if (!options.range.includes(".."))
      throw new CodePatchError(
        "usage",
        `'${options.range}' is no range; write it as A..B, or leave out --range for one commit.`,
      );
    return { kind: "range", range: options.range };
  }
  if (revision === "-") return readDiff();
  return { kind: "commit", revision: revision ?? "HEAD" };
}

async function readDiff(): Promise<ChangeSource> {
  if (process.stdin.isTTY === true)
    throw new CodePatchError(
      "usage",
      "There is no diff on standard input; write it as: git diff | codepatch narrate -",
    );
  const parts: Buffer[] = [];
  for await (const part of process.stdin as AsyncIterable<Buffer>) parts.push(part);
  const text = Buffer.concat(parts).toString("utf8");
  return { kind: "diff", text };
}

function printNarration(
  narration: Narration,
  audience: Audience,
  isOneOfMany: boolean,
  terminal: Terminal,
): void {
  if (isOneOfMany)
    terminal.print(terminal.paint("bold", `${narration.sha?.slice(0, 10) ?? ""} ${narration.subject}`));
  terminal.print(audience === "developer" ? narration.developer : narration.everyone);
  if (isOneOfMany) terminal.print("");
}
