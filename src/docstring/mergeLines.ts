import { diffArrays } from "diff";

/**
 * Three-way merge by lines: `ours`, with the lines that it shares with `base` written as in `theirs`, also where they moved. Lines are
 * equal when they differ in white space alone, and for `theirs` when they have the same words. A line of `ours` in which one piece of a line of `base` is replaced keeps the rest of the
 * line of `theirs`.
 */
export function mergeLines(
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
): string[] {
  const stretches = stretchesOf(base, theirs);
  const origins = originsOf(base, ours);
  const merged: string[] = [];
  let last = -1;
  const push = (lines: readonly string[], from: number): void => {
    for (const [i, line] of lines.entries()) {
      // Blank lines that come together because what stood between them went or moved are one.
      const isSecond = isBlank(line) && merged.length > 0 && isBlank(merged.at(-1)) && from + i !== last + 1;
      if (!isSecond) merged.push(line);
      last = from + i;
    }
  };
  for (let k = 0; k < ours.length; ) {
    const origin = origins[k];
    const stretch = origin && stretches.find(({ from, to }) => from <= origin.line && origin.line < to);
    const length = stretch ? stretch.to - stretch.from : 1;
    const isWhole =
      stretch?.from === origin?.line &&
      Array.from({ length }).every((_, i) => {
        const each = origins[k + i];
        return each?.isSame === true && each.line === (origin?.line ?? 0) + i;
      });
    const old = origin && !origin.isSame && length === 1 ? base[origin.line] : undefined;
    const written = stretch && theirs.slice(stretch.there, stretch.thereEnd);
    const replaced = old === undefined ? undefined : withReplaced(old, ours[k] ?? "", written?.[0] ?? "");
    if (stretch && written && isWhole) push(written, stretch.there);
    else if (stretch && written && replaced !== undefined)
      push([replaced, ...written.slice(1)], stretch.there);
    else push(ours.slice(k, k + 1), Number.NaN);
    k += isWhole ? length : 1;
  }
  return endsLikeOneOf(merged, ours, theirs);
}

/** Without the blank lines before the last line, or at the end, that neither side has there. */
function endsLikeOneOf(merged: readonly string[], ...sides: readonly (readonly string[])[]): string[] {
  const lines = [...merged];
  for (const at of [-1, -2]) {
    while (lines.length > 2 && isBlank(lines.at(at)) && !sides.some((side) => isBlank(side.at(at))))
      lines.splice(at, 1);
  }
  return lines;
}

/** Nothing but white space and what begins the lines of a comment. */
const isBlank = (line: string | undefined): boolean => /^\s*(?:\*|#+|%+|\/{2,}!?)?\s*$/.test(line ?? "");

/** Lines of `base` and how the author wrote them. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly there: number;
  readonly thereEnd: number;
}

/** Cuts both texts into equal lines and what differs between them; lines that only `theirs` has belong to what comes before them, or after them at the start. */
function stretchesOf(base: readonly string[], theirs: readonly string[]): Stretch[] {
  const stretches: Stretch[] = [];
  let [from, there] = [0, 0];
  const add = (lines: number, linesThere: number): void => {
    const previous = stretches.at(-1);
    const isOpen = previous !== undefined && (lines === 0 || previous.from === previous.to);
    if (isOpen) stretches.pop();
    const begin = isOpen ? previous : { from, there };
    stretches.push({ ...begin, to: from + lines, thereEnd: there + linesThere });
    from += lines;
    there += linesThere;
  };
  const parts = diffArrays([...base], [...theirs], { comparator: (a, b) => wordKey(a) === wordKey(b) });
  for (const [i, { added, removed, value }] of parts.entries()) {
    const next = parts[i + 1];
    if (removed && next?.added) {
      const blank = next.value.findIndex((line) => !isBlank(line));
      const text = value.findIndex((line) => !isBlank(line));
      if (blank > 0) add(0, blank);
      if (text > 0) add(text, 0);
      add(value.length - Math.max(0, text), next.value.length - Math.max(0, blank));
    } else if (removed) add(value.length, 0);
    else if (added && !parts[i - 1]?.removed) add(0, value.length);
    else if (!added) for (const _ of value) add(1, 1);
  }
  return stretches;
}

interface Origin {
  readonly line: number;
  /** False for a line that replaces the one of `base`. */
  readonly isSame: boolean;
}

/** For each line of `ours`, the line of `base` that it is, wherever it stood, or the only one that it replaces. */
function originsOf(base: readonly string[], ours: readonly string[]): (Origin | undefined)[] {
  const origins: (Origin | undefined)[] = [];
  const gone: number[] = [];
  let line = 0;
  const parts = diffArrays([...base], [...ours], { comparator: (a, b) => bare(a) === bare(b) });
  for (const [i, { added, removed, value }] of parts.entries()) {
    const before = parts[i - 1];
    if (removed) for (const _ of value) gone.push(line++);
    else if (!added) for (const _ of value) origins.push({ line: line++, isSame: true });
    else {
      const isReplaced = before?.removed === true && before.value.length === value.length;
      value.forEach((_, at) => {
        origins.push(isReplaced ? { line: line - value.length + at, isSame: false } : undefined);
      });
    }
  }
  return origins.map((origin, k) => {
    const text = bare(ours[k] ?? "");
    if (origin?.isSame || text === "") return origin;
    const at = gone.findIndex((each) => bare(base[each] ?? "") === text);
    const [moved] = at < 0 ? [] : gone.splice(at, 1);
    return moved === undefined ? origin : { line: moved, isSame: true };
  });
}

/** `written` with the words in which `after` differs from `before` replaced; undefined where they do not stand in it exactly once. */
function withReplaced(before: string, after: string, written: string): string | undefined {
  const [old, renewed] = [tokensOf(before), tokensOf(after)];
  let start = 0;
  while (start < Math.min(old.length, renewed.length) && old[start] === renewed[start]) start += 1;
  let end = 0;
  while (end < Math.min(old.length, renewed.length) - start && old.at(-1 - end) === renewed.at(-1 - end))
    end += 1;
  const removed = old.slice(start, old.length - end);
  const tokens = tokensOf(written);
  const places = tokens.flatMap((_, i) => (removed.every((each, j) => tokens[i + j] === each) ? [i] : []));
  const [place] = places;
  if (removed.join("").trim() === "" || place === undefined || places.length > 1) return undefined;
  const added = renewed.slice(start, renewed.length - end);
  if (added.join("").trim() === "") return undefined;
  return [...tokens.slice(0, place), ...added, ...tokens.slice(place + removed.length)].join("");
}

const tokensOf = (line: string): string[] => line.match(/[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu) ?? [];

/** The words of a line in any order; a line without any as it is. */
const wordKey = (line: string): string => (line.match(/[\p{L}\p{N}_]+/gu) ?? [bare(line)]).sort().join(" ");

const bare = (line: string): string => line.replace(/\s+/g, "");
