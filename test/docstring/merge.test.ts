import { describe, expect, it } from "vitest";
import { findDrift } from "../../src/docstring/drift.js";
import { matchParameters, mergeDocstring, sameType, sameValue } from "../../src/docstring/merge.js";
import { orderSections } from "../../src/docstring/sections.js";
import type { Docstring } from "../../src/docstring/types.js";

const empty: Docstring = {
  summary: "Do it.",
  details: "",
  parameters: [],
  returns: [],
  yields: [],
  raises: [],
  otherSections: [],
};
const certain = { returns: true, yields: true, parameters: true, optional: new Set<string>() };
const visible = { returns: false, yields: false, parameters: true, optional: new Set<string>() };

describe("mergeDocstring", () => {
  it("orders, renames, adds and removes parameters, and corrects what is stated of them", () => {
    const existing: Docstring = {
      ...empty,
      parameters: [
        { name: "b", type: "str", default: "1", description: "Second,  word for word." },
        { name: "tolerence", description: "How close." },
        { name: "gone", description: "Not there." },
        { name: "a", type: "array_like", description: "First." },
      ],
    };
    const facts: Docstring = {
      ...empty,
      parameters: [
        { name: "a", type: "np.ndarray", description: "" },
        { name: "b", type: "int", default: "2", optional: true, description: "" },
        { name: "tolerance", description: "" },
        { name: "new", type: "bool", description: "" },
      ],
    };
    expect(mergeDocstring(existing, facts, certain).parameters).toEqual([
      { name: "a", type: "array_like", description: "First." },
      { name: "b", type: "int", default: "2", description: "Second,  word for word." },
      { name: "tolerance", description: "How close." },
      { name: "new", type: "bool", description: "" },
    ]);
  });

  it("leaves Other Parameters behind the others", () => {
    const existing: Docstring = {
      ...empty,
      parameters: [
        { name: "b", description: "Second." },
        { name: "a", description: "Rare.", isOther: true },
      ],
    };
    const facts = {
      ...empty,
      parameters: ["a", "b", "c"].map((name) => ({ name, description: "" })),
    };
    expect(mergeDocstring(existing, facts, certain).parameters).toEqual([
      { name: "b", description: "Second." },
      { name: "c", description: "" },
      { name: "a", description: "Rare.", isOther: true },
    ]);
  });

  it("keeps names that variadic parameters may take", () => {
    const existing = { ...empty, parameters: [{ name: "colour", description: "Passed on." }] };
    const facts = { ...empty, parameters: [{ name: "kwargs", variadic: "**" as const, description: "" }] };
    expect(mergeDocstring(existing, facts, certain).parameters.map(({ name }) => name)).toEqual([
      "kwargs",
      "colour",
    ]);
  });

  it("keeps what is said of parts of a parameter and of one that is taken apart", () => {
    const described = (...names: string[]): Docstring => ({
      ...empty,
      parameters: names.map((name) => ({ name, description: `About ${name}.` })),
    });
    const facts = { ...empty, parameters: ["param0", "layer"].map((name) => ({ name, description: "" })) };
    const existing = described("options", "options.width", "options.items[].id", "layer", "gone.x");
    expect(mergeDocstring(existing, facts, certain).parameters.map(({ name }) => name)).toEqual([
      "options",
      "options.width",
      "options.items[].id",
      "layer",
    ]);
    expect(findDrift(existing, facts, certain).map(({ subject }) => subject)).toEqual(["gone.x"]);
  });

  it("keeps a second description of a parameter and what stands under Other Parameters", () => {
    const existing: Docstring = {
      ...empty,
      parameters: [
        { name: "norm", description: "First." },
        { name: "norm", description: "Again." },
        { name: "clip", description: "Of the decorated function.", isOther: true },
      ],
    };
    const facts = { ...empty, parameters: [{ name: "norm", description: "" }] };
    expect(mergeDocstring(existing, facts, certain).parameters).toEqual(existing.parameters);
    expect(findDrift(existing, facts, certain)).toEqual([]);
  });

  it("keeps the author's sections where they stood when a section between them goes", () => {
    const section = (heading: string, position: number): Docstring["otherSections"][number] => ({
      heading,
      body: "x",
      position,
    });
    const existing: Docstring = {
      ...empty,
      returns: [{ description: "It." }],
      parameters: [{ name: "a", description: "First." }],
      otherSections: [section("api", 0), section("example", 1), section("note", 4)],
    };
    const facts = { ...empty, parameters: [{ name: "a", description: "" }] };
    const { otherSections, parameters } = mergeDocstring(existing, facts, certain);
    const ordered = orderSections(
      [parameters[0]?.name ?? ""],
      otherSections.map((each) => ({ ...each, section: each.heading })),
    );
    expect(ordered).toEqual(["api", "example", "a", "note"]);
  });

  it("keeps a result that says that there is none", () => {
    const existing = { ...empty, returns: [{ type: "None", description: "The array changes in place." }] };
    expect(mergeDocstring(existing, empty, certain).returns).toEqual(existing.returns);
    expect(findDrift(existing, empty, certain)).toEqual([]);
  });

  it("removes results only when it is certain that there are none", () => {
    const existing = { ...empty, returns: [{ type: "int", description: "Count." }] };
    expect(mergeDocstring(existing, empty, certain).returns).toEqual([]);
    expect(mergeDocstring(existing, empty, visible).returns).toEqual(existing.returns);
    const generator = { ...empty, yields: [{ description: "" }] };
    expect(mergeDocstring(existing, generator, certain)).toMatchObject({
      returns: existing.returns,
      yields: [],
    });
  });

  it("adds errors that are raised and keeps those that a callee may raise", () => {
    const existing = { ...empty, raises: [{ type: "OSError", description: "From below." }] };
    const facts = {
      ...empty,
      raises: [
        { type: "errors.OSError", description: "" },
        { type: "ValueError", description: "" },
      ],
    };
    expect(mergeDocstring(existing, facts, certain).raises.map(({ type }) => type)).toEqual([
      "OSError",
      "ValueError",
    ]);
  });

  it("moves the author's sections behind new ones and leaves odd forms alone", () => {
    const existing: Docstring = {
      ...empty,
      otherSections: [
        { heading: "Args", body: "As above.", position: 0 },
        { heading: "Note", body: "Stays.", position: 1 },
      ],
    };
    const facts = { ...empty, parameters: [{ name: "a", description: "" }], returns: [{ description: "" }] };
    const merged = mergeDocstring(existing, facts, certain);
    expect(merged.parameters).toEqual([]);
    expect(merged.otherSections.map(({ heading, position }) => [heading, position])).toEqual([
      ["Args", 1],
      ["Note", 2],
    ]);
  });
});

