import { expect, test } from "vitest";
import { rustdoc } from "../../../src/docstring/styles/rustdoc.js";
import { parsed, rendered, rewritten } from "./support.js";

const raw = `/// Splits the text.
///
/// Empty parts are kept.
///
/// # Arguments
///
/// * \`text\` - What to split,
///   at most 4 GiB
/// * \`limit\` - How many
///
/// # Returns
///
/// The parts.
///
/// # Panics
///
/// If the limit is 0.
///
/// # Errors
///
/// * \`Utf8Error\` - if it is not UTF-8
///
/// # Examples
///
/// \`\`\`
/// # use text::split;
///   assert_eq!(split("a"), ["a"]);
/// \`\`\``;

test("reads the sections of the API guidelines", () => {
  expect(parsed(rustdoc, raw)).toEqual({
    summary: "Splits the text.",
    details: "Empty parts are kept.",
    parameters: [
      { name: "text", description: "What to split,\nat most 4 GiB" },
      { name: "limit", description: "How many" },
    ],
    returns: [{ description: "The parts." }],
    yields: [],
    raises: [{ type: "Utf8Error", description: "if it is not UTF-8" }],
    otherSections: [
      { heading: "Panics", body: "If the limit is 0.", position: 2 },
      {
        heading: "Examples",
        body: '```\n# use text::split;\n  assert_eq!(split("a"), ["a"]);\n```',
        position: 4,
      },
    ],
  });
});

test("writes the same text again", () => expect(rewritten(rustdoc, raw)).toBe(raw));

test("errors in prose are kept as they are", () => {
  const prose = "/// Splits.\n///\n/// # Errors\n///\n/// Fails if it is not UTF-8.";
  expect(parsed(rustdoc, prose)).toMatchObject({
    raises: [],
    otherSections: [{ heading: "Errors", body: "Fails if it is not UTF-8.", position: 0 }],
  });
  expect(rewritten(rustdoc, prose)).toBe(prose);
});

test("reads block comments and writes line comments", () => {
  expect(rewritten(rustdoc, "/** Splits.\n * # Safety\n * None.\n */")).toBe(
    "/// Splits.\n///\n/// # Safety\n///\n/// None.",
  );
});

test("text that looks like a heading stays text", () => {
  const written = rendered(rustdoc, { summary: "Splits.", details: "# Arguments" });
  expect(parsed(rustdoc, written)).toMatchObject({ details: "# Arguments", parameters: [] });
});
