import { listed } from "../../base/words.js";
import { quotation } from "../quotation.js";
import { quoted } from "../spoken.js";
import { type Story, sideOf } from "../story.js";
import { namedTest, type TestCase } from "../tests.js";
import { capitalised, counted } from "../words.js";

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

const isCheck = (call: string): boolean => /assert|expect|should|verify|check/i.test(call);

/** Where only tests changed: which of them, and whether one calls other checks than before. */
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
    .filter((symbol) => !added.has(namedTest(sideOf(symbol).name).name));
  const titles = titlesOf(changed.map((symbol) => namedTest(sideOf(symbol).name)));
  if (titles.length === 0) return [];
  const otherwise = changed.every(({ body }) =>
    [...(body?.callsAdded ?? []), ...(body?.callsRemoved ?? [])].some(isCheck),
  );
  return [
    changed.length === 1
      ? `The test ${titles[0]} ${otherwise ? "now checks otherwise than before" : "changed inside"}.`
      : `${capitalised(counted(changed.length, "test"))} ${otherwise ? "now check otherwise than before" : "changed inside"}, such as ${listed(titles.slice(0, mostTitles))}.`,
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
