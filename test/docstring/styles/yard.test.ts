import { expect, test } from "vitest";
import { yard } from "../../../src/docstring/styles/yard.js";
import { parsed, rendered, rewritten } from "./support.js";

const raw = `# Sends a message. It may be lost.
  #
  # @overload send(text)
  #   @param text [String] shorter
  # @param [String, nil] text what to send,
  #   in UTF-8
  # @param options [Hash{Symbol => Object}]
  # @option options [Integer] :retries (3) how often
  # @yield [reply, time] once for each reply
  # @return [Boolean] whether it was sent
  # @raise [ArgumentError] if it is empty
  # @example Twice
  #   @mail.send("a")
  #     .again
  # Closing words.`;

test("reads both orders of name and type", () => {
  const docstring = parsed(yard, raw);
  expect(docstring).toMatchObject({
    summary: "Sends a message.",
    details: "It may be lost.\n\nClosing words.",
    parameters: [
      { name: "text", type: "String, nil", description: "what to send,\nin UTF-8" },
      { name: "options", type: "Hash{Symbol => Object}", description: "" },
    ],
    yields: [{ type: "reply, time", description: "once for each reply" }],
    returns: [{ type: "Boolean", description: "whether it was sent" }],
    raises: [{ type: "ArgumentError", description: "if it is empty" }],
  });
  expect(docstring.otherSections.map(({ heading, body }) => `${heading} ${body}`)).toEqual([
    "overload send(text)\n@param text [String] shorter",
    "option options [Integer] :retries (3) how often",
    'example Twice\n@mail.send("a")\n  .again',
  ]);
});

test("what is written is read as the same", () => {
  const written = rewritten(yard, raw, { indent: "  " });
  expect(parsed(yard, written)).toEqual(parsed(yard, raw));
  expect(written.split("\n").every((line, i) => line.startsWith(i === 0 ? "#" : "  #"))).toBe(true);
});

test("splat parameters keep their sigils", () => {
  const written = rendered(yard, {
    summary: "Sends.",
    parameters: [{ name: "rest", variadic: "**", type: "Object", description: "the rest" }],
  });
  expect(written).toBe("# Sends.\n#\n# @param **rest [Object] the rest");
});

test("RDoc's code and directives are left alone", () => {
  const rdoc = "# :nodoc:\n# Finds records:\n#\n#   Person.find(1)\n#     .name";
  expect(rewritten(yard, rdoc)).toBe(rdoc);
});
