import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import { closeAll, eventually, openFile, putCursor, run, workspaceFolder } from "./support.js";

const outliers = `def reject_outliers(points, limit):
    """Remove points that lie too far from the median, as in arXiv:1904.05557."""
    return [p for p in points if abs(p) < limit]


def running_mean(samples, width):
    return [sum(samples[i : i + width]) / width for i in range(len(samples) - width)]
`;
const paper = `# Cleaning
We remove points that lie too far from the median.

# Smoothing
The running mean of the samples is taken over a fixed width.
`;

const cells = [
  {
    cell_type: "markdown",
    metadata: {},
    source: ["# Surges\n", "How high the water stands above the tide."],
  },
  { cell_type: "code", metadata: {}, execution_count: null, outputs: [], source: ["import numpy as np"] },
  {
    cell_type: "code",
    metadata: {},
    execution_count: null,
    outputs: [],
    source: ["def surge_height(level, tide):\n", "    return np.maximum(level - tide, 0)"],
  },
];
const metadata = { language_info: { name: "python" } };
const notebook = JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 4 }, undefined, 1);
const oldNotebook = JSON.stringify(
  {
    metadata: {},
    nbformat: 3,
    nbformat_minor: 0,
    worksheets: [
      {
        cells: [
          {
            cell_type: "code",
            language: "python",
            input: ["def neap_range(levels):\n", "    return max(levels) - min(levels)"],
            outputs: [],
          },
        ],
      },
    ],
  },
  undefined,
  1,
);

/** The notebook that is shown and the cell that is selected in it, from zero. */
const activeCell = (): string | undefined => {
  const editor = vscode.window.activeNotebookEditor;
  return editor && `${path.basename(editor.notebook.uri.fsPath)} ${editor.selection.start}`;
};

const active = (): string | undefined => {
  const editor = vscode.window.activeTextEditor;
  return editor && `${path.basename(editor.document.uri.fsPath)}:${editor.selection.active.line + 1}`;
};

/** Takes what is first in the list, as soon as that is the place that is expected. */
async function acceptWhenShown(place: string, shown: () => string | undefined = active): Promise<void> {
  await eventually(`a preview of ${place}`, () => shown() === place);
  await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
}

/** The row that has the focus in the next list to choose from; undefined until it is shown. */
function followList(): () => string | undefined {
  const { showQuickPick } = vscode.window;
  let row: string | undefined;
  const onDidSelectItem = (item: vscode.QuickPickItem | string): void => {
    row = typeof item === "string" ? item : item.label;
  };
  Object.assign(vscode.window, {
    showQuickPick(items: vscode.QuickPickItem[], options: vscode.QuickPickOptions) {
      Object.assign(vscode.window, { showQuickPick });
      return showQuickPick(items, { ...options, onDidSelectItem });
    },
  });
  return () => row;
}

