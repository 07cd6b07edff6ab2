/** What became of the cells of a notebook; results and counters of runs are no cells. */
export interface NotebookChange {
  readonly code: number;
  readonly text: number;
}

/** How many cells of each sort came, went or changed; undefined where a side is no notebook. */
export function compareNotebooks(before: string, after: string): NotebookChange | undefined {
  const [old, now] = [cellsOf(before), cellsOf(after)];
  if (old === undefined || now === undefined) return undefined;
  return { code: changed(old.code, now.code), text: changed(old.text, now.text) };
}

interface Cells {
  readonly code: readonly string[];
  readonly text: readonly string[];
}

function cellsOf(notebook: string): Cells | undefined {
  if (notebook === "") return { code: [], text: [] };
  try {
    const { cells, worksheets } = JSON.parse(notebook) as { cells?: unknown; worksheets?: unknown };
    const found = Array.isArray(cells) ? cells : firstSheet(worksheets);
    if (found === undefined) return undefined;
    const of = (isCode: boolean): string[] =>
      found.flatMap((cell: { cell_type?: unknown; source?: unknown; input?: unknown }) =>
        (cell.cell_type === "code") === isCode ? [[cell.source ?? cell.input ?? ""].flat().join("")] : [],
      );
    return { code: of(true), text: of(false) };
  } catch {
    return undefined;
  }
}

/** The cells of notebooks of version 3. */
function firstSheet(worksheets: unknown): unknown[] | undefined {
  const [sheet] = Array.isArray(worksheets) ? (worksheets as { cells?: unknown }[]) : [];
  return Array.isArray(sheet?.cells) ? sheet.cells : undefined;
}

/** Cells that stand on one side alone; of one that changed, the two count once. */
function changed(old: readonly string[], now: readonly string[]): number {
  const left = [...old];
  let come = 0;
  for (const cell of now) {
    const at = left.indexOf(cell);
    if (at >= 0) left.splice(at, 1);
    else come++;
  }
  return Math.max(come, left.length);
}
