import { expect, test } from "vitest";
import { encoderText, wordsOf } from "../../src/search/words.js";

test.each([
  ["parseHTTPResponse", ["parse", "http", "response"]],
  ["MAX_RETRY_COUNT2", ["max", "retry", "count", "2"]],
  ["größteZahl", ["größte", "zahl"]],
  ["a.b(c)", ["a", "b", "c"]],
  ["toLaTeX, LaTeX and latex", ["to", "latex", "latex", "and", "latex"]],
  ["a GitHubClient of PyTorch on macOS", ["a", "github", "client", "of", "pytorch", "on", "macos"]],
  ["ipv4Of(IPv4Header)", ["ipv", "4", "of", "ipv", "4", "header"]],
  ["", []],
])("the words of %s", (text, words) => {
  expect(wordsOf(text)).toEqual(words);
});

test("the encoder reads identifiers as words and no layout", () => {
  expect(encoderText("function  parseURL($a) {\n\treturn max_of($a);\n}\n// -------- end")).toBe(
    "function parse URL( a) return max of( a) // - end",
  );
});
