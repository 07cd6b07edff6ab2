import { escapeTemplates } from "../../base/specialTokens.js";
import { countChanges, type FileDiff, type Hunk } from "../../git/diff.js";
import { hunkText } from "../hunks.js";
import { importance } from "../prompt.js";

/** What a model reads at once. */
export interface Pass {
  readonly text: string;
  /** Changed lines in it. */
  readonly lines: number;
}

export interface Reading {
  readonly passes: readonly Pass[];
  /** Changed lines of all passes, and of the change. */
  readonly lines: number;
  readonly of: number;
}

/** Hunks by importance in at most `most` passes of at most `budget` tokens; what does not fit is counted in `of`. */
export function passesOf(
  files: readonly FileDiff[],
  budget: number,
  most: number,
  countTokens: (text: string) => number,
): Reading {
  const passes: { texts: string[]; lines: number; path: string }[] = [];
  let room = 0;
  for (const { path, text, lines } of piecesOf(files, budget, countTokens)) {
    const head = `${escapeTemplates(path)}\n`;
    let pass = passes.at(-1);
    const isNew = pass?.path !== path;
    const cost = countTokens(isNew ? head + text : text);
    if (pass === undefined || cost > room) {
      if (passes.length === most) continue;
      pass = { texts: [], lines: 0, path: "" };
      passes.push(pass);
      room = budget;
    }
    pass.texts.push(pass.path === path ? text : head + text);
    pass.path = path;
    pass.lines += lines;
    room -= cost;
  }
  return {
    passes: passes.map(({ texts, lines }) => ({ text: texts.join("\n"), lines })),
    lines: passes.reduce((sum, { lines }) => sum + lines, 0),
    of: files.reduce((sum, file) => sum + countChanges(file).added + countChanges(file).removed, 0),
  };
}

interface Piece {
  readonly path: string;
  readonly text: string;
  readonly lines: number;
}

function* piecesOf(
  files: readonly FileDiff[],
  budget: number,
  countTokens: (text: string) => number,
): Generator<Piece> {
  for (const { path, hunks, parents } of [...files].sort((a, b) => importance(a) - importance(b))) {
    const room = budget - countTokens(`${escapeTemplates(path)}\n`);
    const fits = (text: string): boolean => countTokens(text) <= room;
    for (const hunk of hunks) yield* piecesOfHunk(path, hunk, parents, fits);
  }
}

/** A hunk that is too long is halved until its pieces fit. */
function* piecesOfHunk(
  path: string,
  hunk: Hunk,
  parents: number,
  fits: (text: string) => boolean,
): Generator<Piece> {
  const { text, read } = hunkText(hunk, parents, 2, Number.POSITIVE_INFINITY);
  const piece = { path, text: escapeTemplates(text), lines: read };
  if (read === 0) return;
  if (fits(piece.text)) yield piece;
  else if (hunk.lines.length > 1) {
    const half = Math.ceil(hunk.lines.length / 2);
    for (const lines of [hunk.lines.slice(0, half), hunk.lines.slice(half)])
      yield* piecesOfHunk(path, { ...hunk, lines }, parents, fits);
  }
}
