import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type TestRepository, testRepository } from "../git/support.js";
import { addNote, gitAiNote, originIn } from "./support.js";

let repository: TestRepository;
beforeEach(() => {
  repository = testRepository();
});
afterEach(() => repository.remove());

const tide = ["def tide(level, hours):", "    total = level * hours", "    return total", ""].join("\n");
const wave = ["def wave(height):", "    crest = height / 2", "    return crest", ""].join("\n");
const claude = "Add wave\n\nCo-Authored-By: Claude Opus 4.6 <noreply@anthropic.com>";

/** `tide` by a person, then `wave` below it. */
function twoFunctions(message: string): { before: string; commit: string; text: string } {
  repository.write("sea.py", tide);
  const before = repository.commit("Add tide");
  const text = `${tide}\n\n${wave}`;
  repository.write("sea.py", text);
  return { before, commit: repository.commit(message), text };
}

describe("recorded", () => {
  test("a note gives lines to an agent and its model", async () => {
    const { commit, text } = twoFunctions("Add wave");
    addNote(repository, "ai", commit, gitAiNote({ "sea.py": { ai: "6-8" } }));
    const { of } = await originIn(repository, "sea.py", text);
    const found = of("wave");
    expect(found).toMatchObject({ verdict: "recorded", label: "ai", family: "Anthropic", undeclared: 3 });
    expect(found.summary).toBe(`recorded, Claude, commit ${commit.slice(0, 7)}`);
    expect(found.evidence[0]).toMatch(
      /^Recorded: Claude \(claude-opus-4-6\) wrote 3 of 3 lines, commit [0-9a-f]{7} of \d{4}-\d\d-\d\d \(git note refs\/notes\/ai\)\.$/,
    );
    expect(of("tide")).toMatchObject({ verdict: "unknown", evidence: [], summary: "" });
  });

  test("a person who typed the lines is recorded too, and a few lines by an agent make a mixed function", async () => {
    const { commit, text } = twoFunctions("Add wave");
    addNote(repository, "ai", commit, gitAiNote({ "sea.py": { ai: "8", human: "6-7" } }));
    const mixed = (await originIn(repository, "sea.py", text)).of("wave");
    expect(mixed).toMatchObject({ verdict: "recorded", label: "mixed" });
    expect(mixed.lines).toEqual({ total: 3, recordedAi: 1, recordedHuman: 2, declared: 0, uncommitted: 0 });
    addNote(repository, "ai", commit, gitAiNote({ "sea.py": { human: "6-8" } }));
    const typed = (await originIn(repository, "sea.py", text)).of("wave");
    expect(typed).toMatchObject({ verdict: "recorded", label: "human" });
    expect(typed.evidence[0]).toMatch(/^Recorded: a person typed 3 of 3 lines/);
  });

  test("a record outranks what the commit declares, and says when the commit does not", async () => {
    const { commit, text } = twoFunctions(claude);
    addNote(repository, "ai", commit, gitAiNote({ "sea.py": { ai: "6-8" } }, codex));
    const found = (await originIn(repository, "sea.py", text)).of("wave");
    expect(found).toMatchObject({ verdict: "recorded", family: "OpenAI", undeclared: 0 });
  });

  test("Agent Trace records, one or several", async () => {
    const { commit, text } = twoFunctions("Add wave");
    const record = (contributor: unknown) => ({
      version: "0.1.0",
      files: [{ path: "sea.py", conversations: [{ contributor, ranges: [{ start_line: 6, end_line: 8 }] }] }],
      tool: { name: "cursor", version: "3" },
    });
    const ai = record({ type: "ai", model_id: "anthropic/claude-opus-4-5" });
    for (const note of [
      JSON.stringify(ai),
      JSON.stringify([ai]),
      `${JSON.stringify(ai)}\n${JSON.stringify(ai)}`,
    ]) {
      addNote(repository, "agent-trace", commit, note);
      const found = (await originIn(repository, "sea.py", text)).of("wave");
      expect(found).toMatchObject({ verdict: "recorded", family: "Anthropic" });
      expect(found.evidence[0]).toContain("Cursor (claude-opus-4-5) wrote 3 of 3 lines");
    }
    addNote(repository, "agent-trace", commit, JSON.stringify(record({ type: "mixed" })));
    expect((await originIn(repository, "sea.py", text)).of("wave").verdict).toBe("unknown");
  });

  test("lines keep their record when others are added above, in the file as it is being edited", async () => {
    const { commit, text } = twoFunctions("Add wave");
    addNote(repository, "ai", commit, gitAiNote({ "sea.py": { ai: "6-8" } }));
    const dirty = `import math\n\n${text.replace("crest = height / 2", "crest = height / math.tau")}`;
    const found = (await originIn(repository, "sea.py", dirty)).of("wave");
    expect(found.lines).toMatchObject({ total: 3, recordedAi: 2, uncommitted: 1 });
    expect(found.evidence.at(-1)).toBe("Not committed: 1 of 3 lines, of which git knows nothing.");
  });

  test("a function that was just written below all others is not committed", async () => {
    const { text } = twoFunctions(claude);
    const { of } = await originIn(repository, "sea.py", `${text}\n\ndef calm():\n    return 0\n`);
    expect(of("wave").verdict).toBe("declared");
    expect(of("calm")).toMatchObject({
      verdict: "unknown",
      lines: { total: 2, uncommitted: 2 },
      evidence: ["Not committed: 2 of 2 lines, of which git knows nothing."],
    });
  });
});

