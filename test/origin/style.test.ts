import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reformatted, renamed } from "../../src/origin/evaluation/disguise.js";
import { type FeatureName, featureNames, featuresOf } from "../../src/origin/style/features.js";
import { gramsOf } from "../../src/origin/style/grams.js";
import { lex } from "../../src/origin/style/lex.js";
import { linesIn, pieceOf } from "../../src/origin/style/piece.js";
import { languages } from "../../src/syntax/registry.js";
import type { LanguageId } from "../../src/syntax/types.js";
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
    ["imports", 0],
    ["types", 0],
    ["marginLines", Math.log(2)],
  ])("%s", (name, value) => {
    expect(feature(tide, name)).toBeCloseTo(value, 5);
  });

  test("a program imports, declares types and begins lines at the margin", () => {
    const program = `import sys\nfrom math import pi\n\nclass Tide(object):\n    height = 2\n\n${tide}\nprint(tide(pi, 3))\n`;
    expect(feature(program, "imports")).toBeCloseTo(2 / 12, 5);
    expect(feature(program, "types")).toBeCloseTo(1 / 12, 5);
    expect(feature(program, "marginLines")).toBeCloseTo(Math.log(6), 5);
  });

  test.each<[LanguageId, string, number, number]>([
    ["java", "package a.b;\nimport java.util.List;\npublic final class Tide {\n}", 2, 1],
    ["cpp", "#include <vector>\nusing namespace std;\nstruct Tide {\n};", 2, 1],
    ["rust", "use std::fmt;\npub(crate) enum Tide { High }\nimpl Tide {}", 1, 2],
    ["php", "<?php\nnamespace A;\nuse B\\C;\nabstract class Tide {}", 2, 1],
    ["python", "x = {'from': 1}\nuse(x)\nimports = 3\ntype = class_of(x)", 0, 0],
    ["javascript", "const data = require('x');\nimport(name);\nconst record = {};", 0, 0],
  ])("imports and types of %s", (language, code, imports, types) => {
    const values = featuresOf(code, language);
    const lines = code.split("\n").length;
    expect(values[featureNames.indexOf("imports")]).toBeCloseTo(imports / lines, 5);
    expect(values[featureNames.indexOf("types")]).toBeCloseTo(types / lines, 5);
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

describe("n-grams", () => {
  const code = `${tide}\nwave = tide(2, 3)\n`;
  test("buckets are distinct and ascending, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.constantFrom(...languages), (text, { id }) => {
        for (const found of Object.values(gramsOf(text, id)))
          expect([...found]).toEqual([...new Set(found)].sort((a, b) => a - b));
      }),
    );
  });
  test("words do not see layout, shapes neither layout nor names", () => {
    const plain = gramsOf(code, "python");
    const moved = gramsOf(reformatted(code).replaceAll(" = ", "="), "python");
    expect(moved.words).toEqual(plain.words);
    expect(moved.shapes).toEqual(plain.shapes);
    expect(moved.characters).not.toEqual(plain.characters);
    const disguised = gramsOf(renamed(code, "python"), "python");
    expect(disguised.shapes).toEqual(plain.shapes);
    expect(disguised.words).not.toEqual(plain.words);
  });
  test("buckets are those that the shipped tables were trained on", () => {
    const { characters, words, shapes } = gramsOf("a = 1", "python");
    expect([...characters]).toEqual([10036, 40164]);
    expect([...words]).toEqual([6428, 12583, 32085, 52916, 55894, 57520]);
    expect([...shapes]).toEqual([2181, 12583, 50733]);
  });
});
