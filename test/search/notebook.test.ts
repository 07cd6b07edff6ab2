import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { TextEncoder } from "../../src/inference/encoder.js";
import type { IndexResult, SearchParams, SearchQuery } from "../../src/protocol/search.js";
import { readNotebook } from "../../src/search/notebook.js";
import { notebookPatches } from "../../src/search/notebookPatches.js";
import type { SearchPatch } from "../../src/search/patches.js";
import { searchIndex } from "../../src/search/query.js";
import { openSqlite } from "../../src/search/sqlite.js";
import type { SearchStore } from "../../src/search/store.js";
import { updateIndex } from "../../src/search/update.js";
import { createParser } from "../../src/syntax/parser.js";
import { grammars } from "../support/grammars.js";
import { code, markdown, notebookOf, type TestCell } from "./notebooks.js";
import { never, splitWords, wordEncoder, writeFiles } from "./support.js";

const parser = createParser(grammars);

async function patchesOf(text: string, file = "study/tides.ipynb"): Promise<SearchPatch[]> {
  const notebook = readNotebook(text);
  expect(notebook).toBeDefined();
  return notebook ? notebookPatches(file, notebook, parser) : [];
}

const entries = async (...cells: TestCell[]): Promise<SearchPatch[]> => patchesOf(notebookOf(cells));

