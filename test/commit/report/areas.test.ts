import { describe, expect, it } from "vitest";
import { foundAreas, mappedAreas } from "../../../src/commit/report/areas.js";

const names = (areaOf: (path: string) => { name: string }, ...paths: string[]): string[] =>
  paths.map((path) => areaOf(path).name);

describe("areas", () => {
  it("are the packages of a repository that holds several", () => {
    const all = [
      "pilot/package.json",
      "harbour_office/package.json",
      "docs/a.md",
      "package.json",
      "pilot/test/fixtures/x/package.json",
    ];
    const changed = [
      "pilot/src/a.ts",
      "pilot/test/fixtures/x/index.js",
      "harbour_office/b.ts",
      "docs/a.md",
      "package.json",
    ];
    expect(names(foundAreas(all, changed), ...changed)).toEqual([
      "Pilot",
      "Pilot",
      "Harbour office",
      "Documentation",
      "Project files",
    ]);
  });

  it("are the folders below the one where all the code is", () => {
    const changed = [
      "src/tide/gauge/a.py",
      "src/tide/gauge/b.py",
      "src/tide/chart/c.py",
      "src/tide/core.py",
      "tests/gauge/test_a.py",
      "tests/test_all.py",
      ".github/workflows/x.yml",
    ];
    expect(names(foundAreas(changed, changed), ...changed)).toEqual([
      "Gauge",
      "Gauge",
      "Chart",
      "Tide",
      "Gauge",
      "Tests",
      "Build and checks",
    ]);
  });

  it("that end alike are told apart", () => {
    const changed = [
      "web/lib/a.ts",
      "web/lib/b.ts",
      "api/lib/a.ts",
      "web/app/c.ts",
      "web/app/d.ts",
      "web/app/e.ts",
    ];
    const areaOf = foundAreas(changed, changed);
    expect(new Set(names(areaOf, ...changed))).toEqual(new Set(["Lib", "App", "Api"]));
  });

  it("beyond a dozen are gathered", () => {
    const changed = Array.from({ length: 30 }, (_, i) => `part${i}/a.ts`);
    const found = new Set(names(foundAreas(changed, changed), ...changed));
    expect(found.size).toBe(13);
    expect(found).toContain("Other");
  });

  it("are the user's own where there is a map", () => {
    const areaOf = mappedAreas({
      Billing: ["src/billing/", "*.invoice.ts", "!src/billing/legacy/**"],
      Ships: ["src"],
    });
    expect(names(areaOf, "src/billing/a.ts", "src/x.invoice.ts", "src/hull.ts", "README.md")).toEqual([
      "Billing",
      "Billing",
      "Ships",
      "Other",
    ]);
  });
});
