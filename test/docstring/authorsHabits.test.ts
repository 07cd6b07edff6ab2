import { describe, expect, it } from "vitest";
import { checkFile } from "../../src/docstring/check.js";
import { convertFile } from "../../src/docstring/convert.js";
import type { LanguageId } from "../../src/syntax/types.js";
import { document, never, parser, snapshot } from "./support.js";

const codesOf = async (text: string, language: LanguageId): Promise<string[]> => {
  const request = { document: snapshot(text, language), style: "auto", conventions: {} };
  return (await checkFile(request, { parser }, never)).findings.map(({ code }) => code);
};

describe("what authors leave out by habit is no drift, and is not added", () => {
  it.each([
    [
      "results of Ruby methods without a return",
      "ruby",
      "# Adds it.\n# @param a [Array] rows\ndef push(a)\n  @rows << a\nend\n",
    ],
    [
      "instances that are returned for chaining",
      "typescript",
      "class A {\n  /**\n   * Adds it.\n   * @param a - rows\n   */\n  push(a: number): this {\n    return this;\n  }\n}\n",
    ],
    [
      "parameters of PHP whose types say it all",
      "php",
      "<?php\nclass A {\n    /**\n     * @param array<int> $a\n     */\n    function push(array $a, int $b): bool\n    {\n        return $a[0] === $b;\n    }\n}\n",
    ],
    [
      "the same below a summary",
      "php",
      "<?php\nclass A {\n    /**\n     * Pushes it.\n     *\n     * @param array<int> $a\n     */\n    function push(array $a, int $b): bool\n    {\n        return $a[0] === $b;\n    }\n}\n",
    ],
    [
      "arguments where a rustdoc comment has headings only",
      "rust",
      "/// # Returns\n///\n/// The sum.\npub fn sum(a: u8, b: u8) -> u8 {\n    a + b\n}\n",
    ],
    [
      "that an abstract method is not implemented",
      "python",
      'class A:\n    def push(self, a):\n        """Add it.\n\n        Args:\n            a: Rows.\n        """\n        raise NotImplementedError\n',
    ],
  ] as const)("%s", async (_, language, text) => {
    expect(await codesOf(text, language)).toEqual([]);
    // A summary may join what was there, entries may not.
    const entries = (each: string): string[] =>
      each.match(/@param|@returns?\b|# Arguments|# Returns|Raises/g) ?? [];
    expect(entries((await document(text, { language })).text)).toEqual(entries(text));
  });

  it("reports the same where it is no habit", async () => {
    const ruby = "# Adds it.\n# @param a [Array] rows\ndef push(a)\n  return 1 if a\n  2\nend\n";
    expect(await codesOf(ruby, "ruby")).toEqual(["CP201"]);
    const php =
      "<?php\nclass A {\n    /**\n     * Adds it.\n     * @param array<int> $a Rows.\n     */\n    function push(array $a, int $b): void\n    {\n    }\n}\n";
    expect(await codesOf(php, "php")).toEqual(["CP101"]);
  });
});

describe("documentation that is put together elsewhere is left alone", () => {
  const shared = `@fill_doc
def apply(raw, copy=True, verbose=None):
    """Apply it.

    Parameters
    ----------
    raw : Raw
        The data.
    %(copy)s
    %(verbose)s
    """
    if copy < 0:
        raise ValueError
`;
  const inherited =
    "class A extends B {\n  /**\n   * {@inheritDoc}\n   * @return more\n   */\n  int push(int a) { return a; }\n}\n";
  it.each([
    ["python", shared, "Parts of the documentation are filled in when the code runs."],
    ["java", inherited, "Parts of the documentation are inherited."],
  ] as const)("%s", async (language, text, reason) => {
    expect(await codesOf(text, language)).toEqual([]);
    const { result, text: after } = await document(text, { language });
    expect(result.functions[0]).toMatchObject({ status: "skipped", reason });
    expect(after).toBe(text);
  });

  it("also when docstrings are converted", async () => {
    const request = {
      document: snapshot(shared, "python"),
      targets: { kind: "all" },
      style: "google",
      conventions: {},
    } as const;
    const { functions } = await convertFile(request, { parser }, never);
    expect(functions[0]).toMatchObject({ status: "skipped", edits: [] });
  });
});
