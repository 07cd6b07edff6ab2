import { expect, it } from "vitest";
import { applyEdits } from "../../src/base/edits.js";
import { checkFile } from "../../src/docstring/check.js";
import type { CheckResult } from "../../src/protocol/messages.js";
import { never, parser, snapshot } from "./support.js";

const check = (text: string, language: "python" | "javascript" = "python"): Promise<CheckResult> =>
  checkFile({ document: snapshot(text, language), style: "auto", conventions: {} }, { parser }, never);

const source = `def drifted(first, second: int, third=3, *rest):
    """Do it.

    Args:
        second (str): Second.
        frist: First.
        third (int, optional): Third. Defaults to 4.
        *rest: Rest.

    Returns:
        int: Nothing, in fact.

    Raises:
        OSError: From below.
    """
    if first:
        raise ValueError(first)
    print(second, third)


def brief(a):
    """Be brief."""
    return a


def missing(a):
    return a


def _private(a):
    return a


def fine(a, b=None):
    """Be fine.

    Args:
        a: One.
        b: Two.

    Returns:
        Three.
    """
    return a


def produce(n):
    """Produce.

    Args:
        n: Count.
    """
    yield n


class Base:
    def size(self, unit):
        """Size of it.

        Args:
            units: Of length.
            extra: Superfluous.

        Returns:
            Size.
        """
        raise NotImplementedError
`;

it("reports drift with stable codes, lines and the place of the subject", async () => {
  const { findings, version } = await check(source);
  expect(version).toBe(7);
  expect(findings.map(({ code, line, message }) => `${code} ${line} ${message}`)).toEqual([
    "CP103 6 Parameter `first` is documented as `frist`.",
    "CP105 5 Parameter `second` is documented as `str`, but is `int`.",
    "CP106 7 The default of `third` is documented as 4, but is 3.",
    "CP104 5 Parameters are not in the order of the signature.",
    "CP202 1 A returned value is documented, but nothing is returned.",
    "CP401 1 `ValueError` is raised, but not documented.",
    "CP001 26 missing has no documentation.",
    "CP301 47 The yielded values are not documented.",
    "CP103 61 Parameter `unit` is documented as `units`.",
    "CP102 62 `extra` is documented, but is no parameter.",
  ]);
  const [first] = findings;
  expect(first && source.slice(first.range.start, first.range.end)).toBe("frist");
});

it("repairs what it reports without a model", async () => {
  const { findings } = await check(source);
  const fix = findings[0]?.fix;
  const repaired = applyEdits(source, fix?.edits ?? []);
  expect(repaired).toContain(`def drifted(first, second: int, third=3, *rest):
    """Do it.

    Args:
        first: First.
        second (int): Second.
        third (int, optional): Third. Defaults to 3.
        *rest: Rest.

    Raises:
        OSError: From below.
        ValueError: If \`first\`.
    """
`);
  const after = await check(repaired);
  expect(after.findings.filter(({ function: name }) => name === "drifted")).toEqual([]);
});

it("reads other languages", async () => {
  const text = `/**
 * Adds.
 *
 * @param {number} a - First.
 * @param {number} c - Second.
 * @returns {number} Sum.
 */
export function add(a, b) {
  return a + b;
}
`;
  const { findings } = await check(text, "javascript");
  expect(findings.map(({ code }) => code)).toEqual(["CP103"]);
  expect(applyEdits(text, findings[0]?.fix?.edits ?? [])).toContain("@param {number} b - Second.");
});
