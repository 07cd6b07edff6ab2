import {
  chmodSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { encodeText, readSource } from "../../src/cli/sourceFile.js";
import { replaceText } from "../../src/cli/writeFile.js";
import { temporaryFolder } from "./folder.js";

const bom = "\uFEFF";

describe("readSource", () => {
  it("takes the byte order mark off and keeps line endings", async () => {
    const folder = temporaryFolder({ "a.py": `${bom}x = 1\r\ny = "é𝄞"\n` });
    const source = await readSource(path.join(folder, "a.py"));
    expect(source.text).toBe('x = 1\r\ny = "é𝄞"\n');
    expect(source.hasBom).toBe(true);
    expect(encodeText(source, source.text).equals(source.bytes)).toBe(true);
  });

  const refused: readonly (readonly [name: string, content: string | Uint8Array, message: RegExp])[] = [
    ["notes.txt", "hello", /not in a language that CodePatch reads/],
    ["binary.py", Uint8Array.of(97, 0, 98), /binary file/],
    ["utf16.py", Uint8Array.of(0xff, 0xfe, 97, 0), /UTF-16 text; save it as UTF-8/],
    ["latin1.py", Uint8Array.of(0x23, 0xe9, 0x0a), /not valid UTF-8/],
    ["large.py", new Uint8Array(5_000_000).fill(0x23), /4\.8 MiB, more than the 4 MiB/],
  ];
  it.each(refused)("refuses %s in one sentence", async (name, content, message) => {
    const folder = temporaryFolder({ [name]: content });
    await expect(readSource(path.join(folder, name))).rejects.toThrow(message);
  });

  it("refuses what is missing, a folder, or a link to itself", async () => {
    const folder = temporaryFolder({});
    symlinkSync("loop.py", path.join(folder, "loop.py"));
    await expect(readSource(path.join(folder, "none.py"))).rejects.toThrow(/does not exist; check the path/);
    await expect(readSource(folder)).rejects.toThrow(/is a folder/);
    await expect(readSource(path.join(folder, "loop.py"))).rejects.toThrow(/leads back to itself/);
  });
});

describe("replaceText", () => {
  it("keeps mode, byte order mark and the link, and leaves no other file", async () => {
    const folder = temporaryFolder({ "a.py": `${bom}x = 1\r\n` });
    const file = path.join(folder, "a.py");
    chmodSync(file, 0o751);
    symlinkSync("a.py", path.join(folder, "link.py"));
    await replaceText(await readSource(path.join(folder, "link.py")), "# one\r\nx = 1\r\n");
    expect(readFileSync(file, "utf8")).toBe(`${bom}# one\r\nx = 1\r\n`);
    expect(statSync(file).mode & 0o777).toBe(0o751);
    expect(readdirSync(folder).sort()).toEqual(["a.py", "link.py"]);
  });

  it("refuses a file that changed, vanished or is read-only, and leaves it as it is", async () => {
    const folder = temporaryFolder({ "changed.py": "x = 1\n", "gone.py": "x = 1\n", "locked.py": "x = 1\n" });
    const [changed, gone, locked] = await Promise.all(
      ["changed.py", "gone.py", "locked.py"].map((name) => readSource(path.join(folder, name))),
    );
    if (!changed || !gone || !locked) throw new Error("three files were read");
    writeFileSync(changed.path, "x = 2\n");
    unlinkSync(gone.path);
    chmodSync(locked.path, 0o444);
    await expect(replaceText(changed, "y\n")).rejects.toMatchObject({ code: "stale-document" });
    await expect(replaceText(gone, "y\n")).rejects.toMatchObject({ code: "stale-document" });
    await expect(replaceText(locked, "y\n")).rejects.toMatchObject({ code: "write-failed" });
    expect(readFileSync(changed.path, "utf8")).toBe("x = 2\n");
    expect(readFileSync(locked.path, "utf8")).toBe("x = 1\n");
    expect(readdirSync(folder).sort()).toEqual(["changed.py", "locked.py"]);
  });
});
