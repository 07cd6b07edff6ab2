import { describe, expect, it } from "vitest";
import { unfoundedIn } from "../../src/commit/check.js";
import { developerStatements } from "../../src/commit/developer.js";
import { everyoneStatements } from "../../src/commit/everyone/statements.js";
import { cleanSubject } from "../../src/commit/subject.js";
import { humanWords } from "../../src/commit/words.js";
import { type Files, narrated, told } from "./support.js";

const workflow = (version: string): string =>
  `jobs:\n  test:\n    steps:\n      - uses: actions/checkout@${version}\n      - run: make\n`;

describe("versions that files of the build name", () => {
  it.each<[string, string, string, string, string]>([
    [".github/workflows/gpu_test.yml", workflow("v4"), workflow("v5"), "actions/checkout", "4 to 5"],
    [
      ".github/workflows/ci.yml",
      workflow("8f4b7f84864484a7bf31766abe9204da3cbe65b3 # v3.5.0"),
      workflow("b4ffde65f46336ab88eb53be808477a3936bae11 # v4.1.1"),
      "actions/checkout",
      "3.5.0 to 4.1.1",
    ],
    [
      "build.gradle.kts",
      'dependencies {\n    implementation("org.example:gauge:1.2.0")\n}\n',
      'dependencies {\n    implementation("org.example:gauge:1.3.0")\n}\n',
      "org.example:gauge",
      "1.2.0 to 1.3.0",
    ],
    [
      "gradle/libs.versions.toml",
      '[versions]\ngauge = "1.2"\n[libraries]\ngauge = { module = "org.example:gauge", version.ref = "gauge" }\n',
      '[versions]\ngauge = "1.3"\n[libraries]\ngauge = { module = "org.example:gauge", version.ref = "gauge" }\n',
      "org.example:gauge",
      "1.2 to 1.3",
    ],
    [
      ".pre-commit-config.yaml",
      "repos:\n- repo: https://github.com/org/tool\n  rev: v1.0.0\n",
      "repos:\n- repo: https://github.com/org/tool\n  rev: v1.1.0\n",
      "org/tool",
      "1.0.0 to 1.1.0",
    ],
    ["Dockerfile", "FROM python:3.11\nRUN make\n", "FROM python:3.12\nRUN make\n", "python", "3.11 to 3.12"],
  ])("are told: %s", async (path, before, after, name, versions) => {
    const { everyone, kind, certainty } = await narrated({ [path]: before }, { [path]: after }, "Bump it");
    expect(everyone).toContain(`“${name}” goes from version ${versions}.`);
    expect([kind, certainty]).toEqual(["dependency", "known"]);
    expect(everyone).not.toContain("the program itself stays as it was");
  });

  it("are no news where a new workflow begins to use what others use", async () => {
    const { dependencies } = await narrated(
      { ".github/workflows/a.yml": workflow("v4") },
      { ".github/workflows/b.yml": workflow("v4") },
    );
    expect(dependencies).toEqual([]);
  });

  it("leave the kind open where more than versions changed", async () => {
    const { kind } = await narrated(
      { ".github/workflows/a.yml": workflow("v4") },
      { ".github/workflows/a.yml": workflow("v5").replace("make", "make all") },
      "Build all",
    );
    expect(kind).toBe("build");
  });
});

