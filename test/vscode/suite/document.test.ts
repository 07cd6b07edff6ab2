import assert from "node:assert/strict";
import { chmodSync } from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import {
  closeAll,
  configure,
  engineProcesses,
  eventually,
  lenses,
  openFile,
  putCursor,
  run,
  useTinyModel,
  workspaceFolder,
} from "./support.js";

const source = `import math


def area(width, height=2.0):
    if width < 0:
        raise ValueError("negative")
    return width * height


def diagonal(width, height):
    return math.hypot(width, height)
`;

/** The text without the docstrings, for a comparison of the code. */
const withoutDocstrings = (text: string): string => text.replace(/[ \t]*"""[\s\S]*?"""\r?\n/g, "");

/** Resolves at the next change of the document. */
const nextChange = (document: vscode.TextDocument): Promise<void> =>
  new Promise((resolve) => {
    const listener = vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document !== document || event.contentChanges.length === 0) return;
      listener.dispose();
      resolve();
    });
  });

/** An edit as a person's: it may have to wait for one of the preview's. */
const insert = (document: vscode.TextDocument, before: string, text: string): Promise<boolean> =>
  eventually("the insertion", () => {
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, document.positionAt(document.getText().indexOf(before)), text);
    return vscode.workspace.applyEdit(edit);
  });

/**
 * The engine stands still until what this resolves to is called, by default to let it go on: left alone it may have answered
 * before a test does its part. Opening a file that has lenses starts it. Elsewhere than on Linux nothing is held.
 */
async function holdEngine(): Promise<(signal?: NodeJS.Signals) => void> {
  if (process.platform !== "linux") return () => {};
  const engines = await eventually("the engine", () => {
    const found = engineProcesses();
    return found.length > 0 && found;
  });
  const signalAll = (signal: NodeJS.Signals = "SIGCONT"): void => {
    for (const engine of engines) process.kill(engine, signal);
  };
  signalAll("SIGSTOP");
  return signalAll;
}

/** The messages that stand in the status bar, of those that come from now on. */
function watchStatusBar(): { shown(): string[]; dispose(): void } {
  const { setStatusBarMessage } = vscode.window;
  const messages = new Map<vscode.Disposable, string>();
  Object.assign(vscode.window, {
    setStatusBarMessage(...args: Parameters<typeof setStatusBarMessage>) {
      const message = setStatusBarMessage(...args);
      const watched = new vscode.Disposable(() => {
        messages.delete(watched);
        message.dispose();
      });
      messages.set(watched, args[0]);
      return watched;
    },
  });
  return {
    shown: () => [...messages.values()],
    dispose: () => void Object.assign(vscode.window, { setStatusBarMessage }),
  };
}

