import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import { closeAll, configure, eventually, lenses, run, workspaceFolder } from "./support.js";

const tide = "def tide(level, hours):\n    total = level * hours\n    return total\n";
const wave = "def wave(height):\n    crest = height / 2\n    return crest\n";

describe("origin", () => {
  let folder: string;
  const git = (...args: string[]): string =>
    execFileSync("git", ["-c", "user.name=Tide", "-c", "user.email=tide@example.org", ...args], {
      cwd: folder,
      encoding: "utf8",
    });

  before(async () => {
    folder = workspaceFolder();
    git("init", "-q", "-b", "main");
    writeFileSync(path.join(folder, "sea.py"), tide);
    git("add", "sea.py");
    git("commit", "-q", "-m", "Add tide");
    writeFileSync(path.join(folder, "sea.py"), `${tide}\n\n${wave}`);
    git("commit", "-q", "-a", "-m", "Add wave\n\nCo-Authored-By: Claude <noreply@anthropic.com>");
    await configure("origin.diagnostics", "information");
  });
  after(async () => {
    await configure("origin.diagnostics", undefined);
    rmSync(path.join(folder, ".git"), { recursive: true, force: true });
    rmSync(path.join(folder, "sea.py"), { force: true });
  });
  afterEach(closeAll);

  async function open(name = "sea.py"): Promise<vscode.TextDocument> {
    const document = await vscode.workspace.openTextDocument(path.join(folder, name));
    await vscode.window.showTextDocument(document);
    return document;
  }
  const originLens = async (document: vscode.TextDocument): Promise<string | undefined> =>
    (await lenses(document)).find((lens) => lens.includes("origin: "));
  const hover = async (document: vscode.TextDocument): Promise<string> => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      "vscode.executeHoverProvider",
      document.uri,
      new vscode.Position(5, 5),
    );
    return hovers
      .flatMap(({ contents }) => contents.map((each) => (each as vscode.MarkdownString).value))
      .join();
  };
  const marks = (document: vscode.TextDocument): vscode.Diagnostic[] =>
    vscode.languages.getDiagnostics(document.uri).filter(({ code }) => String(code).startsWith("origin-"));

  it("a quiet file gets a lens, a mark and a hover that says what is not proven", async () => {
    const document = await open();
    const lens = await eventually("the lens", () => originLens(document));
    assert.match(lens, /^6: origin: commit [0-9a-f]{7} declares Claude$/);
    const [mark] = await eventually("the mark", () => marks(document).length > 0 && marks(document));
    assert.equal(mark?.severity, vscode.DiagnosticSeverity.Information);
    assert.equal(mark?.range.start.line, 5);
    const text = await hover(document);
    assert.match(text, /names Claude in a Co\\-Authored\\-By trailer/);
    assert.match(text, /What this does not prove/);
  });

  it("each part has a switch of its own", async () => {
    const document = await open();
    await eventually("the lens", () => originLens(document));
    const parts = [
      { setting: "origin.lens", off: false, shows: async () => (await originLens(document)) !== undefined },
      { setting: "origin.diagnostics", off: "off", shows: async () => marks(document).length > 0 },
      {
        setting: "origin.hover",
        off: false,
        shows: async () => /does not prove/.test(await hover(document)),
      },
    ];
    for (const { setting, off, shows } of parts) {
      const before = setting === "origin.diagnostics" ? "information" : undefined;
      await configure(setting, off);
      try {
        await eventually(`${setting} is off`, async () => !(await shows()));
        for (const other of parts)
          if (other.setting !== setting) await eventually(`${other.setting} is on`, other.shows);
      } finally {
        await configure(setting, before);
      }
    }
  });

  it("lines of an editor that are not saved are told apart", async () => {
    const document = await open();
    await eventually("the lens", () => originLens(document));
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), "import math\n\n\n");
    assert.ok(await vscode.workspace.applyEdit(edit));
    await eventually("the lens has moved", async () =>
      (await originLens(document))?.startsWith("9: origin: "),
    );
  });

  it("nothing is read when it is switched off, and a command asks all the same", async () => {
    await configure("origin.when", "asked");
    try {
      const document = await open();
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      assert.equal(await originLens(document), undefined);
      await run("origin.show");
      await eventually("the lens", () => originLens(document));
    } finally {
      await configure("origin.when", undefined);
    }
  });

  it("in Restricted Mode no repository is read, since it could have git run a program", async () => {
    writeFileSync(path.join(folder, "reef.py"), tide);
    git("add", "reef.py");
    git("commit", "-q", "-m", "Add reef\n\nCo-Authored-By: Claude <noreply@anthropic.com>");
    const trusted = Object.getOwnPropertyDescriptor(vscode.workspace, "isTrusted");
    assert.ok(trusted);
    Object.defineProperty(vscode.workspace, "isTrusted", { ...trusted, get: () => false });
    try {
      const document = await open("reef.py");
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      assert.equal(await originLens(document), undefined);
      await run("origin.show");
      assert.equal(await originLens(document), undefined);
      Object.defineProperty(vscode.workspace, "isTrusted", trusted);
      await run("origin.show");
      await eventually("the lens", () => originLens(document));
    } finally {
      Object.defineProperty(vscode.workspace, "isTrusted", trusted);
      rmSync(path.join(folder, "reef.py"), { force: true });
    }
  });

  it("insertions of many lines are remembered only when that is on, shown, and erased", async () => {
    await configure("origin.events", true);
    try {
      const document = await open();
      // What comes while the document is that of the disk may be a reload; when it is not, VS Code says a moment later.
      const touch = new vscode.WorkspaceEdit();
      touch.insert(document.uri, document.lineAt(document.lineCount - 1).range.end, "\n");
      assert.ok(await vscode.workspace.applyEdit(touch));
      await eventually("the mark of a change", () => document.isDirty);
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(0, 0), "a = 1\nb = 2\nc = 3\nd = 4\ne = 5\nf = 6\n");
      assert.ok(await vscode.workspace.applyEdit(edit));
      const shown = await eventually("the list", async () => {
        await run("origin.showInsertions");
        const text = vscode.window.activeTextEditor?.document.getText() ?? "";
        return text.includes("sea.py") && text;
      });
      assert.match(shown, /sea\.py, lines 1 to 7\. In this editor: 7 lines arrived in one insertion/);
      await run("origin.eraseInsertions");
      await run("origin.showInsertions");
      assert.equal(vscode.window.activeTextEditor?.document.getText(), "Nothing has been remembered.\n");
    } finally {
      await configure("origin.events", undefined);
    }
  });
});
