import type { OriginLines } from "../protocol/origin.js";
import { type AgentName, titleOf } from "./provenance/agents.js";
import { type CommitFacts, type FileProvenance, type LineRecord, short } from "./provenance/provenance.js";

/** What git knows of some lines, in sentences and in numbers. */
export interface RecordedEvidence {
  readonly sentences: readonly string[];
  readonly lines: OriginLines;
  readonly undeclared: number;
  /** Of the lines that notes give to AI tools, and of those that commits declare: whose are most, and by which commit. */
  readonly recorded?: { readonly agent: AgentName; readonly commit: string };
  readonly declared?: { readonly agent: AgentName; readonly commit: string };
}

interface Group {
  readonly tier: number;
  readonly commit: string;
  count: number;
  /** The commits whose notes speak of the lines. */
  readonly noted: Set<string>;
  say(share: string, noted: readonly string[]): string;
  readonly agent?: AgentName;
}
type GroupKind = Omit<Group, "count" | "noted">;

/** Sentences for one function; what remains is counted. */
const maxSentences = 6;

/** `first` and `last` are one-based and inclusive; blank lines say nothing and are left out. */
export function evidenceOf(
  { lines, commits }: FileProvenance,
  text: readonly string[],
  first: number,
  last: number,
): RecordedEvidence {
  const groups = new Map<string, Group>();
  const counts = { total: 0, recordedAi: 0, recordedHuman: 0, declared: 0, uncommitted: 0 };
  let undeclared = 0;
  const count = (key: string, make: () => GroupKind, noted?: string): void => {
    const group = groups.get(key) ?? { ...make(), count: 0, noted: new Set() };
    group.count++;
    if (noted !== undefined) group.noted.add(noted);
    groups.set(key, group);
  };
  for (let at = first; at <= last; at++) {
    if ((text[at - 1] ?? "").trim() === "") continue;
    counts.total++;
    const line = lines[at - 1];
    if (line === undefined) continue;
    if (line.kind === "uncommitted") {
      counts.uncommitted++;
      count("uncommitted", () => uncommitted);
      continue;
    }
    const facts = commits.get(line.commit);
    const { record } = line;
    const declares = facts !== undefined && isDeclared(facts);
    if (record) {
      if (record.by.kind === "human") counts.recordedHuman++;
      else {
        counts.recordedAi++;
        if (!declares) undeclared++;
      }
      const who = record.by.kind === "ai" ? titleOf(record.by.agent) : "";
      const key = `${line.commit} ${record.ref} ${record.by.kind} ${who}`;
      count(key, () => recordGroup(record, line.commit, facts), record.noted);
    } else if (declares) {
      counts.declared++;
      count(line.commit, () => declarationGroup(facts));
    } else if (facts?.isShallowEnd === true) count("shallow", () => beyondClone);
  }
  const sorted = [...groups.values()].sort((a, b) => a.tier - b.tier || b.count - a.count);
  const sentences = sorted.slice(0, maxSentences).map((group) => {
    const share = `${group.count} of ${counts.total} ${counts.total === 1 ? "line" : "lines"}`;
    return group.say(share, [...group.noted]);
  });
  if (sorted.length > maxSentences)
    sentences.push(`${sorted.length - maxSentences} more commits are known to have changed lines.`);
  return {
    sentences,
    lines: counts,
    undeclared,
    ...leader(sorted, 0, "recorded"),
    ...leader(sorted, 2, "declared"),
  };
}

const isDeclared = (facts: CommitFacts): boolean =>
  !facts.isShallowEnd && (facts.declarations.length > 0 || facts.branch !== undefined);

function leader(
  groups: readonly Group[],
  tier: number,
  name: "recorded" | "declared",
): Partial<Pick<RecordedEvidence, "recorded" | "declared">> {
  const found = groups.find((group) => group.tier === tier);
  return found?.agent ? { [name]: { agent: found.agent, commit: found.commit } } : {};
}

function recordGroup({ by, ref }: LineRecord, commit: string, facts: CommitFacts | undefined): GroupKind {
  const at = `commit ${short(commit)}${facts ? ` of ${facts.day}` : ""}`;
  const source = (noted: readonly string[]): string => {
    const others = noted.filter((sha) => sha !== commit).map(short);
    if (others.length === 0) return `(git note ${ref})`;
    const list = others.length > 3 ? `${others[0]} and ${others.length - 1} more commits` : others.join(", ");
    return `(git note ${ref} of ${list}, amended, rebased or squashed since; the lines are the same)`;
  };
  return by.kind === "human"
    ? {
        tier: 1,
        commit,
        say: (share, noted) => `Recorded: a person typed ${share}, ${at} ${source(noted)}.`,
      }
    : {
        tier: 0,
        commit,
        agent: by.agent,
        say: (share, noted) => `Recorded: ${titleOf(by.agent)} wrote ${share}, ${at} ${source(noted)}.`,
      };
}

function declarationGroup(facts: CommitFacts): GroupKind {
  const { sha, day, declarations, branch } = facts;
  const [first] = declarations;
  const start = `Declared: commit ${short(sha)} of ${day}, which last changed`;
  if (!first) {
    const { agent, branch: name = "" } = branch ?? {};
    return {
      tier: 2,
      commit: sha,
      ...(agent ? { agent } : {}),
      say: (share) =>
        `${start} ${share}, came on the branch ${name}; ${agent?.tool ?? "an agent"} begins the names of its branches so, and people may too.`,
    };
  }
  const names = declarations.map(({ how }) => how).join(" and ");
  const limits = facts.isSquash
    ? "It is a squash merge and speaks for its whole branch, not for single lines."
    : "It speaks of the whole commit, not of single lines.";
  return {
    tier: 2,
    commit: sha,
    agent: first.agent,
    say: (share) => `${start} ${share}, ${names}. ${limits}`,
  };
}

const uncommitted: GroupKind = {
  tier: 3,
  commit: "",
  say: (share) => `${share} not committed: git knows nothing of them.`,
};

const beyondClone: GroupKind = {
  tier: 3,
  commit: "",
  say: (share) => `${share} older than this shallow clone: who changed them last is not known here.`,
};
