import { expect, test } from "vitest";
import { createTerminal } from "../../src/cli/terminal.js";

function streams(isTTY: boolean) {
  const written = { stdout: "", stderr: "" };
  const stream = (name: "stdout" | "stderr") =>
    ({
      isTTY,
      hasColors: () => isTTY,
      write: (text: string) => {
        written[name] += text;
        return true;
      },
    }) as unknown as NodeJS.WriteStream;
  return { written, terminal: createTerminal({ stdout: stream("stdout"), stderr: stream("stderr") }) };
}

const hostile = "a\u001b]0;title\u0007\u001b[2Jb\r\u009bc\n\td";

test("what comes from a repository does not steer a terminal; colours of our own stay", () => {
  const { terminal, written } = streams(true);
  terminal.print(terminal.paint("red", hostile));
  terminal.note(hostile);
  terminal.progress(hostile);
  expect(written.stdout).toBe("\u001b[31ma]0;title[2Jbc\n\td\u001b[39m\n");
  expect(written.stderr).toBe("a]0;title[2Jbc\n\td\na]0;title[2Jb c d");
});

test("where no person looks, every character goes through", () => {
  const { terminal, written } = streams(false);
  terminal.print(hostile);
  terminal.note(hostile);
  expect(written).toEqual({ stdout: `${hostile}\n`, stderr: `${hostile}\n` });
});
