import { createHash } from "node:crypto";
import { Html, html } from "../../base/html.js";
import { count } from "../../base/words.js";
import type { AreaReport, PeriodReport, ReportItem, Risk } from "../../protocol/report.js";
import { activityBars } from "./chart.js";
import { longDate, periodInWords } from "./period.js";
import { style } from "./style.js";
import {
  dependencyInWords,
  housekeepingInWords,
  type ItemGroup,
  itemGroups,
  riskNames,
  sizeInWords,
} from "./text.js";

/** The report as one page that needs nothing else: no script, no picture, no address to load from. */
export function reportPage(report: PeriodReport): string {
  const { repository, period, made, notes } = report;
  const when = periodInWords(period.from, period.to);
  const hash = createHash("sha256").update(style).digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const name =
    repository.address === undefined
      ? html`${repository.name}`
      : html`<a href="${repository.address}">${repository.name}</a>`;
  const range = period.range === "HEAD" ? "" : html` (<code>${period.range}</code>)`;
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>What changed in ${repository.name}, ${when}</title>
<style>${new Html(style)}</style>
</head>
<body>
<header>
<p class="kicker">${when}</p>
<h1>What changed in ${name}</h1>
<p class="lead">${report.summary.join(" ")}</p>
</header>
<main>
${atAGlance(report)}
${report.areas.map(areaSection)}
${underWaySection(report)}
${riskSection(report)}
</main>
<footer>
${notes.map((note) => html`<p>${note}</p>`)}
<p>Made on ${longDate(made)} by CodePatch from the git history${range}, on one machine. It tells what changed and never who changed it.</p>
</footer>
</body>
</html>
`.text;
}

const isEmpty = ({ numbers }: PeriodReport): boolean => numbers.commits === 0;

function atAGlance(report: PeriodReport): Html {
  if (isEmpty(report)) return html``;
  const { numbers, areas, activity } = report;
  const { byClass } = numbers;
  const tiles: readonly (readonly [number, string])[] = [
    [numbers.commits, numbers.commits === 1 ? "change" : "changes"],
    [byClass.new, "new"],
    [byClass.repaired, "repaired"],
    [byClass.improved, "improved"],
    [byClass.housekeeping, "housekeeping"],
  ];
  const highest = Math.max(...areas.flatMap((area) => area.activity));
  return html`<section aria-labelledby="glance">
<h2 id="glance">At a glance</h2>
<ul class="tiles">${tiles.map(([n, word]) => html`<li><b>${n.toLocaleString("en")}</b>${word}</li>`)}</ul>
<div class="scroll"><table>
<caption>Changes in each ${activity.interval}, all areas to the same scale. A change that touches two areas counts in both. In all ${sizeInWords(numbers)}.</caption>
<thead><tr><th scope="col">Area</th><th scope="col">Activity</th><th scope="col" class="number">Changes</th><th scope="col" class="number">Files</th></tr></thead>
<tbody>
${areas.map(
  (area, i) => html`<tr><th scope="row">${
    area.items.length > 0 ? html`<a href="#area-${i}">${area.name}</a>` : area.name
  }</th><td>${activityBars(area.name, area.activity, highest, activity)}</td><td class="number">${area.commits.toLocaleString("en")}</td><td class="number">${area.files.toLocaleString("en")}</td></tr>
`,
)}</tbody>
</table></div>
</section>`;
}

function areaSection(area: AreaReport, i: number): Html {
  if (area.items.length === 0) return html``;
  const housekeeping = housekeepingInWords(area);
  const folder = area.folder === undefined ? "" : html`<code>${area.folder}/</code>: `;
  return html`<section aria-labelledby="area-${i}">
<h2 id="area-${i}">${area.name}</h2>
<p class="quiet">${folder}${count(area.commits, "change")}, ${sizeInWords(area)}.</p>
${itemGroups(area).map(groupPart)}
${
  housekeeping === undefined
    ? ""
    : html`<details><summary>${housekeeping}</summary>${titles(area.items.filter((item) => item.class === "housekeeping"))}</details>`
}
</section>
`;
}

const groupPart = ({ name, shown, rest }: ItemGroup): Html => html`<div class="${name.toLowerCase()}">
<h3>${name}</h3>
<ul class="items">
${shown.map(
  (
    item,
  ) => html`<li><span class="title">${titleOf(item)}</span>${item.text === undefined ? "" : html`<br>${item.text}`}</li>
`,
)}</ul>
${rest.length === 0 ? "" : html`<details><summary>${`${rest.length.toLocaleString("en")} more`}</summary>${titles(rest)}</details>`}
</div>
`;

const titles = (items: readonly ReportItem[]): Html =>
  html`<ul>${items.map((item) => html`<li>${titleOf(item)}</li>`)}</ul>`;

const titleOf = ({
  title,
  link,
  date,
}: Pick<ReportItem, "title" | "link"> & { readonly date?: string }): Html => {
  const tip = date === undefined ? "" : longDate(date);
  return link === undefined
    ? html`<span title="${tip}">${title}</span>`
    : html`<a href="${link}" title="${tip}">${title}</a>`;
};

function underWaySection({ underWay }: PeriodReport): Html {
  if (underWay.length === 0) return html``;
  const [shown, rest] = [underWay.slice(0, 10), underWay.slice(10)];
  const list = (all: PeriodReport["underWay"]): Html =>
    html`<ul class="items">${all.map(
      ({ name, text }) => html`<li><code>${name}</code>: ${text}</li>
`,
    )}</ul>`;
  return html`<section aria-labelledby="under-way">
<h2 id="under-way">Under way</h2>
<p class="quiet">Begun, and not part of the product yet.</p>
${list(shown)}
${rest.length === 0 ? "" : html`<details><summary>${`${rest.length.toLocaleString("en")} more`}</summary>${list(rest)}</details>`}
</section>
`;
}

function riskSection(report: PeriodReport): Html {
  const { risks } = report;
  if (isEmpty(report)) return html``;
  return html`<section aria-labelledby="risks">
<h2 id="risks">Risks</h2>
${
  risks.length === 0
    ? html`<p>Nothing of what is looked for was found: security, large changes without review or tests, removed tests, changes taken back, changed data or dependencies.</p>`
    : risks.map(riskPart)
}
</section>
`;
}

const riskPart = ({ kind, text, commits, dependencies = [] }: Risk): Html => html`<h3>${riskNames[kind]}</h3>
<p>${text}</p>
${dependencies.length === 0 ? "" : html`<details><summary>${count(dependencies.length, "dependency", "dependencies")}</summary><ul>${dependencies.map((each) => html`<li>${dependencyInWords(each)} <span class="quiet">in ${each.manifest}</span></li>`)}</ul></details>`}
${kind === "dependencies" ? "" : html`<ul>${commits.map((each) => html`<li>${titleOf(each)}</li>`)}</ul>`}
`;
