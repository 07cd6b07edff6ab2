import { describe, expect, it } from "vitest";
import { explanationBody, explanationShell } from "../../src/editor/commit/explanationPage.js";
import { renderMarkdown } from "../../src/editor/commit/markdown.js";
import { byDay, dayInWords } from "../../src/editor/commit/treeNodes.js";
import type { Narration } from "../../src/protocol/commit.js";

const hostile = '<img src=x onerror="alert(1)">';

const narration: Narration = {
  sha: "a".repeat(40),
  subject: hostile,
  parents: [],
  kind: "feature",
  certainty: "known",
  class: "new",
  everyone: `Adds ${hostile}.`,
  developer: `Adds \`${hostile}\`.`,
  estimate: `Estimated by the model m: ${hostile}`,
  files: [{ path: hostile, status: "added", read: true, role: "source", added: 1, removed: 0 }],
  symbols: [
    {
      name: hostile,
      kind: "function",
      change: "added",
      path: "a.py",
      isPublic: true,
      isTest: false,
      details: [hostile],
    },
  ],
  setAside: [],
  evidence: [hostile],
  dependencies: [{ name: hostile, manifest: "package.json", change: "added", to: hostile }],
  areas: [],
  size: { files: 1, added: 1, removed: 0, testsAdded: 0, testsRemoved: 0 },
  notes: [hostile],
};

describe("an explanation", () => {
  it("shows text of the repository as text", () => {
    for (const register of ["everyone", "developer"] as const) {
      const body = explanationBody({
        title: hostile,
        subject: hostile,
        register,
        status: "done",
        narration,
        canInsert: true,
      });
      expect(body).not.toContain("<img");
      expect(body.match(/&lt;img/g)?.length).toBeGreaterThan(6);
      expect(body).toContain('<p class="estimate">Estimated by the model m: &lt;img');
    }
    const failed = explanationBody({
      title: "",
      register: "everyone",
      status: "failed",
      message: hostile,
      canInsert: false,
    });
    expect(failed).toContain('role="alert">&lt;img');
  });

  const actions = (body: string): string[] =>
    [...body.matchAll(/<button type="button" data-action="(\w+)"/g)].map(([, action = ""]) => action);

  it("offers what can be done with it", () => {
    const common = { title: "t", register: "everyone", canInsert: true } as const;
    expect(actions(explanationBody({ ...common, status: "working" }))).toEqual([
      "everyone",
      "developer",
      "stop",
    ]);
    expect(actions(explanationBody({ ...common, status: "done", narration }))).toEqual([
      "everyone",
      "developer",
      "again",
      "copy",
      "insert",
    ]);
    expect(
      actions(explanationBody({ ...common, canInsert: false, status: "stopped", narration })),
    ).not.toContain("insert");
  });

  it("stands on a page that runs its own script only", () => {
    const shell = explanationShell();
    const [, nonce] = /<script nonce="([^"]+)">/.exec(shell) ?? [];
    expect(shell).toContain(`style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; base-uri 'none'`);
    expect(explanationShell()).not.toContain(`nonce-${nonce}`);
    expect(shell.match(/<script/g)).toHaveLength(1);
    expect(shell).not.toMatch(/https?:|\son\w+=|\sstyle=/);
  });
});

describe("the Markdown of explanations", () => {
  it.each([
    ["One\ntwo\n\nThree", "<p>One<br>two</p><p>Three</p>"],
    ["- `a_b`: **new**\n- c", "<ul><li><code>a_b</code>: <b>new</b></li><li>c</li></ul>"],
    ["> Says \\<b\\>", "<blockquote><p>Says &lt;b&gt;</p></blockquote>"],
    ["## Title", "<h3>Title</h3>"],
    ["[a](javascript:b) <i>", "<p>[a](javascript:b) &lt;i&gt;</p>"],
  ])("%j", (text, markup) => {
    expect(renderMarkdown(text).text).toBe(markup);
  });
});

describe("days of the tree", () => {
  const entry = (date: string) => ({ sha: date, subject: "", date, isMerge: false });

  it("gather commits that follow one another", () => {
    const noon = (day: number): string => new Date(2026, 10, day, 12).toISOString();
    const days = byDay([entry(noon(20)), entry(noon(20)), entry(noon(18))]);
    expect(days.map(({ day, entries }) => [day, entries.length])).toEqual([
      ["2026-11-20", 2],
      ["2026-11-18", 1],
    ]);
  });

  it.each([
    ["2026-11-20", "Today"],
    ["2026-11-19", "Yesterday"],
    ["2026-11-18", "Wednesday 18 November"],
    ["2025-11-18", "Tuesday 18 November 2025"],
  ])("%s", (day, words) => {
    expect(dayInWords(day, new Date(2026, 10, 20, 15))).toBe(words);
  });
});
