import type { SubplotCell } from "./model.js";

export const sameCell = (a: SubplotCell, b: SubplotCell): boolean => String(boxOf(a)) === String(boxOf(b));

/** Left, right, top and bottom as shares of the figure. */
export function boxOf({
  rows,
  columns,
  first,
  last,
}: SubplotCell): readonly [number, number, number, number] {
  const at = (p: number) => ({ row: Math.floor((p - 1) / columns), column: (p - 1) % columns });
  const [a, b] = [at(first), at(last)];
  const round = (value: number) => Math.round(value * 1e6) / 1e6;
  return [
    round(Math.min(a.column, b.column) / columns),
    round((Math.max(a.column, b.column) + 1) / columns),
    round(a.row / rows),
    round((b.row + 1) / rows),
  ];
}

/** Do they share more than an edge? */
export function overlaps(a: SubplotCell, b: SubplotCell): boolean {
  const [left, right, top, bottom] = boxOf(a);
  const [l, r, t, u] = boxOf(b);
  const slack = 1e-4;
  return left < r - slack && l < right - slack && top < u - slack && t < bottom - slack;
}
