import assert from "node:assert/strict";
import { chmodSync, mkdirSync } from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import {
  closeAll,
  configure,
  eventually,
  onDisk,
  openFile,
  putCursor,
  run,
  useTinyModel,
  workspaceFolder,
} from "./support.js";

const source =
  'def one(a):\n    return a\n\n\ndef two(b):\n    return -b\n\n\ndef three(c):\n    """Mine."""\n    return c\n';

const comparison = (): vscode.Tab | undefined =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .find(
      ({ input }) => !(input instanceof vscode.TabInputText) && !(input instanceof vscode.TabInputWebview),
    );

const count = (text: string): number => text.split('"""').length - 1;

describe("several functions", () => {
  before(useTinyModel);
  afterEach(closeAll);

  it("are compared, then applied as one step of undo", async () => {
    const editor = await openFile("cursors.py", source);
    const { document } = editor;
    putCursor(editor, "return a", "return -b");
    await run("documentFunction");
    await eventually("the comparison", comparison);
    assert.equal(document.getText(), source, "nothing is applied before it is accepted");
    await run("acceptPreview");
    assert.equal(count(document.getText()), 6);
    assert.equal(comparison(), undefined);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("undo");
    assert.equal(document.getText(), source);
  });

  it("a selection means every function in it", async () => {
    const editor = await openFile("selected.py", source);
    editor.selection = new vscode.Selection(0, 0, 6, 0);
    await run("documentFunction");
    await run("acceptPreview");
    assert.equal(count(editor.document.getText()), 6);
  });

  it("a file is documented where documentation is missing; rejected, it stays", async () => {
    const { document } = await openFile("file.py", source);
    await run("documentFile");
    await eventually("the comparison", comparison);
    await run("rejectPreview");
    assert.equal(document.getText(), source);
    await vscode.window.showTextDocument(document);
    await run("documentFile");
    await run("acceptPreview");
    assert.equal(count(document.getText()), 6);
    assert.ok(document.getText().includes('"""Mine."""'));
  });

  it("what changed before Accept is left out, the rest is applied", async () => {
    const { document } = await openFile("late.py", source);
    await run("documentFile");
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(1, 4, 1, 12), "return a + 1");
    await vscode.workspace.applyEdit(edit);
    await run("acceptPreview");
    const text = document.getText();
    assert.match(text, /^def one\(a\):\n {4}return a \+ 1\n/);
    assert.match(text, /def two\(b\):\n {4}"""\S/);
  });

  it("a folder is documented file by file; read-only and excluded files are left out", async () => {
    mkdirSync(path.join(workspaceFolder(), "pkg", "node_modules"), { recursive: true });
    for (const name of ["pkg/a.py", "pkg/b.ts", "pkg/locked.py", "pkg/node_modules/c.py"]) {
      await openFile(
        name,
        name.endsWith(".ts") ? "export function f(a: number) {\n  return a;\n}\n" : source,
      );
    }
    chmodSync(path.join(workspaceFolder(), "pkg/locked.py"), 0o444);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await run("documentFolder", vscode.Uri.file(path.join(workspaceFolder(), "pkg")));
    await eventually("the comparison", comparison);
    await run("acceptPreview");
    assert.equal(count(onDisk("pkg/a.py")), 6);
    assert.match(onDisk("pkg/b.ts"), /^\/\*\*\n \* [\s\S]*@param a[\s\S]*\*\/\nexport function f/);
    assert.equal(onDisk("pkg/locked.py"), source);
    assert.equal(onDisk("pkg/node_modules/c.py"), source);
    await vscode.window.showTextDocument(vscode.Uri.file(path.join(workspaceFolder(), "pkg/a.py")));
    await vscode.commands.executeCommand("undo");
    assert.equal(vscode.window.activeTextEditor?.document.getText(), source);
    assert.match(onDisk("pkg/b.ts"), /@param a/);
  });

  it("a style is converted", async () => {
    const google =
      'def one(a):\n    """Give it back.\n\n    Args:\n        a: What to give.\n    """\n    pass\n';
    const { document } = await openFile("style.py", google);
    await run("convertStyle", "numpy");
    await run("acceptPreview");
    assert.equal(
      document.getText(),
      'def one(a):\n    """Give it back.\n\n    Parameters\n    ----------\n    a\n        What to give.\n    """\n    pass\n',
    );
  });

  it("is applied at once when no preview is wanted", async () => {
    await configure("previewBeforeApply", false);
    try {
      const { document } = await openFile("atonce.py", source);
      await run("documentFile");
      assert.equal(count(document.getText()), 6);
    } finally {
      await configure("previewBeforeApply", undefined);
    }
  });
});
