import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { commitPrompt } from "../../src/commit/prompt.js";
import { cleanSubject } from "../../src/commit/subject.js";
import { buildDataset } from "../../src/dataset/build.js";
import { cleanBody, housekeeping, unfitSubject } from "../../src/dataset/commitText.js";
import { parseDiff } from "../../src/git/diff.js";
import type { DatasetResult } from "../../src/protocol/messages.js";
import { createParser } from "../../src/syntax/parser.js";
import { type TestRepository, testRepository } from "../git/support.js";
import { grammars } from "../support/grammars.js";

const parser = createParser(grammars);
const mit = "Permission is hereby granted, free of charge, to any person obtaining a copy of this software…";

let repository: TestRepository;
beforeEach(() => {
  repository = testRepository();
  repository.write(".git/info/exclude", "out*\n");
});
afterEach(() => repository.remove());

const out = (): string => path.join(repository.root, "out.jsonl.gz");

const build = (): Promise<DatasetResult> =>
  buildDataset(
    { kind: "commit", repositories: [repository.root], out: out(), licenceUnknownIsMine: false },
    parser,
    () => {},
    new AbortController().signal,
  );

const records = (): Record<string, unknown>[] =>
  gunzipSync(readFileSync(out()))
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

let level = 0;
/** A commit of one changed source file. */
function change(message: string, ...args: string[]): string {
  level++;
  repository.write("src/gauge.py", `def level():\n    return ${level}\n`);
  return repository.commit(message, ...args);
}

describe("commit data sets", () => {
  it("hold the prompt of the engine, and the subject and reason of the author", async () => {
    repository.write("LICENSE", mit);
    change("Start of the gauge");
    const sha = change(
      "fix(gauge): keep the level above zero (#1234)\n\nFixes #1234.\n\nA broken float reported depths\nbelow the river bed.\n\n* squashed\n\nSigned-off-by: T <t@example.org>",
    );
    const result = await build();
    expect(result).toMatchObject({ kept: 2, byLanguage: { python: 2 } });
    const [record] = records();
    expect(record).toMatchObject({
      sha,
      language: "python",
      licence: "MIT",
      subject: "fix(gauge): keep the level above zero",
      body: "A broken float reported depths below the river bed.",
      slots: [
        { open: "<|subject|>", text: "fix(gauge): keep the level above zero" },
        { open: "<|body|>", text: "A broken float reported depths below the river bed." },
      ],
    });
    expect(record?.prompt).toBe(commitPrompt(parseDiff(String(record?.diff)).files).prefix);
    expect(record).not.toHaveProperty("path");
    expect(records()[1]).not.toHaveProperty("body");
  });

  it("leave out merges, reverts, bumps, bots, large changes, copies and what names no reason", async () => {
    repository.write("LICENSE", mit);
    change("Start of the gauge");
    change('Revert "Start of the gauge"');
    change("Bump the version to 1.2.3");
    change("Format the whole gauge", "--author=dependabot[bot] <b@example.org>");
    change("Fix it");
    change("Fix the level of issue 17");
    repository.git("checkout", "-q", "-b", "side");
    repository.write("src/side.py", "side = 1\n");
    repository.commit("Add a side channel");
    repository.git("checkout", "-q", "main");
    repository.git("merge", "-q", "--no-ff", "-m", "Join the side channel here", "side");
    for (const name of ["a", "b", "c", "d"]) repository.write(`src/${name}.py`, "x = 1\n");
    repository.commit("Add four files at once");
    repository.write("src/long.py", "tide = 1\n".repeat(600));
    repository.commit("Add a long table of tides");
    repository.write("README.md", "# Gauge\n");
    repository.commit("Describe the gauge in words");
    const { dropped } = await build();
    expect(records().map(({ subject }) => subject)).toEqual(["Add a side channel", "Start of the gauge"]);
    expect(dropped).toEqual({
      "diff: no source file": 1,
      "diff: too long": 1,
      "diff: more than 3 source files": 1,
      "subject: reference": 1,
      "subject: too short": 1,
      "commit: bot": 1,
      "commit: bump": 1,
      "commit: revert": 1,
    });
  });

  it("keep the same subject twice and the same change once", async () => {
    repository.write("LICENSE", mit);
    for (let i = 0; i < 4; i++) change("Adjust the level again");
    repository.git("checkout", "-q", "-b", "stable", "HEAD~1");
    const { kept, dropped } = await build();
    expect([kept, dropped]).toEqual([2, { "subject: repeated": 1 }]);
    const part = `${out()}.parts`;
    const before = statSync(part).mtimeMs;
    await build();
    expect(statSync(part).mtimeMs).toBe(before);
  });

  it("cannot forge special tokens", async () => {
    repository.write("LICENSE", mit);
    repository.commit("Licence");
    repository.write("src/a.py", 'end = "<|end|>"\n');
    repository.commit("Add the <|end|> token here\n\nThe reader needs to know where <|end|> is.");
    await build();
    const [record] = records();
    expect(JSON.stringify([record?.prompt, record?.slots]).match(/<\|\w+\|>/g)).toEqual([
      ...["<|file|>", "<|facts|>", "<|diff|>"],
      ...["<|subject|>", "<|body|>"],
    ]);
  });
});

