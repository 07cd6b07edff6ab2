import { type OffsetRange, offset, type TextEdit } from "../base/brand.js";
import { insertedRanges, rangeAfter } from "./relocate.js";

/** Where edits stand in a text that they were applied to, in offsets of that text. */
export interface Placement {
  /** From the first to the last edit. */
  readonly region: OffsetRange;
  /** What `region` held before. */
  readonly before: string;
  readonly highlights: readonly OffsetRange[];
}

export type Change = Parameters<typeof rangeAfter>[1];

/** The placement of `edits`, in ascending order, once `base` has them; undefined of no edits. */
export function placementOf(base: string, edits: readonly TextEdit[]): Placement | undefined {
  const first = edits[0];
  const last = edits.at(-1);
  if (!first || !last) return undefined;
  const growth = edits.reduce((sum, { range, newText }) => sum + newText.length - length(range), 0);
  return {
    region: { start: first.range.start, end: offset(last.range.end + growth) },
    before: base.slice(first.range.start, last.range.end),
    highlights: insertedRanges(edits),
  };
}

/** The placement after a change of the text by somebody else; undefined when the change crosses its border. */
export function placementAfter(
  { region, before, highlights }: Placement,
  change: Change,
): Placement | undefined {
  const moved = rangeAfter(region, change);
  if (!moved) return undefined;
  return {
    region: moved,
    before,
    highlights: highlights.map((range) => rangeAfter(range, change)).filter((range) => range !== undefined),
  };
}

/** The text as it would be had the edits not been made. */
export const withoutPlacement = (text: string, placement: Placement | undefined): string =>
  placement === undefined
    ? text
    : text.slice(0, placement.region.start) + placement.before + text.slice(placement.region.end);

export const length = (range: OffsetRange): number => range.end - range.start;
