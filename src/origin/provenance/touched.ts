import { readHeads } from "../../git/heads.js";
import { listNotes } from "../../git/notes.js";
import { runGit } from "../../git/run.js";
import { agentBranches } from "./branches.js";
import { declarationsOf } from "./declarations.js";

const firstDay = "2021-01-01";
const maxBytes = 256 * 1024 * 1024;
const headsAtOnce = 5_000;

/**
 * The files that commits of agents changed, old names included: no line of another file can be an agent's. Commits of `HEAD` that
 * name an agent or came by its branch, and every commit that has a note.
 */
export async function filesOfAgents(root: string, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const commits = new Set((await agentBranches(root, signal)).keys());
  for (const ref of ["refs/notes/ai", "refs/notes/agent-trace"])
    for (const sha of (await listNotes(root, ref, maxBytes, signal)).keys()) commits.add(sha);
  const listed = await runGit(root, ["rev-list", `--since=${firstDay}`, "HEAD"], { maxBytes }, signal);
  const shas = listed.stdout.split("\n").filter((sha) => sha !== "");
  for (let at = 0; at < shas.length; at += headsAtOnce) {
    const heads = await readHeads(root, shas.slice(at, at + headsAtOnce), signal);
    for (const [sha, head] of heads) if (declarationsOf(head).length > 0) commits.add(sha);
  }
  const { stdout } = await runGit(
    root,
    ["log", "--no-walk=unsorted", "--stdin", "--ignore-missing", "-m", "--name-only", "-z", "--format="],
    { input: `${[...commits].join("\n")}\n`, maxBytes },
    signal,
  );
  const names = stdout.split("\0").map((name) => name.replace(/^\n+/, ""));
  return new Set(names.filter((name) => name !== ""));
}
