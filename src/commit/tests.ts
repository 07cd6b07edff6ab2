import { humanWords } from "./words.js";

/** A test as people call it: its title, or its name in words. */
export interface TestCase {
  /** As written: a title, or a name. */
  readonly name: string;
  readonly title: string;
}

const titled =
  /(?:^|[^\w.$])(?:it|test|specify|scenario|TEST_CASE|SECTION)(?:\.(?:each|only|concurrent|failing)(?:\([^)]*\))?)?(?:\s*\(\s*|[ \t]+)(["'`])((?:(?!\1)[^\\\n]|\\.){3,160})\1/g;
const macro = /(?:^|\n)\s*TEST(?:_F|_P)?\s*\(\s*(\w+)\s*,\s*(\w+)\s*\)/g;

/** Tests that carry a title or stand in a macro; those that are functions are known from the tree. */
export function titledTests(path: string, text: string): TestCase[] {
  if (/\.(?:[cm]?[jt]sx?|rb|php|coffee)$/.test(path)) return titlesIn(text);
  if (/\.(?:cc|cpp|cxx|c|hpp|h)$/.test(path))
    return [
      ...[...text.matchAll(macro)].map(([, suite = "", name = ""]) => ({
        name: `${suite}.${name}`,
        title: humanWords(`${suite} ${name}`),
      })),
      ...titlesIn(text),
    ];
  return [];
}

/** What stands between two strings, the first of which ends in the word, has no letters. */
const titlesIn = (text: string): TestCase[] =>
  [...text.matchAll(titled)]
    .filter(([, , title = ""]) => /\p{L}{2}/u.test(title))
    .map(([, , title = ""]) => ({ name: title, title }));

/** Of a test that is a function: `test_empty_input` is "empty input". */
export const namedTest = (name: string): TestCase => ({
  name,
  title: humanWords(
    name
      .replace(/^.*\./, "")
      .replace(/^(?:tests?|Test|it|Benchmark|Example)(?=_|[A-Z0-9])_?/, "")
      .replace(/_?[tT]est$/, ""),
  ),
});

/** Of the words of two titles, in both together, so many are shared when one took the place of the other. */
const renamedShare = 0.6;

/** A test that goes where one with much the same title comes has a new name and is neither new nor gone. */
export function withoutRenamedTests(
  added: readonly TestCase[],
  removed: readonly TestCase[],
): { testsAdded: TestCase[]; testsRemoved: TestCase[] } {
  const testsRemoved = [...removed];
  const testsAdded = added.filter(({ title }) => {
    const at = testsRemoved.findIndex((other) => sharedWords(title, other.title) >= renamedShare);
    if (at >= 0) testsRemoved.splice(at, 1);
    return at < 0;
  });
  return { testsAdded, testsRemoved };
}

function sharedWords(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu)));
  if (left === undefined || right === undefined || left.size + right.size === 0) return 0;
  return (2 * [...left].filter((word) => right.has(word)).length) / (left.size + right.size);
}