const codex = { tool: "codex", id: "2", model: "gpt-5.5" };

describe("history that was rewritten", () => {
  const noted = (): { commit: string; text: string } => {
    const { commit, text } = twoFunctions("Add wave");
    addNote(repository, "ai", commit, gitAiNote({ "sea.py": { ai: "6-8" } }));
    return { commit, text };
  };

  test("an amended commit carries the note of the one that it replaced", async () => {
    const { commit, text } = noted();
    repository.git("commit", "-q", "--amend", "-m", "Add wave, better said");
    const found = (await originIn(repository, "sea.py", text)).of("wave");
    expect(found).toMatchObject({ verdict: "recorded", label: "ai" });
    expect(found.evidence[0]).toContain(`of ${commit.slice(0, 7)}, amended, rebased or squashed since`);
  });

  test("a rebase moves the lines, and a line that changed in it loses its record", async () => {
    const { text } = noted();
    repository.git("checkout", "-q", "-b", "other", "HEAD~1");
    repository.write("sea.py", `"""Of the sea."""\n\n${tide}`);
    repository.commit("Say what the file is");
    repository.git("checkout", "-q", "main");
    repository.git("rebase", "-q", "other");
    const moved = `"""Of the sea."""\n\n${text}`;
    expect((await originIn(repository, "sea.py", moved)).of("wave").lines.recordedAi).toBe(3);
    const changed = moved.replace("height / 2", "height / 3");
    repository.write("sea.py", changed);
    repository.commit("x", "--amend");
    expect((await originIn(repository, "sea.py", changed)).of("wave").lines.recordedAi).toBe(2);
  });

  test("a squash merge is told as such, with the notes of its branch", async () => {
    repository.write("sea.py", tide);
    repository.commit("Add tide");
    repository.git("checkout", "-q", "-b", "topic");
    repository.write("sea.py", `${tide}\n\n${wave}`);
    const first = repository.commit("Add wave");
    addNote(repository, "ai", first, gitAiNote({ "sea.py": { ai: "6-8" } }));
    const text = `${tide}\n\n${wave}\n\ndef calm():\n    return 0\n`;
    repository.write("sea.py", text);
    repository.commit("Add calm");
    repository.git("checkout", "-q", "main");
    repository.git("merge", "-q", "--squash", "topic");
    repository.commit(
      "Waves (#12)\n\n* Add wave\n\n* Add calm\n\nCo-authored-by: Claude <noreply@anthropic.com>",
    );
    const { of } = await originIn(repository, "sea.py", text);
    expect(of("wave")).toMatchObject({ verdict: "recorded", undeclared: 0 });
    expect(of("calm").verdict).toBe("declared");
    expect(of("calm").evidence[0]).toContain("It is a squash merge and speaks for its whole branch");
  });

  test("a file that was renamed keeps record and declaration", async () => {
    const { commit, text } = twoFunctions(claude);
    addNote(repository, "ai", commit, gitAiNote({ "sea.py": { ai: "7-8" } }));
    repository.git("mv", "sea.py", "the ocean.py");
    repository.commit("Rename");
    const found = (await originIn(repository, "the ocean.py", text)).of("wave");
    expect(found.lines).toMatchObject({ recordedAi: 2, declared: 1 });
  });

  test("a repository that is opened through a symbolic link is the same repository", async () => {
    const { text } = twoFunctions(claude);
    const link = `${repository.root}-link`;
    symlinkSync(repository.root, link);
    try {
      expect((await originIn({ ...repository, root: link }, "sea.py", text)).of("wave").verdict).toBe(
        "declared",
      );
    } finally {
      rmSync(link);
    }
  });

  test("what lies before a shallow clone is not put down to the commit where it ends", async () => {
    const { text } = twoFunctions(claude);
    const clone = mkdtempSync(path.join(tmpdir(), "codepatch-shallow-"));
    try {
      execFileSync("git", ["clone", "-q", "--depth=1", `file://${repository.root}`, clone]);
      const shallow = { ...repository, root: clone };
      const found = (await originIn(shallow, "sea.py", text)).of("tide");
      expect(found.verdict).toBe("unknown");
      expect(found.evidence).toEqual([
        "Older than this shallow clone: 3 of 3 lines. Who changed them last is not known here.",
      ]);
    } finally {
      rmSync(clone, { recursive: true, force: true });
    }
  });
});

