import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import { treeItem } from "../../../src/editor/commit/treeItems.js";
import { childrenOfChange, type TreeNode } from "../../../src/editor/commit/treeNodes.js";
import type { Narration } from "../../../src/protocol/commit.js";
import { closeAll, eventually, run, workspaceFolder } from "./support.js";

interface Repository {
  readonly rootUri: vscode.Uri;
  readonly inputBox: { value: string };
}
interface Api {
  readonly repositories: readonly Repository[];
  openRepository(root: vscode.Uri): Promise<Repository | null>;
}

const root = (): string => path.join(workspaceFolder(), "harbour");
const gitIn = (cwd: string, ...args: string[]): string =>
  execFileSync("git", ["-c", "user.name=Tide", "-c", "user.email=tide@example.org", ...args], {
    cwd,
    encoding: "utf8",
  });
const git = (...args: string[]): string => gitIn(root(), ...args);
const write = (name: string, text: string): void => writeFileSync(path.join(root(), name), text);

const isTab = (label: RegExp): boolean =>
  vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).some((tab) => label.test(tab.label));

async function explanation(): Promise<string> {
  return eventually("an explanation", async () => {
    await vscode.env.clipboard.writeText("");
    await run("commit.copyExplanation");
    return vscode.env.clipboard.readText();
  });
}

