import { expect, it } from "vitest";
import { count, listed } from "../../src/base/words.js";

it("lists are written as people write them", () => {
  const lists = [[], ["a"], ["a", "b"], ["a", "b", "c"]];
  expect(lists.map((items) => listed(items))).toEqual(["", "a", "a and b", "a, b and c"]);
  expect(listed(["a", "b"], "or")).toBe("a or b");
});

it("one is not several", () => {
  expect([count(1, "change"), count(1204, "change"), count(0, "branch", "branches")]).toEqual([
    "1 change",
    "1,204 changes",
    "0 branches",
  ]);
});
