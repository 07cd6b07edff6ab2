import { describe, expect, it } from "vitest";
import { readDiffTexts } from "../../src/cli/diffInput.js";

const file = (name: string, lines: number): string =>
  `diff --git a/${name} b/${name}\nindex 1..2 100644\n--- a/${name}\n+++ b/${name}\n@@ -1,0 +1,${lines} @@\n${"+tide\n".repeat(lines)}`;

/** Comes in chunks of `size` bytes. */
async function* inChunks(text: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

describe("a diff from standard input", () => {
  const files = [file("low.py", 2), file("häfen/high.py", 3), file("moon.py", 1)];

  it("comes file by file, wherever it was cut on the way", async () => {
    for (const size of [1, 7, 64, 100_000])
      expect(await readDiffTexts(inChunks(files.join(""), size))).toEqual({ texts: files, beyond: [] });
  });

  it("keeps what stands before the first file", async () => {
    const { texts } = await readDiffTexts(inChunks(`commit 1\n\n${files.join("")}`, 50));
    expect(texts.join("")).toBe(`commit 1\n\n${files.join("")}`);
  });

  it("names the files that are too long, and those for which no room is left", async () => {
    const long = file("harbour/table.py", 400);
    const all = [files[0], long, files[1], files[2]].join("");
    const limits = { whole: 220, file: 1_000 };
    expect(await readDiffTexts(inChunks(all, 90), limits)).toEqual({
      texts: [files[0], files[2]],
      beyond: ["harbour/table.py", "häfen/high.py"],
    });
  });

  it("names a file of a diff that git did not make", async () => {
    const plain = files[0]?.replace(/^diff.*\nindex.*\n/, "") ?? "";
    const { texts, beyond } = await readDiffTexts(inChunks(plain, 9), { whole: 40, file: 40 });
    expect({ texts, beyond }).toEqual({ texts: [], beyond: ["b/low.py"] });
  });

  it("of nothing is nothing", async () => {
    expect(await readDiffTexts(inChunks("", 5))).toEqual({ texts: [], beyond: [] });
  });
});