describe("what is found in a notebook", () => {
  test("its cells under their headings, its functions, and the notebook itself", async () => {
    const found = await entries(
      markdown("# Tides of *2019*\nLevels at **three** [gauges](https://example.org)."),
      code("import numpy as np\nimport pandas as pd"),
      markdown(
        "## Spring tides\n\n![moon](data:image/png;base64,iVBOR)\nThe highest level of each fortnight.",
      ),
      code("springs = levels.resample('14D').max()\nsprings.plot(style='o')"),
      code(
        "def drop_spikes(levels):\n    '''Remove spikes.'''\n    return levels[levels < 9]\n\nclean = drop_spikes(levels.dropna())",
      ),
    );
    expect(found.map(({ kind, name, docs }) => [kind, name, docs])).toEqual([
      ["file", "tides.ipynb", "Tides of 2019 Levels at three gauges."],
      ["cell", "Spring tides", "Spring tides The highest level of each fortnight."],
      ["cell", "Spring tides (2)", ""],
      ["function", "drop_spikes", "Remove spikes."],
    ]);
    expect(found[0]?.code).toBe("Tides of 2019 Spring tides drop_spikes");
    expect(found[2]?.code).toBe("clean = drop_spikes(levels.dropna()) drop_spikes");
    expect(found[3]?.context).toBe("tides Spring tides");
  });

  test("a cell that holds a function only is found once, and the function by what is said before", async () => {
    const found = await entries(
      markdown("Points far from the median are rejected."),
      code(
        "import math\n\n# as in the report\ndef clip(points):\n    return [p for p in points if abs(p) < 3]\n",
      ),
    );
    expect(found.slice(1).map(({ kind, name, docs }) => [kind, name, docs])).toEqual([
      ["function", "clip", "Points far from the median are rejected."],
    ]);
  });

  test("a cell without a heading is named by its place; one that only shows something is left out", async () => {
    const found = await entries(
      code("frame.head()"),
      code("frame = pd.read_csv('levels.csv', parse_dates=['time'])"),
      markdown("A table."),
      code("frame.tail()"),
    );
    expect(found.slice(1).map(({ name }) => name)).toEqual(["cell 2", "A table"]);
  });

  test("further cells of a section are named by their comment, a short text, or their number", async () => {
    const found = await entries(
      markdown("# Surges:\nWe look at what the storm adds."),
      code("surges = levels - predicted_tide(levels)"),
      code("## @title Plot the largest ones.\nsurges.nlargest(10).plot()"),
      code("# surges.plot(kind='bar')\nsurges.to_csv('surges.csv')"),
      markdown("The same by gauge:"),
      code("by_gauge = surges.groupby('gauge').max()"),
      markdown("## Harbour"),
      code("harbour = surges[surges.gauge == 'harbour']"),
    );
    expect(found.slice(1).map(({ name }) => name)).toEqual([
      "Surges",
      "Plot the largest ones",
      "Surges (3)",
      "The same by gauge",
      "Harbour",
    ]);
  });

  test("magics and other languages are left out, and what is around them is read", async () => {
    const found = await entries(
      code("%matplotlib inline\n!pip install tides\nlevels?\ndef first(levels):\n    return levels[0]"),
      code("%%time\ndef second(levels):\n    return levels[1]"),
      code("%%bash\nfunction third() { wget https://example.org/levels.csv.gz; }"),
      code(
        "fit = (levels\n       % period_of_the_tide)\n%timeit fit_all(levels) \\\n  + fit_all(levels)\ndef fourth():\n    return 4",
      ),
    );
    expect(found.slice(1).map(({ name, code: text }) => [name, text])).toEqual([
      ["first", "def first(levels):\n    return levels[0]"],
      ["second", "def second(levels):\n    return levels[1]"],
      ["cell 4", "fit = (levels\n       % period_of_the_tide) fourth"],
      ["fourth", "def fourth():\n    return 4"],
    ]);
  });

  test("outputs are not read, and a damaged text is no notebook", async () => {
    const shown = {
      output_type: "display_data",
      data: { "image/png": "A".repeat(5000), "text/plain": ["def no(): pass"] },
    };
    const text = notebookOf([
      { ...code("levels = np.loadtxt('levels.csv')"), outputs: [shown, shown] },
      code("def yes():\n    return 1"),
    ]);
    expect((await patchesOf(text)).map(({ name }) => name)).toEqual(["tides.ipynb", "cell 1", "yes"]);
    // Python writes what JSON does not know.
    expect(readNotebook(text.replace('"text/plain"', '"mean": NaN, "text/plain"'))?.cells).toHaveLength(2);
    for (const damaged of [
      text.slice(0, -40),
      text.slice(0, 3000),
      text.replace("[", "<"),
      "[]",
      "{}",
      '{"cells": 3}',
      "",
    ])
      expect(readNotebook(damaged)).toBeUndefined();
  });

  test("nbformat 3: worksheets, inputs and cells that are headings", async () => {
    const cells = [
      { cell_type: "heading", level: 2, source: ["Neap tides"] },
      { cell_type: "markdown", source: ["The lowest of each fortnight."] },
      {
        cell_type: "code",
        language: "python",
        input: ["neaps = levels.resample('14D').min()\n", "neaps.plot()"],
        outputs: [],
      },
    ];
    const text = JSON.stringify(
      { metadata: { name: "" }, nbformat: 3, worksheets: [{ cells }] },
      undefined,
      1,
    );
    const [, cell] = await patchesOf(text);
    expect(cell).toMatchObject({
      kind: "cell",
      name: "Neap tides",
      docs: "Neap tides The lowest of each fortnight.",
    });
    expect(text.split("\n")[(cell?.line ?? 0) - 1]).toContain("neaps = levels");
    expect(text.split("\n")[(cell?.endLine ?? 0) - 1]).toContain("neaps.plot()");
  });

  test("the language is that of the metadata", async () => {
    const languageOf = (metadata: object, cell: TestCell = code("x = 1")): string | undefined =>
      readNotebook(notebookOf([cell], metadata))?.language?.id;
    expect(languageOf({})).toBe("python");
    expect(languageOf({ kernelspec: { name: "conda-env-tides-py" } })).toBe("python");
    expect(languageOf({ kernelspec: { language: "octave" } })).toBe("matlab");
    expect(
      languageOf({ kernelspec: { name: "xcpp17", language: "C++17" }, language_info: { name: "c++" } }),
    ).toBe("cpp");
    expect(languageOf({ language_info: { name: "julia" } })).toBeUndefined();
    const octave = notebookOf([code("% a comment, no magic\nfunction y = twice(x)\n  y = 2 * x;\nend")], {
      language_info: { name: "octave" },
    });
    expect((await patchesOf(octave)).map(({ name }) => name)).toContain("twice");
    const mixed = notebookOf([
      { ...code("def no():\n    pass"), metadata: { vscode: { languageId: "javascript" } } },
    ]);
    expect((await patchesOf(mixed)).map(({ kind }) => kind)).toEqual(["file"]);
  });
});

