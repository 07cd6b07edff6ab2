import type { ChangeSource, NarratedFile, NarratedSymbol, Narration } from "../../protocol/commit.js";
import type { HistoryEntry, HistoryParams } from "../../protocol/history.js";
import type { Repository } from "./repositories.js";

export type ListName = HistoryParams["list"];

/** What a line of the tree stands for. Children are found when it is opened. */
export type TreeNode =
  | { readonly kind: "repository"; readonly repository: Repository }
  | { readonly kind: "list"; readonly repository: Repository; readonly list: ListName }
  /** Commits of one day. */
  | {
      readonly kind: "day";
      readonly repository: Repository;
      readonly day: string;
      readonly entries: readonly HistoryEntry[];
    }
  /** The next page of a list; it is read when it is opened. */
  | {
      readonly kind: "older";
      readonly repository: Repository;
      readonly list: ListName;
      readonly skip: number;
    }
  | { readonly kind: "entry"; readonly repository: Repository; readonly entry: HistoryEntry }
  | { readonly kind: "text"; readonly change: ExplainedChange }
  | { readonly kind: "evidence"; readonly change: ExplainedChange; readonly part: "files" | "symbols" }
  | { readonly kind: "file"; readonly change: ExplainedChange; readonly file: NarratedFile }
  | { readonly kind: "symbol"; readonly change: ExplainedChange; readonly symbol: NarratedSymbol }
  | { readonly kind: "note"; readonly text: string };

/** A change with its explanation. */
export interface ExplainedChange {
  readonly repository: Repository;
  readonly source: ChangeSource;
  readonly narration: Narration;
}

export const listTitles: Readonly<Record<ListName, string>> = {
  recent: "Recent commits",
  unpushed: "Not pushed",
  branch: "This branch",
  stash: "Stashed",
};

export const sourceOfEntry = ({ sha, stash }: HistoryEntry): ChangeSource =>
  stash === undefined ? { kind: "commit", revision: sha } : { kind: "stash", index: stash };

/** Days in the time zone of the reader, newest first, as the entries are. */
export function byDay(entries: readonly HistoryEntry[]): { day: string; entries: HistoryEntry[] }[] {
  const days: { day: string; entries: HistoryEntry[] }[] = [];
  for (const entry of entries) {
    const day = localDay(new Date(entry.date));
    const last = days.at(-1);
    if (last?.day === day) last.entries.push(entry);
    else days.push({ day, entries: [entry] });
  }
  return days;
}

/** `2026-11-20`, where the reader is. */
const localDay = (date: Date): string =>
  [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((n) => String(n).padStart(2, "0")).join("-");

/** `Today`, `Yesterday`, else the day in words. */
export function dayInWords(day: string, now: Date): string {
  if (day === localDay(now)) return "Today";
  const before = new Date(now);
  before.setDate(before.getDate() - 1);
  if (day === localDay(before)) return "Yesterday";
  const date = new Date(`${day}T12:00:00`);
  const year = date.getFullYear() === now.getFullYear() ? {} : ({ year: "numeric" } as const);
  return date
    .toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long", ...year })
    .replaceAll(",", "");
}

/** The node opens without work when it has children at hand; else it is filled on demand. */
export function childrenOfChange(change: ExplainedChange): TreeNode[] {
  const { narration } = change;
  return [
    { kind: "text", change },
    ...(narration.files.length > 0 ? [{ kind: "evidence", change, part: "files" } as const] : []),
    ...(narration.symbols.length > 0 ? [{ kind: "evidence", change, part: "symbols" } as const] : []),
    ...narration.notes.map((text): TreeNode => ({ kind: "note", text })),
  ];
}
