import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readConventions } from "../../src/client/conventions.js";
import type { LanguageId } from "../../src/syntax/types.js";

let project: string;

beforeEach(() => {
  project = mkdtempSync(path.join(os.tmpdir(), "conventions-"));
  mkdirSync(path.join(project, ".git"));
});
afterEach(() => rmSync(project, { recursive: true }));

function write(file: string, ...lines: string[]): void {
  const target = path.join(project, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, `${lines.join("\n")}\n`);
}

const read = (file: string, language: LanguageId = "python") =>
  readConventions(path.join(project, file), language);

test("nothing is known of a project without configuration", async () => {
  expect(await read("a.py")).toEqual({});
});

test("ruff in pyproject.toml gives convention and line length", async () => {
  write(
    "pyproject.toml",
    "[tool.ruff]",
    "line-length = 100",
    "[tool.ruff.lint.pydocstyle]",
    'convention = "numpy"',
  );
  expect(await read("src/deep/a.py")).toEqual({ style: "numpy", lineLength: 100 });
});

test("the limit for documentation wins over the one for code", async () => {
  write("ruff.toml", "line-length = 100", "[lint.pycodestyle]", "max-doc-length = 72");
  expect(await read("a.py")).toEqual({ lineLength: 72 });
});

test("the nearest folder wins, and what it leaves open comes from above", async () => {
  write("pyproject.toml", "[tool.black]", "line-length = 88", "[tool.pydocstyle]", 'convention = "numpy"');
  write("docs/.ruff.toml", "[lint.pydocstyle]", 'convention = "google"');
  expect(await read("docs/a.py")).toEqual({ style: "google", lineLength: 88 });
});

test.each(["setup.cfg", "tox.ini", ".pydocstyle"])("pydocstyle in %s", async (file) => {
  write(file, "[flake8]", "convention = google", "[pydocstyle]", "; a comment", "convention = pep257");
  expect(await read("a.py")).toEqual({ style: "pep257" });
});

test("configuration outside of the repository is not read", async () => {
  write("ruff.toml", "line-length = 99");
  mkdirSync(path.join(project, "inner", ".git"), { recursive: true });
  expect(await read("inner/a.py")).toEqual({});
});

test("Python's tools say nothing of other languages", async () => {
  write("pyproject.toml", "[tool.ruff]", "line-length = 100");
  expect(await read("a.ts", "typescript")).toEqual({});
});

test("EditorConfig: the last section that matches wins, and root ends the search", async () => {
  write(".editorconfig", "[*]", "max_line_length = 60");
  write(
    "web/.editorconfig",
    "root = true",
    "[*]",
    "max_line_length = 120",
    "[*.{ts,js}]",
    "max_line_length = 90",
  );
  expect(await read("web/src/a.ts", "typescript")).toEqual({ lineLength: 90 });
  expect(await read("web/a.go", "go")).toEqual({ lineLength: 120 });
  expect(await read("a.go", "go")).toEqual({ lineLength: 60 });
});

test.each([
  ["src/**.go", "src/a/b.go", true],
  ["src/*.go", "src/a/b.go", false],
  ["/a.go", "a.go", true],
  ["/a.go", "sub/a.go", false],
  ["[ab].go", "sub/b.go", true],
  ["?.go", "ab.go", false],
  ["a+.go", "aa.go", false],
])("EditorConfig pattern %s and file %s", async (pattern, file, matches) => {
  write(".editorconfig", `[${pattern}]`, "max_line_length = 77");
  expect(await read(file, "go")).toEqual(matches ? { lineLength: 77 } : {});
});

test.each(["[tool.ruff", "\u0000\u0001", '[tool]\nruff = "x"', "[tool.ruff]\nline-length = -4"])(
  "a broken pyproject.toml says nothing: %j",
  async (text) => {
    write("pyproject.toml", text);
    expect(await read("a.py")).toEqual({});
  },
);

test("an unknown convention or a length that is `off` is left open", async () => {
  write("ruff.toml", "[lint.pydocstyle]", 'convention = "mine"');
  write(".editorconfig", "[*]", "max_line_length = off");
  expect(await read("a.py")).toEqual({});
});
