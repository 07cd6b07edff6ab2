import { expect, test } from "vitest";
import { tsdoc } from "../../../src/docstring/styles/tsdoc.js";
import { parsed, rendered, rewritten } from "./support.js";

test("writes no types", () => {
  const written = rendered(tsdoc, {
    summary: "Reads a file.",
    parameters: [{ name: "path", type: "string", default: '"a"', description: "Where it is." }],
    returns: [{ type: "Promise<string>", description: "The text." }],
    raises: [
      { type: "RangeError", description: "if it is too long" },
      { type: "fs.Missing", description: "if it is not there" },
    ],
  });
  expect(written).toBe(`/**
 * Reads a file.
 *
 * @param path - Where it is.
 * @returns The text.
 * @throws RangeError if it is too long
 * @throws \`fs.Missing\` if it is not there
 */`);
});

test.each([
  ["{@link RangeError} if so", "RangeError", "if so"],
  ["{RangeError} if so", "RangeError", "if so"],
  ["RangeError if so", "RangeError", "if so"],
  ["`Missing` if so", "Missing", "if so"],
  ["if `path` is missing", "", "if `path` is missing"],
])("reads what is thrown from: %s", (text, type, description) => {
  expect(parsed(tsdoc, `/**\n * @throws ${text}\n */`).raises).toEqual([{ type, description }]);
});

test("keeps links where the author links to errors", () => {
  const raw = "/**\n * Reads.\n *\n * @throws {@link RangeError} if so\n */";
  expect(rewritten(tsdoc, raw)).toBe(raw);
});

test("keeps modifiers, remarks and type parameters in place", () => {
  const raw =
    "/**\n * Reads.\n *\n * @remarks\n * Slow.\n *\n * Very slow.\n * @typeParam T - Of what.\n * @param x - The x.\n * @internal\n */";
  expect(rewritten(tsdoc, raw)).toBe(raw);
});

test("recognises untyped tags", () => {
  expect(tsdoc.recognise("/**\n * @param x - The value.\n * @returns The sum.\n */")).toBe(4);
  expect(tsdoc.recognise("/**\n * @param {number} x - The value.\n */")).toBe(0);
});
