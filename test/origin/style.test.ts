import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reformatted, renamed } from "../../src/origin/evaluation/disguise.js";
import { type FeatureName, featureNames, featuresOf } from "../../src/origin/style/features.js";
import { lex } from "../../src/origin/style/lex.js";
import { linesIn, pieceOf } from "../../src/origin/style/piece.js";
import { languages } from "../../src/syntax/registry.js";
import { functionOf } from "../syntax/support.js";

const tide = `def tide(level, hours):
    """Rise of the water."""

    # Check the level.
    if level < 0:
        raise ValueError("the level is below zero")
    total = level*hours  # in metres
    return total
`;
const feature = (code: string, name: FeatureName): number =>
  featuresOf(code, "python")[featureNames.indexOf(name)] ?? Number.NaN;

describe("features", () => {
  test.each<[FeatureName, number]>([
    ["lines", Math.log(7)],
    ["blankLines", 1 / 7],
    ["commentLines", 2 / 7],
    ["inlineComments", 1 / 7],
    ["commentVerbs", 1 / 2],
    ["commentPeriod", 1 / 2],
    ["spacedOperators", 1 / 2],
    ["spacedCommas", 1],
    ["conditions", 1 / 7],
    ["errors", 1 / 7],
    ["returns", 1 / 7],
    ["strings", 1 / 7],
    ["sentences", 1],
    ["indentTwo", 0],
    ["depth", 7 / 7],
    ["shortNames", 0],
  ])("%s", (name, value) => {
    expect(feature(tide, name)).toBeCloseTo(value, 5);
  });

  test("any text in any language gives finite numbers, as many as there are names", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.constantFrom(...languages), (text, { id }) => {
        const values = featuresOf(text, id);
        expect(values).toHaveLength(featureNames.length);
        expect(values.every(Number.isFinite)).toBe(true);
      }),
    );
  });
});

test("tokens cover the text: what lies between them is white space", () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom(...languages), (text, { id }) => {
      let at = 0;
      for (const { start, text: token } of lex(text, id)) {
        expect(text.slice(at, start).trim()).toBe("");
        expect(text.startsWith(token, start)).toBe(true);
        at = start + token.length;
      }
      expect(text.slice(at).trim()).toBe("");
    }),
  );
});

test("a piece is a function with the documentation above it, at the left margin", async () => {
  const text = "class Sea {\n  /** Rise. */\n  tide(level) {\n    return level;\n  }\n}\n";
  const patch = await functionOf("javascript", text, "Sea.tide");
  const piece = pieceOf(patch, text);
  expect(piece).toBe("/** Rise. */\ntide(level) {\n  return level;\n}");
  expect(linesIn(piece)).toBe(4);
});

describe("disguises", () => {
  test("renaming keeps what the language owns, comments and strings", () => {
    expect(renamed('def tide(level):\n    # the level\n    return level + len("level")\n', "python")).toBe(
      'def v1(v2):\n    # the level\n    return v2 + len("level")\n',
    );
  });
  test("reformatting changes white space alone", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const squeeze = (code: string): string => code.replace(/\s+/g, "");
        expect(squeeze(reformatted(text))).toBe(squeeze(text));
      }),
    );
    expect(reformatted("a:\n    b\n\n        c  \n")).toBe("a:\n  b\n    c");
  });
});
