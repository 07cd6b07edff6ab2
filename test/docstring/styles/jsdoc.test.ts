import { expect, test } from "vitest";
import { jsdoc } from "../../../src/docstring/styles/jsdoc.js";
import { parsed, rendered, rewritten } from "./support.js";

const raw = `/**
 * Resamples a signal. Gaps are filled, e.g. by
 * the last value.
 *
 * - first
 * - second
 *
 * @since 1.2
 * @param {number[]} signal the samples
 *   in volts, see {@link Signal the class}
 * @param {number} [rate=48000] - Samples per second.
 * @param {{ edge: string, pad: (n: number) => void }} [options]
 * @param {...Filter} filters Applied in order.
 * @example
 * // halves the rate
 * resample(signal,
 *   24000);
 * @returns {Promise<number[]>} The new samples.
 * @throws {RangeError} If the rate is 0.
 */`;

test("reads types, defaults, optional and variadic parameters", () => {
  const docstring = parsed(jsdoc, raw);
  expect(docstring.summary).toBe("Resamples a signal.");
  expect(docstring.details).toBe("Gaps are filled, e.g. by\nthe last value.\n\n- first\n- second");
  expect(docstring.parameters).toEqual([
    { name: "signal", type: "number[]", description: "the samples\nin volts, see {@link Signal the class}" },
    { name: "rate", type: "number", default: "48000", description: "Samples per second." },
    {
      name: "options",
      type: "{ edge: string, pad: (n: number) => void }",
      optional: true,
      description: "",
    },
    { name: "filters", variadic: "*", type: "Filter", description: "Applied in order." },
  ]);
  expect(docstring.returns).toEqual([{ type: "Promise<number[]>", description: "The new samples." }]);
  expect(docstring.raises).toEqual([{ type: "RangeError", description: "If the rate is 0." }]);
  expect(docstring.otherSections).toEqual([
    { heading: "since", body: "1.2", position: 0 },
    { heading: "example", body: "\n// halves the rate\nresample(signal,\n  24000);", position: 2 },
  ]);
});

test("writes the author's order and words again", () => {
  expect(rewritten(jsdoc, raw)).toBe(`/**
 * Resamples a signal.
 *
 * Gaps are filled, e.g. by
 * the last value.
 *
 * - first
 * - second
 *
 * @since 1.2
 * @param {number[]} signal - the samples
 *   in volts, see {@link Signal the class}
 * @param {number} [rate=48000] - Samples per second.
 * @param {{ edge: string, pad: (n: number) => void }} [options]
 * @param {...Filter} filters - Applied in order.
 * @example
 * // halves the rate
 * resample(signal,
 *   24000);
 * @returns {Promise<number[]>} The new samples.
 * @throws {RangeError} If the rate is 0.
 */`);
});

test("one line where it fits", () => {
  expect(rendered(jsdoc, { summary: "Stops the clock." })).toBe("/** Stops the clock. */");
  expect(rendered(jsdoc, { summary: "Stops the clock." }, { lineLength: 20 })).toBe(
    "/**\n * Stops the clock.\n */",
  );
});

test("indentation and CRLF", () => {
  const written = rendered(
    jsdoc,
    { summary: "Stops.", returns: [{ type: "number", description: "Elapsed." }] },
    { indent: "\t", newline: "\r\n" },
  );
  expect(written).toBe("/**\r\n\t * Stops.\r\n\t *\r\n\t * @returns {number} Elapsed.\r\n\t */");
  expect(parsed(jsdoc, written).returns).toEqual([{ type: "number", description: "Elapsed." }]);
});

test("the end of a comment in the text is defused and read back", () => {
  const written = rendered(jsdoc, { summary: "Matches src/**/*.js and */ too." });
  expect(written).toBe("/** Matches src/**\\/*.js and *\\/ too. */");
  expect(parsed(jsdoc, written).summary).toBe("Matches src/**/*.js and */ too.");
});

test("text that looks like a tag stays text", () => {
  const written = rendered(jsdoc, { summary: "Reads.", details: "@param is the tag." });
  expect(parsed(jsdoc, written)).toMatchObject({
    details: "@param is the tag.",
    parameters: [],
    otherSections: [],
  });
});

test("decorators, packages and code in fences are no tags", () => {
  const docstring = parsed(
    jsdoc,
    "/**\n * Installs.\n *\n * ```ts\n * @param x\n * ```\n * @angular/core is needed.\n * @Component() too.\n */",
  );
  expect(docstring.otherSections).toEqual([]);
  expect(docstring.parameters).toEqual([]);
});

test("what cannot be read as a parameter is kept", () => {
  const docstring = parsed(jsdoc, "/**\n * @param (int} depth\n * @constructor\n */");
  expect(docstring.otherSections).toEqual([
    { heading: "param", body: "(int} depth", position: 0 },
    { heading: "constructor", body: "", position: 1 },
  ]);
});

test("recognises types in braces", () => {
  expect(jsdoc.recognise(raw)).toBeGreaterThan(5);
  expect(jsdoc.recognise("/** Stops. */")).toBe(0);
  expect(jsdoc.recognise("/**\n * @param x - The value.\n */")).toBe(0);
});
