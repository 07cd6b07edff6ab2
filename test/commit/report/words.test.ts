import { describe, expect, it } from "vitest";
import { intervalOf, intervalsOf, periodInWords } from "../../../src/commit/report/period.js";
import { inTitle } from "../../../src/commit/report/words.js";

describe("a subject as a title", () => {
  it.each([
    ["feat(api)!: add a tide table", "Add a tide table"],
    ["fix: gauge.mean returns NaN (#12)", "gauge.mean returns NaN"],
    ["[Docs] [CI] say what `mean` does.", "Say what mean does"],
    ["HARB-12: weigh anchor", "Weigh anchor"],
    ["docs:", "docs:"],
    ["line\u0007 with\ncontrol", "Line with control"],
  ])("%j", (subject, title) => {
    expect(inTitle(subject)).toBe(title);
  });
});

describe("periods", () => {
  it.each([
    ["2026-11-01T00:00:00Z", "2026-11-14T09:00:00Z", "1 to 14 November 2026"],
    ["2026-10-30T00:00:00Z", "2026-11-14T09:00:00Z", "30 October to 14 November 2026"],
    ["2025-12-30T00:00:00Z", "2026-01-02T09:00:00Z", "30 December 2025 to 2 January 2026"],
    ["2026-11-14T00:00:00Z", "2026-11-14T09:00:00Z", "14 November 2026"],
  ])("%s to %s", (from, to, words) => {
    expect(periodInWords(from, to)).toBe(words);
  });

  it.each([
    ["2026-11-01T10:00:00Z", "2026-11-14T09:00:00Z", "day", 14, "2026-11-01"],
    // 2026-10-01 is a Thursday.
    ["2026-10-01T10:00:00Z", "2026-12-14T09:00:00Z", "week", 12, "2026-09-28"],
    ["2025-01-31T00:00:00Z", "2026-03-01T00:00:00Z", "month", 15, "2025-01-01"],
  ])("are cut into intervals: %s to %s", (from, to, interval, n, first) => {
    const found = intervalsOf(from, to);
    expect([found.interval, found.starts.length, found.starts[0]]).toEqual([interval, n, first]);
    expect(intervalOf(from, found)).toBe(0);
    expect(intervalOf(to, found)).toBe(n - 1);
    // Outside, the nearest.
    expect(intervalOf("1999-01-01T00:00:00Z", found)).toBe(0);
    expect(intervalOf("2036-01-01T00:00:00Z", found)).toBe(n - 1);
  });
});
