import { expect, it } from "vitest";
import { panelPage } from "../../src/editor/plots/panelPage.js";
import type { PlotsResult } from "../../src/protocol/plot.js";

const hostile = "<img src=x onerror=alert(1)>";
const result: PlotsResult = {
  version: 1,
  figures: [
    {
      number: 1,
      name: "",
      axes: [],
      text: `Figure 1 '${hostile}'. One axes.\n- Line\n- ${hostile}\nAfter the list`,
    },
  ],
  deleted_objects: [],
  statements: [],
  error: { line: 3, message: hostile },
};

it("shows what comes from a program as text, in lists and paragraphs", () => {
  const page = panelPage(`${hostile}.m`, result);
  expect(page).not.toContain(hostile);
  expect(page).toContain(
    "<li>Line</li><li>&lt;img src=x onerror=alert(1)&gt;</li></ul><p>After the list</p>",
  );
  expect(page).toContain("The program stops at line 3: &lt;img");
});

it("runs its own script only and loads nothing", () => {
  const page = panelPage("a.m", result);
  expect(page).toMatch(/content="default-src 'none'; img-src data:; style-src 'nonce-/);
  expect(page.match(/<script/g)).toHaveLength(1);
});
