import { listNotes, readSmallBlobs } from "../../git/notes.js";
import { runGit } from "../../git/run.js";
import { maxNoteBytes, type ParsedNote, parseAgentTrace, parseGitAiNote } from "./noteFormat.js";

const formats = [
  { ref: "refs/notes/ai", parse: parseGitAiNote },
  { ref: "refs/notes/agent-trace", parse: parseAgentTrace },
] as const;

export interface CommitNote extends ParsedNote {
  readonly ref: string;
}

/** A noted commit that is in no history of `HEAD`: it was rebased, amended or squashed away. */
export interface LeftBehind {
  readonly sha: string;
  /** Seconds since 1970. */
  readonly time: number;
  readonly notes: readonly CommitNote[];
}

/** The notes of one repository; listed once, read when they are asked for. */
export interface RepositoryNotes {
  /** Notes of these commits; commits without one are left out. */
  of(shas: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, readonly CommitNote[]>>;
  /** Noted commits outside of the history whose notes name one of `paths`, oldest first. */
  leftBehind(paths: ReadonlySet<string>, signal: AbortSignal): Promise<readonly LeftBehind[]>;
}

const maxListBytes = 64 * 1024 * 1024;
/** The newest ones count: older ones were rewritten long ago or never. */
const maxLeftBehind = 2_000;

export async function openNotes(root: string, signal: AbortSignal): Promise<RepositoryNotes> {
  const lists: { readonly format: (typeof formats)[number]; readonly blobs: Map<string, string> }[] = [];
  for (const format of formats) {
    const blobs = await listNotes(root, format.ref, maxListBytes, signal);
    if (blobs.size > 0) lists.push({ format, blobs });
  }
  const parsed = new Map<string, readonly CommitNote[]>();
  let abandoned: Promise<readonly LeftBehind[]> | undefined;

  async function of(
    shas: readonly string[],
    aborted: AbortSignal,
  ): Promise<ReadonlyMap<string, readonly CommitNote[]>> {
    const missing = shas.filter((sha) => !parsed.has(sha) && lists.some(({ blobs }) => blobs.has(sha)));
    for (const { format, blobs } of lists) {
      const wanted = missing.flatMap((sha) => blobs.get(sha) ?? []);
      const texts = await readSmallBlobs(root, wanted, maxNoteBytes, aborted);
      for (const sha of missing) {
        const blob = blobs.get(sha);
        if (blob === undefined) continue;
        const text = texts.get(blob);
        const note: ParsedNote =
          text === undefined
            ? {
                attestations: [],
                problem: `it is larger than ${maxNoteBytes / 1024} KiB, missing or damaged (git fsck tells which)`,
                isUnread: true,
              }
            : format.parse(text);
        parsed.set(sha, [...(parsed.get(sha) ?? []), { ...note, ref: format.ref }]);
      }
    }
    return new Map(shas.flatMap((sha) => (parsed.has(sha) ? [[sha, parsed.get(sha) ?? []] as const] : [])));
  }

  async function findLeftBehind(aborted: AbortSignal): Promise<readonly LeftBehind[]> {
    const noted = new Set(lists.flatMap(({ blobs }) => [...blobs.keys()]));
    if (noted.size === 0) return [];
    const { stdout } = await runGit(
      root,
      ["rev-list", "--ignore-missing", "--stdin", "--timestamp"],
      { input: `${[...noted].join("\n")}\n^HEAD\n`, maxBytes: maxListBytes, timeoutMilliseconds: 20_000 },
      aborted,
    );
    const outside = stdout
      .split("\n")
      .map((line) => line.split(" "))
      .flatMap(([time, sha = ""]) => (noted.has(sha) ? [{ sha, time: Number(time) }] : []))
      .sort((a, b) => b.time - a.time)
      .slice(0, maxLeftBehind);
    const notes = await of(
      outside.map(({ sha }) => sha),
      aborted,
    );
    return outside.map(({ sha, time }) => ({ sha, time, notes: notes.get(sha) ?? [] })).reverse();
  }

  return {
    of,
    async leftBehind(paths, aborted) {
      abandoned ??= findLeftBehind(aborted).catch((error: unknown) => {
        abandoned = undefined;
        throw error;
      });
      const names = ({ notes }: LeftBehind): boolean =>
        notes.some(({ attestations }) => attestations.some(({ path }) => paths.has(path)));
      return (await abandoned).filter(names);
    },
  };
}
