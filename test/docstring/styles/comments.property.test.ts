import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csharp } from "../../../src/docstring/styles/csharp.js";
import { doxygen } from "../../../src/docstring/styles/doxygen.js";
import { godoc } from "../../../src/docstring/styles/godoc.js";
import { javadoc } from "../../../src/docstring/styles/javadoc.js";
import { jsdoc } from "../../../src/docstring/styles/jsdoc.js";
import { phpdoc } from "../../../src/docstring/styles/phpdoc.js";
import { rustdoc } from "../../../src/docstring/styles/rustdoc.js";
import { tsdoc } from "../../../src/docstring/styles/tsdoc.js";
import { yard } from "../../../src/docstring/styles/yard.js";
import { oneLine } from "../../../src/docstring/text.js";
import type { Docstring, Layout, OtherSection, ParameterDoc, Style } from "../../../src/docstring/types.js";
import type { LanguageId } from "../../../src/syntax/types.js";
import { parseAndVerify } from "../../../src/syntax/verify.js";
import { language, parser } from "../../syntax/support.js";
import { contextOf, emptyDocstring, layout } from "./support.js";

interface Case {
  readonly style: Style;
  readonly language: LanguageId;
  /** A function, split where its documentation goes. */
  readonly code: readonly [before: string, after: string];
  /** What this convention writes down of a parameter. */
  readonly keeps: readonly (keyof ParameterDoc)[];
  readonly typedResults: boolean;
  readonly yields: boolean;
  readonly others: readonly Omit<OtherSection, "position">[];
}

const tags = [
  { heading: "since", body: "1.2" },
  { heading: "example", body: "\nconst a = area(1);\n  show(a);" },
  { heading: "deprecated", body: "Use volume\ninstead of this." },
  { heading: "see", body: "https://example.org/a" },
];

const cases: readonly Case[] = [
  {
    style: jsdoc,
    language: "javascript",
    code: ["const one = 1;\n", "function area(r) { return r; }\n"],
    keeps: ["name", "variadic", "type", "default", "optional", "description"],
    typedResults: true,
    yields: true,
    others: tags,
  },
  {
    style: tsdoc,
    language: "typescript",
    code: ["const one = 1;\n", "export function area(r: number): number { return r; }\n"],
    keeps: ["name", "description"],
    typedResults: false,
    yields: true,
    others: [...tags, { heading: "typeParam", body: "T - The type of the result." }],
  },
  {
    style: javadoc,
    language: "java",
    code: ["class A {\n", "int area(int r) { return r; }\n}\n"],
    keeps: ["name", "description"],
    typedResults: false,
    yields: false,
    others: [tags[0], tags[2], { heading: "param", body: "<T> the type" }].filter(
      (section) => section !== undefined,
    ),
  },
  {
    style: doxygen,
    language: "cpp",
    code: ["int one;\n", "int area(int r) { return r; }\n"],
    keeps: ["name", "direction", "description"],
    typedResults: false,
    yields: false,
    others: [
      { heading: "note", body: "Not for zero." },
      { heading: "tparam", body: "T the type" },
    ],
  },
  {
    style: phpdoc,
    language: "php",
    code: ["<?php\n", "function area($r) { return $r; }\n"],
    keeps: ["name", "variadic", "type", "description"],
    typedResults: true,
    yields: false,
    others: tags,
  },
  {
    style: yard,
    language: "ruby",
    code: ["one = 1\n", "def area(r)\n  r\nend\n"],
    keeps: ["name", "variadic", "type", "description"],
    typedResults: true,
    yields: true,
    others: [...tags, { heading: "example", body: "Area of one\narea(1)\n  .to_s" }],
  },
  {
    style: godoc,
    language: "go",
    code: ["package a\n\nvar one = 1\n\n", "func area(r int) int { return r }\n"],
    keeps: [],
    typedResults: false,
    yields: false,
    others: [],
  },
  {
    style: rustdoc,
    language: "rust",
    code: ["static ONE: i32 = 1;\n", "fn area(r: i32) -> i32 { r }\n"],
    keeps: ["name", "description"],
    typedResults: false,
    yields: false,
    others: [
      { heading: "Panics", body: "If the radius is negative." },
      { heading: "Examples", body: "```\nlet a = area(1);\n\n# fn hidden() {}\n```" },
    ],
  },
  {
    style: csharp,
    language: "csharp",
    code: ["class A {\n", "int Area(int r) { return r; }\n}\n"],
    keeps: ["name", "description"],
    typedResults: false,
    yields: false,
    others: [
      { heading: 'typeparam name="T"', body: "The type." },
      { heading: 'seealso cref="Volume"/', body: "" },
      { heading: "example", body: "\n<code>\nvar a = Area(1);\n  Show(a &lt; 2);\n</code>" },
    ],
  },
];

