import { readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { buildDataset } from "../../src/dataset/build.js";
import type { DatasetResult } from "../../src/protocol/messages.js";
import { type TestRepository, testRepository } from "../git/support.js";
import { parser } from "../syntax/support.js";

const mit = "Permission is hereby granted, free of charge, to any person obtaining a copy of this software…";

let repository: TestRepository;
beforeEach(() => {
  repository = testRepository();
  repository.write(".git/info/exclude", "out*\n");
  repository.write("LICENSE", mit);
  change("Start of the gauge");
});
afterEach(() => repository.remove());

let level = 0;
function change(message: string, ...args: string[]): string {
  level++;
  repository.write("src/gauge.py", `def level():\n    return ${level}\n`);
  return repository.commit(message, ...args);
}

const build = (limit?: number): Promise<DatasetResult> =>
  buildDataset(
    {
      kind: "kind",
      repositories: [repository.root],
      out: path.join(repository.root, "out.jsonl.gz"),
      licenceUnknownIsMine: false,
      ...(limit === undefined ? {} : { limit }),
    },
    parser,
    () => {},
    new AbortController().signal,
  );

interface Row {
  readonly signs: readonly string[];
  readonly kind: string;
  readonly shown?: string;
  readonly sha: string;
}
const rows = (): Row[] =>
  gunzipSync(readFileSync(path.join(repository.root, "out.jsonl.gz")))
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Row);

describe("data sets of kinds", () => {
  it("hold what hints at the kind that the author declares, and not the declaration", async () => {
    const sha = change("fix(gauge)!: read the tide of a stuck float\n\nchore: sort the imports");
    const result = await build();
    expect(result).toMatchObject({ kept: 1, byStyle: { repair: 1 }, byLanguage: { python: 1 } });
    const [row] = rows();
    expect(row).toMatchObject({ sha, kind: "repair" });
    expect(row).not.toHaveProperty("shown");
    expect(row?.signs).toEqual(
      expect.arrayContaining(["first:read", "pair:stuck float", "body:imports", "fact:only source"]),
    );
    expect(row?.signs.some((sign) => sign.startsWith("rule:"))).toBe(true);
    expect(row?.signs.join(" ")).not.toMatch(/:(?:fix|chore)\b/);
  });

  it("say what the files alone show", async () => {
    repository.write("docs/gauge.md", "# Gauge\n\nIt measures.\n");
    repository.commit("fix: say what the gauge measures");
    await build();
    expect(rows()).toMatchObject([{ kind: "repair", shown: "documentation" }]);
  });

  it("leave out who declares nothing, single projects' tags, machines and merges", async () => {
    change("BUG: level of the ebb");
    change("Level: of the ebb");
    change("fix: update the float", "--author=dependabot[bot] <b@example.org>");
    repository.git("checkout", "-q", "-b", "side");
    change("feat: add the ebb");
    repository.git("checkout", "-q", "main");
    repository.git("merge", "-q", "--no-ff", "-m", "feat: join the ebb", "side");
    const { kept, dropped } = await build();
    expect([kept, dropped]).toEqual([1, { "commit: bot": 1 }]);
  });

  it("take so many from the whole of the history, the same each time", async () => {
    for (let i = 0; i < 9; i++) change(`fix: level ${"abcdefghi"[i]} of the tide`);
    expect((await build()).kept).toBe(9);
    expect((await build(3)).kept).toBe(3);
    const found = rows().map(({ signs }) => signs.filter((sign) => /^word:.$/.test(sign)).join());
    expect(found).toEqual(["word:i", "word:f", "word:c"]);
    const bytes = readFileSync(path.join(repository.root, "out.jsonl.gz"));
    await build(3);
    expect(readFileSync(path.join(repository.root, "out.jsonl.gz"))).toEqual(bytes);
  });
});