describe("declared", () => {
  test.each([
    ["Co-Authored-By: Claude Opus 4.6 (1M context) <noreply@anthropic.com>", "Claude", "Anthropic"],
    ["Co-authored-by: Copilot <223556219+Copilot@users.noreply.github.com>", "GitHub Copilot", undefined],
    ["Co-authored-by: Codex <noreply@openai.com>", "Codex", "OpenAI"],
    ["Co-authored-by: aider (gemini/gemini-2.5-pro) <noreply@aider.chat>", "Aider", "Google"],
    ["Assisted-by: Claude:claude-3-opus coccinelle", "Claude", "Anthropic"],
    ["🤖 Generated with [Claude Code](https://claude.com/claude-code)", "Claude", "Anthropic"],
    ["Co-authored-by: Cursor <cursoragent@cursor.com>", "Cursor", undefined],
  ])("%s", async (line, tool, family) => {
    const { text, commit } = twoFunctions(`Add wave\n\nBecause the sea has some.\n\n${line}`);
    const { of } = await originIn(repository, "sea.py", text);
    const found = of("wave");
    expect(found).toMatchObject({ verdict: "declared", label: "ai" });
    expect(found.family).toBe(family);
    expect(found.summary).toBe(`commit ${commit.slice(0, 7)} declares ${tool}`);
    expect(found.evidence[0]).toContain("It speaks of the whole commit, not of single lines.");
    expect(of("tide").verdict).toBe("unknown");
  });

  test("commits that say the same share a sentence, the one that changed most lines first", async () => {
    const line = "Co-Authored-By: Claude <noreply@anthropic.com>";
    const body = ["def sea(a):", "    b = a", "    c = b", "    d = c", "    return d", ""];
    repository.write("sea.py", body.join("\n"));
    const first = repository.commit(`Add sea\n\n${line}`).slice(0, 7);
    body[2] = "    c = b + 1";
    repository.write("sea.py", body.join("\n"));
    const second = repository.commit(`Raise c\n\n${line.toLowerCase()}`).slice(0, 7);
    const found = (await originIn(repository, "sea.py", body.join("\n"))).of("sea");
    expect(found.summary).toBe(`commits ${first} and 1 more declare Claude`);
    expect(found.evidence).toHaveLength(1);
    expect(found.evidence[0]?.replaceAll(/\d{4}-\d\d-\d\d/g, "DAY")).toBe(
      `Declared: each of 2 commits, which together last changed 5 of 5 lines, names Claude in a Co-Authored-By trailer: ${first} of DAY (4 lines), ${second} of DAY (1). They speak of whole commits, not of single lines.`,
    );
  });

  test.each([
    "Co-authored-by: Claude Monet <claude@example.org>",
    "Co-authored-by: Jules Verne <jules@example.org>",
    "Reviewed-by: Copilot <223556219+Copilot@users.noreply.github.com>",
    "Co-authored-by: dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>",
    "Mitverfasst-von: Claude <noreply@anthropic.com>",
    "Fixes the cursor: it blinked, generated with care.",
  ])("no agent: %s", async (line) => {
    const { text } = twoFunctions(`Add wave\n\n${line}`);
    expect((await originIn(repository, "sea.py", text)).of("wave")).toMatchObject({
      verdict: "unknown",
      evidence: [],
    });
  });

  test("agents that are authors, and the branch that a merge names", async () => {
    const { text } = twoFunctions("Add wave");
    const bot = "copilot-swe-agent[bot] <198982749+Copilot@users.noreply.github.com>";
    repository.git("commit", "-q", "--amend", "--author", bot, "-m", "Add wave");
    const authored = (await originIn(repository, "sea.py", text)).of("wave");
    expect(authored.evidence[0]).toContain("has GitHub Copilot as its author");

    repository.git("checkout", "-q", "-b", "codex/calm");
    const calm = `${text}\n\ndef calm():\n    return 0\n`;
    repository.write("sea.py", calm);
    repository.commit("Add calm");
    repository.git("checkout", "-q", "main");
    repository.git(
      "merge",
      "-q",
      "--no-ff",
      "-m",
      "Merge pull request #3 from octo/codex/calm",
      "codex/calm",
    );
    repository.git("branch", "-q", "-D", "codex/calm");
    const merged = (await originIn(repository, "sea.py", calm)).of("calm");
    expect(merged).toMatchObject({ verdict: "declared", family: "OpenAI" });
    expect(merged.evidence[0]).toContain("came on the branch octo/codex/calm");
  });

  test("with --evidence recorded a declaration decides nothing and is still told", async () => {
    const { text } = twoFunctions(claude);
    const found = (await originIn(repository, "sea.py", text, { evidence: "recorded" })).of("wave");
    expect(found.verdict).toBe("unknown");
    expect(found.evidence[0]).toMatch(/^Declared: /);
  });
});