/** `%N` becomes a number of its own, so that a line is known by its text. */
const line = fc.constantFrom(
  "x_%N = fit(levels, 'spline')",
  "",
  "    ",
  "# why %N",
  "def f_%N(a):",
  "    return a + %N",
  "%matplotlib inline",
  "class C_%N:",
  "y_%N = 'ü\\n\"'",
  "if x_%N:",
  "!ls",
);
const cell = fc.record({
  type: fc.constantFrom("code", "code", "markdown", "raw"),
  lines: fc.array(line, { maxLength: 8 }),
  asList: fc.boolean(),
  outputs: fc.array(fc.constant({ output_type: "stream", text: ["a\n", "b\n"] }), { maxLength: 2 }),
});

test("each entry begins at the line of the file that holds the beginning of its code", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(cell, { maxLength: 5 }),
      fc.constantFrom(undefined, 1, "\t"),
      async (drafts, indent) => {
        let n = 0;
        const cells = drafts.map((draft) => ({
          ...draft,
          lines: draft.lines.map((each) => each.replace("%N", () => `${n++}`)),
        }));
        const text = notebookOf(
          cells.map(({ type, lines, asList, outputs }) => ({
            cell_type: type,
            source: asList ? asLines(lines.join("\n")) : lines.join("\n"),
            ...(type === "code" && { outputs }),
          })),
          {},
          indent,
        );
        const onDisk = text.split("\n");
        const firstLines = cells
          .filter(({ type }) => type === "code")
          .map(({ lines }) => lines.find((each) => /^\s*[^\s%!]/.test(each)));
        for (const { kind, line: start, endLine, code: own } of await patchesOf(text)) {
          expect(endLine).toBeGreaterThanOrEqual(start);
          expect(endLine).toBeLessThanOrEqual(onDisk.length);
          const expected = kind === "cell" ? firstLines : [own.split("\n")[0]];
          const isThere = (each = "?"): boolean => onDisk[start - 1]?.includes(quoted(each)) ?? false;
          if (kind === "function" || kind === "cell") expect(expected.some(isThere)).toBe(true);
        }
      },
    ),
    { numRuns: 60 },
  );
});

const quoted = (each: string): string => JSON.stringify(each).slice(1, -1);
const asLines = (text: string): string[] => text.split(/(?<=\n)/);

