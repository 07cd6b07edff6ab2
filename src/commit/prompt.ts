import { escapeSpecial } from "../base/specialTokens.js";
import { countChanges, type FileDiff } from "../git/diff.js";
import { type FileRole, fileRole, isSourcePath, mainLanguage, setAsideReason } from "./fileRoles.js";
import { type HunkText, hunkText, sectionName } from "./hunks.js";

/**
 * The text that the narrator model sees for a change: training data and the engine both come through here. Facts first,
 * then hunks by importance. Sizes are in characters, because the data is cut before any tokenizer exists.
 */
export const commitPromptLimits = { prefix: 3_000, facts: 800, names: 4 } as const;

export const commitSlots = { subject: "<|subject|>", body: "<|body|>" } as const;

export interface CommitPrompt {
  readonly prefix: string;
  /** Files with hunks in the prompt, and how many of their changed lines are there. */
  readonly read: readonly { readonly path: string; readonly lines: number; readonly of: number }[];
  /** Files whose change is not in the prompt, with the reason in words for people. */
  readonly setAside: readonly { readonly path: string; readonly reason: string }[];
}

/** A hunk with less room than this is left out: its head alone says nothing. */
const smallestPiece = 60;

export function commitPrompt(files: readonly FileDiff[]): CommitPrompt {
  const reasons = new Map(files.map((file) => [file, setAsideReason(file)]));
  const readable = files.filter((file) => reasons.get(file) === undefined);
  const ordered = [...readable].sort((a, b) => importance(a) - importance(b));
  const facts = factLines(ordered, reasons);
  const head = `<|file|>${escapeSpecial(mainLanguage(files))}\n<|facts|>${facts}\n`;
  const pieces = fitFiles(
    ordered.filter(({ hunks }) => hunks.length > 0),
    commitPromptLimits.prefix - head.length,
  );
  const setAside = files.flatMap((file) => {
    const reason = reasons.get(file);
    return reason === undefined ? [] : [{ path: file.path, reason }];
  });
  return {
    prefix: head + pieces.map(({ text }) => text).join(""),
    read: pieces.filter(({ text }) => text !== "").map(({ path, lines, of }) => ({ path, lines, of })),
    setAside: [
      ...setAside,
      ...pieces.filter(({ text }) => text === "").map(({ path }) => ({ path, reason: "too long" })),
    ],
  };
}

const roleOrder: readonly FileRole[] = ["source", "other", "test", "documentation"];

/** What is gone is read last: its name says most of it. */
export const importance = (file: FileDiff): number =>
  roleOrder.indexOf(fileRole(file.path)) + (file.status === "deleted" ? roleOrder.length : 0);

const letters = { added: "A", deleted: "D", modified: "M", renamed: "R", copied: "C" } as const;

/** `M src/tide.py +3 -1 in Gauge, mean`: one line for each file, then those that were set aside, within the limit. */
function factLines(ordered: readonly FileDiff[], reasons: ReadonlyMap<FileDiff, string | undefined>): string {
  const aside = [...reasons].filter(([, reason]) => reason !== undefined);
  const lines = [
    ...ordered.map((file) => fileFact(file) + namesFact(file)),
    ...aside.map(([file, reason]) => `${fileFact(file)} (${reason}, set aside)`),
  ];
  let text = "";
  for (const [i, line] of lines.entries()) {
    if (text.length + line.length > commitPromptLimits.facts) {
      const left = lines.length - i;
      return `${text}${text === "" ? "" : "\n"}and ${left} more ${left === 1 ? "file" : "files"}`;
    }
    text += text === "" ? line : `\n${line}`;
  }
  return text;
}

function fileFact(file: FileDiff): string {
  const { added, removed } = countChanges(file);
  const from =
    file.oldPath !== undefined && file.oldPath !== file.path ? `${plainPath(file.oldPath)} -> ` : "";
  const mode =
    file.oldMode !== undefined && file.newMode !== undefined && file.oldMode !== file.newMode
      ? ` mode ${file.oldMode} -> ${file.newMode}`
      : "";
  return `${letters[file.status]} ${from}${plainPath(file.path)} +${added} -${removed}${mode}`;
}

function namesFact({ path, hunks }: FileDiff): string {
  if (!isSourcePath(path)) return "";
  const names = new Set(
    hunks.map(({ section }) => sectionName(section)).filter((name) => name !== undefined),
  );
  if (names.size === 0) return "";
  return ` in ${[...names].slice(0, commitPromptLimits.names).join(", ")}`;
}

/** A path is one line of text, whatever it is called. */
const plainPath = (path: string): string => escapeSpecial(path.replace(/\p{Cc}/gu, " "));

interface Piece {
  readonly path: string;
  readonly text: string;
  readonly lines: number;
  readonly of: number;
}

/** Two lines of context where all fits, else one; then the room goes to one role after the other, shared fairly between its files. */
function fitFiles(files: readonly FileDiff[], budget: number): Piece[] {
  const whole = files.map((file) => fitFile(file, 2, Number.POSITIVE_INFINITY));
  if (total(whole.map(({ text }) => text.length)) <= budget) return whole;
  const pieces: Piece[] = [];
  let left = budget;
  for (const level of new Set(files.map(importance))) {
    const group = files.filter((file) => importance(file) === level);
    const sizes = group.map((file) => fitFile(file, 1, Number.POSITIVE_INFINITY).text.length);
    const room = fairShares(sizes, left);
    group.forEach((file, i) => {
      const piece = fitFile(file, 1, room[i] ?? 0);
      left -= piece.text.length;
      pieces.push(piece);
    });
  }
  return pieces;
}

/** `<|diff|>path` and as much of each hunk as fits; "" when nothing does. */
function fitFile(file: FileDiff, context: number, budget: number): Piece {
  const head = `<|diff|>${plainPath(file.path)}\n`;
  const whole = file.hunks.map((hunk) => hunkText(hunk, file.parents, context, Number.POSITIVE_INFINITY));
  const room = fairShares(
    whole.map(({ text }) => text.length + 1),
    budget - head.length,
  );
  const fitted = file.hunks.flatMap((hunk, i): HunkText[] => {
    const share = (room[i] ?? 0) - 1;
    const [all] = whole.slice(i, i + 1);
    if (all !== undefined && all.text.length <= share) return [all];
    const piece = share < smallestPiece ? undefined : hunkText(hunk, file.parents, context, share);
    return piece === undefined || piece.read === 0 ? [] : [piece];
  });
  return {
    path: file.path,
    text: fitted.length === 0 ? "" : `${head}${fitted.map(({ text }) => `${text}\n`).join("")}`,
    lines: total(fitted.map(({ read }) => read)),
    of: total(whole.map(({ changed }) => changed)),
  };
}

/** Max-min fair: nobody gets more than the size asked for, and what the small ones leave goes to the large ones. */
export function fairShares(sizes: readonly number[], budget: number): number[] {
  const shares = sizes.map(() => 0);
  let left = Math.max(0, budget);
  const ascending = sizes.map((size, i) => ({ size, i })).sort((a, b) => a.size - b.size);
  ascending.forEach(({ size, i }, rank) => {
    const share = Math.min(size, Math.floor(left / (sizes.length - rank)));
    shares[i] = share;
    left -= share;
  });
  return shares;
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
