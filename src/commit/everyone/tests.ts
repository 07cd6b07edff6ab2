import { quotation } from "../quotation.js";
import { quoted } from "../spoken.js";
import { type Story, sideOf } from "../story.js";
import { namedTest, type TestCase } from "../tests.js";
import { capitalised, counted, listed } from "../words.js";

const mostTitles = 2;

/** Tests that came, went, or changed inside. */
export function testStatements(story: Story): string[] {
  const { testsAdded, testsRemoved, code } = story;
  const isAlone = code.length === 0;
  return [
    ...addedStatement(testsAdded, isAlone),
    ...(testsRemoved.length > 0
      ? [
          `${capitalised(counted(testsRemoved.length, "test"))} ${testsRemoved.length === 1 ? "was" : "were"} removed or renamed.`,
        ]
      : []),
    ...(isAlone ? changedStatement(story) : []),
  ];
}

function addedStatement(testsAdded: readonly TestCase[], isAlone: boolean): string[] {
  if (testsAdded.length === 0) return [];
  const titles = titlesOf(testsAdded);
  const [first] = titles;
  if (testsAdded.length === 1) {
    const named = first === undefined ? "" : `: ${first}`;
    return [isAlone ? `There is one new test${named}.` : `One new test checks it${named}.`];
  }
  const some = titles.length === 0 ? "" : `, such as ${listed(titles.slice(0, mostTitles))}`;
  const count = counted(testsAdded.length, "new test");
  return [isAlone ? `There are ${count}${some}.` : `${capitalised(count)} came with it${some}.`];
}

/** Where only tests changed: which of them check something else, or otherwise, than before. */
function changedStatement({ read, testsAdded }: Story): string[] {
  const added = new Set(testsAdded.map(({ name }) => name));
  const changed = read
    .flatMap(({ symbols }) => symbols)
    .filter(
      (symbol) =>
        symbol.body !== undefined &&
        sideOf(symbol).isTest &&
        sideOf(symbol).kind !== "class" &&
        sideOf(symbol).kind !== "module",
    )
    .map((symbol) => namedTest(sideOf(symbol).name))
    .filter(({ name }) => !added.has(name));
  const titles = titlesOf(changed);
  if (titles.length === 0) return [];
  return [
    titles.length === 1
      ? `The test ${titles[0]} now checks otherwise than before.`
      : `${capitalised(counted(titles.length, "test"))} now ${titles.length === 1 ? "checks" : "check"} otherwise than before, such as ${listed(titles.slice(0, mostTitles))}.`,
  ];
}

/** Titles as written, without the full stop of a quotation; names of tests in words. */
const titlesOf = (tests: readonly TestCase[]): string[] => [
  ...new Set(
    tests
      .filter(({ title }) => title.length > 3)
      .map(({ title }) => quoted(quotation(title).slice(1, -1).replace(/\.$/, ""))),
  ),
];
