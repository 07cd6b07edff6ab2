import { listed } from "../../base/words.js";
import type { FileRole } from "../../protocol/commit.js";
import { quoted } from "../spoken.js";
import type { Story } from "../story.js";
import { capitalised, counted, spelled } from "../words.js";

/** For everyone: how many files moved. */
export function movedStatement({ read }: Story): string[] {
  const moved = read.filter(({ change: { diff } }) => diff.status === "renamed").length;
  const isAll = moved === read.length && read.every(({ effect }) => effect === "moved");
  if (moved === 0) return [];
  const of = sameRole(read);
  const were = `${capitalised(counted(moved, "file"))}${moved === read.length ? of : ""} ${moved === 1 ? "was" : "were"} moved or renamed`;
  const places = movedBetween(read);
  if (places !== undefined) return [`${were}, from ${quoted(places.from)} to ${quoted(places.to)}.`];
  if (isAll) return [`${were}, with nothing changed in ${moved === 1 ? "it" : "them"}.`];
  return [moved === 1 && read.length === 1 ? `${were}, and changed as well.` : `${were}.`];
}

/** Notebooks hold code, text and the results of runs; which of them changed. */
export function notebookStatement({ read }: Story): string[] {
  const notebooks = read.flatMap(({ notebook, change: { diff } }) =>
    notebook === undefined || diff.status === "added" || diff.status === "deleted" ? [] : [notebook],
  );
  if (notebooks.length === 0) return [];
  const code = notebooks.reduce((sum, each) => sum + each.code, 0);
  const text = notebooks.reduce((sum, each) => sum + each.text, 0);
  const where = notebooks.length === 1 ? "In the notebook" : `In ${counted(notebooks.length, "notebook")}`;
  if (code + text === 0) return [`${where} only results of runs and settings changed, no code and no text.`];
  const changed = [
    ...(code > 0 ? [`${spelled(code)} ${code === 1 ? "piece" : "pieces"} of code`] : []),
    ...(text > 0 ? [`${spelled(text)} ${text === 1 ? "piece" : "pieces"} of text`] : []),
  ];
  return [`${where} ${listed(changed)} changed.`];
}

/** The folder that two files or more left together, and where they went. */
function movedBetween(read: Story["read"]): { from: string; to: string } | undefined {
  const moves = read.flatMap(({ path, change: { diff } }) => {
    if (diff.status !== "renamed") return [];
    const [old, now] = [(diff.oldPath ?? path).split("/"), path.split("/")];
    while (old.length > 0 && old.at(-1) === now.at(-1)) {
      old.pop();
      now.pop();
    }
    return [{ from: old.join("/"), to: now.join("/") }];
  });
  const [first] = moves;
  const isOne = moves.every(({ from, to }) => from === first?.from && to === first.to);
  return moves.length > 1 && isOne && first?.from !== "" && first?.to !== "" ? first : undefined;
}

/** ` of program code` where all files are of that sort, else nothing. */
const sameRole = (read: Story["read"]): string => {
  const [role, ...others] = new Set(read.map((file) => file.role));
  return role === undefined || others.length > 0 ? "" : ` ${roleWords[role]}`;
};

const roleWords: Readonly<Record<FileRole, string>> = {
  source: "of program code",
  test: "of tests",
  documentation: "of documentation",
  configuration: "of settings",
  dependencies: "of the parts list",
  migration: "of database changes",
  build: "of build and automation",
  data: "of data or pictures",
  other: "of another sort",
};

export function sizeStatement({ read }: Story): string[] {
  if (read.length === 0) return [];
  // That they moved says it.
  const isOneRole = sameRole(read) !== "";
  if (isOneRole && read.every(({ change }) => change.diff.status === "renamed")) return [];
  const counts = new Map<FileRole, number>();
  for (const { role } of read) counts.set(role, (counts.get(role) ?? 0) + 1);
  const groups = [...counts].sort((a, b) => b[1] - a[1]);
  const [first] = groups;
  const isQuiet = read.every(({ effect }) => effect === "comments" || effect === "formatting");
  const inside =
    isQuiet && read.some(({ effect }) => effect === "comments") ? ", in nothing but comments" : "";
  if (groups.length === 1 && first)
    return [`${capitalised(counted(read.length, "file"))} ${roleWords[first[0]]} ${deedOf(read)}${inside}.`];
  return [
    `In all, ${counted(read.length, "file")} changed: ${listed(groups.map(([role, n]) => `${spelled(n)} ${roleWords[role]}`))}.`,
  ];
}

/** What became of all of them. */
function deedOf(read: Story["read"]): string {
  const all = (status: string): boolean => read.every(({ change }) => change.diff.status === status);
  if (all("deleted")) return read.length === 1 ? "was removed" : "were removed";
  return all("added") ? (read.length === 1 ? "is new" : "are new") : "changed";
}

const asideWords: Readonly<Record<string, [one: string, many: string]>> = {
  "lock file": ["a list of exact versions kept by a tool", "lists of exact versions kept by tools"],
  generated: ["a file written by a tool", "files written by tools"],
  vendored: [
    "a file copied from elsewhere or built by a tool",
    "files copied from elsewhere or built by tools",
  ],
  minified: ["a file packed by a tool", "files packed by tools"],
  binary: ["a file that is not text", "files that are not text"],
  submodule: ["a reference to another project", "references to other projects"],
  "too large": ["a file that is too large", "files that are too large"],
};

export function asideStatement({ setAside }: Story): string[] {
  if (setAside.length === 0) return [];
  const counts = new Map<string, number>();
  for (const { setAside: reason = "" } of setAside) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const groups = [...counts].map(([reason, n]) => {
    const [one, many] = asideWords[reason] ?? [`a file (${reason})`, `files (${reason})`];
    return n === 1 ? one : `${spelled(n)} ${many}`;
  });
  return [`Not read: ${listed(groups)}.`];
}
