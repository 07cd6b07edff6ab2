import assert from "node:assert/strict";
import * as vscode from "vscode";
import {
  closeAll,
  configure,
  engineProcesses,
  eventually,
  extensionId,
  lenses,
  openFile,
} from "./support.js";

describe("activation and lenses", () => {
  afterEach(closeAll);

  it("starts no engine; lenses come from the syntax alone", async function () {
    if (process.platform !== "linux") this.skip();
    // A file that is quiet for a moment is asked for its origin; a slow machine is slower than that moment.
    await configure("origin.when", "asked");
    try {
      const source =
        "def area(width, height):\n    return width * height\n\n\ndef _hidden(a):\n    return a\n";
      const { document } = await openFile("light.py", source);
      await eventually("activation", () => vscode.extensions.getExtension(extensionId)?.isActive);
      await eventually("a lens", async () => (await lenses(document)).length > 0);
      assert.deepEqual(await lenses(document), ["1: Document"]);
      assert.deepEqual(engineProcesses(), []);
    } finally {
      await configure("origin.when", undefined);
    }
  });

  it("offers lenses as the setting says", async () => {
    const { document } = await openFile(
      "modes.py",
      'def area(a):\n    def inner():\n        pass\n    return a\n\n\ndef _hidden(a):\n    """Says so."""\n    return a\n\n\ndef _bare(a):\n    return a\n',
    );
    await eventually("a lens", async () => (await lenses(document)).length > 0);
    try {
      await configure("lens", "all");
      assert.deepEqual(await lenses(document), ["1: Document", "2: Document", "12: Document"]);
      await configure("lens", "off");
      assert.deepEqual(await lenses(document), []);
      await configure("lens", undefined);
      await configure("exclude", ["**/modes.py"]);
      assert.deepEqual(await lenses(document), []);
      await configure("exclude", undefined);
      await configure("languages", ["rust"]);
      assert.deepEqual(await lenses(document), []);
    } finally {
      for (const key of ["lens", "exclude", "languages"]) await configure(key, undefined);
    }
  });

  it("a lens goes when the function has documentation", async () => {
    const { document } = await openFile("grow.py", "def area(a):\n    return a\n");
    await eventually("a lens", async () => (await lenses(document)).length === 1);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(1, 0), '    """Give it back."""\n');
    await vscode.workspace.applyEdit(edit);
    assert.deepEqual(await lenses(document), []);
  });
});
