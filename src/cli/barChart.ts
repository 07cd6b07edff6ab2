import { type Html, html } from "../base/html.js";
import type { EvaluateResult, MetricValue } from "../protocol/messages.js";

/** Okabe & Ito (2008): told apart by colour-blind readers, and on light as on dark ground. */
const colours = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00"];

const width = 760;
const labels = 190;
const values = 190;
const bars = width - labels - values;
const rowHeight = 20;
const groupGap = 34;
const top = 64;

/**
 * The metrics of an evaluation as bars in SVG, each with its 95 % interval, the model's beside those of the baselines.
 * Every metric has a scale of its own from zero: metrics have different units and are not to be compared with each other.
 * It has no ground and takes the colour of its text from the reader's theme.
 */
export function barChart(title: string, result: EvaluateResult): string {
  const series = [["model", result.metrics], ...Object.entries(result.baselines)] as const;
  let y = top;
  const groups = Object.keys(result.metrics).map((metric) => {
    const rows = series.flatMap(([name, metrics], i) => {
      const value = metrics[metric];
      return value === undefined ? [] : [{ name, value, colour: colours[i % colours.length] ?? "gray" }];
    });
    const group = groupOf(metric, rows, y);
    y += rows.length * rowHeight + groupGap;
    return group;
  });
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y}" viewBox="0 0 ${width} ${y}" role="img" aria-labelledby="title note">
<style>
text { fill: #1f2328; font: 13px system-ui, sans-serif; }
line { stroke: #1f2328; }
.quiet { fill: #59636e; }
.head { font-size: 16px; font-weight: 600; }
.metric { font-weight: 600; }
@media (prefers-color-scheme: dark) { text { fill: #f0f6fc; } line { stroke: #f0f6fc; } .quiet { fill: #9198a1; } }
</style>
<title id="title">${title}</title>
<text class="head" x="0" y="18">${title}</text>
<text class="quiet" id="note" x="0" y="38">${result.n} examples. Lines: 95 % bootstrap intervals. Each metric has a scale of its own.</text>
${groups}</svg>
`.text;
}

interface Row {
  readonly name: string;
  readonly value: MetricValue;
  readonly colour: string;
}

function groupOf(metric: string, rows: readonly Row[], y: number): Html {
  const reach = Math.max(...rows.map(({ value }) => value.high), Number.MIN_VALUE);
  const at = (value: number): string => (labels + (Math.max(0, value) / reach) * bars).toFixed(1);
  return html`<g role="group" aria-label="${metric}">
<text class="metric" x="0" y="${y + 8}">${metric}</text>
${rows.map(({ name, value, colour }, i) => {
  const line = y + 14 + i * rowHeight;
  const middle = line + rowHeight / 2 - 1;
  return html`<g><title>${metric} of ${name}: ${inWords(value)}</title>
<text x="${labels - 8}" y="${middle + 4}" text-anchor="end">${name}</text>
<rect x="${labels}" y="${line + 2}" width="${(Number(at(value.value)) - labels).toFixed(1)}" height="${rowHeight - 6}" fill="${colour}"/>
<line x1="${at(value.low)}" x2="${at(value.high)}" y1="${middle}" y2="${middle}" stroke-width="2"/>
<text class="quiet" x="${labels + bars + 10}" y="${middle + 4}">${inWords(value)}</text></g>
`;
})}</g>
`;
}

const inWords = ({ value, low, high }: MetricValue): string =>
  `${short(value)} (${short(low)} to ${short(high)})`;

/** Three decimals below 100, none above. */
export const short = (value: number): string =>
  Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(3);
