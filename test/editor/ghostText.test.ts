import { expect, test } from "vitest";
import {
  closingFor,
  endsInOpenedDocstring,
  ghostText,
  isOpenedDocstring,
} from "../../src/editor/ghostText.js";

/** The raw text with `|` where the cursor is. */
function parse(marked: string): { raw: string; cursor: number } {
  const cursor = marked.indexOf("|");
  return { raw: marked.slice(0, cursor) + marked.slice(cursor + 1), cursor };
}

test.each([
  ['"""|"""', true],
  ['"""\n    |\n    """', true],
  ["/** | */", true],
  ["/**\n * |\n */", true],
  ["r'''|'''", true],
  ['"""Words.|"""', false],
  ['|""""""', false],
  ['""""""|', false],
  ['"""|', false],
  ["// |", false],
])("%j is an opened docstring: %s", (marked, expected) => {
  const { raw, cursor } = parse(marked);
  expect(isOpenedDocstring(raw, cursor)).toBe(expected);
  if (expected) expect(endsInOpenedDocstring(`def f():\n    ${raw.slice(0, cursor)}`)).toBe(true);
});

test.each(["total = level * hours", 'name = "', '    """Words.', "a = b ** ", "x = 'a' * 3"])(
  "%j opens no docstring, so that nothing is read while it is typed",
  (before) => expect(endsInOpenedDocstring(before)).toBe(false),
);

const python = '"""Add two numbers.\n\n    Args:\n        a: First.\n    """';
const block = "/**\n * Adds two numbers.\n *\n * @param a First.\n */";

test.each([
  ['"""|"""', python, python],
  ['"""\n    |\n    """', python, '"""\n    Add two numbers.\n\n    Args:\n        a: First.\n    """'],
  ["/**|*/", block, block],
  ["/** | */", block, "/** Adds two numbers.\n *\n * @param a First.\n */"],
  ["/**\n * |\n */", block, block],
  ["/**\n *|\n */", block, block],
])("%j is completed", (marked, docstring, expected) => {
  const { raw, cursor } = parse(marked);
  const { text, replaced } = ghostText(raw, cursor, docstring);
  expect(raw.slice(0, cursor) + text + raw.slice(cursor + replaced)).toBe(expected);
});

test.each([
  ['def f():\n    """', '"""'],
  ["def f():\n    '''\n    ", "'''"],
  ["/**\n * ", "*/"],
  ['x = """', undefined],
  ["def f():\n    ", undefined],
])("after %j the delimiter %j is missing", (before, expected) => {
  expect(closingFor(before)).toBe(expected);
});
