import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { styles } from "../../../src/docstring/styles/registry.js";
import type { Docstring, Layout } from "../../../src/docstring/types.js";
import type { FunctionPatch } from "../../../src/syntax/types.js";

const pythonStyles = ["google", "numpy", "sphinx", "epytext"] as const;
const context = { language: "python", patch: {} as FunctionPatch } as const;

const words = (min: number, max: number): fc.Arbitrary<string> =>
  fc
    .array(fc.stringMatching(/^[a-z]{2,10}$/), { minLength: min, maxLength: max })
    .map((list) => `The ${list.join(" ")}.`);
const name = fc.stringMatching(/^[a-z][a-z_0-9]{0,8}$/);
const type = fc.constantFrom(
  "int",
  "dict[str, int]",
  "list of str",
  "np.ndarray",
  "{'a', 'b'}",
  "str | None",
);

const parameter = fc.record(
  {
    name,
    type,
    default: fc.constantFrom("1", "'a'", "(1, 2)", "np.inf", "-1.5"),
    optional: fc.constant(true as const),
    description: words(1, 40),
  },
  { requiredKeys: ["name", "type", "description"] },
);
const result = fc.record({ type, description: words(1, 30) });
const raised = fc.record({
  type: fc.constantFrom("ValueError", "KeyError", "np.linalg.LinAlgError", "OSError"),
  description: words(1, 20),
});

const docstring: fc.Arbitrary<Docstring> = fc.record({
  summary: words(1, 6),
  details: fc.array(words(1, 40), { maxLength: 3 }).map((paragraphs) => paragraphs.join("\n\n")),
  parameters: fc.uniqueArray(parameter, { maxLength: 5, selector: (item) => item.name }),
  returns: fc.array(result, { maxLength: 1 }),
  yields: fc.array(result, { maxLength: 1 }),
  raises: fc.uniqueArray(raised, { maxLength: 3, selector: (item) => item.type }),
  otherSections: fc.constant([]),
});

const layout: fc.Arbitrary<Layout> = fc.record({
  indent: fc.constantFrom("", "    ", "        ", "\t"),
  lineLength: fc.constantFrom(72, 88, 120),
  newline: fc.constantFrom("\n" as const, "\r\n" as const),
  quotes: fc.constantFrom('"""' as const, "'''" as const),
  summaryOnFirstLine: fc.boolean(),
  indentUnit: fc.constantFrom("    ", "  ", "\t"),
});

/** Equal but for white space. */
const normal = (value: Docstring): unknown =>
  JSON.parse(JSON.stringify(value), (_, item: unknown) =>
    typeof item === "string" ? item.replace(/\s+/g, " ").trim() : item,
  );

describe.each(pythonStyles)("%s", (id) => {
  const style = styles[id];

  it("reads back what it renders", () => {
    fc.assert(
      fc.property(docstring, layout, (written, place) => {
        expect(normal(style.parse(style.render(written, place, context), context))).toEqual(normal(written));
      }),
      { numRuns: 150 },
    );
  });

  it("keeps every word of any text, and never throws", () => {
    const line = fc.oneof(
      fc.constantFrom(
        "",
        "    ",
        "Args:",
        "Returns:",
        "Parameters",
        "----------",
        "  x : int",
        "    x (int): text",
      ),
      fc.constantFrom(":param x: one", "@param y: two", ">>> f(1)", "```", ".. note::", "- item", "\tx: y"),
      fc.string({ maxLength: 30 }).map((text) => text.replace(/[\\"'\r]/g, "")),
    );
    const place: Layout = {
      indent: "    ",
      lineLength: 79,
      newline: "\n",
      quotes: '"""',
      summaryOnFirstLine: true,
      indentUnit: "    ",
    };
    const bag = (text: string): Set<string> =>
      new Set((text.match(/[\p{L}\p{N}]{2,}/gu) ?? []).map((w) => w.toLowerCase()));
    const headings = new Set(["args", "returns", "parameters", "param"]);
    fc.assert(
      fc.property(fc.array(line, { maxLength: 25 }), (lines) => {
        const raw = `"""${lines.join("\n")}\n"""`;
        const after = bag(style.render(style.parse(raw, context), place, context));
        expect([...bag(raw)].filter((word) => !after.has(word) && !headings.has(word))).toEqual([]);
      }),
      { numRuns: 300, examples: [[["A0", "----------"]]] },
    );
  });
});
