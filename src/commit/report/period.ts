/** Intervals of a chart, in universal time. */
export interface Intervals {
  readonly interval: "day" | "week" | "month";
  /** The first day of each, as `2026-11-20`. */
  readonly starts: readonly string[];
}

const dayMs = 86_400_000;

/** Days for up to three weeks, weeks (from Monday) for up to half a year, else months. */
export function intervalsOf(from: string, to: string): Intervals {
  const first = new Date(from);
  const last = new Date(to);
  const days = (last.getTime() - first.getTime()) / dayMs;
  const interval = days <= 21 ? "day" : days <= 190 ? "week" : "month";
  const starts: string[] = [];
  for (let at = startOf(first, interval); at <= last; at = next(at, interval)) starts.push(dayOf(at));
  return { interval, starts };
}

/** Which of the intervals holds the moment. */
export function intervalOf(date: string, { starts }: Intervals): number {
  const day = dayOf(new Date(date));
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? "") <= day) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

function startOf(date: Date, interval: Intervals["interval"]): Date {
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  if (interval === "month") return new Date(Date.UTC(year, month, 1));
  const back = interval === "week" ? (date.getUTCDay() + 6) % 7 : 0;
  return new Date(Date.UTC(year, month, day - back));
}

function next(date: Date, interval: Intervals["interval"]): Date {
  if (interval === "month") return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1));
  return new Date(date.getTime() + dayMs * (interval === "week" ? 7 : 1));
}

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

const long = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});

/** `20 November 2026`. */
export const longDate = (date: string): string => long.format(new Date(date));

/** `1 to 14 November 2026`, with month and year where they differ. */
export function periodInWords(from: string, to: string): string {
  const [first, last] = [longDate(from).split(" "), longDate(to).split(" ")];
  if (first.join() === last.join()) return last.join(" ");
  const same = first[2] !== last[2] ? 0 : first[1] !== last[1] ? 1 : 2;
  return `${first.slice(0, 3 - same).join(" ")} to ${last.join(" ")}`;
}
