import { count, listed } from "../../base/words.js";
import type { DependencyChange } from "../../protocol/commit.js";
import type { ReportItem, Risk } from "../../protocol/report.js";

/** A change larger than this is hard to look through in one sitting, in lines of files that people read. */
const bigChange = 400;
const mostNamed = 8;

export const isBig = ({ added, removed }: Pick<ReportItem, "added" | "removed">): boolean =>
  added + removed >= bigChange;

/** What a risk is judged by, of one commit. */
export interface RiskFacts {
  readonly item: ReportItem;
  readonly isReviewed: boolean;
  readonly sourceLines: number;
  readonly touchesTests: boolean;
  readonly testsAdded: number;
  readonly testsRemoved: number;
  readonly deletedTestFiles: number;
  readonly touchesMigration: boolean;
  readonly dependencies: readonly DependencyChange[];
}

/** What deserves a second look, most serious first. Each is a fact about changes; whether it is a problem is for people to say. */
export function findRisks(commits: readonly RiskFacts[]): Risk[] {
  const pick = (is: (facts: RiskFacts) => boolean): RiskFacts[] => commits.filter(is);
  const risk = (kind: Risk["kind"], found: readonly RiskFacts[], text: string): Risk[] =>
    found.length === 0 ? [] : [{ kind, text, commits: named(found) }];

  const security = pick(({ item }) => item.kind === "security");
  const unreviewed = pick(({ item, isReviewed }) => !isReviewed && isBig(item) && changesCode(item));
  const untested = pick(
    ({ item, sourceLines, touchesTests }) =>
      sourceLines >= bigChange && !touchesTests && changesCode(item) && item.kind !== "revert",
  );
  const fewerTests = pick(
    ({ testsAdded, testsRemoved, deletedTestFiles }) => testsRemoved > testsAdded || deletedTestFiles > 0,
  );
  const reverted = pick(({ item }) => item.kind === "revert");
  const migrations = pick(({ touchesMigration }) => touchesMigration);
  const lost = fewerTests.reduce(
    (sum, { testsRemoved, testsAdded }) => sum + Math.max(0, testsRemoved - testsAdded),
    0,
  );
  const files = fewerTests.reduce((sum, { deletedTestFiles }) => sum + deletedTestFiles, 0);
  const gone = listed([
    ...(lost > 0 ? [count(lost, "test")] : []),
    ...(files > 0 ? [count(files, "test file")] : []),
  ]);
  return [
    ...risk(
      "security",
      security,
      `${count(security.length, "change concerns", "changes concern")} security.`,
    ),
    ...risk(
      "unreviewed",
      unreviewed,
      `${count(unreviewed.length, "large change")} (${bigChange} lines or more) went in without a review that git knows of. A review that was held elsewhere is not seen here.`,
    ),
    ...risk(
      "untested",
      untested,
      `${count(untested.length, "large change")} of code came without any change to tests.`,
    ),
    ...risk("tests-removed", fewerTests, `${gone} ${lost + files === 1 ? "was" : "were"} removed.`),
    ...risk("reverted", reverted, `${count(reverted.length, "change was", "changes were")} taken back.`),
    ...risk(
      "migration",
      migrations,
      `${count(migrations.length, "change alters", "changes alter")} how stored data is laid out (migrations).`,
    ),
    ...dependencyRisk(pick(({ dependencies }) => dependencies.length > 0)),
  ];
}

const changesCode = ({ kind }: ReportItem): boolean =>
  kind !== "documentation" && kind !== "formatting" && kind !== "dependency";

function dependencyRisk(found: readonly RiskFacts[]): Risk[] {
  const last = new Map<string, DependencyChange | undefined>();
  // Newest first: of several changes to one dependency, the first is where it stands and the last is where it came from.
  for (const { dependencies } of found)
    for (const each of dependencies) {
      const key = `${each.manifest}\n${each.name}`;
      const known = last.get(key);
      last.set(key, last.has(key) ? joined(each, known ?? each) : each);
    }
  const dependencies = [...last.values()]
    .filter((each) => each !== undefined)
    .filter(({ change, from, to }) => change !== "changed" || from !== to);
  if (dependencies.length === 0) return [];
  const names = (change: DependencyChange["change"]): number =>
    new Set(dependencies.filter((each) => each.change === change).map(({ name }) => name)).size;
  const parts = (
    [
      ["added", "added"],
      ["removed", "removed"],
      ["changed", "in another version"],
    ] as const
  ).flatMap(([change, word]) => (names(change) > 0 ? [`${names(change)} ${word}`] : []));
  const text = `Other people's code that the product is built on changed: ${listed(parts)}.`;
  return [{ kind: "dependencies", text, commits: named(found), dependencies }];
}

/** `undefined` for what came and went. */
function joined(older: DependencyChange, newer: DependencyChange): DependencyChange | undefined {
  const wasThere = older.change !== "added";
  const isThere = newer.change !== "removed";
  if (!wasThere && !isThere) return undefined;
  return {
    name: newer.name,
    manifest: newer.manifest,
    change: wasThere ? (isThere ? "changed" : "removed") : "added",
    ...(wasThere && older.from !== undefined ? { from: older.from } : {}),
    ...(isThere && newer.to !== undefined ? { to: newer.to } : {}),
  };
}

const named = (found: readonly RiskFacts[]): Risk["commits"] =>
  [...found]
    .sort((a, b) => b.item.added + b.item.removed - (a.item.added + a.item.removed))
    .slice(0, mostNamed)
    .map(({ item: { sha, title, link } }) => ({ sha, title, ...(link === undefined ? {} : { link }) }));
