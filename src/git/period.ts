import { CodePatchError } from "../base/errors.js";
import { gitText } from "./output.js";

/** Words that git's reader of dates knows; it takes any other for "now" without a word. */
const words =
  /^(?:\d+(?:st|nd|rd|th)?|\d{4}-\d\d-\d\dt[\d:.]+(?:z|[+-]\d\d:?\d\d)?|\d{1,4}[-/]\d{1,2}[-/]\d{1,4}|\d{1,2}:\d\d(?::\d\d)?|[+-]\d{4}|am|pm|z|utc|gmt|now|today|yesterday|noon|midnight|tea|ago|last|one|two|three|four|five|six|seven|eight|nine|ten|(?:second|minute|hour|day|week|month|year)s?|(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?|wed|thu|sat|(?:jan|febr)(?:uary)?|feb|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|(?:octo|novem|decem)ber|oct|nov|dec)$/;

/**
 * The moment that a person means by `2.weeks`, `yesterday`, `2026-10-01`; ISO 8601 in universal time. A bare date is the
 * beginning of that day for `since`, its end for `until`.
 *
 * @throws CodePatchError `usage` for what is no date.
 */
export async function readMoment(
  root: string,
  text: string,
  bound: "since" | "until",
  signal: AbortSignal,
): Promise<string> {
  const date = text.trim();
  const parts = date
    .toLowerCase()
    .split(/[\s.,_]+/)
    .filter((part) => part !== "");
  const isIso = /^\d{4}-\d\d-\d\d[t ][\d:.]+\s?(?:z|[+-]\d\d:?\d\d)?$/i.test(date);
  if (parts.length === 0 || !(isIso || parts.every((part) => words.test(part)))) throw noDate(text);
  const day = /^\d{4}-\d\d-\d\d$/.test(date);
  const whole = day ? `${date} ${bound === "since" ? "00:00:00" : "23:59:59"}` : date;
  const answer = await gitText(root, ["rev-parse", `--${bound}=${whole}`], signal);
  const seconds = Number(/=(-?\d+)$/.exec(answer)?.[1] ?? Number.NaN);
  if (!(seconds >= 0)) throw noDate(text);
  return new Date(seconds * 1000).toISOString();
}

const noDate = (text: string): CodePatchError =>
  new CodePatchError("usage", `"${text}" is no date; write it like 2.weeks, yesterday or 2026-10-01.`);