describe("changes in Source Control", () => {
  let repository: Repository;
  let second: string;

  before(async () => {
    mkdirSync(root(), { recursive: true });
    git("init", "-q", "-b", "main");
    write("gauge.py", "def mean(values):\n    return sum(values) / len(values)\n");
    git("add", "-A");
    git("commit", "-q", "-m", "Mean of a gauge");
    write(
      "gauge.py",
      "def mean(values):\n    return sum(values) / max(len(values), 1)\n\n\ndef spread(values):\n    return max(values) - min(values)\n",
    );
    git("commit", "-qam", "Add the spread of a gauge");
    second = git("rev-parse", "HEAD").trim();
    const extension = vscode.extensions.getExtension<{ getAPI(version: 1): Api }>("vscode.git");
    assert.ok(extension, "VS Code brings its git extension");
    const api = (await extension.activate()).getAPI(1);
    repository = await eventually("the repository", async () => {
      await api.openRepository(vscode.Uri.file(root()));
      return api.repositories.find(({ rootUri }) => rootUri.fsPath === root());
    });
  });

  afterEach(async () => {
    repository.inputBox.value = "";
    await closeAll();
  });

  after(() => rmSync(root(), { recursive: true, force: true }));

  it("a commit is explained from the palette, the tree and the timeline", async () => {
    for (const argument of [
      second,
      {
        kind: "entry",
        repository: { root: root(), name: "harbour" },
        entry: { sha: second, subject: "", date: "", isMerge: false },
      },
      { ref: second, source: "git-history" },
    ]) {
      await run("commit.explainCommit", argument, vscode.Uri.file(path.join(root(), "gauge.py")));
      await eventually("its tab", () => isTab(new RegExp(`^Commit ${second.slice(0, 7)}$`)));
      assert.match(await explanation(), /spread/);
      await closeAll();
    }
  });

  it("what is not committed is explained whole, by group and by file", async () => {
    write("tide.py", "def low():\n    return 0\n");
    write("gauge.py", "def mean(values):\n    return 0\n");
    git("add", "tide.py");
    try {
      await run("commit.explainChanges", { rootUri: repository.rootUri });
      await eventually("its tab", () => isTab(/^Changes not committed$/));
      const whole = await explanation();
      assert.match(whole, /low/);
      assert.match(whole, /spread/);

      const file = { resourceUri: vscode.Uri.file(path.join(root(), "tide.py")), resourceGroupType: 1 };
      await run("commit.explainChanges", { id: "index", resourceStates: [file] });
      await eventually("its tab", () => isTab(/^Staged changes$/));
      assert.doesNotMatch(await explanation(), /spread/);

      await run("commit.explainChanges", {
        ...file,
        resourceUri: vscode.Uri.file(path.join(root(), "gauge.py")),
        resourceGroupType: 2,
      });
      await eventually("its tab", () => isTab(/^Changes not staged of gauge\.py$/));
      assert.doesNotMatch(await explanation(), /low/);
    } finally {
      git("reset", "-q", "--hard");
    }
  });

  it("an explanation goes into an empty message box, and over typed text only when asked", async () => {
    write("gauge.py", "def mean(values):\n    return 0\n");
    try {
      await run("commit.explainChanges", { rootUri: repository.rootUri });
      const text = await explanation();
      await run("commit.insertExplanation");
      assert.equal(repository.inputBox.value, text);

      repository.inputBox.value = "what I typed";
      // Nobody answers the question in a test: the box stays as it is.
      const asked = Promise.resolve(run("commit.insertExplanation")).catch(() => {});
      await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, 2000))]);
      assert.equal(repository.inputBox.value, "what I typed");
    } finally {
      git("reset", "-q", "--hard");
    }
  });

  it("a commit message is written for what is staged", async () => {
    write("tide.py", "def low():\n    return 0\n");
    git("add", "tide.py");
    try {
      await run("commit.writeMessage", { rootUri: repository.rootUri });
      assert.match(repository.inputBox.value, /^[A-Z].*\blow\b/);
    } finally {
      git("reset", "-q", "--hard");
    }
  });

  it("two repositories are told apart, and each is written to for itself", async () => {
    const folder = vscode.workspace.workspaceFolders?.[1]?.uri.fsPath;
    assert.ok(folder, "the workspace has two folders");
    const quay = path.join(folder, "quay");
    mkdirSync(quay, { recursive: true });
    try {
      gitIn(quay, "init", "-q", "-b", "main");
      writeFileSync(path.join(quay, "crane.py"), "def lift():\n    return 1\n");
      gitIn(quay, "add", "-A");
      gitIn(quay, "commit", "-q", "-m", "feat: lift with a crane");
      writeFileSync(
        path.join(quay, "crane.py"),
        "def lift():\n    return 1\n\n\ndef lower():\n    return 0\n",
      );
      write("tide.py", "def ebb():\n    return 0\n");
      const api = (
        await vscode.extensions.getExtension<{ getAPI(version: 1): Api }>("vscode.git")?.activate()
      )?.getAPI(1);
      const other = await eventually("the second repository", async () => {
        await api?.openRepository(vscode.Uri.file(quay));
        return api?.repositories.find(({ rootUri }) => rootUri.fsPath === quay);
      });

      await run("commit.explainChanges", { rootUri: other.rootUri });
      const theirs = await explanation();
      assert.match(theirs, /lower/);
      assert.doesNotMatch(theirs, /ebb/);
      await closeAll();

      repository.inputBox.value = "what I typed";
      await run("commit.writeMessage", { rootUri: other.rootUri });
      assert.match(other.inputBox.value, /^feat.*: .*\blower\b/);
      assert.equal(repository.inputBox.value, "what I typed");

      other.inputBox.value = "typed there";
      repository.inputBox.value = "";
      await run("commit.writeMessage", { rootUri: repository.rootUri });
      assert.match(repository.inputBox.value, /\bebb\b/);
      const asked = Promise.resolve(run("commit.writeMessage", { rootUri: other.rootUri })).catch(() => {});
      await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, 4000))]);
      assert.equal(other.inputBox.value, "typed there");
    } finally {
      rmSync(path.join(root(), "tide.py"), { force: true });
      rmSync(quay, { recursive: true, force: true });
    }
  });

  it("a report is shown and exported in three forms", async () => {
    const shown = run("commit.report", { rootUri: repository.rootUri });
    await eventually("the report", async () => {
      await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
      return isTab(/^Report: harbour$/);
    });
    await shown;
    const exported = async (name: string): Promise<string> => {
      const file = path.join(workspaceFolder(), name);
      await run("commit.exportReport", vscode.Uri.file(file));
      return readFileSync(file, "utf8");
    };
    const page = await exported("report.html");
    assert.match(page, /^<!DOCTYPE html>/);
    assert.match(page, /Add the spread of a gauge/);
    assert.doesNotMatch(page, /<script|tide@example\.org/);
    assert.match(await exported("report.md"), /^# What changed in harbour/m);
    const { numbers } = JSON.parse(await exported("report.json"));
    assert.equal(numbers.commits, 2);
  });

  it("the tree opens, and each of its lines can be shown", async () => {
    await vscode.commands.executeCommand("codepatch.commits.focus");
    await run("commit.refresh");
    await run(
      "commit.openFile",
      { repository: { root: root() }, source: { kind: "commit", revision: second } },
      "gauge.py",
    );
    await eventually("the comparison", () => isTab(/^gauge\.py \([0-9a-f]{7}\)$/));
    const at = { root: root(), name: "harbour", git: repository };
    const entry = { sha: second, subject: "Add *the* spread", date: "2026-11-20T12:00:00Z", isMerge: false };
    const narration: Narration = {
      sha: second,
      subject: "Add the spread",
      parents: [],
      kind: "feature",
      certainty: "known",
      class: "new",
      everyone: "Adds a function.",
      developer: "Adds `spread`.",
      files: [{ path: "gauge.py", status: "modified", read: true, role: "source", added: 4, removed: 1 }],
      symbols: [
        {
          name: "spread",
          kind: "function",
          change: "added",
          path: "gauge.py",
          isPublic: true,
          isTest: false,
          details: [],
        },
      ],
      setAside: [],
      evidence: [],
      dependencies: [],
      areas: [],
      size: { files: 1, added: 4, removed: 1, testsAdded: 0, testsRemoved: 0 },
      notes: ["A note."],
    };
    const change = { repository: at, source: { kind: "commit", revision: second }, narration } as const;
    const labels = (nodes: readonly TreeNode[]) => nodes.map((node) => treeItem(node).label);
    assert.deepEqual(
      labels([
        { kind: "repository", repository: at },
        { kind: "list", repository: at, list: "unpushed" },
        { kind: "day", repository: at, day: "2020-01-01", entries: [entry] },
        { kind: "entry", repository: at, entry },
        { kind: "entry", repository: at, entry: { ...entry, stash: 0, link: "https://example.org" } },
        { kind: "older", repository: at, list: "recent", skip: 50 },
      ]),
      ["harbour", "Not pushed", "Wednesday 1 January 2020", "Add *the* spread", "Add *the* spread", "Older"],
    );
    assert.deepEqual(labels(childrenOfChange(change)), [
      "Adds a function.",
      "Files (1)",
      "Functions and classes (1)",
      "A note.",
    ]);
    const [file] = narration.files;
    const [symbol] = narration.symbols;
    assert.ok(file && symbol);
    assert.deepEqual(
      labels([
        { kind: "file", change, file },
        { kind: "symbol", change, symbol },
      ]),
      ["gauge.py", "spread"],
    );
  });
});