describe("what is said of functions", () => {
  it("does not say again that one changed inside whose inputs and errors are told", async () => {
    const { everyone } = await narrated(
      {
        "src/a.py": "def mean(x):\n    return sum(x) / len(x)\n\ndef span(x):\n    return max(x) - min(x)\n",
      },
      {
        "src/a.py":
          "def mean(x):\n    if not x:\n        raise ValueError(x)\n    return sum(x) / len(x)\n\ndef span(x):\n    if not x:\n        raise ValueError(x)\n    return max(x) - min(x)\n",
      },
    );
    expect(everyone).toContain(
      "The function “mean” and the function “span” now report an error (“value error”) in a case that they let pass or reported otherwise before.",
    );
    expect(everyone).not.toContain("changed inside");
  });

  it("counts what is declared in one file and defined in another once, and a new name not as lost and new", async () => {
    const body = "{\n  int sum = 0;\n  for (int i = 0; i < n; i++) sum += x[i];\n  return sum / n;\n}\n";
    const { everyone } = await narrated(
      { "src/a.h": "int mean(int *x, int n);\n", "src/a.c": `int mean(int *x, int n) ${body}` },
      {
        "src/a.h": "int average(int *x, int n);\nint largest(int *x);\n",
        "src/a.c": `int average(int *x, int n) ${body}int largest(int *x) {\n  return x[0] + 1;\n}\n`,
      },
    );
    expect(everyone).toContain("There is a new function, “largest”.");
    expect(everyone).toContain("What was called “mean” is now called “average”");
    expect(everyone).not.toContain("gone");
  });

  it("names first what the author names", async () => {
    const { everyone } = await narrated(
      { "src/a.py": "x = 1\n" },
      { "src/a.py": "x = 1\n\ndef helper(a):\n    return a\n\ndef migrate_1to2(a):\n    return helper(a)\n" },
      "Add migrate_1to2",
    );
    expect(everyone).toContain("There are two new functions: “migrate 1 to 2” and “helper”.");
  });

  it("sees that a line left a condition where only indentation shows it", async () => {
    const { everyone, developer } = await narrated(
      { "src/a.py": "def put(x, on):\n    if on:\n        show(x)\n        store(x)\n    return x\n" },
      { "src/a.py": "def put(x, on):\n    if on:\n        show(x)\n    store(x)\n    return x\n" },
    );
    expect(everyone).toContain("Only the function “put” changed inside");
    expect(developer).toContain("body of `put`");
  });

  it("does not take a block of Rust for a class", async () => {
    const { developer } = await narrated(
      { "src/a.rs": "pub struct Gauge(u8);\n" },
      {
        "src/a.rs":
          "pub struct Gauge(u8);\nimpl Gauge {\n    pub fn level(&self) -> u8 { self.0 }\n}\nimpl Clone for Gauge {\n    fn clone(&self) -> Self { Gauge(self.0) }\n}\n",
      },
    );
    expect(developer).toContain("`impl Clone for Gauge`");
    expect(developer).not.toContain("form of class");
  });
});

describe("sentences of a change", () => {
  it("are all founded where there are many functions and long texts of several lines", async () => {
    const functions = (factor: number): string =>
      Array.from(
        { length: 40 },
        (_, i) => `export function f${i}(x: number) {\n  return x * ${factor};\n}\n`,
      ).join("");
    const help = (last: string): string =>
      `export const help = \`\n${Array.from({ length: 12 }, (_, i) => `  --option-${i}  \\\`value\\\` ${i}`).join("\n")}\n${last}\n\`;\n`;
    const before: Files = { "src/a.ts": functions(2), "src/help.ts": help("one") };
    const story = await told(before, { "src/a.ts": functions(3), "src/help.ts": help("two") }, "Change all");
    const statements = [...everyoneStatements(story), ...developerStatements(story)];
    expect(unfoundedIn(statements, story).flat()).toEqual([]);
    expect(statements.join("\n")).toContain("and 38 more");
  });

  it("are all founded where much of one file changed in ways of its own", async () => {
    const functions = (...calls: readonly string[]): string =>
      Array.from(
        { length: 20 },
        (_, i) =>
          `def f${i}(x):\n    return ${calls[0]}${i}(x)\n\n\ndef g${i}(x):\n    return x + ${calls[1]}\n`,
      ).join("\n\n");
    const story = await told(
      { "src/a.py": functions("mean", "1 - y") },
      { "src/a.py": functions("span", "z + 1") },
    );
    expect(unfoundedIn(developerStatements(story), story).flat()).toEqual([]);
  });

  it("say once that a file moved", async () => {
    const text = "# Gauge\n\nHow to read it.\nWith care.\nAnd twice.\n";
    const { everyone } = await narrated(
      { "docs/gauge": text },
      { "docs/gauge": undefined, "docs/gauge.md": text.replace("twice", "again") },
    );
    expect(everyone).toContain("One file of documentation was moved or renamed, and changed as well.");
    expect(everyone.match(/One file/g)).toHaveLength(1);
  });

  it("leave out what the change log only moves or spaces", async () => {
    const { everyone } = await narrated(
      { "CHANGELOG.md": "# Next\n\n- Gauges are read twice as often \n" },
      { "CHANGELOG.md": "# Next\n\n- Datums may be left out now\n- Gauges are read twice as often\n" },
    );
    expect(everyone).toContain("The change log says: “Datums may be left out now.”");
    expect(everyone).not.toContain("twice");
  });

  it("leave out the numbers of issues from what the change log says", async () => {
    const { everyone } = await narrated(
      { "docs/whatsnew.rst": "Next\n----\n\n* Gauges are read twice as often\n" },
      {
        "docs/whatsnew.rst":
          "Next\n----\n\n* Gauges are read twice as often\n* Datums may be left out now. (:issue:`12`, :pull:`34`)\n* Levels may be masked arrays (#56).\n",
      },
    );
    expect(everyone).toContain(
      "The change log says: “Datums may be left out now.” and “Levels may be masked arrays.”",
    );
  });

  it("leave out a reason that says nothing more than the title", async () => {
    const { everyone } = await narrated(
      { "src/a.py": "x = 1\n" },
      { "src/a.py": "x = 2\n" },
      "Bump gauge from 1.0 to 1.1 in /tools\n\nBumps gauge from 1.0 to 1.1.",
    );
    expect(everyone).not.toContain("The reason given");
  });

  it("keep the number without which a title ends in the air", () => {
    expect(cleanSubject("Update history to reflect merge of #7372 [ci skip]")).toBe(
      "Update history to reflect merge of #7372",
    );
    expect(cleanSubject("Read empty files, fixes #12")).toBe("Read empty files");
  });

  it("keep figures and letters together that belong together", () => {
    expect(["load_3MF", "migrate_1to2", "to2dArray", "utf8"].map(humanWords)).toEqual([
      "load 3MF",
      "migrate 1 to 2",
      "to2d array",
      "utf8",
    ]);
  });
});

