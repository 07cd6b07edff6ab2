import { expect, it } from "vitest";
import { applyEdits } from "../../src/base/edits.js";
import { convertFile } from "../../src/docstring/convert.js";
import { never, parser, snapshot } from "./support.js";

const google = `def scale(values, factor=2):
    """Scale values.

    Args:
        values (list[float]): Numbers.
        factor (int, optional): How much. Defaults to 2.

    Returns:
        list[float]: Scaled numbers.

    Example:
        >>> scale([1.0])
        [2.0]
    """
    return [value * factor for value in values]


def plain():
    return 1
`;

const convert = async (text: string, style: string): Promise<{ text: string; statuses: string[] }> => {
  const params = { document: snapshot(text), targets: { kind: "all" } as const, style, conventions: {} };
  const { functions } = await convertFile(params, { parser }, never);
  return {
    text: applyEdits(
      text,
      functions.flatMap(({ edits }) => edits),
    ),
    statuses: functions.map(({ status }) => status),
  };
};

it("rewrites word for word, there and back", async () => {
  const numpy = await convert(google, "numpy");
  expect(numpy.statuses).toEqual(["written", "skipped"]);
  expect(numpy.text).toContain(`    Parameters
    ----------
    values : list[float]
        Numbers.
    factor : int, optional, default 2
        How much.

    Returns
    -------
    list[float]
        Scaled numbers.

    Example
    -------
    >>> scale([1.0])
    [2.0]
`);
  expect((await convert(numpy.text, "google")).text).toBe(google);
});

it("keeps what is in the style already and does not drop facts for PEP 257", async () => {
  expect((await convert(google, "google")).statuses).toEqual(["kept", "skipped"]);
  expect((await convert(google, "pep257")).statuses).toEqual(["skipped", "skipped"]);
});

it("refuses a style of another language", async () => {
  await expect(convert(google, "javadoc")).rejects.toMatchObject({ code: "usage" });
});
