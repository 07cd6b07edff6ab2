import { expect, test } from "vitest";
import { phpdoc } from "../../../src/docstring/styles/phpdoc.js";
import { parsed, rendered, rewritten } from "./support.js";

test.each([
  [
    "array<int, string>|null $rows the rows",
    { name: "rows", type: "array<int, string>|null", description: "the rows" },
  ],
  ["array{a: int, b?: string} $shape", { name: "shape", type: "array{a: int, b?: string}", description: "" }],
  [
    "callable(int, string): bool $test a test",
    { name: "test", type: "callable(int, string): bool", description: "a test" },
  ],
  ["\\Acme\\Row ...$rest more", { name: "rest", variadic: "*", type: "\\Acme\\Row", description: "more" }],
  ["string &$out filled", { name: "out", type: "string", description: "filled" }],
  ["$any without type", { name: "any", description: "without type" }],
  ["int | string $id", { name: "id", type: "int | string", description: "" }],
])("reads @param %s", (text, expected) => {
  expect(parsed(phpdoc, `/**\n * @param ${text}\n */`).parameters).toEqual([expected]);
});

test("a generator is what the function yields", () => {
  const raw = "/**\n * Rows.\n *\n * @return \\Generator<int, Row> one by one\n */";
  expect(parsed(phpdoc, raw)).toMatchObject({
    returns: [],
    yields: [{ type: "\\Generator<int, Row>", description: "one by one" }],
  });
  expect(rewritten(phpdoc, raw)).toBe(raw);
  expect(rendered(phpdoc, { yields: [{ type: "Row", description: "One." }] })).toBe(
    "/** @return \\Generator<Row> One. */",
  );
});

test("a result of unknown type is mixed", () => {
  expect(rendered(phpdoc, { returns: [{ description: "The row." }] })).toBe("/** @return mixed The row. */");
});

test("keeps unknown tags and annotations in place", () => {
  const raw =
    "/**\n * Saves.\n *\n * @template T of Row\n * @param T $row\n * @phpstan-return T\n * @throws \\RuntimeException When it fails\n */";
  expect(rewritten(phpdoc, raw)).toBe(raw);
});

test("keeps two spaces between the parts of parameters", () => {
  const raw = "/**\n * Saves.\n *\n * @param  Row|null  $row  what to save\n * @return bool\n */";
  expect(rewritten(phpdoc, raw)).toBe(raw);
});
