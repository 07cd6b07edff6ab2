import { describe, expect, it } from "vitest";
import { selectFunctions } from "../../src/cli/selection.js";
import { createParser } from "../../src/syntax/parser.js";
import { readPatches } from "../../src/syntax/patches.js";
import { languageByPath } from "../../src/syntax/registry.js";
import { grammars } from "../support/grammars.js";

const text = `class Ridge:
    def fit(self, x):
        def inner(y):
            return y
        return inner(x)

class Lasso:
    @property
    def alpha(self):
        return 1

    @alpha.setter
    def alpha(self, value):
        pass

    def fit(self, x):
        return x
`;

const parser = createParser(grammars);

async function selected(selection: { function?: string; line?: number }): Promise<string[]> {
  const python = languageByPath("a.py");
  if (python === undefined) throw new Error("Python is supported");
  const tree = await parser.parse(text, python);
  const file = readPatches(tree, text, python);
  tree.delete();
  return selectFunctions(file, text, "a.py", selection).map((patch) => patch.id);
}

describe("selectFunctions", () => {
  it("takes every function of a name, or the one of a dotted name", async () => {
    expect(await selected({ function: "fit" })).toEqual(["Ridge.fit", "Lasso.fit"]);
    expect(await selected({ function: "Lasso.fit" })).toEqual(["Lasso.fit"]);
    expect(await selected({ function: "Lasso.alpha" })).toEqual(["Lasso.alpha", "Lasso.alpha#2"]);
    expect(await selected({ function: "Lasso.alpha#2" })).toEqual(["Lasso.alpha#2"]);
  });

  it("takes the innermost function around a line, decorators included", async () => {
    expect(await selected({ line: 5 })).toEqual(["Ridge.fit"]);
    expect(await selected({ line: 4 })).toEqual(["Ridge.fit.inner"]);
    expect(await selected({ line: 8 })).toEqual(["Lasso.alpha"]);
  });

  it("takes all without either", async () => {
    expect(await selected({})).toHaveLength(5);
  });

  it("says what there is when nothing fits", async () => {
    await expect(selected({ function: "fitted" })).rejects.toThrow(
      "a.py has no function fitted; similar names are Ridge.fit, Lasso.fit.",
    );
    await expect(selected({ function: "zz" })).rejects.toThrow(/`codepatch patches` lists what there is/);
    await expect(selected({ line: 6 })).rejects.toThrow(/Line 6 of a.py is in no function/);
    await expect(selected({ line: 18 })).rejects.toThrow(/a.py has 17 lines and no line 18/);
  });
});
