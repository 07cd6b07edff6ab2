/** A cell as the tests write it; the rest of what Jupyter wants is added. */
export type TestCell = Readonly<Record<string, unknown>>;

export const markdown = (text: string): TestCell => ({
  cell_type: "markdown",
  source: text.split(/(?<=\n)/),
});
export const code = (text: string): TestCell => ({
  cell_type: "code",
  execution_count: null,
  outputs: [],
  source: text.split(/(?<=\n)/),
});

/** The text of a notebook of nbformat 4, as Jupyter writes it. */
export const notebookOf = (
  cells: readonly TestCell[],
  metadata: object = { language_info: { name: "python" } },
  indent: string | number | undefined = 1,
): string =>
  JSON.stringify(
    { cells: cells.map((cell) => ({ metadata: {}, ...cell })), metadata, nbformat: 4, nbformat_minor: 4 },
    undefined,
    indent,
  );