describe("the kind", () => {
  it("is parts from elsewhere where only lists of exact versions changed, or the author says so", async () => {
    const lock = (version: string): Files => ({ "package-lock.json": `{ "version": "${version}" }\n` });
    expect((await narrated(lock("1"), lock("2"), "build(deps): bump gauge")).kind).toBe("dependency");
    expect((await narrated(lock("1"), lock("2"), "Bump gauge")).certainty).toBe("known");
  });

  it("is security where a repair names a hole", async () => {
    const { kind } = await narrated(
      { "src/a.py": "x = 1\n" },
      { "src/a.py": "x = 2\n" },
      "fix: CVE-2024-12345 in gauge",
    );
    expect(kind).toBe("security");
  });

  it("is tests in folders and files of specifications", async () => {
    for (const path of ["src/Gauge.SharedSpecs/Mean.cs", "src/Gauge.Specs/Mean.cs", "src/GaugeTests.cs"]) {
      const code = (value: number): string => `class A { public void Reads() { Check(${value}); } }\n`;
      expect((await narrated({ [path]: code(1) }, { [path]: code(2) })).kind).toBe("test");
    }
    const spec = "src/main/KeySpec.java";
    const key = (value: number): string => `class KeySpec { int read() { return ${value}; } }\n`;
    expect((await narrated({ [spec]: key(1) }, { [spec]: key(2) })).files[0]?.role).toBe("source");
  });
});

describe("files of a special sort", () => {
  const notebook = (cells: readonly [type: string, source: string][], result: string): string =>
    JSON.stringify({
      cells: cells.map(([cell_type, source]) => ({
        cell_type,
        source: [source],
        ...(cell_type === "code" ? { outputs: [{ data: { "image/png": result.repeat(900) } }] } : {}),
      })),
      nbformat: 4,
    });
  const cells: [string, string][] = [
    ["markdown", "# Gauges"],
    ["code", "mean(x)"],
    ["code", "show(x)"],
  ];

  it("are told of a notebook by its cells, and its results are none", async () => {
    const before = { "docs/gauges.ipynb": notebook(cells, "abc") };
    const again = await narrated(before, { "docs/gauges.ipynb": notebook(cells, "xyz") });
    expect(again.everyone).toContain(
      "In the notebook only results of runs and settings changed, no code and no text.",
    );
    expect(again.developer).toContain("results and settings of the notebook only, its cells are the same");
    const edited = await narrated(before, {
      "docs/gauges.ipynb": notebook(
        [
          ["markdown", "# Gauges of today"],
          ["code", "mean(x)"],
          ["code", "plot(x)"],
        ],
        "abc",
      ),
    });
    expect(edited.everyone).toContain("In the notebook one piece of code and one piece of text changed.");
    expect(edited.developer).toContain("1 code cell and 1 text cell changed");
    expect(edited.setAside).toEqual([]);
  });

  it("are said to move from one folder to another", async () => {
    const text = (name: string): string =>
      `def ${name}(x):\n    return x + 1\n\n\ndef twice_${name}(x):\n    return 2 * x\n`;
    const { everyone } = await narrated(
      { "model/a.py": text("a"), "model/sub/b.py": text("b") },
      {
        "model/a.py": undefined,
        "model/sub/b.py": undefined,
        "lm/a.py": text("a"),
        "lm/sub/b.py": text("b"),
      },
    );
    expect(everyone).toContain("Two files of program code were moved or renamed, from “model” to “lm”.");
  });

  it("are, of another project's copied by git subtree, parts from elsewhere", async () => {
    const { kind } = await narrated(
      { "src/a.py": "x = 1\n" },
      { "deps/b.c": "int b(void) {\n  return 1;\n}\n" },
      "Squashed 'deps/b/' content from commit 886e40bb3",
    );
    expect(kind).toBe("dependency");
  });

  it("offer nothing to others where they are examples", async () => {
    const { everyone } = await narrated(
      { "examples/a.py": "def objective(x):\n    return x\n", "README.md": "Read\n" },
      { "examples/a.py": undefined, "README.md": "Read it\n" },
      "Remove examples",
    );
    expect(everyone).not.toContain("other code could use");
  });

  it("do not have tests in the words of their comments", async () => {
    const { everyone } = await narrated(
      { "src/a.c": "int a;\n" },
      { "src/a.c": "int a;\n/* it's just a string, but it's enough */\nint b;\n" },
    );
    expect(everyone).not.toContain("test");
  });

  it("take what is performed for no gain in speed", async () => {
    const { kind } = await narrated(
      { "src/a.py": "def a(x):\n    return x\n" },
      { "src/a.py": "def a(x):\n    return utc(x)\n" },
      "Perform calculations according to UTC",
    );
    expect(kind).not.toBe("performance");
  });
});

