import { readFile } from "node:fs/promises";
import path from "node:path";
import { gitFailed } from "../../git/complaint.js";
import { headCommit } from "../../git/head.js";
import { runGit } from "../../git/run.js";
import { type AgentBranch, agentBranches } from "./branches.js";
import { openNotes, type RepositoryNotes } from "./repositoryNotes.js";

/** What is read once for all files of a repository, until its references move. */
export interface ProvenanceRepository {
  readonly root: string;
  readonly notes: RepositoryNotes;
  readonly branches: ReadonlyMap<string, AgentBranch>;
  /** Commits whose parents this clone does not have. */
  readonly shallow: ReadonlySet<string>;
  /** Files at the root that instruct agents: agents are used here, which says nothing of any line. */
  readonly instructions: readonly string[];
}

export interface ProvenanceRepositories {
  /**
   * The repository that holds `file`; undefined when none does.
   *
   * @throws CodePatchError `git-failed` when git cannot be started or does not read the repository, `git-damaged` when it is broken.
   */
  find(file: string, signal: AbortSignal): Promise<ProvenanceRepository | undefined>;
}

const capacity = 4;

const instructionFiles = [
  "AGENTS.md",
  "CLAUDE.md",
  "GEMINI.md",
  ".github/copilot-instructions.md",
  ".cursorrules",
];

export function createRepositories(): ProvenanceRepositories {
  const open = new Map<string, { state: string; repository: Promise<ProvenanceRepository> }>();
  return {
    async find(file, signal) {
      const folder = path.dirname(file);
      const top = await runGit(folder, ["rev-parse", "--show-toplevel"], {}, signal);
      if (top.outcome !== "ok") {
        const error = gitFailed(folder, top.stderr);
        const isOutside = /not a git repository|must be run in a work tree/i.test(top.stderr);
        if (isOutside && error.code !== "git-damaged") return undefined;
        throw error;
      }
      const root = top.stdout.trim();
      const refs = await runGit(root, ["for-each-ref", "--format=%(objectname)"], {}, signal);
      // git leaves out what it cannot read, and goes on.
      if (/broken ref refs\/notes\//.test(refs.stderr)) throw gitFailed(root, refs.stderr);
      const state = `${refs.stdout}${await headCommit(root, signal)}`;
      const known = open.get(root);
      open.delete(root);
      const entry =
        known?.state === state ? known : { state, repository: read(root, new AbortController().signal) };
      open.set(root, entry);
      for (const oldest of open.keys()) if (open.size > capacity) open.delete(oldest);
      entry.repository.catch(() => open.delete(root));
      return entry.repository;
    },
  };
}

async function read(root: string, signal: AbortSignal): Promise<ProvenanceRepository> {
  const notes = await openNotes(root, signal);
  const branches = await agentBranches(root, signal);
  const { stdout } = await runGit(root, ["rev-parse", "--git-path", "shallow"], {}, signal);
  const list = await readFile(path.resolve(root, stdout.trim()), "utf8").catch(() => "");
  const { stdout: tracked } = await runGit(root, ["ls-files", "--", ...instructionFiles], {}, signal);
  return {
    root,
    notes,
    branches,
    shallow: new Set(list.split("\n").filter((sha) => sha !== "")),
    instructions: tracked.split("\n").filter((name) => name !== ""),
  };
}
