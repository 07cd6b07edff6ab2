import fc from "fast-check";
import { expect, test } from "vitest";
import { parseAgentTrace, parseGitAiNote } from "../../src/origin/provenance/noteFormat.js";
import { gitAiNote } from "./support.js";

const agent = { tool: "Claude", model: "claude-4.5-opus", family: "Anthropic" };

test("all three kinds of keys, quoted paths and lists of ranges", () => {
  const note = [
    '"the sea/high tide.py"',
    "  s_c9883b05a2487d::t_9f8e7d6c5b4a32 1-4,9",
    "  h_31dce776f88375 5",
    "low.py",
    "  abcd1234abcd1234 7-7",
    "---",
    JSON.stringify({
      schema_version: "authorship/3.0.0",
      prompts: { abcd1234abcd1234: { agent_id: { tool: "claude", id: "", model: "claude-4.5-opus" } } },
      sessions: {},
    }),
  ].join("\n");
  expect(parseGitAiNote(note)).toEqual({
    attestations: [
      {
        path: "the sea/high tide.py",
        ranges: [
          { first: 1, last: 4 },
          { first: 9, last: 9 },
        ],
        // The session has no record: an AI tool all the same.
        by: { kind: "ai", agent: { tool: "an AI tool" } },
      },
      { path: "the sea/high tide.py", ranges: [{ first: 5, last: 5 }], by: { kind: "human" } },
      { path: "low.py", ranges: [{ first: 7, last: 7 }], by: { kind: "ai", agent } },
    ],
  });
});

test("what is not understood is counted and attests nothing", () => {
  const note = gitAiNote({ "a.py": { ai: "1-2" } }).replace("---", "  x_0 1-2\n   s_0 3\n  h_1 one\n---");
  const { attestations, problem } = parseGitAiNote(note);
  expect(attestations).toHaveLength(1);
  expect(problem).toBe("3 of its entries cannot be read");
});

test("any text is read without an exception, and ranges are always in order", () => {
  const sound = gitAiNote({ "a.py": { ai: "1-2,5", human: "7-9" } });
  const damaged = fc
    .tuple(fc.nat(sound.length), fc.nat(40), fc.string())
    .map(([at, length, text]) => sound.slice(0, at) + text + sound.slice(at + length));
  fc.assert(
    fc.property(fc.oneof(fc.string(), damaged, fc.json()), (text) => {
      for (const parse of [parseGitAiNote, parseAgentTrace]) {
        for (const { ranges } of parse(text).attestations) {
          for (const { first, last } of ranges) {
            expect(first).toBeGreaterThan(0);
            expect(last).toBeGreaterThanOrEqual(first);
          }
        }
      }
    }),
  );
});
