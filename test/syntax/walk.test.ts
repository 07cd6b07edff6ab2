import { symlinkSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { sourceFiles } from "../../src/syntax/walk.js";
import { temporaryFolder } from "../cli/folder.js";

async function walked(folder: string, ...paths: string[]): Promise<string[]> {
  const found: string[] = [];
  for await (const { path: file } of sourceFiles(paths.map((name) => path.join(folder, name)))) {
    found.push(path.relative(folder, file).split(path.sep).join("/"));
  }
  return found;
}

describe("sourceFiles", () => {
  it("gives supported files in order, without ignored, vendored, generated and hidden ones", async () => {
    const folder = temporaryFolder({
      ".git/HEAD": "",
      ".gitignore": "/scratch/\n*.local.py\n!keep.local.py\n",
      "b.py": "",
      "a.ts": "",
      "notes.txt": "",
      "types.d.ts": "",
      "jquery.min.js": "",
      "schema_pb2.py": "",
      "x.local.py": "",
      "keep.local.py": "",
      "scratch/c.py": "",
      "src/scratch/d.py": "",
      "src/.gitignore": "e.py\n",
      "src/e.py": "",
      "node_modules/f.js": "",
      ".venv/g.py": "",
    });
    symlinkSync("b.py", path.join(folder, "link.py"));
    symlinkSync("..", path.join(folder, "src", "up"));
    expect(await walked(folder, ".")).toEqual(["a.ts", "b.py", "keep.local.py", "src/scratch/d.py"]);
  });

  it("obeys the .gitignore of folders above, up to the root of the repository", async () => {
    const folder = temporaryFolder({
      ".git/HEAD": "",
      ".gitignore": "*_old.py\n",
      "pkg/sub/a.py": "",
      "pkg/sub/a_old.py": "",
    });
    expect(await walked(folder, "pkg/sub")).toEqual(["pkg/sub/a.py"]);
  });

  it("gives every path that is named, so that its trouble can be told", async () => {
    const folder = temporaryFolder({ ".gitignore": "a.py\n", "a.py": "" });
    expect(await walked(folder, "a.py", "missing.py")).toEqual(["a.py", "missing.py"]);
  });
});
