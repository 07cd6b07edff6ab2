import { access, readFile } from "node:fs/promises";
import path from "node:path";
import { headCommit } from "./head.js";
import { gitLines, gitText, gitTextOrNothing } from "./output.js";

/** Something that git began and waits to have finished. */
export type Operation = "rebase" | "merge" | "cherry-pick" | "revert" | "bisect" | "patch series";

export interface RepositoryState {
  /** The top of the work tree; of a bare repository, its folder. */
  readonly root: string;
  readonly isBare: boolean;
  /** History ends early, because the clone was made with `--depth`. */
  readonly isShallow: boolean;
  /** Commit id; absent where there are no commits. */
  readonly head?: string;
  /** Absent where the head is detached. */
  readonly branch?: string;
  readonly operation?: Operation;
}

/** What a folder's repository is at the moment. Throws `usage` where there is no folder, and `git-failed` where it is in no repository. */
export async function repositoryState(folder: string, signal: AbortSignal): Promise<RepositoryState> {
  const questions = ["--absolute-git-dir", "--is-bare-repository", "--is-shallow-repository"];
  const [gitFolder = "", bare, shallow] = await gitLines(folder, ["rev-parse", ...questions], signal);
  const isBare = bare === "true";
  const inWorkTree = !isBare && (await gitText(folder, ["rev-parse", "--is-inside-work-tree"], signal));
  const root =
    inWorkTree === "true" ? await gitText(folder, ["rev-parse", "--show-toplevel"], signal) : gitFolder;
  const head = await headCommit(folder, signal);
  const branch = await gitTextOrNothing(folder, ["symbolic-ref", "--quiet", "--short", "HEAD"], signal);
  const operation = await operationIn(gitFolder);
  return {
    root,
    isBare,
    isShallow: shallow === "true",
    ...(head === undefined ? {} : { head }),
    ...(branch === undefined ? {} : { branch }),
    ...(operation === undefined ? {} : { operation }),
  };
}

/** git keeps what it is in the middle of as files beside its objects. */
const marks: readonly (readonly [string, Operation])[] = [
  ["rebase-merge", "rebase"],
  ["rebase-apply/applying", "patch series"],
  ["rebase-apply", "rebase"],
  ["MERGE_HEAD", "merge"],
  ["CHERRY_PICK_HEAD", "cherry-pick"],
  ["REVERT_HEAD", "revert"],
  ["BISECT_LOG", "bisect"],
];

async function operationIn(gitFolder: string): Promise<Operation | undefined> {
  for (const [mark, operation] of marks) {
    try {
      await access(path.join(gitFolder, mark));
      return operation;
    } catch {
      // Not this one.
    }
  }
  return undefined;
}

/**
 * The branch that others start from, as a revision: what the remote calls its head, else `main` or `master`. Absent where
 * none of them exists.
 */
export async function baseBranch(root: string, signal: AbortSignal): Promise<string | undefined> {
  const remote = await gitTextOrNothing(
    root,
    ["rev-parse", "--abbrev-ref", "--verify", "--quiet", "origin/HEAD"],
    signal,
  );
  const candidates = [
    ...(remote === undefined ? [] : [remote]),
    "main",
    "master",
    "origin/main",
    "origin/master",
    "trunk",
    "develop",
  ];
  for (const name of candidates) {
    const found = await gitTextOrNothing(
      root,
      ["rev-parse", "--verify", "--quiet", `${name}^{commit}`],
      signal,
    );
    if (found !== undefined) return name;
  }
  return undefined;
}

/** Commits whose parents a shallow clone has left out. */
export async function shallowBoundary(root: string, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const file = await gitText(root, ["rev-parse", "--git-path", "shallow"], signal);
  try {
    return new Set((await readFile(path.resolve(root, file), "utf8")).split("\n").filter((id) => id !== ""));
  } catch {
    return new Set();
  }
}
