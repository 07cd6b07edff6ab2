import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  columns,
  dedentAfterFirst,
  endSentence,
  splitBlocks,
  splitFirstSentence,
  splitTopLevel,
  wrapText,
} from "../../src/docstring/text.js";

describe("wrapText", () => {
  it("fills prose and leaves lists, code and tables line for line", () => {
    const text = [
      "The quick brown fox jumps over the lazy dog and runs.",
      "- an item that is longer than the width of this paragraph",
      "",
      ">>> compute(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)",
      "78",
      "",
      "=====  =====",
      "name   value",
      "=====  =====",
    ].join("\n");
    expect(wrapText(text, 30, "x: ", "    ")).toEqual([
      "x: The quick brown fox jumps",
      "    over the lazy dog and",
      "    runs.",
      "    - an item that is longer than the width of this paragraph",
      "",
      "    >>> compute(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)",
      "    78",
      "",
      "    =====  =====",
      "    name   value",
      "    =====  =====",
    ]);
  });

  it("keeps lines that fit as the author broke them", () => {
    expect(wrapText("One\ntwo\nthree.", 40)).toEqual(["One", "two", "three."]);
  });

  it("does not let a wrapped line begin like a list, a tag or a heading", () => {
    for (const line of wrapText("aaaa bbbb cccc - dddd @param eeee Returns: ffff 1. gggg :param hhhh", 12)) {
      expect(line).not.toMatch(/^(?:- |@param|Returns:|1\. |:param)/);
    }
  });

  it("keeps all words and the width, words longer than it aside", () => {
    const word = fc.stringMatching(/^[a-z]{1,9}$/);
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 12, max: 80 }),
        (words, width) => {
          const lines = wrapText(words.join(" "), width);
          expect(lines.join(" ").split(" ")).toEqual(words);
          for (const line of lines) expect(columns(line)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});

it("splitBlocks gives every line back", () => {
  const line = fc.constantFrom("", "text", "- item", "  deep", "```", ">>> x", "----", ".. note::", "| a |");
  fc.assert(
    fc.property(fc.array(line, { minLength: 1 }), (lines) => {
      expect(splitBlocks(lines.join("\n")).flatMap((block) => block.lines)).toEqual(lines);
    }),
  );
});

describe("splitFirstSentence", () => {
  it.each([
    ["Sort it. Then stop.", "Sort it.", "Then stop."],
    ["Use a tool, e.g. Sort, to sort.", "Use a tool, e.g. Sort, to sort.", ""],
    ["Scale by 1.5 or so. More", "Scale by 1.5 or so.", "More"],
    ["Call `a. B` now. Done.", "Call `a. B` now.", "Done."],
    ["See [1]_. It works.", "See [1]_.", "It works."],
    ["No end", "No end", ""],
  ])("%s", (paragraph, sentence, rest) => {
    expect(splitFirstSentence(paragraph)).toEqual({ sentence, rest });
  });
});

it("splitTopLevel leaves brackets and quotes whole", () => {
  expect(splitTopLevel("int, dict[str, int], {'a', 'b'}, Callable[[int], str]")).toEqual([
    "int",
    "dict[str, int]",
    "{'a', 'b'}",
    "Callable[[int], str]",
  ]);
  expect(splitTopLevel("Map<string, number>, string")).toEqual(["Map<string, number>", "string"]);
});

it("dedentAfterFirst counts tabs as Python does", () => {
  expect(dedentAfterFirst("First.\n\n\tdeep\n\t    deeper\n    ")).toBe("First.\n\ndeep\n    deeper");
});

it("endSentence adds a full stop where none is", () => {
  expect([
    endSentence("The value of `x[1:]`"),
    endSentence("The value of x(:)"),
    endSentence("As follows:"),
  ]).toEqual(["The value of `x[1:]`.", "The value of x(:).", "As follows:"]);
  expect([endSentence("a"), endSentence("a."), endSentence("a?"), endSentence("a,")]).toEqual([
    "a.",
    "a.",
    "a?",
    "a.",
  ]);
});