const layouts: fc.Arbitrary<Layout> = fc
  .record({
    indent: fc.constantFrom("", "  ", "\t", "        "),
    lineLength: fc.integer({ min: 40, max: 120 }),
    newline: fc.constantFrom("\n" as const, "\r\n" as const),
  })
  .map((chosen) => ({ ...layout, ...chosen }));

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "*/",
        "/*",
        "*",
        "/",
        "\\",
        "\n",
        "\r",
        "\r\n",
        "\u2028",
        "\u0085",
        "\n\n",
        " ",
        "@param",
        "@",
        "\\brief",
      ),
      fc.constantFrom(
        "```",
        "<",
        ">",
        "&",
        "&amp;",
        "&#47;",
        "</summary>",
        "<code>",
        "<pre>",
        "{",
        "}",
        "{@code",
        "{@link",
        "]]>",
      ),
      fc.constantFrom(
        "#",
        "# Errors",
        "//",
        "///",
        "?>",
        "<?php",
        '"""',
        "=begin",
        "=end",
        "\n=end\n",
        "go:build x",
        "$x",
        "-",
        "[",
        "]",
      ),
      fc.string({ unit: "grapheme", maxLength: 6 }),
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(""));

const hostileDocstring: fc.Arbitrary<Docstring> = fc.record({
  summary: hostile,
  details: hostile,
  parameters: fc.array(
    fc.record(
      { name: hostile, description: hostile, type: hostile, default: hostile },
      { requiredKeys: ["name", "description"] },
    ),
    { maxLength: 2 },
  ),
  returns: fc.array(fc.record({ type: hostile, description: hostile }), { maxLength: 1 }),
  yields: fc.array(fc.record({ description: hostile }), { maxLength: 1 }),
  raises: fc.array(fc.record({ type: hostile, description: hostile }), { maxLength: 1 }),
  otherSections: fc.array(fc.record({ heading: hostile, body: hostile, position: fc.nat(3) }), {
    maxLength: 2,
  }),
});

const lower = fc.constantFrom(
  "the",
  "radius",
  "of",
  "a",
  "circle",
  "in",
  "metres",
  "e.g.",
  "which",
  "one",
  "`x < y`",
  "100%",
  "(or two)",
);
const odd = fc.constantFrom(
  "*/",
  "/*",
  "<T>",
  "&",
  "a<b",
  "{@link Foo}",
  "@see",
  "\\param",
  "-",
  "#",
  "x:",
  "`a b`",
  "1)",
  "&&",
  "*",
  "//",
);
const sentence = fc
  .tuple(
    fc.constantFrom("The", "Radius", "Gives", "Whether", "All"),
    fc.array(fc.oneof({ weight: 5, arbitrary: lower }, { weight: 1, arbitrary: odd }), { maxLength: 25 }),
    fc.constantFrom("end.", "value."),
  )
  .map(([first, middle, last]) => [first, ...middle, last].join(" "));
const paragraphs = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: sentence },
      { weight: 1, arbitrary: fc.constantFrom("- one\n- two", "1. one\n2. two") },
    ),
    {
      maxLength: 3,
    },
  )
  .map((parts) => parts.join("\n\n"));
const description = fc.oneof(sentence, sentence, fc.constant(""));
const typeName = fc.constantFrom("string", "Map<string, number>", "Array<int>", "Foo|null", "a.b.C");
const name = fc.constantFrom("r", "radius", "unitName", "x1", "_y");

const parameter = fc
  .record({
    name,
    type: typeName,
    description,
    extra: fc.constantFrom(
      {},
      { default: "3" },
      { default: "[1, 2]" },
      { optional: true },
      { variadic: "*" as const },
      { direction: "in" },
      { direction: "in,out" },
    ),
  })
  .map(({ extra, ...rest }) => ({ ...rest, ...extra }));

