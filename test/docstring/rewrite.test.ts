import { expect, it } from "vitest";
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

it("moves a parameter and corrects a default in the words and the form of their author", async () => {
  const entries = {
    width: `    width : float (default=1.0)
        The width of lines.

`,
    labels: `    labels : dictionary (default is {n: n for n in G}), keyed
        by node.

`,
    seed: `    seed : integer, or None (default)
        See \`Randomness\`.
`,
  };
  const text = (parameters: string): string => `def draw(G, labels=None, width=2.0, seed=None):
    r"""Draw \`G\`

    Parameters
    ----------

    G : graph

${parameters}    """
    canvas.put(G, labels, width, seed)
`;
  const { width, labels, seed } = entries;
  const right = width.replace("1.0", "2.0");
  expect((await document(text(labels + width + seed))).text).toBe(text(labels + right + seed));
  expect((await document(text(right + labels + seed))).text).toBe(text(labels + right + seed));
});

it("adds to a comment without asterisks in its own form", async () => {
  const text = `class A {
    /**
     Tells whether nothing is there.
     <p>Internal rows do not count.</p>
     */
    boolean isEmpty() {
        return size() == 0;
    }
}
`;
  const { text: after } = await document(text, { language: "java" });
  expect(after).toBe(text.replace("</p>\n", "</p>\n\n     @return Whether {@code size() == 0}.\n"));
});
