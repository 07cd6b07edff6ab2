import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { isCodePatchError } from "../../../src/base/errors.js";
import { makeReport } from "../../../src/commit/report/make.js";
import type { PeriodReport, ReportParams, ReportResult } from "../../../src/protocol/report.js";
import { createParser } from "../../../src/syntax/parser.js";
import { type TestRepository, testRepository } from "../../git/support.js";
import { grammars } from "../../support/grammars.js";

const parser = createParser(grammars);
// Each test starts dozens of git processes.
vi.setConfig({ testTimeout: 60_000 });

let repository: TestRepository;
const zone = process.env.TZ;

beforeEach(() => {
  process.env.TZ = "UTC";
  repository = testRepository();
});
afterEach(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
  repository.remove();
});

function make(params: Partial<ReportParams>, signal = new AbortController().signal): Promise<ReportResult> {
  return makeReport(
    { root: repository.root, areas: {}, render: ["md", "html"], ...params },
    parser,
    () => {},
    signal,
  );
}

const november = { since: "2026-11-01", until: "2026-11-14" };

/** One commit before the period, five in it, one after. */
function history(): void {
  repository.setDate("2026-10-30T12:00:00Z");
  repository.write("harbour/gauge.py", "def mean(levels):\n    return sum(levels) / len(levels)\n");
  repository.write("chart/draw.py", "def draw(levels):\n    print(levels)\n");
  repository.write("package.json", '{"dependencies": {"tide": "^1.0.0"}}\n');
  repository.write(
    "tests/test_gauge.py",
    "def test_mean():\n    assert mean([1]) == 1\n\n\ndef test_none():\n    pass\n",
  );
  repository.commit("Begin");
  repository.setDate("2026-11-02T12:00:00Z");
  repository.write(
    "harbour/gauge.py",
    "def mean(levels):\n    return sum(levels) / len(levels)\n\n\ndef spread(levels):\n    return max(levels) - min(levels)\n",
  );
  repository.commit("feat: show how far levels spread (#12)\n\nPilots asked for it.");
  repository.setDate("2026-11-03T12:00:00Z");
  repository.write("chart/draw.py", "def draw(levels):\n    if levels:\n        print(levels)\n");
  repository.commit("fix: drawing of an empty chart no longer fails");
  repository.setDate("2026-11-03T18:00:00Z");
  repository.write("README.md", "# Harbour\n");
  repository.commit("docs: say what it is");
  repository.write("package.json", '{"dependencies": {"tide": "^2.0.0"}}\n');
  repository.commit("chore: newer tide");
  repository.setDate("2026-11-10T12:00:00Z");
  repository.write("tests/test_gauge.py", "def test_mean():\n    assert mean([1]) == 1\n");
  repository.write("harbour/big.py", Array.from({ length: 500 }, (_, i) => `LEVEL_${i} = ${i}\n`).join(""));
  repository.commit("Add a table of levels");
  repository.setDate("2026-11-20T12:00:00Z");
  repository.write("later.txt", "later\n");
  repository.commit("Later");
}

const area = ({ areas }: PeriodReport, name: string) => areas.find((each) => each.name === name);

