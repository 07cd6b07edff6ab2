import { CodePatchError } from "../../base/errors.js";
import { count } from "../../base/words.js";
import { readMoment } from "../../git/period.js";
import { webAddressOf } from "../../git/refs.js";
import { openRepository } from "../../git/repository.js";
import { type RepositoryState, repositoryState } from "../../git/state.js";
import type { ChangeClass } from "../../protocol/commit.js";
import type { AreaReport, PeriodReport, ReportNumbers, ReportParams } from "../../protocol/report.js";
import { groupByArea } from "./areaReports.js";
import { type AreaOf, foundAreas, mappedAreas } from "./areas.js";
import {
  completeEntries,
  countHistory,
  type Entry,
  type Explainer,
  readEntries,
  reportLimits,
  type Span,
} from "./entries.js";
import { intervalsOf } from "./period.js";
import { findRisks, isBig } from "./risks.js";
import { summarize } from "./summary.js";
import { itemGroups } from "./text.js";
import { findUnderWay } from "./underWay.js";

/** Files of one commit that help to decide what the areas are; a sweep through everything says nothing of them. */
const filesForAreas = 100;

/**
 * The report on a period or range.
 *
 * @throws CodePatchError `usage` for no period, a date that is none, a repository without commits.
 */
export async function buildReport(
  params: ReportParams,
  explainer: Explainer,
  progress: (message: string, done: number, total: number) => void,
  signal: AbortSignal,
): Promise<PeriodReport> {
  const made = new Date().toISOString();
  const state = await repositoryState(params.root, signal);
  const { root, head } = state;
  if (head === undefined)
    throw new CodePatchError("usage", `The repository in ${root} has no commits yet; make one first.`);
  const span = await readSpan(params, root, signal);
  const history = await countHistory(root, span, signal);
  const address = await webAddressOf(root, signal);
  const brief = await readEntries(root, span, history, address, explainer, progress, signal);

  const isPeriod = span.since !== undefined;
  const from = span.since ?? brief.at(-1)?.commit.date ?? made;
  const to = span.until ?? (isPeriod ? made : (brief[0]?.commit.date ?? made));
  const activity = intervalsOf(from, to);
  const areaOf = await areasOf(root, params.areas, brief, signal);
  const group = (all: readonly Entry[]): AreaReport[] => groupByArea(all, areaOf, activity);
  const complete = (all: readonly Entry[], wanted: ReadonlySet<string>): Promise<Entry[]> =>
    completeEntries(all, wanted, address, explainer, progress, signal);
  const entries = await readShown(brief, group, complete);
  progress("Putting the report together", entries.length, entries.length);
  const repository = openRepository(root);
  const report: Omit<PeriodReport, "summary"> = {
    repository: {
      name: await repository.name(signal),
      ...(address === undefined ? {} : { address: address.repository }),
    },
    period: { from, to, range: span.range },
    made,
    areas: group(entries),
    underWay: await findUnderWay(state, from, signal),
    risks: findRisks(entries.map(({ item, facts }) => ({ item, ...facts }))),
    numbers: numbersOf(entries, history.merges),
    activity,
    notes: notesOf(entries, state),
  };
  return { ...report, summary: summarize(report) };
}

/** What is read in full may turn out to be of another class, and what comes into its place is then shown: a few rounds settle it. */
async function readShown(
  brief: readonly Entry[],
  group: (entries: readonly Entry[]) => AreaReport[],
  complete: (entries: readonly Entry[], wanted: ReadonlySet<string>) => Promise<Entry[]>,
): Promise<readonly Entry[]> {
  const shas = (entries: readonly Entry[]): string[] => entries.map(({ commit }) => commit.sha);
  if (brief.length <= reportLimits.allInFull) return complete(brief, new Set(shas(brief)));
  let entries = brief;
  for (let round = 0; round < 3; round++) {
    const shown = new Set(
      group(entries).flatMap((area) => itemGroups(area).flatMap((each) => each.shown.map(({ sha }) => sha))),
    );
    const wanted = shas(
      entries.filter((entry) => !entry.inFull && (shown.has(entry.commit.sha) || isBig(entry.item))),
    );
    if (wanted.length === 0) break;
    entries = await complete(entries, new Set(wanted));
  }
  return entries;
}

async function readSpan(
  { since, until, range }: ReportParams,
  root: string,
  signal: AbortSignal,
): Promise<Span> {
  if (since === undefined && range === undefined)
    throw new CodePatchError(
      "usage",
      "A report needs a period or a range; add --since 2.weeks or --range A..B.",
    );
  const from = since === undefined ? undefined : await readMoment(root, since, "since", signal);
  const to = until === undefined ? undefined : await readMoment(root, until, "until", signal);
  if (from !== undefined && to !== undefined && from > to)
    throw new CodePatchError(
      "usage",
      `The period ends (${to}) before it begins (${from}); exchange the two.`,
    );
  return {
    range: range ?? "HEAD",
    ...(from === undefined ? {} : { since: from }),
    ...(to === undefined ? {} : { until: to }),
  };
}

async function areasOf(
  root: string,
  map: ReportParams["areas"],
  entries: readonly Entry[],
  signal: AbortSignal,
): Promise<AreaOf> {
  if (Object.keys(map).length > 0) return mappedAreas(map);
  const all = await openRepository(root).listFiles(signal);
  const changed = entries.flatMap(({ commit }) =>
    commit.files.slice(0, filesForAreas).map(({ path }) => path),
  );
  return foundAreas(
    all.map(({ path }) => path),
    changed,
  );
}

function numbersOf(entries: readonly Entry[], merges: number): ReportNumbers {
  const byClass: Record<ChangeClass, number> = { new: 0, repaired: 0, improved: 0, housekeeping: 0 };
  for (const { item } of entries) byClass[item.class]++;
  const files = new Set(entries.flatMap(({ commit }) => commit.files.map(({ path }) => path)));
  return {
    commits: entries.length,
    merges,
    files: files.size,
    added: entries.reduce((sum, { commit }) => sum + commit.added, 0),
    removed: entries.reduce((sum, { commit }) => sum + commit.removed, 0),
    byClass,
    readInFull: entries.filter(({ inFull }) => inFull).length,
  };
}

function notesOf(entries: readonly Entry[], { isShallow, operation }: RepositoryState): string[] {
  const brief = entries.filter(({ inFull }) => !inFull).length;
  const cut = entries.filter(({ commit }) => commit.isDiffCut).length;
  return [
    "Whether a change is new, a repair or an improvement is estimated from what it changes and what its author called it; all numbers are counted.",
    ...(brief > 0
      ? [
          `${count(entries.length - brief, "change")}, the large ones and those with a text, ${entries.length - brief === 1 ? "was" : "were"} compared with the code before; the other ${brief.toLocaleString("en")} by their changed lines alone.`,
        ]
      : []),
    ...(cut > 0
      ? [
          `Of ${count(cut, "change")} only the first ${reportLimits.diffBytes / 1_000_000} MB were read; their other files and lines are not counted.`,
        ]
      : []),
    ...(isShallow
      ? [
          "This copy of the repository holds only a part of its history (a shallow clone); older changes are not in the report.",
        ]
      : []),
    ...(operation === undefined ? [] : [`A ${operation} was under way when this report was made.`]),
  ];
}
