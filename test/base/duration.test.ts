import { expect, test } from "vitest";
import { roughly } from "../../src/base/duration.js";

test("says a time as roughly as it is known", () => {
  expect([0, 59, 60, 300, 89 * 60, 95 * 60, 7200, 35 * 3600, 40 * 3600, 72 * 3600].map(roughly)).toEqual([
    "less than a minute",
    "less than a minute",
    "about 1 min",
    "about 5 min",
    "about 89 min",
    "about 2 h",
    "about 2 h",
    "about 35 h",
    "about 2 days",
    "about 3 days",
  ]);
});