describe("search", () => {
  before(async () => {
    mkdirSync(path.join(workspaceFolder(), "fit"), { recursive: true });
    writeFileSync(path.join(workspaceFolder(), "fit/robust.py"), outliers);
    writeFileSync(path.join(workspaceFolder(), "fit/paper.md"), paper);
    writeFileSync(path.join(workspaceFolder(), "fit/surges.ipynb"), notebook);
    writeFileSync(path.join(workspaceFolder(), "fit/neaps.ipynb"), oldNotebook);
    await openFile("start.py", "x = 1\n");
  });
  after(closeAll);

  it("finds a function from a description, shows it while one chooses, and opens it", async () => {
    const done = run("findCode", "where are points far from the median removed");
    await acceptWhenShown("robust.py:1");
    await done;
    assert.equal(active(), "robust.py:1");
  });

  it("Escape goes back to where one was", async () => {
    await openFile("start.py", "x = 1\n");
    const done = run("findCode", "running mean of samples");
    await eventually("a preview", () => active() === "robust.py:6");
    await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
    await done;
    await eventually("the file of before", () => active() === "start.py:1");
  });

  it("what was saved is found without asking for it", async () => {
    const editor = await openFile("later.py", "y = 2\n");
    await editor.edit((edit) =>
      edit.insert(
        new vscode.Position(0, 0),
        "def parse_calendar_week(text):\n    return int(text[-2:])\n\n\n",
      ),
    );
    await editor.document.save();
    const done = run("findCode", "parse calendar week");
    await acceptWhenShown("later.py:1");
    await done;
  });

  it("similar code leaves out what was selected", async () => {
    const editor = await openFile("copy.py", outliers.replace("reject_outliers", "drop_far_points"));
    const end = editor.document.getText().indexOf("\n\n\n");
    editor.selection = new vscode.Selection(new vscode.Position(0, 0), editor.document.positionAt(end));
    const done = run("findSimilarCode");
    await acceptWhenShown("robust.py:1");
    await done;
  });

  it("a function of a notebook is shown in its cell, and Escape goes back there", async () => {
    const done = run("findCode", "height of the surge above the tide");
    await acceptWhenShown("surges.ipynb 2", activeCell);
    await done;
    assert.equal(activeCell(), "surges.ipynb 2");
    const again = run("findCode", "running mean of samples");
    await eventually("a preview", () => active()?.startsWith("robust.py"));
    await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
    await again;
    await eventually("the cell of before", () => activeCell() === "surges.ipynb 2");
  });

  it("similar code of a cell leaves out the cell", async () => {
    const uri = vscode.Uri.file(path.join(workspaceFolder(), "fit/copy.ipynb"));
    const source = outliers.replace("reject_outliers", "drop_far_points").split("\n\n\n", 1);
    const cell = { cell_type: "code", metadata: {}, execution_count: null, outputs: [], source };
    writeFileSync(
      uri.fsPath,
      JSON.stringify({ cells: [...cells, cell], metadata, nbformat: 4, nbformat_minor: 4 }),
    );
    const document = await vscode.workspace.openNotebookDocument(uri);
    const range = new vscode.NotebookRange(3, 4);
    await vscode.window.showNotebookDocument(document, { selections: [range] });
    await vscode.commands.executeCommand("notebook.cell.edit");
    const editor = await eventually("the editor of the cell", () =>
      vscode.window.activeTextEditor?.document === document.cellAt(3).document
        ? vscode.window.activeTextEditor
        : undefined,
    );
    editor.selection = new vscode.Selection(0, 0, editor.document.lineCount, 0);
    const done = run("findSimilarCode");
    await acceptWhenShown("copy.py:1");
    await done;
  });

  it("a notebook of the old format is shown as text, at the line", async () => {
    const done = run("findCode", "neap range of levels");
    await acceptWhenShown("neaps.ipynb:12");
    await done;
  });

  it("a paper becomes a map that can be exported", async () => {
    await run("findCodeForPaper", vscode.Uri.file(path.join(workspaceFolder(), "fit/paper.md")));
    await run("exportPaperMap");
    const map = await eventually("the map", () => {
      const document = vscode.window.activeTextEditor?.document;
      return document?.languageId === "markdown" && document.isUntitled ? document.getText() : undefined;
    });
    assert.match(map, /# paper\.md: paper and code/);
    assert.match(map, /\*\*Cleaning\*\* → .*(reject_outliers|drop_far_points)/);
    assert.match(map, /\*\*Smoothing\*\* → .*running_mean/);
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  });

  it("which paper: what the docstring cites comes first, as recorded", async () => {
    const editor = await openFile("cited.py", outliers);
    putCursor(editor, "return [p for");
    const row = followList();
    const done = run("findPaper");
    assert.match(await eventually("the list", row), /arXiv:1904\.05557$/);
    // The citation opens a page on the web; the next row is a file of the workspace, which resembles the function.
    await vscode.commands.executeCommand("workbench.action.quickOpenSelectNext");
    await eventually("the next row", () => row()?.endsWith("paper.md"));
    await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
    await done;
    assert.match(active() ?? "", /^paper\.md:/);
  });
});
