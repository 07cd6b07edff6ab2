import { expect, test } from "vitest";
import { godoc, withSubject } from "../../../src/docstring/styles/godoc.js";
import { parsed, rendered, rewritten } from "./support.js";

test.each([
  ["Compute the sum.", "Sum computes the sum."],
  ["Computes the sum.", "Sum computes the sum."],
  ["Sum adds.", "Sum adds."],
  ["Whether x is set.", "Sum reports whether x is set."],
  ["The sum of all.", "Sum is the sum of all."],
  ["Recursively apply f.", "Sum recursively applies f."],
  ["Push a value.", "Sum pushes a value."],
  ["Be quiet.", "Sum is quiet."],
  ["HTTP server for tests.", "Sum: HTTP server for tests."],
  ["", ""],
])("gives %s its subject", (summary, expected) => {
  expect(withSubject(summary, "Sum")).toBe(expected);
});

test("parameters and results become sentences; the parameters are read back", () => {
  const written = rendered(
    godoc,
    {
      summary: "Return the area.",
      parameters: [
        { name: "r", description: "The radius; in metres." },
        { name: "unit", description: "" },
        { name: "rest", variadic: "*", description: "More of them." },
      ],
      returns: [{ description: "The area in square metres." }],
      raises: [{ type: "panic", description: "r is negative" }],
    },
    {},
    { name: "Area" },
  );
  expect(written).toBe(`// Area returns the area.
//
// Parameters: r, the radius; in metres; rest..., more of them.
//
// It returns the area in square metres. It panics when r is negative.`);
  expect(parsed(godoc, written).parameters).toEqual([
    { name: "r", description: "the radius; in metres" },
    { name: "rest", variadic: "*", description: "more of them" },
  ]);
});

test("a result that the summary names is not said again", () => {
  const written = rendered(
    godoc,
    { summary: "Return the area.", returns: [{ description: "The area." }] },
    {},
    { name: "Area" },
  );
  expect(written).toBe("// Area returns the area.");
});

test("an author's comment keeps its words, lists, code and directives", () => {
  const raw = `// Returns quickly.
//
// Steps:
//   - one
//   - two
//
//	x := Area(1)
//	  use(x)
//
// Deprecated: use Volume.
//
//go:noinline`;
  expect(rewritten(godoc, raw)).toBe(raw);
  expect(parsed(godoc, raw).otherSections).toEqual([{ heading: "go:noinline", body: "", position: 0 }]);
});

test("no directive is brought in by text", () => {
  const written = rendered(godoc, {
    summary: "area is safe.",
    otherSections: [{ heading: "go:linkname area", body: "x", position: 0 }],
  });
  expect(written).not.toMatch(/^\/\/go:/m);
});