describe("document function", () => {
  before(useTinyModel);
  afterEach(closeAll);

  it("writes, shows the choice, and is one step of undo", async () => {
    const editor = await openFile("one.py", source);
    const { document } = editor;
    putCursor(editor, "return width * height");
    await run("documentFunction");
    const written = document.getText();
    assert.match(
      written,
      /def area\(width, height=2\.0\):\n {4}"""\S[\s\S]*Args:\n {8}width[\s\S]*height[\s\S]*Raises:\n {8}ValueError/,
    );
    assert.equal(withoutDocstrings(written), source);
    const shown = await eventually("the choice", async () => {
      const found = await lenses(document);
      return found.some((lens) => lens.includes("Accept")) && found;
    });
    assert.ok(
      shown.includes("5: \u00a0Accept (Tab)") || shown.some((lens) => /^5: .*Accept/.test(lens)),
      shown.join(),
    );
    await run("acceptPreview");
    assert.equal(document.getText(), written);
    assert.ok(!(await lenses(document)).some((lens) => lens.includes("Accept")));
    await vscode.commands.executeCommand("undo");
    assert.equal(document.getText(), source);
  });

  it("reject puts back the text and the mark of a saved file", async () => {
    const editor = await openFile("reject.py", source);
    putCursor(editor, "def area");
    await run("documentFunction");
    assert.notEqual(editor.document.getText(), source);
    await run("rejectPreview");
    assert.equal(editor.document.getText(), source);
    assert.equal(editor.document.isDirty, false);
  });

  it("undo by the user ends the preview", async () => {
    const editor = await openFile("undo.py", source);
    putCursor(editor, "def area");
    await run("documentFunction");
    await vscode.commands.executeCommand("undo");
    assert.equal(editor.document.getText(), source);
    assert.ok(!(await lenses(editor.document)).some((lens) => lens.includes("Accept")));
  });

  it("keeps CRLF", async () => {
    const crlf = source.replaceAll("\n", "\r\n");
    const editor = await openFile("crlf.py", crlf);
    putCursor(editor, "def area");
    await run("documentFunction");
    const written = editor.document.getText();
    assert.match(written, /"""\S/);
    assert.equal(/[^\r]\n/.exec(written), null);
    assert.equal(withoutDocstrings(written), crlf);
    await run("rejectPreview");
    assert.equal(editor.document.getText(), crlf);
  });

  it("follows the function when lines are added above while it is written", async () => {
    const editor = await openFile("moving.py", source);
    const { document } = editor;
    putCursor(editor, "def diagonal");
    const release = await holdEngine();
    const writing = run("documentFunction");
    await insert(document, "import math", "import os\n").finally(release);
    await writing;
    const written = document.getText();
    assert.match(written, /^import os\nimport math\n[\s\S]*def diagonal\(width, height\):\n {4}"""\S/);
    assert.equal(withoutDocstrings(written), `import os\n${source}`);
    await run("rejectPreview");
    assert.equal(document.getText(), `import os\n${source}`);
  });

  it("keeps edits that come between two steps of the writing", async () => {
    const editor = await openFile("between.py", source);
    const { document } = editor;
    putCursor(editor, "def diagonal");
    const writing = run("documentFunction");
    await nextChange(document);
    await insert(document, "import math", "import os\n");
    await writing;
    assert.equal(withoutDocstrings(document.getText()), `import os\n${source}`);
    await run("rejectPreview");
    assert.equal(document.getText(), `import os\n${source}`);
  });

  it("drops the result when the function itself was changed meanwhile", async function () {
    if (process.platform !== "linux") this.skip();
    const editor = await openFile("changed.py", source);
    const { document } = editor;
    putCursor(editor, "def diagonal");
    const release = await holdEngine();
    const writing = run("documentFunction");
    await insert(document, "    return math.hypot", "    width = abs(width)\n").finally(release);
    await writing;
    assert.equal(
      document.getText(),
      source.replace("    return math", "    width = abs(width)\n    return math"),
    );
  });

  it("leaves a read-only file alone", async () => {
    const editor = await openFile("locked.py", source);
    chmodSync(path.join(workspaceFolder(), "locked.py"), 0o444);
    putCursor(editor, "def area");
    await run("documentFunction");
    assert.equal(editor.document.getText(), source);
  });

  it("answers where there is no function, and in other languages", async () => {
    const none = await openFile("none.py", "x = 1\n");
    await run("documentFunction");
    assert.equal(none.document.getText(), "x = 1\n");
    const other = await openFile("notes.txt", "def area(a):\n    return a\n");
    await run("documentFunction");
    assert.equal(other.document.getText(), "def area(a):\n    return a\n");
  });

  it("answers for a very large file", async () => {
    const large = `def area(a):\n    return a\n${"# filler filler filler\n".repeat(240_000)}`;
    const editor = await openFile("large.py", large);
    await run("documentFunction");
    assert.equal(editor.document.getText().length, large.length);
  });

  it("follows the conventions of its own folder in a workspace of several", async () => {
    const second = vscode.workspace.workspaceFolders?.[1];
    assert.ok(second, "the suite opens two folders");
    const { document } = await openFile(
      path.relative(workspaceFolder(), path.join(second.uri.fsPath, "scale.py")),
      "def scale(values):\n    return values\n",
    );
    await run("documentFunction");
    assert.match(document.getText(), /\n {4}Parameters\n {4}-{10}\n {4}values\n/);
    await run("acceptPreview");
  });

  it("works in an untitled document", async () => {
    const document = await vscode.workspace.openTextDocument({ language: "python", content: source });
    const editor = await vscode.window.showTextDocument(document);
    putCursor(editor, "def area");
    await run("documentFunction");
    assert.match(document.getText(), /def area.*\n {4}"""\S/);
    assert.equal(withoutDocstrings(document.getText()), source);
    await run("acceptPreview");
  });

  it("works in a Python cell of a notebook", async () => {
    const cells = [
      "def half(a):\n    return part(a, 2)",
      'def part(a, n):\n    """Return a part.\n\n    Args:\n        a: Length in metres.\n    """\n    return a / n',
    ].map((text) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, "python"));
    const notebook = await vscode.workspace.openNotebookDocument(
      "jupyter-notebook",
      new vscode.NotebookData(cells),
    );
    await vscode.window.showNotebookDocument(notebook);
    await vscode.commands.executeCommand("notebook.cell.edit");
    const document = notebook.cellAt(0).document;
    await eventually("the cell's editor", () => vscode.window.activeTextEditor?.document === document);
    await eventually("the lens of the cell", async () => (await lenses(document)).includes("1: Document"));
    await run("documentFunction", { uri: document.uri.toString(), id: "half" });
    assert.match(
      document.getText(),
      /def half\(a\):\n {4}"""\S[\s\S]*Length in metres\.[\s\S]*\n {4}return part\(a, 2\)$/,
    );
    await run("acceptPreview");
  });

  it("applies at once when no preview is wanted", async () => {
    await configure("previewBeforeApply", false);
    try {
      const editor = await openFile("direct.py", source);
      putCursor(editor, "def area");
      await run("documentFunction");
      assert.match(editor.document.getText(), /def area.*\n {4}"""\S/);
      assert.ok(!(await lenses(editor.document)).some((lens) => lens.includes("Accept")));
    } finally {
      await configure("previewBeforeApply", undefined);
    }
  });

  it("a note on what was written goes with the choice, the function or the next docstring", async () => {
    const more = "\n\ndef perimeter(width, height):\n    return 2 * (width + height)\n";
    const editor = await openFile("noted.py", source + more);
    const notes = watchStatusBar();
    try {
      const write = async (at: string): Promise<void> => {
        putCursor(editor, at);
        await run("documentFunction");
        assert.equal(notes.shown().length, 1, `a note on ${at}`);
      };
      await write("def area");
      await run("acceptPreview");
      assert.deepEqual(notes.shown(), []);
      await write("def diagonal");
      await run("rejectPreview");
      assert.deepEqual(notes.shown(), []);
      await write("return math.hypot");
      putCursor(editor, "return math.hypot");
      await new Promise((resolve) => setTimeout(resolve, 500));
      assert.match(notes.shown().join(), /diagonal: /, "the cursor is still in the function");
      putCursor(editor, "import math");
      await eventually("no note", () => notes.shown().length === 0);
      await run("rejectPreview");

      await configure("previewBeforeApply", false);
      await write("def diagonal");
      assert.match(notes.shown().join(), /diagonal: /);
      await write("def perimeter");
      assert.match(notes.shown().join(), /perimeter: /);
    } finally {
      notes.dispose();
      await configure("previewBeforeApply", undefined);
    }
  });

  it("explains a function with comments", async () => {
    const guard = (name: string): string => `    if ${name} < 0:\n        raise ValueError("negative")\n`;
    const text = `${source}\n\ndef perimeter(width, height):\n${guard("width")}${guard("height")}    total = width + height\n    return 2 * total\n`;
    const editor = await openFile("explain.py", text);
    putCursor(editor, "def perimeter");
    await run("explainWithComments");
    const written = editor.document.getText();
    assert.match(written, /# Check the arguments: `width` and `height` must not be negative\n {4}if width/);
    assert.equal(written.replace(/^[ \t]*#.*\n/gm, ""), text);
    await run("rejectPreview");
    assert.equal(editor.document.getText(), text);
  });

  it("survives a killed engine", async function () {
    if (process.platform !== "linux") this.skip();
    const editor = await openFile("killed.py", source);
    putCursor(editor, "def area");
    await run("restartEngine");
    const writing = run("documentFunction");
    const signal = await holdEngine();
    signal("SIGKILL");
    await writing;
    await run("rejectPreview");
    assert.equal(editor.document.getText(), source);
    await run("documentFunction");
    assert.match(editor.document.getText(), /def area.*\n {4}"""\S/);
  });
});
