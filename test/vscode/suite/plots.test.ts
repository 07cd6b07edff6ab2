import assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, configure, eventually, openFile, putCursor, run } from "./support.js";

const program = "t = 0:0.1:10;\nplot(t, sin(t))\nxlabel('Time (s)')\nfigure\nplot(t, load('x.txt'))\n";

/** The hovers at a text, as one text. */
async function hoverAt({ document }: vscode.TextEditor, text: string): Promise<string> {
  const position = document.positionAt(document.getText().indexOf(text) + 1);
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    "vscode.executeHoverProvider",
    document.uri,
    position,
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (typeof content === "string" ? content : content.value))
    .join("\n");
}

describe("plots", () => {
  afterEach(closeAll);

  it("a hover says what a statement draws, with a picture", async () => {
    const editor = await openFile("wave.m", program);
    const text = await eventually("a description", async () => {
      const found = await hoverAt(editor, "plot(t, sin");
      return found.includes("Line of") && found;
    });
    assert.match(text.replaceAll("\\", ""), /Line of sin\(t\) against t, 101 points, t from 0 to 10 s/);
    assert.match(text, /data:image\/svg\+xml;base64,/);
    assert.equal(await hoverAt(editor, "xlabel"), "");
  });

  it("what is not known is said to be unknown", async () => {
    const editor = await openFile("unknown.m", program);
    const text = await eventually("a description", async () => {
      const found = await hoverAt(editor, "plot(t, load");
      return found.includes("unknown") && found;
    });
    assert.match(text.replaceAll("\\", ""), /unknown, because x\.txt is read \(line 5\)/);
  });

  it("what the program does not come to is said, and why", async () => {
    const editor = await openFile("stops.m", "x = 1:3;\ny = x(4);\nplot(x, y)\nsubplot(2, 1, 1)\n");
    const text = await eventually("the reason", async () => {
      const found = await hoverAt(editor, "plot(x");
      return found.includes("not known") && found;
    });
    assert.match(text.replaceAll("\\", ""), /the program would stop at line 2: /);
    assert.equal(await hoverAt(editor, "subplot"), "");
  });

  it("no hover where it is turned off", async () => {
    await configure("plots.hover", false);
    try {
      const editor = await openFile("quiet.m", program);
      assert.equal(await hoverAt(editor, "plot(t, sin"), "");
    } finally {
      await configure("plots.hover", undefined);
    }
  });

  it("a description becomes a comment above its statement, and the code stays", async () => {
    const editor = await openFile("comment.m", program);
    putCursor(editor, "plot(t, sin");
    await run("insertPlotComment");
    const lines = editor.document.getText().split("\n");
    assert.match(lines[1] ?? "", /^% Line of sin\(t\) against t/);
    assert.equal(lines.filter((line) => !line.startsWith("%")).join("\n"), program);
  });

  it("a description is copied", async () => {
    const editor = await openFile("copy.m", program);
    putCursor(editor, "plot(t, sin");
    await run("copyPlotDescription");
    assert.match(await vscode.env.clipboard.readText(), /^Line of sin\(t\) against t/);
  });

  it("the panel opens beside the file", async () => {
    await openFile("panel.m", program);
    await run("describePlots");
    await eventually("a tab", () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .some(({ label }) => label === "Plots of panel.m"),
    );
  });
});
