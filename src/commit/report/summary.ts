import { count, listed } from "../../base/words.js";
import type { PeriodReport } from "../../protocol/report.js";

/** What somebody reads who reads nothing else. */
export function summarize({ numbers, areas, underWay, risks }: Omit<PeriodReport, "summary">): string[] {
  const { new: fresh, repaired, improved, housekeeping } = numbers.byClass;
  if (numbers.commits === 0) return ["Nothing was changed in this period.", ...begun(underWay)];
  const parts = [
    ...(fresh > 0 ? [`${fresh} brought something new`] : []),
    ...(repaired > 0 ? [`${repaired} repaired something`] : []),
    ...(improved > 0 ? [`${improved} improved what was there`] : []),
    ...(housekeeping > 0 ? [`${housekeeping} ${housekeeping === 1 ? "was" : "were"} housekeeping`] : []),
  ];
  // "1 change was made: 1 …" counts what is one.
  const said = numbers.commits === 1 ? parts.map((part) => part.replace(/^1 /, "it ")) : parts;
  const busiest = areas.slice(0, 3).map(({ name }) => name);
  const serious = risks.filter(({ kind }) => kind !== "dependencies" && kind !== "migration").length;
  return [
    `${count(numbers.commits, "change was", "changes were")} made in this period: ${listed(said)}.`,
    ...(areas.length > 1 ? [`Most happened in ${listed(busiest)}.`] : []),
    ...begun(underWay),
    ...(serious > 0
      ? [`${count(serious, "point deserves", "points deserve")} a second look; see Risks.`]
      : []),
  ];
}

function begun(underWay: PeriodReport["underWay"]): string[] {
  const branches = underWay.filter(({ kind }) => kind === "branch").length;
  return branches === 0
    ? []
    : [
        `Work goes on in ${count(branches, "branch", "branches")} that ${branches === 1 ? "is" : "are"} not part of the product yet.`,
      ];
}
