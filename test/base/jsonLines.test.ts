import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readJsonLines } from "../../src/base/jsonLines.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "codepatch-lines-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, content: string | Buffer): string => {
  const whole = path.join(folder, name);
  writeFileSync(whole, content);
  return whole;
};

function numberOf(line: unknown): number {
  if (typeof line !== "number") throw new TypeError("not a number");
  return line;
}

async function numbersOf(name: string): Promise<number[]> {
  const numbers: number[] = [];
  for await (const each of readJsonLines(name, "numbers", numberOf)) numbers.push(each);
  return numbers;
}

describe("JSON Lines", () => {
  it.each([
    ["plain.jsonl", "1\n\n2\r\n3"],
    ["packed.jsonl.gz", gzipSync("1\n2\n3\n")],
  ])("%s is read without its blank lines", async (name, content) => {
    expect(await numbersOf(file(name, content))).toEqual([1, 2, 3]);
  });

  it.each([
    [
      "text.jsonl",
      '1\n\n"two"\n',
      /text\.jsonl cannot be read at line 3 \(not a number\); give .* of numbers\.$/,
    ],
    ["broken.jsonl", "1\n{\n", /broken\.jsonl cannot be read at line 2 \(/],
    ["cut.jsonl.gz", gzipSync("1\n".repeat(9)).subarray(0, 14), /cut\.jsonl\.gz cannot be read/],
    ["no-gzip.jsonl.gz", "1\n", /no-gzip\.jsonl\.gz cannot be read \(/],
  ])("%s is refused with its line", async (name, content, message) => {
    await expect(numbersOf(file(name, content))).rejects.toThrow(message);
  });

  it("that are not there are named", async () => {
    await expect(numbersOf(path.join(folder, "none.jsonl"))).rejects.toThrow(
      /none\.jsonl cannot be read \(ENOENT/,
    );
  });

  it("may be left in the middle", async () => {
    for await (const each of readJsonLines(file("bad-end.jsonl", "1\nx\n"), "numbers", numberOf)) {
      expect(each).toBe(1);
      break;
    }
  });
});