function docstringOf(of: Case): fc.Arbitrary<Docstring> {
  const pick = (full: ParameterDoc): ParameterDoc => {
    const entries = of.keeps.filter((key) => full[key] !== undefined).map((key) => [key, full[key]]);
    return { name: full.name, description: full.description, ...Object.fromEntries(entries) };
  };
  const typed = of.typedResults
    ? fc.record({ type: typeName, description })
    : fc.record({ description: sentence });
  const some = <T>(arbitrary: fc.Arbitrary<T>, most: number): fc.Arbitrary<T[]> =>
    fc.array(arbitrary, { maxLength: most });
  return fc
    .record({
      summary: sentence,
      details: paragraphs,
      parameters: of.keeps.length === 0 ? fc.constant([]) : some(parameter.map(pick), 4),
      returns: of.style.id === "godoc" ? fc.constant([]) : some(typed, 1),
      yields: of.yields ? some(typed, 1) : fc.constant([]),
      raises:
        of.style.id === "godoc"
          ? fc.constant([])
          : some(fc.record({ type: fc.constantFrom("RangeError", "a.b.Failure"), description }), 2),
      kept: fc.subarray([...of.others]),
      seed: fc.array(fc.nat(), { minLength: 8, maxLength: 8 }),
    })
    .map(({ kept, seed, ...fields }) => {
      const modelled = [fields.parameters, fields.returns, fields.yields, fields.raises].filter(
        (list) => list.length > 0,
      );
      const free = Array.from({ length: modelled.length + kept.length }, (_, i) => i);
      const positions = kept
        .map((_, i) => free.splice((seed[i] ?? 0) % free.length, 1)[0] ?? 0)
        .sort((a, b) => a - b);
      const otherSections = kept.map((section, i) => ({ ...section, position: positions[i] ?? 0 }));
      const subject = of.style.id === "godoc" ? { summary: `area ${fields.summary}` } : {};
      return { ...fields, ...subject, otherSections };
    });
}

/** The same docstring whatever its line breaks are. Optional lists of Go are indented. */
const normalised = (docstring: Docstring): unknown =>
  JSON.parse(JSON.stringify(docstring), (_, value: unknown) =>
    typeof value === "string" ? oneLine(value) : value,
  );

describe.each(cases)("$style.name", (of) => {
  const { style } = of;
  const context = contextOf(of.language);

  test("reads back what it wrote", () => {
    fc.assert(
      fc.property(docstringOf(of), layouts, (docstring, chosen) => {
        const raw = style.render(docstring, chosen, context);
        expect(normalised(style.parse(raw, context))).toEqual(normalised(docstring));
      }),
      { numRuns: 300 },
    );
  });

  test("writes the same text again", () => {
    fc.assert(
      fc.property(docstringOf(of), layouts, (docstring, chosen) => {
        const raw = style.render(docstring, chosen, context);
        const again = contextOf(of.language, { raw });
        expect(style.render(style.parse(raw, again), chosen, again)).toBe(raw);
      }),
      { numRuns: 200 },
    );
  });

  test("wraps prose to the line length", () => {
    const summary = "Gives the area of a circle whose radius is known. ".repeat(6).trim();
    const docstring = { ...emptyDocstring, summary, details: summary };
    const lines = style.render(docstring, { ...layout, indent: "    ", lineLength: 60 }, context).split("\n");
    expect(lines.slice(1).every((line) => line.startsWith("    ") && line.length <= 60)).toBe(true);
    expect((lines[0] ?? "").length).toBeLessThanOrEqual(56);
  });

  test("never leaves the comment, whatever the text", async () => {
    const [before, after] = of.code;
    await fc.assert(
      fc.asyncProperty(hostileDocstring, layouts, async (docstring, chosen) => {
        const raw = style.render(docstring, chosen, context);
        const documented = `${before}${raw}${chosen.newline}${after}`;
        const verdict = await parseAndVerify(parser, before + after, documented, language(of.language));
        expect(verdict).toEqual({ same: true });
      }),
      { numRuns: 200 },
    );
  });

  test("reads anything", () => {
    const start = fc.constantFrom("/**", "/**\n * ", "///", "// ", "# ", "/*!", "");
    fc.assert(
      fc.property(
        start,
        hostile,
        hostile,
        fc.constantFrom("*/", "\n */", ""),
        (opening, first, second, closing) => {
          const raw = `${opening}${first}\n * ${second}${closing}`;
          const docstring = style.parse(raw, context);
          expect(style.recognise(raw)).toBeGreaterThanOrEqual(0);
          expect(typeof style.render(docstring, layout, context)).toBe("string");
        },
      ),
      { numRuns: 300 },
    );
  });
});
