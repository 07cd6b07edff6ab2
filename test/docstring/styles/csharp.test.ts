import { expect, test } from "vitest";
import { csharp } from "../../../src/docstring/styles/csharp.js";
import { parsed, rendered, rewritten } from "./support.js";

const raw = `/// <summary>
/// Finds a row by its <paramref name="id"/>, where a &lt; b.
/// </summary>
/// <remarks>
/// Slow.
/// </remarks>
/// <typeparam name="T">The row.</typeparam>
/// <param name="id">The number of the row
/// in the table.</param>
/// <returns>The row, or <see langword="null"/>.</returns>
/// <exception cref="System.ArgumentException">If it is negative.</exception>
/// <example>
/// <code>
/// var row = Find(1);
///   Use(row &amp;&amp; true);
/// </code>
/// </example>
/// <seealso cref="Row"/>`;

test("reads elements and entities", () => {
  expect(parsed(csharp, raw)).toEqual({
    summary: 'Finds a row by its <paramref name="id"/>, where a < b.',
    details: "Slow.",
    parameters: [{ name: "id", description: "The number of the row\nin the table." }],
    returns: [{ description: 'The row, or <see langword="null"/>.' }],
    yields: [],
    raises: [{ type: "System.ArgumentException", description: "If it is negative." }],
    otherSections: [
      { heading: 'typeparam name="T"', body: "The row.", position: 0 },
      {
        heading: "example",
        body: "\n<code>\nvar row = Find(1);\n  Use(row &amp;&amp; true);\n</code>",
        position: 4,
      },
      { heading: 'seealso cref="Row"/', body: "", position: 5 },
    ],
  });
});

test("writes the same text again", () => expect(rewritten(csharp, raw)).toBe(raw));

test("escapes what is no element of documentation, unclosed ones included", () => {
  const written = rendered(csharp, {
    summary: "Maps List<string> & <c>x</c> to <b> </summary>.",
    parameters: [{ name: 'a"b', description: "1 < 2" }],
  });
  expect(written).toBe(`/// <summary>
/// Maps List&lt;string&gt; &amp; <c>x</c> to &lt;b&gt; &lt;/summary&gt;.
/// </summary>
/// <param name="a&quot;b">1 &lt; 2</param>`);
  expect(parsed(csharp, written).summary).toBe("Maps List<string> & <c>x</c> to <b> </summary>.");
});

test("inheritdoc and text outside elements are kept", () => {
  expect(rewritten(csharp, "/// <inheritdoc/>")).toBe("/// <inheritdoc/>");
  expect(parsed(csharp, "/// Only text & <broken").details).toBe("Only text & <broken");
});
