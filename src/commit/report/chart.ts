import { type Html, html } from "../../base/html.js";
import { count } from "../../base/words.js";
import type { PeriodReport } from "../../protocol/report.js";
import { longDate } from "./period.js";

const height = 28;
const mostWidth = 360;

/** Bars of the changes of one area over the period; all areas have the same scale. The description says what the eye sees. */
export function activityBars(
  name: string,
  values: readonly number[],
  highest: number,
  { interval, starts }: PeriodReport["activity"],
): Html {
  const step = Math.max(2, Math.min(48, Math.floor(mostWidth / Math.max(1, values.length))));
  const gap = step > 4 ? 2 : 1;
  const peak = Math.max(0, ...values);
  const at = values.indexOf(peak);
  const most =
    peak === 0
      ? ""
      : `, most ${interval === "day" ? "on" : `in the ${interval} from`} ${longDate(starts[at] ?? "")} (${peak})`;
  const total = values.reduce((sum, value) => sum + value, 0);
  const bars = values.map((value, i) => {
    const size = value === 0 ? 1 : Math.max(2, Math.round((value / Math.max(1, highest)) * height));
    const mark = value === 0 ? "none" : "bar";
    return html`<rect class="${mark}" x="${i * step}" y="${height - size}" width="${step - gap}" height="${size}"/>`;
  });
  return html`<svg role="img" aria-label="${name}: ${count(total, "change")}${most}" width="${values.length * step}" height="${height}" viewBox="0 0 ${values.length * step} ${height}">${bars}</svg>`;
}

/** The same in one line of text. */
export function activityLine(values: readonly number[], highest: number): string {
  const blocks = "▁▂▃▄▅▆▇█";
  return values
    .map((value) => (value === 0 ? "·" : (blocks[Math.ceil((value / Math.max(1, highest)) * 8) - 1] ?? "█")))
    .join("");
}
