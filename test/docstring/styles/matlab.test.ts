import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyEdits } from "../../../src/base/edits.js";
import { checkFile } from "../../../src/docstring/check.js";
import { documentFile } from "../../../src/docstring/document.js";
import { matlab } from "../../../src/docstring/styles/matlab.js";
import type { Docstring } from "../../../src/docstring/types.js";
import type { Parameter } from "../../../src/syntax/types.js";
import { parseAndVerify } from "../../../src/syntax/verify.js";
import { language, parser } from "../../syntax/support.js";
import { parser as jobParser, never, snapshot } from "../support.js";
import { contextOf, emptyDocstring, layout } from "./support.js";

const named = (...names: string[]): Parameter[] => names.map((name) => ({ name, kind: "positional" }));
const parse = (raw: string, name = "area", ...parameters: string[]): Docstring =>
  matlab.parse(raw, contextOf("matlab", { name, parameters: named(...parameters), raw }));

describe("the first line", () => {
  test.each([
    ["% AREA Area of a circle.", "area", "Area of a circle."],
    ["%AREA - Area of a circle", "area", "Area of a circle"],
    ["% area: area of a circle", "area", "area of a circle"],
    ["% ringArea area of a ring", "ringArea", "area of a ring"],
    ["% Plot the circle", "plot", "Plot the circle"],
    ["% plot the circle", "plot", "plot the circle"],
    ["% Area of\n% a circle.", "area", "Area of a circle."],
    ["% AREA Area of a circle\n%   A = AREA(R) is one.", "area", "Area of a circle"],
    ["%{\nAREA Area of a circle.\n%}", "area", "Area of a circle."],
    ["## Area of a circle.", "area", "Area of a circle."],
  ])("%j", (raw, name, summary) => {
    expect(parse(raw, name).summary).toBe(summary);
  });
});

const classic = `%AREA Area of a ring.
%   A = AREA(R, W) is its area.
%
%   Input arguments:
%     R: outer radius in metres,
%        a column
%     W: width. Defaults to 2.
%
%   OUTPUT:
%     a: the area
%
%   Example:
%     area(3, 1)
%
%   See also PI, DISC.`;

test("reads sections in the forms that authors use", () => {
  expect(parse(classic, "area", "r", "w")).toEqual({
    summary: "Area of a ring.",
    details: "A = AREA(R, W) is its area.",
    parameters: [
      { name: "r", description: "outer radius in metres,\\na column".replace("\\n", "\n") },
      { name: "w", description: "width.", default: "2" },
    ],
    returns: [{ name: "a", description: "the area" }],
    yields: [],
    raises: [],
    otherSections: [
      { heading: "Example", body: "area(3, 1)", position: 2 },
      { heading: "See also", body: "PI, DISC.", position: 3 },
    ],
  });
});

test.each([
  [
    "columns",
    "% A.\n% INPUTS\n%  r      - radius\n%  w      - [2] width\n%           of it",
    { r: "radius", w: "[2] width\nof it" },
  ],
  ["the heading's line", "% A.\n% INPUTS:   r: radius\n%\n%           w: width", { r: "radius", w: "width" }],
  [
    "types",
    "% A.\n% Inputs:\n%   r (1,:) double - radius\n%   w (optional) - width",
    { r: "radius", w: "width" },
  ],
])("entries in %s", (_form, raw, expected) => {
  const { parameters } = parse(raw, "area", "r", "w");
  expect(Object.fromEntries(parameters.map(({ name, description }) => [name, description]))).toEqual(
    expected,
  );
});

test.each([
  "% A.\n% Inputs:\n%   see disc",
  "% A.\n% Inputs:\n%   The radius must be positive.",
  "% A.\n% INPUTS - common\n%  r - radius",
])("what is no list is kept as it is: %j", (raw) => {
  const { parameters, otherSections } = parse(raw, "area", "r");
  expect(parameters).toEqual([]);
  expect(otherSections).toHaveLength(1);
});

test("is written as the usual template, wrapped", () => {
  const docstring: Docstring = {
    ...emptyDocstring,
    summary: "Area of a ring.",
    details: "Exact.",
    parameters: [
      {
        name: "r",
        type: "(1,:) double",
        description: "The outer radius of the ring, which has to be larger than its width.",
      },
      { name: "w", default: "2", description: "Its width." },
    ],
    returns: [{ name: "a", description: "The area." }],
    raises: [{ type: "ring:width", description: "If w > r." }],
    otherSections: [{ heading: "See also", body: "pi", position: 3 }],
  };
  const written = matlab.render(docstring, { ...layout, indent: "  " }, contextOf("matlab"));
  expect(written).toBe(`% area Area of a ring.
  %
  %   Exact.
  %
  %   Inputs:
  %     r (1,:) double - The outer radius of the ring, which has to be larger
  %       than its width.
  %     w - Its width. Defaults to 2.
  %
  %   Outputs:
  %     a - The area.
  %
  %   Errors:
  %     ring:width - If w > r.
  %
  %   See also pi`);
  const context = { ...contextOf("matlab", { raw: written }), language: "matlab" as const };
  expect(matlab.parse(written, context)).toMatchObject({
    ...docstring,
    parameters: [{ name: "r" }, { name: "w" }],
  });
});

