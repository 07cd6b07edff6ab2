import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { languages } from "../../src/syntax/registry.js";
import { checkPatches } from "./support.js";

const fixturesOf = (id: string): string[] =>
  readdirSync(new URL(`../fixtures/syntax/${id}/`, import.meta.url)).filter(
    (name) => !name.endsWith(".patches.txt"),
  );

for (const { id } of languages) {
  describe(id, () => {
    test("has a fixture", () => expect(fixturesOf(id).length).toBeGreaterThan(0));
    for (const fixture of fixturesOf(id)) test(fixture, () => checkPatches(id, fixture));
  });
}
