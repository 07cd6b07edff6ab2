import { type AgentName, titleOf } from "./provenance/agents.js";
import { type CommitFacts, type FileProvenance, type LineRecord, short } from "./provenance/provenance.js";

/** What is said in one sentence: of all lines of which the same is known, whatever their commit. */
export interface Group {
  readonly tier: number;
  readonly agent?: AgentName;
  /** How many lines each commit last changed; empty where no commit is spoken of. */
  readonly commits: Map<string, number>;
  /** The commits whose notes speak of the lines. */
  readonly noted: Set<string>;
  count: number;
  say(share: string, commits: CommitsInWords, noted: readonly string[]): string;
}
export type GroupKind = Pick<Group, "tier" | "agent" | "say">;

interface CommitsInWords {
  /** `commit a1b2c3d of 2026-03-23`, or `each of 3 commits`. */
  readonly subject: string;
  /** "" for a single commit, else `: a1b2c3d of 2026-03-23 (12 lines), …`. */
  readonly list: string;
  readonly isOne: boolean;
}

/** Commits named in a sentence. */
const maxCommits = 3;

export const lineCount = (n: number): string => `${n} ${n === 1 ? "line" : "lines"}`;

/** Those that changed most lines first. */
export const byLines = (commits: ReadonlyMap<string, number>): [sha: string, lines: number][] =>
  [...commits].sort(([, a], [, b]) => b - a);

export function inWords(
  counts: ReadonlyMap<string, number>,
  facts: FileProvenance["commits"],
): CommitsInWords {
  const dated = (sha: string): string => {
    const day = facts.get(sha)?.day;
    return `${short(sha)}${day === undefined ? "" : ` of ${day}`}`;
  };
  const sorted = byLines(counts);
  const [first] = sorted;
  if (first && sorted.length === 1) return { subject: `commit ${dated(first[0])}`, list: "", isOne: true };
  const named = sorted
    .slice(0, maxCommits)
    .map(([sha, lines], i) => `${dated(sha)} (${i === 0 ? lineCount(lines) : lines})`);
  const more = sorted.length > maxCommits ? ` and ${sorted.length - maxCommits} more` : "";
  return { subject: `each of ${sorted.length} commits`, list: `: ${named.join(", ")}${more}`, isOne: false };
}

export function recordGroup({ by, ref }: LineRecord, isCarried: boolean): GroupKind {
  const source = (noted: readonly string[]): string => {
    if (!isCarried) return `(git note ${ref})`;
    const others = noted.map(short);
    const list = others.length > 3 ? `${others[0]} and ${others.length - 1} more commits` : others.join(", ");
    return `(git note ${ref} of ${list}, amended, rebased or squashed since; the lines are the same)`;
  };
  const where = ({ subject, list, isOne }: CommitsInWords): string =>
    isOne ? subject : `in ${subject}${list}`;
  return by.kind === "human"
    ? {
        tier: 1,
        say: (share, commits, noted) =>
          `Recorded: a person typed ${share}, ${where(commits)} ${source(noted)}.`,
      }
    : {
        tier: 0,
        agent: by.agent,
        say: (share, commits, noted) =>
          `Recorded: ${titleOf(by.agent)} wrote ${share}, ${where(commits)} ${source(noted)}.`,
      };
}

/** Commits that say the same in the same way share a sentence. */
export const declarationKey = ({ declarations, branch, isSquash }: CommitFacts): string =>
  `declared ${isSquash} ${declarations.map(({ how }) => how.toLowerCase()).join()} ${branch?.branch}`;

export function declarationGroup({ declarations, branch, isSquash }: CommitFacts): GroupKind {
  const [first] = declarations;
  const start = (share: string, { subject, isOne }: CommitsInWords): string =>
    `Declared: ${subject}, which ${isOne ? "" : "together "}last changed ${share},`;
  if (!first) {
    const { agent, branch: name = "" } = branch ?? {};
    return {
      tier: 2,
      ...(agent ? { agent } : {}),
      say: (share, commits) =>
        `${start(share, commits)} came on the branch ${name}${commits.list}; ${agent?.tool ?? "an agent"} begins the names of its branches so, and people may too.`,
    };
  }
  const names = declarations.map(({ how }) => how).join(" and ");
  const limits = ({ isOne }: CommitsInWords): string => {
    if (isSquash)
      return isOne
        ? "It is a squash merge and speaks for its whole branch, not for single lines."
        : "They are squash merges and speak for their whole branches, not for single lines.";
    return isOne
      ? "It speaks of the whole commit, not of single lines."
      : "They speak of whole commits, not of single lines.";
  };
  return {
    tier: 2,
    agent: first.agent,
    say: (share, commits) => `${start(share, commits)} ${names}${commits.list}. ${limits(commits)}`,
  };
}

export const uncommitted: GroupKind = {
  tier: 3,
  say: (share) => `Not committed: ${share}, of which git knows nothing.`,
};

export const beyondClone: GroupKind = {
  tier: 3,
  say: (share) => `Older than this shallow clone: ${share}. Who changed them last is not known here.`,
};
