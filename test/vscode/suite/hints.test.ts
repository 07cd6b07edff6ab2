import assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, configure, eventually, lenses, openFile, run, useTinyModel } from "./support.js";

const drifted = `def scale(values, factor=2.0):
    """Scale the values.

    Args:
        values: What to scale.
        amount: How much.

    Returns:
        The scaled values.
    """
    return [factor * value for value in values]
`;

const hints = (document: vscode.TextDocument): vscode.Diagnostic[] =>
  vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === "CodePatch");

async function actionsAt(document: vscode.TextDocument, range: vscode.Range): Promise<vscode.CodeAction[]> {
  return vscode.commands.executeCommand(
    "vscode.executeCodeActionProvider",
    document.uri,
    range,
    undefined,
    50,
  );
}

describe("hints and ghost text", () => {
  before(useTinyModel);
  afterEach(closeAll);

  it("a docstring that drifted gets hints, a lens and a repair", async () => {
    const { document } = await openFile("drift.py", drifted);
    const found = await eventually("hints", () => hints(document).length > 0 && hints(document));
    for (const { severity, code } of found) {
      assert.equal(severity, vscode.DiagnosticSeverity.Hint);
      assert.equal(typeof code, "string");
    }
    await eventually("the lens", async () =>
      (await lenses(document)).some((lens) => /^1: Update docstring: \d+ difference/.test(lens)),
    );
    const repair = await eventually("a repair", async () => {
      for (const { range } of hints(document)) {
        const actions = await actionsAt(document, range);
        const fix = actions.find(({ kind, edit }) => kind?.value === "quickfix" && edit);
        if (fix?.edit) return fix;
      }
      return undefined;
    });
    assert.ok(repair.edit && (await vscode.workspace.applyEdit(repair.edit)));
    const repaired = document.getText();
    assert.notEqual(repaired, drifted);
    assert.ok(repaired.endsWith("    return [factor * value for value in values]\n"));
    assert.match(repaired, /values: What to scale\./);
    await eventually("fewer hints", () => hints(document).length < found.length);
  });

  it("update keeps the author's words", async () => {
    const editor = await openFile("update.py", drifted);
    await run("updateDocstring");
    const text = editor.document.getText();
    assert.match(text, /"""Scale the values\.\n[\s\S]*values.*: What to scale\.[\s\S]*The scaled values\./);
    assert.match(text, /\n {8}factor/);
    assert.doesNotMatch(text, /amount/);
    await run("acceptPreview");
    await eventually("no hints", () => hints(editor.document).length === 0);
  });

  it("an update that is rejected leaves no trace", async () => {
    const { document } = await openFile("untouched.py", drifted);
    await run("updateDocstring", { uri: document.uri.toString(), id: "scale" });
    assert.notEqual(document.getText(), drifted);
    await run("rejectPreview");
    assert.equal(document.getText(), drifted);
    assert.equal(document.isDirty, false);
  });

  it("hints can be turned off", async () => {
    const { document } = await openFile("off.py", drifted);
    await eventually("hints", () => hints(document).length > 0);
    await configure("drift", false);
    try {
      await eventually("no hints", () => hints(document).length === 0);
    } finally {
      await configure("drift", undefined);
    }
  });

  it("the light bulb offers to document a function", async () => {
    const { document } = await openFile("bulb.py", "def area(a):\n    return a\n");
    const titles = async (line: number) =>
      (await actionsAt(document, new vscode.Range(line, 6, line, 6))).map(({ title }) => title);
    await eventually("the action", async () => (await titles(0)).includes("Document 'area'"));
    assert.ok(!(await titles(1)).includes("Document 'area'"));
  });

  for (const [what, opened, line, column] of [
    ["behind the quotes", 'def area(width):\n    """"""\n    return width\n', 1, 7],
    [
      "between quotes on lines of their own",
      'def area(width):\n    """\n    \n    """\n    return width\n',
      2,
      4,
    ],
    ["behind quotes that are not closed", 'def area(width):\n    """\n    return width\n', 1, 7],
  ] as const) {
    it(`ghost text ${what}`, async () => {
      const editor = await openFile(`ghost ${what}.py`, opened);
      const at = new vscode.Position(line, column);
      editor.selection = new vscode.Selection(at, at);
      await eventually("ghost text that can be taken", async () => {
        await vscode.commands.executeCommand("editor.action.inlineSuggest.trigger");
        await new Promise((resolve) => setTimeout(resolve, 300));
        await vscode.commands.executeCommand("editor.action.inlineSuggest.commit");
        return editor.document.getText() !== opened;
      });
      assert.match(
        editor.document.getText(),
        /^def area\(width\):\n {4}"""\s*\S[\s\S]*Args:\n {8}width[\s\S]*\n {4}"""\n {4}return width\n$/,
      );
    });
  }

  it("ghost text can be turned off", async () => {
    await configure("ghostText", false);
    try {
      const opened = 'def area(width):\n    """"""\n    return width\n';
      const editor = await openFile("noghost.py", opened);
      editor.selection = new vscode.Selection(1, 7, 1, 7);
      await vscode.commands.executeCommand("editor.action.inlineSuggest.trigger");
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await vscode.commands.executeCommand("editor.action.inlineSuggest.commit");
      assert.equal(editor.document.getText(), opened);
    } finally {
      await configure("ghostText", undefined);
    }
  });

  it("the doctor shows its page", async () => {
    await run("doctor");
    await eventually("the page", () =>
      vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label.includes("Doctor"))),
    );
  });
});
