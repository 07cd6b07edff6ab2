import { expect, test } from "vitest";
import { searchSource } from "../../src/dataset/search.js";
import { citedPapers } from "../../src/search/citations.js";
import { createParser } from "../../src/syntax/parser.js";
import { grammars } from "../support/grammars.js";

const code = `class Line:
    def fit_robust(self, points):
        """Fit a line while ignoring outliers.

        See arXiv:1904.05557 and https://doi.org/10.1145/358669.358692.

        Args:
            points: Pairs of numbers that were measured.
        """
        inliers = [p for p in points if self.residual(p) < self.tolerance]
        return self.least_squares(inliers)

    def fit(self, points):
        """Fit it."""
        return self.least_squares([p for p in points if p is not None])
`;

test("a pair of what the docstring says and the code without it", async () => {
  const { records, dropped } = await searchSource(createParser(grammars)).read("geometry/lineFit.py", code);
  expect(records.map(({ fields }) => fields)).toEqual([
    {
      query: "Fit a line while ignoring outliers.",
      code: expect.not.stringContaining("outliers"),
      text: expect.stringMatching(/^def fit robust\(self, points\): inliers = \[/),
      context: "line Fit Line",
      docs: expect.stringContaining("Pairs of numbers that were measured."),
      language: "python",
      name: "Line.fit_robust",
      cites: ["arXiv:1904.05557", "doi:10.1145/358669.358692"],
    },
  ]);
  expect(dropped).toEqual(expect.objectContaining({ "docstring: too short": 1 }));
});

test("papers that a text cites", () => {
  expect(
    citedPapers("http://arxiv.org/abs/2001.00001v2, again arXiv:2001.00001; nothing in 1.5/10.1"),
  ).toEqual(["arXiv:2001.00001"]);
});
