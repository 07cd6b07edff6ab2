import { expect, test } from "vitest";
import { javadoc } from "../../../src/docstring/styles/javadoc.js";
import { parsed, rendered, rewritten } from "./support.js";

const raw = `/**
     * Counts the words, where one &lt; two. Blank {@link String strings
     * of spaces} have none.
     * <p>
     * Use <code>split</code> for more.</p>
     * <ul>
     * <li>one</li>
     * </ul>
     *
     * <pre>
     * &#64;Test
     *   count("a b");
     * </pre>
     *
     * @param <T> the kind of text
     * @param text the text, may be
     *     empty
     * @return the count
     * @throws IOException if reading fails
     * @see String#split
     */`;

test("reads paragraphs, entities and tags", () => {
  expect(parsed(javadoc, raw)).toEqual({
    summary: "Counts the words, where one < two.",
    details: `Blank {@link String strings
of spaces} have none.

Use <code>split</code> for more.</p>
<ul>
<li>one</li>
</ul>

<pre>
&#64;Test
  count("a b");
</pre>`,
    parameters: [{ name: "text", description: "the text, may be\nempty" }],
    returns: [{ description: "the count" }],
    yields: [],
    raises: [{ type: "IOException", description: "if reading fails" }],
    otherSections: [
      { heading: "param", body: "<T> the kind of text", position: 0 },
      { heading: "see", body: "String#split", position: 4 },
    ],
  });
});

test("writes <p> before paragraphs and keeps HTML and code", () => {
  expect(rewritten(javadoc, raw, { indent: "    " })).toBe(`/**
     * Counts the words, where one &lt; two.
     *
     * <p>Blank {@link String strings
     * of spaces} have none.
     *
     * <p>Use <code>split</code> for more.</p>
     * <ul>
     * <li>one</li>
     * </ul>
     *
     * <pre>
     * &#64;Test
     *   count("a b");
     * </pre>
     *
     * @param <T> the kind of text
     * @param text the text, may be
     *     empty
     * @return the count
     * @throws IOException if reading fails
     * @see String#split
     */`);
});

test("escapes what is no HTML, and reads it back", () => {
  const written = rendered(javadoc, { summary: "Maps List<String> & {@code a < b} to <b>more</b> */." });
  expect(written).toBe("/** Maps List&lt;String&gt; &amp; {@code a < b} to <b>more</b> *&#47;. */");
  expect(parsed(javadoc, written).summary).toBe("Maps List<String> & {@code a < b} to <b>more</b> */.");
});

test("text that was an entity for a reason stays one", () => {
  const entity = "/** Writes &lt;b&gt; before bold text. */";
  expect(rewritten(javadoc, entity)).toBe(entity);
});

test("keeps the Markdown form of Java 23", () => {
  const markdown = "/// Counts `a < b`.\n///\n/// Second paragraph.\n///\n/// @param text the text";
  expect(rewritten(javadoc, markdown)).toBe(markdown);
});
