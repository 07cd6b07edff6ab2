import { describe, expect, it } from "vitest";
import { messageHabit } from "../../src/commit/habit.js";
import { commitMessage } from "../../src/commit/message.js";
import { told } from "./support.js";

const habitOf = (...subjects: string[]) =>
  messageHabit(subjects.map((subject) => ({ subject, hasBody: false })));

describe("the habit of a repository", () => {
  it("is read from its subjects", () => {
    expect(habitOf("feat(io): add readers", "fix(io): handle nothing", "docs: say more")).toMatchObject({
      prefix: "conventional",
      usesScopes: true,
      scopes: ["io"],
      tense: "imperative",
      isCapitalised: false,
    });
    expect(habitOf("Added a gauge.", "Fixed the tide.", "Removed moons.")).toMatchObject({
      prefix: "none",
      tense: "past",
      endsWithPeriod: true,
    });
    expect(habitOf("BUG: Fix it (#1)", "ENH: Add it (#2)")).toMatchObject({
      prefix: "tag",
      isCapitalised: true,
    });
    expect(habitOf("net/http: fix x", "io: add y")).toMatchObject({
      prefix: "component",
      scopes: ["net/http", "io"],
    });
    expect(messageHabit([])).toMatchObject({
      prefix: "none",
      tense: "imperative",
      isCapitalised: true,
      length: 72,
    });
  });
});

describe("a message", () => {
  const story = () =>
    told(
      { "src/io/read.py": "def read(x):\n    return x\n" },
      { "src/io/read.py": "def read(x):\n    return x\n\n\ndef write_levels(x):\n    return [x]\n" },
    );

  it("follows the habit", async () => {
    const about = await story();
    expect(commitMessage(about, habitOf("feat(io): add readers", "fix(io): do x")).subject).toBe(
      "feat(io): add write_levels",
    );
    expect(commitMessage(about, habitOf("Added a gauge.", "Fixed the tide.")).subject).toBe(
      "Added write_levels.",
    );
    expect(commitMessage(about, habitOf("src/io: fix x", "net: add y")).subject).toBe(
      "src/io: add write_levels",
    );
    expect(commitMessage(about, messageHabit([])).message).toBe("Add write_levels");
  });

  it("has a body where most have one", async () => {
    const habit = messageHabit([{ subject: "Add a gauge", hasBody: true }]);
    expect(commitMessage(await story(), habit).message).toBe(
      "Add write_levels\n\n- `src/io/read.py`: adds `write_levels` (takes `x`)",
    );
  });

  it("is cut before a word and keeps to the length", async () => {
    const long = Array.from(
      { length: 3 },
      (_, i) => `def a_rather_long_name_of_a_function_${i}(x):\n    return x * ${i} + 1\n`,
    ).join("\n");
    const { subject } = commitMessage(
      await told({ "a.py": "x = 1\n" }, { "a.py": `x = 1\n${long}` }),
      habitOf("Do this", "Do that"),
    );
    expect(subject.length).toBeLessThanOrEqual(50);
    expect(subject).toBe("Add a_rather_long_name_of_a_function_0");
  });
});
