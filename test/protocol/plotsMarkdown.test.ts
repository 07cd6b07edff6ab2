import { expect, it } from "vitest";
import { plotsMarkdown } from "../../src/protocol/plotsMarkdown.js";

it("keeps what a program says from becoming an image, a link or a tag", () => {
  const text = "Figure 1. Line of y. Title '![x](http://somewhere.invalid/a.png)'.\n- <img src=b>, [c](d)";
  const markdown = plotsMarkdown("wave.m", {
    version: 1,
    figures: [{ number: 1, name: "", axes: [], text }],
    deleted_objects: [],
    statements: [],
    faultyLine: 2,
  });
  expect(markdown).toBe(
    [
      "# Plots of wave.m",
      "## Figure 1",
      "Line of y. Title '!\\[x\\](http://somewhere.invalid/a.png)'.\n- \\<img src=b\\>, \\[c\\](d)",
      "There is probably a syntax error at line 2; the program is described as far as it can be read.",
    ].join("\n\n"),
  );
});