describe("nothing to go by", () => {
  test("a file outside of a repository, one that is not committed, a repository without commits", async () => {
    repository.write("new.py", tide);
    const fresh = await originIn(repository, "new.py", tide);
    expect(fresh.of("tide").verdict).toBe("unknown");
    expect(fresh.problems).toEqual(["The file is not committed."]);
    twoFunctions("Add wave");
    const untracked = await originIn(repository, "never.py", tide);
    expect(untracked.problems).toEqual(["The file is not committed."]);
    const folder = mkdtempSync(path.join(tmpdir(), "codepatch-plain-"));
    const outside = await originIn({ ...repository, root: folder }, "sea.py", tide);
    expect(outside.problems).toEqual(["The file is in no git repository."]);
    rmSync(folder, { recursive: true });
  });

  test("instructions for agents are context and no evidence", async () => {
    repository.write("AGENTS.md", "Be kind.\n");
    const { text } = twoFunctions("Add wave");
    const { functions, context } = await originIn(repository, "sea.py", text);
    expect(functions.map(({ verdict }) => verdict)).toEqual(["unknown", "unknown"]);
    expect(context).toEqual([
      "The repository has AGENTS.md: agents are used here, which says nothing of any function.",
    ]);
  });
});

describe("hostile repositories", () => {
  test.each([
    ["no divider", "sea.py\n  s_c9883b05a2487d::t_1 6-8\n"],
    ["no JSON", "sea.py\n  s_c9883b05a2487d::t_1 6-8\n---\n{"],
    ["another version", 'sea.py\n  s_c9883b05a2487d::t_1 6-8\n---\n{"schema_version": "authorship/9.0.0"}'],
    ["ranges without end", gitAiNote({ "sea.py": { ai: "0-0,8-6,99999999999999-1,-" } })],
    ["larger than a note may be", gitAiNote({ "sea.py": { ai: `6-8${",6-8".repeat(1_100_000)}` } })],
    ["bytes", "\0\u0001\n---\n\0"],
  ])("a note with %s attests nothing and is named", async (_, note) => {
    const { commit, text } = twoFunctions("Add wave");
    const file = path.join(repository.root, "note");
    repository.write("note", note);
    const blob = repository.git("hash-object", "-w", "--no-filters", file).trim();
    repository.git("notes", "--ref=ai", "add", "-f", "-C", blob, commit);
    const { of, problems } = await originIn(repository, "sea.py", text);
    expect(of("wave").verdict).toBe("unknown");
    expect(problems.join(" ")).toMatch(/^The note refs\/notes\/ai of [0-9a-f]{7}: .*\.$/);
  });

  test("names from notes are plain, short and on one line", async () => {
    const { commit, text } = twoFunctions("Add wave");
    const tool = `evil\u202e\n[x](command:rm)\u0007${"y".repeat(5_000)}`;
    addNote(
      repository,
      "ai",
      commit,
      gitAiNote({ "sea.py": { ai: "6-8" } }, { tool, id: "", model: "__proto__" }),
    );
    const found = (await originIn(repository, "sea.py", text)).of("wave");
    expect(found.verdict).toBe("recorded");
    expect(found.evidence[0]).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(found.evidence[0]?.length).toBeLessThan(250);
  });
});
