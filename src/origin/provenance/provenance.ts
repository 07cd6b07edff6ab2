import { realpath } from "node:fs/promises";
import path from "node:path";
import { isCodePatchError } from "../../base/errors.js";
import { type BlamedLine, blameFile } from "../../git/blame.js";
import { type CommitHead, readHeads } from "../../git/heads.js";
import type { AgentName } from "./agents.js";
import type { AgentBranch } from "./branches.js";
import { type Declaration, declarationsOf, isSquash } from "./declarations.js";
import type { ProvenanceRepositories, ProvenanceRepository } from "./repository.js";
import type { CommitNote } from "./repositoryNotes.js";
import { type CarriedNote, carriedNotes } from "./rewritten.js";

/** What a note says of a line. */
export interface LineRecord {
  readonly by: { readonly kind: "ai"; readonly agent: AgentName } | { readonly kind: "human" };
  readonly ref: string;
  /** The commit whose note it is; differs from the line's commit after a rebase, an amend or a squash. */
  readonly noted: string;
}

export type LineProvenance =
  | { readonly kind: "uncommitted" }
  | { readonly kind: "committed"; readonly commit: string; readonly record?: LineRecord };

export interface CommitFacts {
  readonly sha: string;
  readonly day: string;
  readonly isSquash: boolean;
  /** This clone does not have what came before, so blame ends here whoever wrote the line. */
  readonly isShallowEnd: boolean;
  readonly declarations: readonly Declaration[];
  readonly branch?: AgentBranch;
}

export interface FileProvenance {
  /** Index 0 is the first line; none where git knows nothing of the file. */
  readonly lines: readonly LineProvenance[];
  readonly commits: ReadonlyMap<string, CommitFacts>;
  /** One sentence each: what could not be read, and why. */
  readonly problems: readonly string[];
  /** Files that instruct agents: a hint that agents are used in this repository. */
  readonly instructions: readonly string[];
  /** Git could not say what it knows of the file. */
  readonly isUnread?: true;
}

const none = (...problems: string[]): FileProvenance => ({
  lines: [],
  commits: new Map(),
  problems,
  instructions: [],
});

/** Blame of one file may take this long; beyond, its lines stay unknown. */
const blameMilliseconds = 45_000;
const maxCommits = 20_000;

/** What git knows of the lines of `text`, which is the file as it stands, saved or not. */
export async function readProvenance(
  file: string,
  text: string,
  repositories: ProvenanceRepositories,
  signal: AbortSignal,
): Promise<FileProvenance> {
  // git names its root without symbolic links. A file that is not saved yet has none to resolve.
  const real = await realpath(file).catch(() => file);
  let repository: ProvenanceRepository | undefined;
  try {
    repository = path.isAbsolute(real) ? await repositories.find(real, signal) : undefined;
    if (!repository) return none("The file is in no git repository.");
    return await readHistory(real, text, repository, signal);
  } catch (error) {
    // Style can be judged without git.
    if (!isCodePatchError(error, "git-failed") && !isCodePatchError(error, "git-damaged")) throw error;
    return { ...none(error.message), instructions: repository?.instructions ?? [], isUnread: true };
  }
}

async function readHistory(
  real: string,
  text: string,
  repository: ProvenanceRepository,
  signal: AbortSignal,
): Promise<FileProvenance> {
  const { root, instructions } = repository;
  const unread = (problem: string): FileProvenance => ({ ...none(problem), instructions, isUnread: true });
  const relative = path.relative(root, real).split(path.sep).join("/");
  const blame = await blameFile(root, relative, text, blameMilliseconds, signal);
  switch (blame.kind) {
    case "untracked":
      return { ...none("The file is not committed."), instructions };
    case "limit":
      return unread(`git blame took more than ${blameMilliseconds / 1000} seconds.`);
    case "lines":
      break;
    default:
      return blame satisfies never;
  }
  const shas = [...new Set(blame.lines.flatMap((line) => line?.sha ?? []))].slice(0, maxCommits);
  const heads = await readHeads(root, shas, signal);
  const own = await repository.notes.of(shas, signal);
  const carried = await carriedNotes(root, blame.lines, heads, own, repository.notes, signal);
  const commits = new Map<string, CommitFacts>();
  for (const [sha, head] of heads) commits.set(sha, factsOf(head, repository.shallow, repository.branches));
  return {
    lines: Array.from(blame.lines, (line) => lineProvenance(line, own, carried)),
    commits,
    problems: problemsOf(own),
    instructions,
    ...([...own.values()].flat().some((note) => note.isUnread) && { isUnread: true as const }),
  };
}

function factsOf(
  head: CommitHead,
  shallow: ReadonlySet<string>,
  branches: ReadonlyMap<string, AgentBranch>,
): CommitFacts {
  const branch = branches.get(head.sha);
  return {
    sha: head.sha,
    day: head.day,
    isSquash: isSquash(head),
    isShallowEnd: shallow.has(head.sha),
    declarations: declarationsOf(head),
    ...(branch === undefined ? {} : { branch }),
  };
}

function lineProvenance(
  line: BlamedLine | undefined,
  own: ReadonlyMap<string, readonly CommitNote[]>,
  carried: ReadonlyMap<string, readonly CarriedNote[]>,
): LineProvenance {
  if (!line) return { kind: "uncommitted" };
  const record = recordIn(own.get(line.sha), line.path, line.line, line.sha);
  if (record) return { kind: "committed", commit: line.sha, record };
  for (const old of carried.get(line.sha) ?? []) {
    const source = old.sourceLine(line.line);
    const found = source === undefined ? undefined : recordIn(old.notes, line.path, source, old.sha);
    if (found) return { kind: "committed", commit: line.sha, record: found };
  }
  return { kind: "committed", commit: line.sha };
}

function recordIn(
  notes: readonly CommitNote[] | undefined,
  path: string,
  line: number,
  noted: string,
): LineRecord | undefined {
  for (const { attestations, ref } of notes ?? []) {
    for (const each of attestations) {
      if (each.path === path && each.ranges.some(({ first, last }) => line >= first && line <= last))
        return { by: each.by, ref, noted };
    }
  }
  return undefined;
}

function problemsOf(notes: ReadonlyMap<string, readonly CommitNote[]>): string[] {
  return [...notes]
    .flatMap(([sha, each]) =>
      each.map(({ ref, problem }) =>
        problem === undefined ? "" : `The note ${ref} of ${short(sha)}: ${problem}.`,
      ),
    )
    .filter((problem) => problem !== "")
    .slice(0, 10);
}

export const short = (sha: string): string => sha.slice(0, 7);
