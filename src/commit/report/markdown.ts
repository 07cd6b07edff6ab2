import { count } from "../../base/words.js";
import type { AreaReport, PeriodReport, ReportItem, Risk } from "../../protocol/report.js";
import { activityLine } from "./chart.js";
import { longDate, periodInWords } from "./period.js";
import { dependencyInWords, housekeepingInWords, itemGroups, riskNames, sizeInWords } from "./text.js";

/** The report in Markdown that any reader shows (tables are the only extension). */
export function reportMarkdown(report: PeriodReport): string {
  const { repository, period, numbers, summary, areas, underWay, risks, notes, made } = report;
  const name =
    repository.address === undefined
      ? plain(repository.name)
      : `[${plain(repository.name)}](${repository.address})`;
  const blocks = [
    `# What changed in ${name}`,
    `*${periodInWords(period.from, period.to)}*`,
    plain(summary.join(" ")),
    ...(numbers.commits === 0 ? [] : ["## At a glance", glance(report), ...areas.flatMap(areaBlocks)]),
    ...(underWay.length === 0
      ? []
      : ["## Under way", list(underWay.map(({ name: what, text }) => `**${plain(what)}**: ${plain(text)}`))]),
    ...(risks.length === 0 ? [] : ["## Risks", ...risks.flatMap(riskBlocks)]),
    "---",
    ...notes.map(plain),
    `Made on ${longDate(made)} by CodePatch from the git history, on one machine. It tells what changed and never who changed it.`,
  ];
  return `${blocks.join("\n\n")}\n`;
}

function glance({ numbers, areas, activity }: PeriodReport): string {
  const { byClass } = numbers;
  const highest = Math.max(...areas.flatMap((area) => area.activity));
  const rows = areas.map(
    (area) =>
      `| ${plain(area.name)} | ${activityLine(area.activity, highest)} | ${area.commits} | ${area.files} |`,
  );
  return [
    `${count(numbers.commits, "change")}: ${byClass.new} new, ${byClass.repaired} repaired, ${byClass.improved} improved, ${byClass.housekeeping} housekeeping; ${sizeInWords(numbers)}.`,
    "",
    `| area | activity by ${activity.interval} | changes | files |`,
    "| --- | --- | ---: | ---: |",
    ...rows,
  ].join("\n");
}

function areaBlocks(area: AreaReport): string[] {
  if (area.items.length === 0) return [];
  const housekeeping = housekeepingInWords(area);
  return [
    `## ${plain(area.name)}`,
    ...itemGroups(area).flatMap(({ name, shown, rest }) => [
      `### ${name}`,
      list([
        ...shown.map(
          (item) =>
            `**${titleOf(item)}**${item.text === undefined ? "" : `: ${plain(item.text.replaceAll(/\s+/g, " "))}`}`,
        ),
        ...rest.map(titleOf),
      ]),
    ]),
    ...(housekeeping === undefined ? [] : [plain(housekeeping)]),
  ];
}

function riskBlocks({ kind, text, commits, dependencies }: Risk): string[] {
  const lines =
    dependencies?.map((each) => `${plain(dependencyInWords(each))} in ${plain(each.manifest)}`) ??
    commits.map(titleOf);
  return [`### ${riskNames[kind]}`, plain(text), ...(lines.length === 0 ? [] : [list(lines)])];
}

const titleOf = ({ title, link }: Pick<ReportItem, "title" | "link">): string =>
  link === undefined ? plain(title) : `[${plain(title)}](${link})`;

const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join("\n");

/** Text of a repository stays text: nothing in it becomes a heading, a link, a picture or markup. */
const plain = (text: string): string =>
  text
    .replaceAll(/\s+/g, " ")
    .replaceAll(/[\\`*_[\]<>|~#&]/g, "\\$&")
    .replace(/^[-+=]/, "\\$&")
    .replace(/^(\d+)([.)])/, "$1\\$2");
