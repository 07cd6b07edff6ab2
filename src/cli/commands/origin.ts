import { Command, Option } from "commander";
import { count } from "../../base/words.js";
import { type EvidenceLevel, evidenceLevels, type OriginFunction } from "../../protocol/origin.js";
import { sourceFiles } from "../../syntax/walk.js";
import type { EngineOptions } from "../engine.js";
import { type ExitCode, exitCodes } from "../exit.js";
import { forEachSource } from "../inputs.js";
import { type FileOrigin, originSarif } from "../originSarif.js";
import { type Context, runAction, withEngineOptions } from "../program.js";
import { snapshotOf } from "../sourceFile.js";
import { alignColumns, type Terminal } from "../terminal.js";
import { version } from "../version.js";

interface OriginOptions extends EngineOptions {
  readonly json?: boolean;
  readonly sarif?: boolean;
  readonly evidence?: EvidenceLevel;
  readonly undeclared?: boolean;
}

export const originCommand = (): Command =>
  withEngineOptions(
    new Command("origin")
      .summary("who wrote each function: recorded, declared, estimated or unknown")
      .description(
        "Reads git notes, then what commits say of themselves, then the style. Text lists what is known of functions that are not\n" +
          "unknown; JSON lists all. With --evidence or --undeclared it exits with 1 when a function is found, for use as a policy.",
      )
      .argument("<path...>", "source files or folders")
      .option("--json", "print one JSON document")
      .addOption(new Option("--sarif", "print a SARIF 2.1.0 log").conflicts("json"))
      .addOption(
        new Option(
          "--evidence <level>",
          "the weakest evidence to use; exit with 1 when it speaks of an AI tool for any function",
        ).choices(evidenceLevels),
      )
      .option("--undeclared", "count only lines that a note gives to an AI tool and whose commit names none")
      .action((paths: string[], options: OriginOptions) =>
        runAction(options, (context) => showOrigin(paths, options, context)),
      ),
  );

async function showOrigin(
  paths: readonly string[],
  options: OriginOptions,
  { terminal, signal, engine }: Context,
): Promise<ExitCode> {
  const files: FileOrigin[] = [];
  const problems: { file: string; reason: string }[] = [];
  const context = new Set<string>();
  let unread = 0;
  const evidence = options.evidence ?? (options.undeclared === true ? "recorded" : "estimated");
  const summary = await forEachSource(sourceFiles(paths), terminal, signal, async (source) => {
    terminal.progress(`Reading ${source.path}`);
    const document = { ...snapshotOf(source), path: source.realPath };
    const result = await engine.get().request("engine/origin", { document, evidence }, { signal });
    files.push({ file: source.path, functions: result.functions });
    for (const reason of result.problems) problems.push({ file: source.path, reason });
    for (const hint of result.context) context.add(hint);
    if (result.isUnread) unread++;
  });
  terminal.progress("");
  const isPolicy = options.evidence !== undefined || options.undeclared === true;
  const found = files.map(({ file, functions }) => ({
    file,
    functions: functions.filter(options.undeclared === true ? (each) => each.undeclared > 0 : hasAi),
  }));
  const findings = found.reduce((sum, { functions }) => sum + functions.length, 0);
  if (options.sarif === true) terminal.printJson(originSarif(found, version, process.cwd()));
  else if (options.json === true)
    terminal.printJson({ ...jsonOf(files), problems, context: [...context], skipped: summary.skipped });
  else {
    // A policy lists what is against it, and nothing else.
    printFunctions(isPolicy ? found : files, terminal);
    printCounts(files, problems, [...context], terminal);
    if (isPolicy) {
      const strength = evidence === "recorded" ? evidence : `${evidence} or stronger`;
      const what = options.undeclared === true ? "that its commit does not declare" : `that is ${strength}`;
      terminal.note(`${count(findings, "function")} with evidence of an AI tool ${what}.`);
    }
  }
  if (summary.exitCode !== exitCodes.done) return summary.exitCode;
  // A policy holds only where git was read.
  if (isPolicy && unread > 0) {
    terminal.note(
      `codepatch: git could not be read for ${count(unread, "file")}, so the policy was not checked there.`,
    );
    return exitCodes.failed;
  }
  return isPolicy && findings > 0 ? exitCodes.findings : exitCodes.done;
}

/** An AI tool is recorded, declared or estimated to have had a part. */
const hasAi = ({ label }: OriginFunction): boolean => label === "ai" || label === "mixed";

const jsonOf = (files: readonly FileOrigin[]) => ({
  functions: files.flatMap(({ file, functions }) =>
    functions.map(({ id: _, firstLine, lastLine, summary: __, ...rest }) => ({
      file,
      ...rest,
      range: { firstLine, lastLine },
    })),
  ),
});

function printFunctions(files: readonly FileOrigin[], terminal: Terminal): void {
  for (const { file, functions } of files) {
    for (const each of functions) {
      if (each.verdict === "unknown") continue;
      const place = terminal.paint("bold", `${file}:${each.line}`);
      terminal.print(`${place} ${terminal.paint("cyan", each.name)}: ${each.summary}`);
      for (const sentence of each.evidence) terminal.print(`    ${sentence}`);
    }
  }
}

function printCounts(
  files: readonly FileOrigin[],
  problems: readonly { file: string; reason: string }[],
  context: readonly string[],
  terminal: Terminal,
): void {
  const counts = new Map<string, number>();
  for (const { label, verdict } of files.flatMap(({ functions }) => functions)) {
    const name = label === "human" ? "recorded as typed by people" : verdict;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const total = files.reduce((sum, { functions }) => sum + functions.length, 0);
  for (const row of alignColumns([...counts].map(([verdict, n]) => [verdict, String(n)]))) terminal.note(row);
  terminal.note(`${count(total, "function")} in ${count(files.length, "file")}.`);
  for (const reason of new Set(problems.map((problem) => problem.reason))) {
    const [first, ...others] = problems.filter((problem) => problem.reason === reason);
    const more = others.length === 0 ? "" : ` and ${count(others.length, "more file")}`;
    terminal.note(`${first?.file}${more}: ${reason}`);
  }
  for (const hint of context) terminal.note(hint);
}