describe("a report on a period", () => {
  beforeEach(history);

  it("holds what was committed in it, by area, and nothing else", async () => {
    const { report } = await make(november);
    expect(report.numbers).toMatchObject({ commits: 5, merges: 0, readInFull: 5 });
    expect(report.numbers.byClass.new).toBe(2);
    expect(report.numbers.byClass.repaired).toBe(1);
    expect(report.period).toMatchObject({ from: "2026-11-01T00:00:00.000Z", to: "2026-11-14T23:59:59.000Z" });
    const harbour = area(report, "Harbour");
    expect(harbour).toMatchObject({ folder: "harbour", commits: 2, files: 2, added: 504 });
    expect(harbour?.items.map(({ title }) => title)).toEqual([
      "Add a table of levels",
      "Show how far levels spread",
    ]);
    expect(harbour?.items.find(({ title }) => title.startsWith("Show"))?.text).toMatch(
      /Pilots asked for it\..*spread/s,
    );
    expect(report.activity).toMatchObject({ interval: "day" });
    expect(harbour?.activity).toEqual([0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
    expect(JSON.stringify(report)).not.toMatch(/Later|Begin/);
  });

  it("names what deserves a second look", async () => {
    const { report } = await make(november);
    const risks = new Map(report.risks.map((risk) => [risk.kind, risk]));
    const titles = (kind: PeriodReport["risks"][number]["kind"]): string[] | undefined =>
      risks.get(kind)?.commits.map(({ title }) => title);
    expect(titles("unreviewed")).toEqual(["Add a table of levels"]);
    expect(titles("tests-removed")).toEqual(["Add a table of levels"]);
    expect(risks.get("tests-removed")?.text).toBe("1 test was removed.");
    expect(risks.get("dependencies")?.dependencies).toEqual([
      { name: "tide", manifest: "package.json", change: "changed", from: "^1.0.0", to: "^2.0.0" },
    ]);
    expect([...risks.keys()]).not.toContain("reverted");
  });

  it("says what is under way, and nothing of people", async () => {
    repository.setDate("2026-11-12T12:00:00Z");
    repository.git("checkout", "-q", "-b", "buoys");
    repository.write("harbour/buoy.py", "def buoy():\n    pass\n");
    repository.commit("Begin with buoys");
    repository.git("branch", "-q", "1-0-stable");
    repository.git("checkout", "-q", "main");
    repository.write("README.md", "# Harbour, changed\n");
    repository.git("stash", "push", "-q", "-m", "Half a readme");
    repository.write("new.txt", "new\n");
    const { report, rendered } = await make(november);
    expect(report.underWay.map(({ kind, text }) => [kind, text])).toEqual([
      [
        expect.stringMatching("branch|releases"),
        expect.stringMatching(/1 change not yet in main.*Begin with buoys\.$/),
      ],
      ["stash", "Set aside on 12 November 2026 and not taken up again: Half a readme."],
      ["uncommitted", "1 file changed on this machine and not committed, 1 of them new."],
    ]);
    for (const text of [JSON.stringify(report), rendered.md, rendered.html])
      expect(text).not.toMatch(/tide@example\.org|"author"|Co-authored/);
  });

  it("tells a repair where the product's code changed, however long its tests are", async () => {
    repository.setDate("2026-12-01T12:00:00Z");
    repository.write("chart/draw.py", "def draw(levels):\n    print(sorted(levels))\n");
    repository.write(
      "tests/test_draw.py",
      Array.from({ length: 40 }, (_, i) => `def test_${i}():\n    assert ${i} + 1\n`).join("\n\n"),
    );
    repository.commit("fix: levels are drawn in order");
    const { report } = await make({ since: "2026-12-01", until: "2026-12-02" });
    expect(report.areas.map(({ name, items }) => [name, items.length])).toEqual([
      ["Tests", 0],
      ["Chart", 1],
    ]);
    expect(report.summary[0]).toBe("1 change was made in this period: it repaired something.");
  });

  it("goes by the user's own areas", async () => {
    const { report } = await make({ ...november, areas: { Measuring: ["harbour/", "tests/"] } });
    expect(report.areas.map(({ name }) => name)).toEqual(["Measuring", "Other"]);
    expect(area(report, "Measuring")?.folder).toBeUndefined();
  });

  it("tells changes of one title once", async () => {
    repository.setDate("2026-11-12T12:00:00Z");
    for (const n of [1, 2, 3]) {
      repository.write("chart/draw.py", `def draw(levels):\n    print(${n})\n`);
      repository.commit("fix: the drawing");
    }
    const { report, rendered } = await make(november);
    expect(area(report, "Chart")?.items.filter(({ title }) => title === "The drawing")).toHaveLength(3);
    expect(rendered.md?.match(/The drawing/g)).toHaveLength(1);
    expect(rendered.md).toContain("The drawing (3 changes)");
  });

  it("may be on a range", async () => {
    const { report } = await make({ range: "HEAD~2..HEAD" });
    expect(report.numbers.commits).toBe(2);
    expect(report.period).toMatchObject({
      from: "2026-11-10T12:00:00+00:00",
      to: "2026-11-20T12:00:00+00:00",
    });
  });

  it("links commits where the remote's pages are known", async () => {
    repository.git("remote", "add", "origin", "git@github.com:tide/harbour.git");
    const { report, rendered } = await make(november);
    const link = report.areas[0]?.items[0]?.link;
    expect(link).toMatch(/^https:\/\/github\.com\/tide\/harbour\/commit\/[0-9a-f]{40}$/);
    expect(rendered.html).toContain(`href="${link}"`);
    expect(rendered.md).toContain(`](${link})`);
  });

  it("of an empty period says so", async () => {
    const { report, rendered } = await make({ since: "2025-01-01", until: "2025-01-31" });
    expect(report.summary[0]).toBe("Nothing was changed in this period.");
    expect(rendered.html).toContain("Nothing was changed in this period.");
    expect(rendered.md).not.toContain("At a glance");
  });

  it("counts the work of a merge once, and as reviewed", async () => {
    repository.setDate("2026-11-13T12:00:00Z");
    repository.git("checkout", "-q", "-b", "side");
    repository.write("chart/big.py", Array.from({ length: 500 }, (_, i) => `C_${i} = ${i}\n`).join(""));
    repository.commit("Add many colours");
    repository.git("checkout", "-q", "main");
    repository.git("merge", "-q", "--no-ff", "-m", "Merge pull request #9 from somebody/side", "side");
    const { report } = await make(november);
    expect(report.numbers).toMatchObject({ commits: 6, merges: 1 });
    const unreviewed = report.risks.find(({ kind }) => kind === "unreviewed");
    expect(unreviewed?.commits.map(({ title }) => title)).toEqual(["Add a table of levels"]);
  });

  it("of a shallow clone leaves out where the clone begins: what that commit changed is not known", async () => {
    const clone = `${repository.root}-shallow`;
    try {
      repository.git("clone", "-q", "--depth=3", `file://${repository.root}`, clone);
      const { report } = await make({ root: clone, since: "2026-01-01" });
      expect(report.numbers).toMatchObject({ commits: 2, readInFull: 2 });
      expect(report.notes.join()).toMatch(/holds only a part of its history/);
      expect(JSON.stringify(report)).not.toContain("newer tide");
    } finally {
      rmSync(clone, { recursive: true, force: true });
    }
  });

  it("stops when it is cancelled", async () => {
    const controller = new AbortController();
    controller.abort();
    await expect(make(november, controller.signal)).rejects.toSatisfy((error) =>
      isCodePatchError(error, "cancelled"),
    );
  });
});

describe("what cannot be reported on", () => {
  it.each([
    [{}, /needs a period or a range; add --since/],
    [{ since: "soon" }, /"soon" is no date/],
    [{ since: "2026-02-01", until: "2026-01-01" }, /ends .* before it begins/],
    [{ range: "nowhere..HEAD" }, /nowhere/],
  ])("%j", async (params, message) => {
    repository.commit("One");
    await expect(make(params)).rejects.toThrow(message);
  });

  it("a repository without commits", async () => {
    await expect(make({ since: "1.week" })).rejects.toThrow(/has no commits yet/);
  });
});

describe("text of a repository stays text", () => {
  const hostile = '<img src=x onerror=alert(1)> [a](javascript:b) `c` | ## d & "e"';

  it("in titles, files, branches and stashes", async () => {
    repository.setDate("2026-11-02T12:00:00Z");
    repository.commit("Begin");
    repository.write('<b>"x".py', "a = 1\n");
    repository.commit(`feat: ${hostile}`);
    repository.git("checkout", "-q", "-b", "<script>");
    repository.commit("</style><script>alert(1)</script>");
    repository.git("checkout", "-q", "main");
    const { rendered } = await make({ since: "2026-11-01", until: "2026-11-14" });
    const page = rendered.html ?? "";
    expect(page).toContain("&lt;img src=x onerror=alert(1)&gt;");
    expect(page).not.toMatch(/<(?:img|script)/);
    expect(page.match(/<\/style>/g)).toHaveLength(1);
    expect(rendered.md).toContain("\\<img src=x onerror=alert(1)\\> \\[a\\](javascript:b)");
  });

  it("on a page that loads nothing and runs nothing", async () => {
    repository.setDate("2026-11-02T12:00:00Z");
    repository.commit("Begin");
    const page = (await make({ since: "2026-11-01", until: "2026-11-14" })).rendered.html ?? "";
    const style = /<style>([\s\S]*)<\/style>/.exec(page)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(page).toContain(
      `content="default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;"`,
    );
    expect(page).not.toMatch(/<script|<link|<iframe|\sstyle=|\son\w+=|url\(/);
  });
});
