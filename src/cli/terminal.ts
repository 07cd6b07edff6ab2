import { styleText } from "node:util";
import type { Progress } from "../protocol/messages.js";

export type Paint = Parameters<typeof styleText>[0];

/** The two streams of the program. Colour and progress appear only where a person looks. */
export interface Terminal {
  /** Writes one line to standard output. */
  print(line: string): void;
  /** Writes the one JSON document of a `--json` run. */
  printJson(value: unknown): void;
  /** Writes a remark for a person to standard error. */
  note(line: string): void;
  /** Replaces the progress line on standard error; nothing where that is no terminal. An empty text removes it. */
  progress(text: string): void;
  paint(style: Paint, text: string): string;
}

interface Streams {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

/** Beside what may stay, which is the group. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
const controls = /(\u001b\[[\d;]*m|[\n\t])|\p{Cc}/gu;

/** Names and messages of a repository must not move the cursor of a terminal or set its title: line ends, tabs and colours stay. */
const shownOn = (stream: NodeJS.WriteStream, text: string): string =>
  stream.isTTY === true ? text.replaceAll(controls, "$1") : text;

const hasColours = (stream: NodeJS.WriteStream): boolean =>
  // `hasColors` reads NO_COLOR, FORCE_COLOR and TERM.
  stream.isTTY === true && stream.hasColors();

export function createTerminal({ stdout, stderr }: Streams): Terminal {
  let shown = false;
  const clear = () => {
    if (shown) stderr.write("\r\x1b[K");
    shown = false;
  };
  return {
    print(line) {
      clear();
      stdout.write(`${shownOn(stdout, line)}\n`);
    },
    printJson(value) {
      clear();
      stdout.write(`${JSON.stringify(value, null, 2)}\n`);
    },
    note(line) {
      clear();
      stderr.write(`${shownOn(stderr, line)}\n`);
    },
    progress(text) {
      if (stderr.isTTY !== true) return;
      clear();
      if (text === "") return;
      const line = shownOn(stderr, text.replaceAll(/\s+/g, " "));
      stderr.write(line.slice(0, Math.max(20, (stderr.columns ?? 80) - 1)));
      shown = true;
    },
    paint: (style, text) => (hasColours(stdout) ? styleText(style, text, { validateStream: false }) : text),
  };
}

/** Shows the partial results of a request as the progress line. */
export const showProgress =
  (terminal: Terminal) =>
  ({ message, done, total }: Progress): void =>
    terminal.progress(`${message} ${done} of ${total}`);

/** Rows in columns, the first as their heads. */
export function printTable(rows: readonly (readonly string[])[], terminal: Terminal): void {
  const [head = "", ...lines] = alignColumns(rows);
  terminal.print(terminal.paint("bold", head));
  for (const line of lines) terminal.print(line);
}

/** Pads the cells of each column to one width; the last column is left as it is. */
export function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, cell.length);
    });
  return rows.map((row) =>
    row
      .map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}