describe("what went unsaid", () => {
  it("is told of a function that moved to another file", async () => {
    const body = "    total = 0\n    for each in x:\n        total += each\n    return total / len(x)\n";
    const { everyone } = await narrated(
      { "src/a.py": `def mean(x):\n${body}\n\ndef keep(x):\n    return x\n` },
      { "src/a.py": "def keep(x):\n    return x\n", "src/b.py": `def mean(x):\n${body}` },
    );
    expect(everyone).toContain("Inside, “mean” moved to another place in the program.");
  });

  it("is told of the project's own version in .NET", async () => {
    const props = (version: string): Files => ({
      "Directory.Build.props": `<Project>\n  <PropertyGroup>\n    <VersionPrefix>${version}</VersionPrefix>\n  </PropertyGroup>\n</Project>\n`,
    });
    const { everyone } = await narrated(props("9.0.0"), props("10.0.0"), "Bump version to 10.0.0");
    expect(everyone).toMatch(/^This is probably about the project's own version number; /);
    expect(everyone).toContain("The project's own version goes from 9.0.0 to 10.0.0.");
  });

  it.each([
    ["lib/gauge/version.rb", (version: string) => `module Gauge\n  VERSION = "${version}".freeze\nend\n`],
    ["lib/version.rb", (version: string) => `module Gauge::Version\n  STRING = '${version}'\nend\n`],
    ["src/version.ts", (version: string) => `export const version = "${version}";\n`],
    [
      "src/Version.php",
      (version: string) => `<?php class Version { \n    public const VERSION = '${version}';\n}\n`,
    ],
    ["version.go", (version: string) => `package gauge\n\nconst Version = "${version}"\n`],
  ])("is told of the project's own version in %s", async (file, text) => {
    const { everyone } = await narrated(
      { [file]: text("1.9.0") },
      { [file]: text("2.0.0") },
      "Release 2.0.0",
    );
    expect(everyone).toMatch(/^This is about the project's own version number\. /);
    expect(everyone).toContain("The project's own version goes from 1.9.0 to 2.0.0.");
  });

  it("is the kind that a tag without a colon stands for", async () => {
    const [before, after] = [{ "a.py": "x = 1\n" }, { "a.py": "x = 2\n" }];
    expect((await narrated(before, after, "TST add a case without names")).kind).toBe("test");
    expect((await narrated(before, after, "MNT raise the limit")).kind).toBe("housekeeping");
    expect((await narrated(before, after, "DOC: say what x is")).kind).toBe("documentation");
  });

  it("is the kind of pictures that tests compare with, and of versions that a tool raises as a repair or chore", async () => {
    const picture = { "tests/visual/a.png": "\u0000\u0001" };
    expect((await narrated({ "a.py": "x = 1\n" }, picture, "Add all images")).kind).toBe("test");
    const bump = [
      { "go.mod": "module a\n\nrequire org/b v1.0.0\n" },
      { "go.mod": "module a\n\nrequire org/b v1.1.0\n" },
    ] as const;
    expect((await narrated(...bump, "fix(deps): update module org/b to v1.1.0")).kind).toBe("dependency");
    expect((await narrated(...bump, "chore: bump org/b")).kind).toBe("dependency");
  });
});