describe("subjects", () => {
  it.each([
    ["Fix the level (#1234)", "Fix the level"],
    ["GH-123: Fix the level", "Fix the level"],
    ["[GH-123] Fix the level", "Fix the level"],
    ["#123 fix the level", "fix the level"],
    ["Fix the level, fixes #12 and #13", "Fix the level"],
    ["Fix the level. Closes gh-12.", "Fix the level"],
    ["LANG-1234: add a gauge", "add a gauge"],
    ["[MATH-12] add a gauge", "add a gauge"],
    ["Fix the level [skip ci]", "Fix the level"],
    ["[8.x] Fix the level", "Fix the level"],
    ["Fix the level [Ada Tide & Ben Ebb]", "Fix the level"],
    ["Fix the level (thanks @tide)", "Fix the level"],
    ["feat(gauge)!: read UTF-8 and SHA-256", "feat(gauge)!: read UTF-8 and SHA-256"],
    ["BUG: keep .travis.yml and foo[0]", "BUG: keep .travis.yml and foo[0]"],
    ["Add @deprecated to mean()", "Add @deprecated to mean()"],
    ["Use C++17 and HTTP-2 framing", "Use C++17 and HTTP-2 framing"],
  ])("%j becomes %j", (subject, expected) => {
    expect(cleanSubject(subject)).toBe(expected);
  });

  it.each([
    ["Fix it", "too short"],
    ["word ".repeat(31).trim(), "too long"],
    ["Fix the level in", "cut off"],
    ["Fix the level of the tide…", "cut off"],
    ["Mail tide@example.org about it", "address or number"],
    ["Fix #12 in the parser", "address or number"],
    ["Address review comments of Ada", "reference"],
    ["Fix regression from r1234 here", "reference"],
    ["修复 水位 计算 的 问题", "not English"],
    ["fixup! Fix the level", "unfinished"],
    ["Fix the level of the naïve gauge", undefined],
    ["feat: add a gauge", undefined],
  ])("%j: %s", (subject, reason) => {
    expect(unfitSubject(subject)).toBe(reason);
  });

  it.each([
    ["Merge branch 'main' into tide", "merge"],
    ['Revert "Fix the level"', "revert"],
    ["chore(deps): update lodash to v4", "bump"],
    ["Update dependencies of the gauge", "bump"],
    ["Release version 1.2.0 of it", "bump"],
    ["v1.2.3 is here now", "bump"],
    ["Apply fixes from StyleCI to all", "automatic"],
    ["Update the level when the tide turns", undefined],
    ["Merged levels are kept sorted", "merge"],
    ["Release the lock after reading", undefined],
  ])("%j: %s", (subject, reason) => {
    expect(housekeeping(subject, { name: "Ada", email: "ada@example.org" })).toBe(reason);
  });
});

describe("bodies", () => {
  it.each([
    ["The float was stuck.\nIt moves now.", "The float was stuck. It moves now."],
    ["Closes #12\n\nThe float was stuck and is free.", "The float was stuck and is free."],
    ["The float was stuck and is free (#12).", "The float was stuck and is free."],
    [
      "First paragraph of the reason.\n\nSecond one of it.\n\n* list",
      "First paragraph of the reason. Second one of it.",
    ],
    ["* free the float\n\nIt was stuck in the mud of the river.", "It was stuck in the mud of the river."],
    ["* free the float\n\nIt was stuck in the mud of the river.\n\n* fix lint", ""],
    ["* fix lint errors of the gauge\n* add more tests", ""],
    ["    const level = tide.read() + 1", ""],
    ["See the report at https://example.org for the reason.", ""],
    ["Thanks to Ada Tide for the report of it.", ""],
    ["It came with commit 0a1b2c3 of last year.", ""],
    ["Too short text.", ""],
    ["Fix the level", ""],
    [
      `${"The float was stuck in the mud. ".repeat(9)}\n\n${"It is free to move at last. ".repeat(9)}`,
      "long",
    ],
  ])("%j becomes %j", (body, expected) => {
    const text = cleanBody(body, "Fix the level");
    if (expected !== "long") expect(text).toBe(expected);
    else {
      expect(text.length).toBeGreaterThan(300);
      expect(text.length).toBeLessThanOrEqual(400);
      expect(text).toMatch(/last\.$/);
    }
  });
});
