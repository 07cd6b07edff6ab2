import { applyEdits } from "../base/edits.js";
import { CodePatchError } from "../base/errors.js";
import { count } from "../base/words.js";
import type { DocumentResult, FunctionResult, FunctionStatus } from "../protocol/messages.js";
import { parseAndVerify } from "../syntax/verify.js";
import { type ExitCode, exitCodes } from "./exit.js";
import type { InputSummary } from "./inputs.js";
import type { SourceFile } from "./sourceFile.js";
import { parser } from "./syntax.js";
import type { Paint, Terminal } from "./terminal.js";
import { unifiedDiff } from "./unifiedDiff.js";
import { replaceText } from "./writeFile.js";

/** What becomes of the edits. Without any, the docstrings are printed. */
export interface EditMode {
  readonly write?: boolean;
  readonly diff?: boolean;
  readonly json?: boolean;
}

/** Shows the results of `document` and `comment` file by file, and writes them when told to. */
export class EditReport {
  private readonly files: { readonly file: string; readonly functions: readonly unknown[] }[] = [];
  private readonly statuses: FunctionStatus[] = [];
  private changed = 0;

  constructor(
    private readonly mode: EditMode,
    private readonly terminal: Terminal,
    private readonly signal: AbortSignal,
  ) {}

  async add(source: SourceFile, result: DocumentResult): Promise<void> {
    const edits = result.functions.flatMap((found) => found.edits);
    const after = applyEdits(
      source.text,
      [...edits].sort((a, b) => a.range.start - b.range.start),
    );
    const isChange = after !== source.text;
    if (isChange) await this.requireSameCode(source, after);
    if (isChange && this.mode.write === true) {
      await replaceText(source, after);
      this.changed++;
    }
    this.statuses.push(...result.functions.map((found) => found.status));
    this.files.push({ file: source.path, functions: result.functions.map(jsonOfFunction) });
    if (this.mode.json === true) return;
    if (this.mode.diff === true) this.printDiff(source, after, result);
    else if (this.mode.write === true) this.printWritten(source, result);
    else this.printDocstrings(source, result);
  }

  finish(paths: readonly string[], summary: InputSummary): ExitCode {
    if (this.mode.json === true) this.printJson(paths, summary);
    else if (this.files.length > 1) {
      const written = this.statuses.filter((status) => status === "written").length;
      const where = this.mode.write === true ? `, ${count(this.changed, "file")} changed` : "";
      this.terminal.note(`${count(written, "function")} in ${count(this.files.length, "file")}${where}.`);
    }
    if (summary.exitCode !== exitCodes.done) return summary.exitCode;
    const isAllRefused = this.statuses.includes("refused") && !this.statuses.includes("written");
    return isAllRefused ? exitCodes.failed : exitCodes.done;
  }

  /** What a run that stops early has done. */
  soFar(): object {
    return { files: this.files };
  }

  private printJson(paths: readonly string[], summary: InputSummary): void {
    const [only] = this.files;
    if (paths.length === 1 && only?.file === paths[0]) this.terminal.printJson(only);
    else this.terminal.printJson({ files: this.files, skipped: summary.skipped });
  }

  /** The last guard: on exactly the text that would be written. */
  private async requireSameCode(source: SourceFile, after: string): Promise<void> {
    const verdict = await parseAndVerify(parser, source.text, after, source.language, this.signal);
    if (!verdict.same) {
      throw new CodePatchError(
        "unsafe-edit",
        `${source.path} was not changed, because ${verdict.reason}; document its functions one by one.`,
      );
    }
  }

  private printDiff(source: SourceFile, after: string, result: DocumentResult): void {
    const diff = unifiedDiff(source.path, source.text, after);
    for (const line of diff === "" ? [] : diff.split("\n")) {
      this.terminal.print(this.terminal.paint(diffPaint(line), line));
    }
    for (const found of result.functions) {
      const isSilent = diff !== "" && found.status !== "refused";
      if (found.status !== "written" && !isSilent)
        this.terminal.note(`${source.path}: ${plainHeadline(found)}`);
    }
  }

  private printWritten(source: SourceFile, result: DocumentResult): void {
    const { terminal } = this;
    terminal.print(terminal.paint("bold", source.path));
    if (result.functions.length === 0) terminal.print("  nothing to do");
    for (const found of result.functions) terminal.print(`  ${this.headline(found)}`);
  }

  private printDocstrings(source: SourceFile, result: DocumentResult): void {
    const { terminal } = this;
    if (result.functions.length === 0) terminal.note(`${source.path} has nothing to document.`);
    for (const found of result.functions) {
      terminal.print(`${terminal.paint("bold", source.path)} ${this.headline(found)}`);
      if (found.docstring !== "") terminal.print(`${terminal.paint("green", withIndent(found.docstring))}\n`);
    }
  }

  private headline(found: FunctionResult): string {
    const { terminal } = this;
    const status = terminal.paint(statusPaint[found.status], found.status);
    const reason = found.reason === undefined ? "" : `: ${found.reason}`;
    const notes = found.notes.map((note) => `\n    ${note}`).join("");
    return `${status} ${terminal.paint("cyan", found.name)} (line ${found.line}, ${found.style})${reason}${notes}`;
  }
}

const plainHeadline = ({ status, name, line, reason }: FunctionResult): string =>
  `${status} ${name} (line ${line})${reason === undefined ? "" : `: ${reason}`}`;

const statusPaint: Readonly<Record<FunctionStatus, Paint>> = {
  written: "green",
  kept: "gray",
  skipped: "yellow",
  refused: "red",
};

const diffPaint = (line: string): Paint => {
  if (line.startsWith("+")) return "green";
  if (line.startsWith("-")) return "red";
  return line.startsWith("@@") ? "cyan" : "reset";
};

/** The first line of a docstring has no indentation, the following ones have that of the file. */
function withIndent(docstring: string): string {
  const indent = /\n([ \t]*)\S[^\n]*$/.exec(docstring)?.[1] ?? "    ";
  return indent + docstring;
}

const jsonOfFunction = (found: FunctionResult) => ({
  id: found.id,
  name: found.name,
  line: found.line,
  style: found.style,
  status: found.status,
  ...(found.reason !== undefined && { reason: found.reason }),
  docstring: found.docstring,
  slots: found.slots,
  notes: found.notes,
});
