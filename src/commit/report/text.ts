import { count, listed } from "../../base/words.js";
import type { ChangeClass, ChangeKind, DependencyChange } from "../../protocol/commit.js";
import type { AreaReport, ReportItem, Risk } from "../../protocol/report.js";

const classNames: readonly (readonly [ChangeClass, string])[] = [
  ["new", "New"],
  ["repaired", "Repaired"],
  ["improved", "Improved"],
];

/** With a text each; the others of the same class by their titles. */
const explained = 6;

export interface ItemGroup {
  readonly name: string;
  readonly shown: readonly ReportItem[];
  readonly rest: readonly ReportItem[];
}

/** What of an area people read: all but housekeeping. */
export const itemGroups = ({ items }: AreaReport): ItemGroup[] =>
  classNames.flatMap(([group, name]) => {
    const all = withoutRepetition(items.filter((item) => item.class === group));
    return all.length === 0 ? [] : [{ name, shown: all.slice(0, explained), rest: all.slice(explained) }];
  });

/** Several changes under one title, as when somebody tries until it works, are one line. */
function withoutRepetition(items: readonly ReportItem[]): ReportItem[] {
  const times = new Map<string, number>();
  for (const { title } of items) times.set(title, (times.get(title) ?? 0) + 1);
  const seen = new Set<string>();
  return items
    .filter(({ title }) => !seen.has(title) && seen.add(title))
    .map((item) => {
      const n = times.get(item.title) ?? 1;
      return n === 1 ? item : { ...item, title: `${item.title} (${n} changes)` };
    });
}

const kindWords: Readonly<Record<ChangeKind, string>> = {
  feature: "a new ability",
  repair: "repairs",
  refactoring: "tidied code",
  performance: "speed",
  documentation: "documentation",
  test: "tests",
  build: "build and checks",
  dependency: "dependencies",
  formatting: "layout of the code",
  revert: "taken back",
  security: "security",
  housekeeping: "other",
  merge: "merges",
  empty: "without changes",
};

/** `Housekeeping: 12 changes (tests 4, documentation 3, build and checks 5).`; undefined where there was none. */
export function housekeepingInWords({ items }: AreaReport): string | undefined {
  const all = items.filter((item) => item.class === "housekeeping");
  if (all.length === 0) return undefined;
  const kinds = new Map<ChangeKind, number>();
  for (const { kind } of all) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const parts = [...kinds].sort((a, b) => b[1] - a[1]).map(([kind, n]) => `${kindWords[kind]} ${n}`);
  return `Housekeeping: ${count(all.length, "change")} (${parts.join(", ")}).`;
}

export const riskNames: Readonly<Record<Risk["kind"], string>> = {
  security: "Security",
  unreviewed: "Large, without a recorded review",
  untested: "Large, without tests",
  "tests-removed": "Fewer tests",
  reverted: "Taken back",
  migration: "Stored data",
  dependencies: "Dependencies",
};

export const dependencyInWords = ({ name, change, from, to }: DependencyChange): string => {
  if (change === "added") return `${name} added${to === undefined ? "" : ` (${to})`}`;
  if (change === "removed") return `${name} removed${from === undefined ? "" : ` (was ${from})`}`;
  return from === undefined || to === undefined ? `${name} changed` : `${name} ${from} → ${to}`;
};

/** `18 files, 120 lines added, 40 removed`. */
export const sizeInWords = ({
  files,
  added,
  removed,
}: {
  files: number;
  added: number;
  removed: number;
}): string =>
  listed([count(files, "file"), `${count(added, "line")} added`, `${removed.toLocaleString("en")} removed`]);
