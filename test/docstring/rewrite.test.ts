import { expect, it } from "vitest";
import { mergeLines } from "../../src/docstring/rewrite.js";
import { document, scripted } from "./support.js";

it("leaves the lines that it does not change as the author laid them out", async () => {
  const text = `def smooth(values, width, mode="same"):
    """
    Smooth values
    over a window

    Parameters
    ----------
    values: array_like
      What to smooth; indented by two, in a
      rather narrow column.

    wdith : int
      The window.

    Returns
    -------
    out : ndarray
      As long as \`values\`.


    Notes
    -----
      Deep text.
    """
    return np.convolve(values, width, mode)
`;
  const { text: after } = await document(text, {
    generator: scripted({ mode: "How the ends are treated." }),
  });
  expect(after).toBe(
    text.replace(
      `    wdith : int
      The window.
`,
      `    width : int
      The window.
    mode : str, optional, default "same"
        How the ends are treated.
`,
    ),
  );
});

it("mergeLines takes both sides' changes and gives up on conflicts", () => {
  expect(mergeLines(["a", "b", "c"], ["a", "b", "c", "d"], ["  a", "b", "", "c"])).toEqual([
    "  a",
    "b",
    "",
    "c",
    "d",
  ]);
  expect(mergeLines(["a", "b", "c"], ["a", "x", "c"], ["a", "b", "c"])).toEqual(["a", "x", "c"]);
  expect(mergeLines(["a", "b", "c"], ["a", "c"], ["a", "b", "c"])).toEqual(["a", "c"]);
  expect(mergeLines(["a", "b", "c"], ["a", "x", "c"], ["a", "y", "c"])).toBeUndefined();
});
