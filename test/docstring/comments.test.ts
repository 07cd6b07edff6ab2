import { expect, it } from "vitest";
import { applyEdits } from "../../src/base/edits.js";
import { commentFunction, readBlocks } from "../../src/docstring/comments.js";
import type { TextGenerator } from "../../src/inference/types.js";
import type { FunctionResult } from "../../src/protocol/messages.js";
import type { LanguageId, PatchId } from "../../src/syntax/types.js";
import { functionOf } from "../syntax/support.js";
import { never, parser, scripted, snapshot } from "./support.js";

const source = `def solve(matrix, vector):
    """Solve it."""
    rows = len(matrix)
    columns = len(matrix[0])
    for row in range(rows):
        pivot = matrix[row][row]
        vector[row] /= pivot

    # Already explained.
    for row in range(rows):
        print(row)

    return vector
`;

const comment = async (
  text: string,
  generator?: TextGenerator,
  language: LanguageId = "python",
): Promise<FunctionResult> => {
  const params = {
    document: snapshot(text, language),
    id: "solve" as PatchId,
    priority: "interactive" as const,
  };
  const { functions } = await commentFunction(params, { parser, generator }, () => {}, never);
  const [result] = functions;
  if (!result) throw new Error("no result");
  return result;
};

it("finds the blocks that may need a comment", async () => {
  const patch = await functionOf("python", source, "solve");
  expect(readBlocks(patch, source).map(({ firstLine }) => firstLine)).toEqual(["rows = len(matrix)"]);
});

it("writes a comment above its block", async () => {
  const said = scripted({ "rows = len(matrix)": "# normalise each equation by its diagonal." });
  const result = await comment(source, said);
  expect(result.status).toBe("written");
  expect(applyEdits(source, result.edits)).toContain(
    "    # Normalise each equation by its diagonal\n    rows = len(matrix)\n",
  );
});

it("writes nothing that restates the code or is not true of it", async () => {
  for (const said of ["Rows is len matrix.", "Runs 17 times.", ""]) {
    const result = await comment(source, scripted({ "rows = len(matrix)": said }));
    expect(result).toMatchObject({ status: "skipped", edits: [] });
  }
});

it("uses the comment of the language", async () => {
  const text = "function solve(a) {\n  if (a) {\n    go(a);\n  }\n  return a;\n}\n";
  const result = await comment(
    text,
    scripted({ "if (a) {": "Start when there is something to do." }),
    "javascript",
  );
  expect(applyEdits(text, result.edits)).toContain("  // Start when there is something to do\n  if (a) {");
});

it("says so where the code tells nothing of its blocks and there is no model", async () => {
  expect(await comment(source)).toMatchObject({
    status: "skipped",
    reason: "No comment would say more than the code does.",
  });
});

it("asks a model only about blocks of which the code tells nothing", async () => {
  const text = `def solve(a, xs):
    rows = len(xs)
    first = xs[0]

    for x in xs:
        if x.ok:
            out.append(x)

    return out
`;
  const said = scripted({ "rows = len(xs)": "# Measure what came in.", "for x in xs:": "# Wrong." });
  const result = await comment(text, said);
  expect(result.edits.map(({ newText }) => newText.trim())).toEqual([
    "# Measure what came in",
    "# Fill `out` with the `x` of `xs` where `x.ok`",
  ]);
});
