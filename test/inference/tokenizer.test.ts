import { readFile } from "node:fs/promises";
import path from "node:path";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { isCodePatchError } from "../../src/base/errors.js";
import specialTokens from "../../src/inference/special-tokens.json";
import { createTokenizer, growingText, type Tokenizer } from "../../src/inference/tokenizer.js";
import { tinyNarrator } from "../support/engine.js";

let tokenizer: Tokenizer;
beforeAll(async () => {
  tokenizer = createTokenizer(await readFile(path.join(tinyNarrator, "tokenizer.json"), "utf8"), "tiny");
});

test("special tokens have the first ids, in the order of the list", () => {
  expect(specialTokens.map((token) => tokenizer.idOf(token))).toEqual([...specialTokens.keys()]);
  expect(tokenizer.encode("<|code|>a<|end|>")).toEqual([4, tokenizer.encode("a")[0], 1]);
});

test("the ids are those of the Python library", async () => {
  const parity = JSON.parse(await readFile(path.join(tinyNarrator, "parity.json"), "utf8")) as {
    cases: { input_ids: number[] }[];
  };
  const texts = [
    "<|file|>python\n<|code|>def add(a, b):\n    return a + b\n<|docs|><|summary|>",
    "Añadir 数 🎉",
  ];
  expect(texts.map((text) => tokenizer.encode(text))).toEqual(parity.cases.map((entry) => entry.input_ids));
});

test("any text without special tokens comes back unchanged", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 80 }), (text) => {
      fc.pre(!text.includes("<|"));
      expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
    }),
  );
});

test("text that grows token by token never shows half a character and only grows", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 40 }), (text) => {
      fc.pre(!text.includes("<|") && !text.includes("\uFFFD"));
      const ids = tokenizer.encode(text);
      let previous = "";
      for (let n = 1; n <= ids.length; n++) {
        const shown = growingText(tokenizer.decode(ids.slice(0, n)));
        expect(shown.startsWith(previous) && text.startsWith(shown)).toBe(true);
        previous = shown;
      }
      expect(previous).toBe(text);
    }),
  );
});

test.each(["", "{}", "[1]", '{"model": {"type": "unheard of"}}'])("%j is no tokenizer", (json) => {
  expect(() => createTokenizer(json, "broken")).toThrow(
    expect.toSatisfy((error) => isCodePatchError(error, "model-corrupt")),
  );
});

test("an end token that the vocabulary lacks is an error", () => {
  expect(() => tokenizer.idOf("<|nothing|>")).toThrow(/lacks <\|nothing\|>/);
});
