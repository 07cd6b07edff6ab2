import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { isCodePatchError } from "../../src/base/errors.js";
import { readMoment } from "../../src/git/period.js";
import { type TestRepository, testRepository } from "./support.js";

const { signal } = new AbortController();
// Each test starts dozens of git processes.
vi.setConfig({ testTimeout: 60_000 });

let repository: TestRepository;
const zone = process.env.TZ;

beforeAll(() => {
  process.env.TZ = "UTC";
  repository = testRepository();
});
afterAll(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
  repository.remove();
});

describe("a date as people write it", () => {
  it("without a time is the whole day", async () => {
    expect(await readMoment(repository.root, "2026-10-01", "since", signal)).toBe("2026-10-01T00:00:00.000Z");
    expect(await readMoment(repository.root, "2026-10-01", "until", signal)).toBe("2026-10-01T23:59:59.000Z");
    expect(await readMoment(repository.root, "2026-10-01T12:30:00+02:00", "since", signal)).toBe(
      "2026-10-01T10:30:00.000Z",
    );
  });

  it.each(["2.weeks", "2 weeks ago", "two.weeks.ago"])("may be %s", async (text) => {
    const days =
      (Date.now() - Date.parse(await readMoment(repository.root, text, "since", signal))) / 86_400_000;
    expect(days).toBeGreaterThan(13.9);
    expect(days).toBeLessThan(14.1);
  });

  it.each(["yesterday", "last monday", "Nov 3 2025", "now", "3.months.1.day.ago"])(
    "may be %s",
    async (text) => {
      expect(await readMoment(repository.root, text, "since", signal)).toMatch(/^20\d\d-/);
    },
  );

  it.each(["", "soon", "2.wekes", "--all", "2.weeks; rm", "$(date)"])("and not %j", async (text) => {
    await expect(readMoment(repository.root, text, "since", signal)).rejects.toSatisfy((error) =>
      isCodePatchError(error, "usage"),
    );
  });
});
