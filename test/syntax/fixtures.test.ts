import { readdirSync } from "node:fs";
import { describe, test } from "vitest";
import { languages } from "../../src/syntax/registry.js";
import { checkPatches } from "./support.js";

for (const { id } of languages) {
  const folder = new URL(`../fixtures/syntax/${id}/`, import.meta.url);
  const fixtures = readdirSync(folder).filter((name) => !name.endsWith(".patches.txt"));
  describe(id, () => {
    for (const fixture of fixtures) test(fixture, () => checkPatches(id, fixture));
  });
}
