import { runGit } from "../../git/run.js";
import { type AgentName, namedByBranch, plain } from "./agents.js";

/** The branch of an agent on which a commit was made. */
export interface AgentBranch {
  readonly agent: AgentName;
  readonly branch: string;
}

const maxMerges = 3_000;
const maxBranches = 100;
const maxCommits = 500;

const mainBranch = /^(?:refs\/heads\/|refs\/remotes\/[^/]+\/)(?:main|master|trunk|develop|HEAD)$/;

/**
 * Commits that came by a branch whose name begins as agents name theirs: branches that are still there, and those that a merge
 * commit of `HEAD` names. A squash or a rebase leaves no trace of its branch.
 */
export async function agentBranches(
  root: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, AgentBranch>> {
  const commits = new Map<string, AgentBranch>();
  const collect = async (branch: string, agent: AgentName, range: readonly string[]): Promise<void> => {
    const args = ["rev-list", `--max-count=${maxCommits}`, "--end-of-options", ...range, "--"];
    const { stdout } = await runGit(root, args, { timeoutMilliseconds: 10_000 }, signal);
    for (const sha of stdout.split("\n"))
      if (sha !== "" && !commits.has(sha)) commits.set(sha, { agent, branch: plain(branch) });
  };

  const { stdout: merges } = await runGit(
    root,
    ["log", "--merges", "--first-parent", `--max-count=${maxMerges}`, "--format=%P%x00%s%x00", "HEAD", "--"],
    { timeoutMilliseconds: 20_000 },
    signal,
  );
  let left = maxBranches;
  for (const line of merges.split("\0\n")) {
    const [parents = "", subject = ""] = line.split("\0");
    const [first, second] = parents.split(" ");
    const branch = /^Merge (?:pull request #\d+ from|(?:remote-tracking )?branch) '?([^\s']+)/.exec(
      subject,
    )?.[1];
    const agent = branch === undefined ? undefined : namedByBranch(branch);
    if (branch === undefined || !agent || first === undefined || second === undefined || left-- <= 0)
      continue;
    await collect(branch, agent, [second, `^${first}`]);
  }

  const refs = await runGit(
    root,
    ["for-each-ref", "--format=%(refname)", "refs/heads", "refs/remotes"],
    {},
    signal,
  );
  const names = refs.stdout.split("\n").filter((name) => name !== "");
  const mains = names.filter((name) => mainBranch.test(name)).map((name) => `^${name}`);
  if (mains.length === 0) return commits;
  for (const name of names) {
    const branch = name.replace(/^refs\/(?:heads|remotes\/[^/]+)\//, "");
    const agent = namedByBranch(branch);
    if (agent && left-- > 0) await collect(branch, agent, [name, ...mains]);
  }
  return commits;
}