it("matchParameters pairs names that differ by few letters, or the only ones left over at one place", () => {
  expect([...matchParameters(["x", "colour"], ["x", "color"])]).toEqual([
    ["x", "x"],
    ["color", "colour"],
  ]);
  expect([...matchParameters(["x", "size"], ["x", "shape"])]).toEqual([
    ["x", "x"],
    ["shape", "size"],
  ]);
  expect([...matchParameters(["size", "x"], ["x", "shape"])]).toEqual([["x", "x"]]);
  expect([...matchParameters(["a"], ["b"])]).toEqual([]);
});

it.each([
  ["int", "int", true],
  ["integer", "int", true],
  ["str", "int", false],
  ["array_like", "np.ndarray", true],
  ["int or None", "Optional[int]", true],
  ["`str`", "str", true],
])("sameType(%s, %s)", (documented, declared, expected) => {
  expect(sameType(documented, declared)).toBe(expected);
});

it.each([
  ["1e-3", "0.001", true],
  ["`'a'`", '"a"', true],
  ["True", "False", false],
  ["1_000", "1000", true],
])("sameValue(%s, %s)", (a, b, expected) => {
  expect(sameValue(a, b)).toBe(expected);
});

describe("matchParameters, words of names", () => {
  it.each([
    ["cutoff", "cutoff_hours", true],
    ["samplesPerHour", "samples_per_hour", true],
    ["max_passes", "passes", true],
    ["x", "x_axis", false],
    ["first", "threshold", false],
  ])("%s documented, %s in the code: the same is %s", (documented, actual, same) => {
    const matched = matchParameters(["levels", documented], ["levels", actual, "order"]);
    expect(matched.get(actual)).toBe(same ? documented : undefined);
  });
});

describe("the author's words in the place of facts", () => {
  const documented = (parameter: Docstring["parameters"][number]): Docstring => ({
    ...empty,
    parameters: [parameter],
  });

  it("keeps a default that is prose, and what is said of variadic parameters", () => {
    const key = {
      name: "key",
      type: "hashable",
      default: "lowest unused integer",
      optional: true,
      description: "A key.",
    };
    const facts = documented({ name: "key", default: "None", optional: true, description: "" });
    expect(mergeDocstring(documented(key), facts, certain).parameters).toEqual([key]);
    const attr = {
      name: "attr",
      type: "keyword arguments",
      default: "no attributes",
      optional: true,
      description: "Attributes.",
    };
    const variadic = documented({ name: "attr", variadic: "**", description: "" });
    expect(mergeDocstring(documented(attr), variadic, certain).parameters).toEqual([
      { ...attr, variadic: "**" },
    ]);
  });

  it("keeps `optional` of a parameter without a type", () => {
    const old = {
      name: "weight",
      type: "string or None",
      default: "None",
      optional: true,
      description: "Which.",
    };
    const merged = mergeDocstring(documented(old), documented({ name: "weight", description: "" }), {
      ...certain,
      optional: new Set(["weight"]),
    });
    expect(merged.parameters).toEqual([old]);
  });

  it("keeps the parameters that a property documents of what it gives", () => {
    const existing = documented({ name: "data", description: "Which attribute." });
    expect(mergeDocstring(existing, empty, { ...certain, parameters: false }).parameters).toEqual(
      existing.parameters,
    );
  });
});