test("takes the form of another help text of the file", () => {
  const docstring = {
    ...emptyDocstring,
    summary: "Area.",
    parameters: [{ name: "r", description: "Radius." }],
  };
  const example = { raw: classic, name: "area" };
  expect(matlab.render(docstring, { ...layout, example }, contextOf("matlab", { name: "disc" }))).toBe(
    "%DISC Area.\n%\n%   Input arguments:\n%     r: Radius.",
  );
});

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "\n",
        "\r",
        "\r\n",
        "\u2028",
        "{",
        "}",
        "%{",
        "%}",
        "#{",
        "\n%}\n",
        "\n}\n",
        "...",
        "'",
        '"',
        ";",
        "end",
      ),
      fc.constantFrom("Inputs:", "x - y", "See also", "function f", " ", "\n\n"),
      fc.string({ unit: "grapheme", maxLength: 6 }),
    ),
    { maxLength: 10 },
  )
  .map((parts) => parts.join(""));

test("no text leaves the comment", async () => {
  const docstrings = fc.record({
    summary: hostile,
    details: hostile,
    parameters: fc.array(fc.record({ name: hostile, description: hostile }), { maxLength: 2 }),
    returns: fc.array(fc.record({ name: hostile, description: hostile }), { maxLength: 2 }),
    yields: fc.constant([]),
    raises: fc.array(fc.record({ type: hostile, description: hostile }), { maxLength: 1 }),
    otherSections: fc.array(fc.record({ heading: hostile, body: hostile, position: fc.nat(3) }), {
      maxLength: 2,
    }),
  });
  const forms = fc.constantFrom(undefined, "%{\nAREA A.\n%}", "## A.", "%AREA A.");
  await fc.assert(
    fc.asyncProperty(docstrings, forms, async (docstring, raw) => {
      const text = matlab.render(docstring, layout, contextOf("matlab", raw === undefined ? {} : { raw }));
      const before = "function a = area(r)\na = r;\nend\n";
      const after = before.replace("(r)", `(r)\n${text.replaceAll("$", "$$$$")}`);
      expect(await parseAndVerify(parser, before, after, language("matlab"))).toEqual({ same: true });
    }),
    { numRuns: 200 },
  );
});

const asked = (text: string, missingOnly = false) => ({
  document: snapshot(text, "matlab"),
  targets: { kind: "all" as const },
  missingOnly,
  style: "auto",
  conventions: {},
  priority: "interactive" as const,
});

async function documented(text: string): Promise<string> {
  const { functions } = await documentFile(asked(text), { parser: jobParser }, () => undefined, never);
  const edits = functions.flatMap((each) => each.edits).sort((a, b) => a.range.start - b.range.start);
  return applyEdits(text, edits);
}

test.each([
  [
    "function a = area(r)\na = r^2;\n",
    "function a = area(r)\n% area Returns the area.\n%\n%   Inputs:\n%     r - Used in r^2.\n%\n%   Outputs:\n%     a - The value of r^2.\na = r^2;\n",
  ],
  ["function area(), disp(1), end", "function area(),\n% area Calls disp.\ndisp(1), end"],
  ["function area\n% Copyright\nx = 1;\nend", "function area\n% area Area.\n\n% Copyright\nx = 1;\nend"],
])("documentation goes under the header of %j", async (text, expected) => {
  const written = await documented(text);
  expect(written.replace(/ +$/gm, "")).toBe(expected);
  expect(await documented(written)).toBe(written);
});

test("a help text is brought up to date, the author's words kept", async () => {
  const text = `function [a, p] = area(r, w)\n${classic}\nif nargin < 2, w = 2; end\na = r; p = w;\nend\n`;
  expect(await documented(text)).toBe(
    text.replace("%     a: the area\n", "%     a: the area\n%     p: The value of w.\n"),
  );
  const { findings } = await checkFile(asked(text), { parser: jobParser }, never);
  expect(findings.map(({ code, message }) => `${code} ${message}`)).toEqual([
    "CP201 Output `p` is not documented.",
  ]);
});

test.each([
  ["a = 1; a = r;", "One of 1 and r."],
  ["for k = 1:3, a(k) = r*k; end", "Its elements are set to r*k."],
  ["a.width = r; a.height = 2;", "Its fields width and height are set."],
  ["[a, b] = max(r);", "Set by [a, b] = max(r)."],
  ["disp(r)", "Set in the body."],
])("what the body assigns to an output: %j", async (body, expected) => {
  const written = await documented(`function a = area(r)\n${body}\nend\n`);
  expect(/% {5}a - (.*)/.exec(written)?.[1]).toBe(expected);
});

test("help text in sentences gets no sections", async () => {
  const text =
    "function a = area(r)\n%AREA Area of a disc.\n%   A = AREA(R) is pi times R squared.\na = r;\nend\n";
  expect(await documented(text)).toBe(text);
});
