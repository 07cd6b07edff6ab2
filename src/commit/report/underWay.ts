import { count } from "../../base/words.js";
import { gitLines } from "../../git/output.js";
import { aheadAndBehind, listBranches, listStashes } from "../../git/refs.js";
import { baseBranch, type RepositoryState } from "../../git/state.js";
import type { UnderWay } from "../../protocol/report.js";
import { longDate } from "./period.js";
import { inTitle } from "./words.js";

/** Branches of which it is said how far they are from the base; to find out costs git a walk through history each. */
const mostCompared = 40;

const releases = /(^|\/)(v?\d+[-._](\d+|x)|release|stable|maint|hotfix|lts)/i;

/** What is begun and not yet part of the base branch: branches that moved since `from`, stashed and uncommitted work. */
export async function findUnderWay(
  { root, isBare }: RepositoryState,
  from: string,
  signal: AbortSignal,
): Promise<UnderWay[]> {
  const branches = await openBranches(root, from, signal);
  const stashes = (await listStashes(root, signal)).map(
    ({ index, message, date }): UnderWay => ({
      kind: "stash",
      name: `stash@{${index}}`,
      text: `Set aside on ${longDate(date)} and not taken up again: ${inTitle(message.replace(/^(?:WIP on|On) [^:]+: /, ""))}.`,
      date,
    }),
  );
  const uncommitted = isBare ? [] : await uncommittedWork(root, signal);
  return [...branches, ...stashes, ...uncommitted];
}

async function openBranches(root: string, from: string, signal: AbortSignal): Promise<UnderWay[]> {
  const base = await baseBranch(root, signal);
  if (base === undefined) return [];
  const merged = new Set(
    await gitLines(
      root,
      ["for-each-ref", `--merged=${base}`, "--format=%(objectname)", "refs/heads", "refs/remotes"],
      signal,
    ),
  );
  const seen = new Set<string>();
  const open = (await listBranches(root, signal)).filter(({ head, date }) => {
    // A branch and its copy on the remote are one piece of work.
    const isNew = !seen.has(head) && !merged.has(head) && new Date(date) >= new Date(from);
    seen.add(head);
    return isNew;
  });
  const found: UnderWay[] = [];
  for (const [i, { name, date, subject }] of open.entries()) {
    const distance = i < mostCompared ? `${await distanceOf(root, base, name, signal)} ` : "";
    const isRelease = releases.test(name);
    found.push({
      kind: isRelease ? "releases" : "branch",
      name,
      text: `${isRelease ? "By its name, a branch of releases. " : ""}${distance}Last, on ${longDate(date)}: ${inTitle(subject)}.`,
      date,
    });
  }
  return found.sort((a, b) => Number(a.kind === "releases") - Number(b.kind === "releases"));
}

async function distanceOf(root: string, base: string, branch: string, signal: AbortSignal): Promise<string> {
  const { ahead, behind } = await aheadAndBehind(root, base, branch, signal);
  const moved = behind === 0 ? "" : `, which has moved on by ${count(behind, "change")} since`;
  return `${count(ahead, "change")} not yet in ${base}${moved}.`;
}

async function uncommittedWork(root: string, signal: AbortSignal): Promise<UnderWay[]> {
  const lines = await gitLines(root, ["status", "--porcelain", "--ignore-submodules=dirty"], signal);
  if (lines.length === 0) return [];
  const fresh = lines.filter((line) => line.startsWith("??")).length;
  const text = `${count(lines.length, "file")} changed on this machine and not committed${fresh > 0 ? `, ${fresh} of them new` : ""}.`;
  return [{ kind: "uncommitted", name: "Not committed", text }];
}