describe("a workspace with notebooks", () => {
  let root = "";
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), "codepatch-notebook-"));
    await writeFiles(root, {
      "src/smooth.py": "def moving_average(samples):\n    return sum(samples) / len(samples)\n",
      "study/tides.ipynb": notebookOf([
        markdown("## Outliers\nLevels far from the median are storms."),
        code("storms = levels[abs(levels - levels.median()) > 3 * spread]"),
        code("limit = 3 * spread_of(levels.values)"),
        code("def surge_height(level, tide):\n    return level - tide"),
      ]),
      "study/.ipynb_checkpoints/tides-checkpoint.ipynb": notebookOf([code("old = surge_height(1, 2) + 3")]),
      "study/julia.ipynb": notebookOf([code("surge(x) = x - tide(x) + storm(x)")], {
        language_info: { name: "julia" },
      }),
      "study/broken.ipynb": '{"cells": [{"cell_type": "code", "source": ["x = 1',
      "scratch/ignored.ipynb": notebookOf([code("storms = levels.max() + surge_height(1, 2)")]),
      ".gitignore": "scratch/\n",
      ".git/HEAD": "",
    });
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const open = (): Promise<SearchStore> =>
    openSqlite(path.join(root, ".index/search.sqlite"), "words 1", splitWords);
  const update = (store: SearchStore, encoder: TextEncoder): Promise<IndexResult> =>
    updateIndex({ root, pause: 0 }, store, { parser, encoder }, () => {}, never);
  const ask = async (store: SearchStore, text: string, more: Partial<SearchParams> = {}) =>
    (
      await searchIndex(
        { root, query: { kind: "text", text }, limit: 5, ...more },
        store,
        { encoder: wordEncoder() },
        never,
      )
    ).hits;

  test("cells and functions are found at their lines; what is damaged is named", async () => {
    const store = await open();
    const result = await update(store, wordEncoder());
    expect(result).toMatchObject({ files: 3, changed: 3, unreadable: ["study/broken.ipynb"], waiting: 0 });
    const onDisk = (await readFile(path.join(root, "study/tides.ipynb"), "utf8")).split("\n");
    const [cellHit] = await ask(store, "outliers far from the median");
    expect(cellHit).toMatchObject({
      path: "study/tides.ipynb",
      kind: "cell",
      name: "Outliers",
      language: "python",
    });
    expect(onDisk[(cellHit?.line ?? 0) - 1]).toContain("storms = levels");
    const [functionHit] = await ask(store, "height of the surge", { kinds: ["function"] });
    expect(functionHit).toMatchObject({ name: "surge_height", path: "study/tides.ipynb" });
    expect(onDisk[(functionHit?.line ?? 0) - 1]).toContain("def surge_height");
    // The second cell of the section bears the heading as well.
    expect((await ask(store, "outliers spread", { kinds: ["cell"] })).map(({ name }) => name)).toHaveLength(
      1,
    );
    expect((await ask(store, "storms", { kinds: ["cell"] })).map(({ name }) => name)).toEqual(["Outliers"]);
    await store.close();
  });

  test("a notebook as a query: its text as a paper, its code as code", async () => {
    const store = await open();
    await update(store, wordEncoder());
    const text = notebookOf([
      markdown("# Smoothing\nA moving average of the samples is taken."),
      code("%matplotlib inline\nwindow = samples[-width:]\nmean = sum(window) / len(window)"),
      markdown("# Storms\nOutliers: levels that are far from the median are storms."),
    ]);
    const ask = (query: SearchQuery) =>
      searchIndex({ root, query, limit: 3 }, store, { encoder: wordEncoder() }, never);
    const { sentences } = await ask({ kind: "paper", text, name: "study.ipynb" });
    expect(sentences.map(({ section, hits }) => [section, hits[0]?.name])).toEqual([
      ["Smoothing", "moving_average"],
      ["Storms", "Outliers"],
    ]);
    const { hits } = await ask({ kind: "code", text, path: "study.ipynb", line: 1 });
    expect(hits[0]).toMatchObject({ name: "moving_average", reason: expect.not.stringContaining("median") });
    await store.close();
  });

  test("new outputs move lines and embed nothing; a new line of code embeds its cell", async () => {
    const store = await open();
    await update(store, wordEncoder());
    const file = path.join(root, "study/tides.ipynb");
    const made = (source: string) =>
      notebookOf([
        markdown("## Outliers\nLevels far from the median are storms."),
        { ...code(source), outputs: [{ output_type: "stream", text: ["0.25\n", "0.75\n"] }] },
        code("limit = 3 * spread_of(levels.values)"),
        code("def surge_height(level, tide):\n    return level - tide"),
      ]);
    const before = (await ask(store, "surge height"))[0]?.line ?? 0;
    await writeFile(file, made("storms = levels[abs(levels - levels.median()) > 3 * spread]"));
    expect(await update(store, wordEncoder())).toMatchObject({ changed: 1, embedded: 0 });
    expect((await ask(store, "surge height"))[0]?.line).toBeGreaterThan(before);
    await writeFile(file, made("storms = levels[levels > limit_of_the_harbour]"));
    expect(await update(store, wordEncoder())).toMatchObject({ changed: 1, embedded: 1 });
    await store.close();
  });
});
