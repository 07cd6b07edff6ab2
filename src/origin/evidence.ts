import type { OriginLines } from "../protocol/origin.js";
import {
  beyondClone,
  byLines,
  declarationGroup,
  declarationKey,
  type Group,
  type GroupKind,
  inWords,
  lineCount,
  recordGroup,
  uncommitted,
} from "./evidenceSentences.js";
import { type AgentName, titleOf } from "./provenance/agents.js";
import type { CommitFacts, FileProvenance } from "./provenance/provenance.js";

/** What git knows of some lines, in sentences and in numbers. */
export interface RecordedEvidence {
  readonly sentences: readonly string[];
  readonly lines: OriginLines;
  readonly undeclared: number;
  /** Of the lines that notes give to AI tools, and of those that commits declare: whose are most, and by which commits. */
  readonly recorded?: Leader;
  readonly declared?: Leader;
}

export interface Leader {
  readonly agent: AgentName;
  readonly commit: string;
  /** How many other commits are known to be an agent's in the same way. */
  readonly more: number;
}

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
  const count = (key: string, make: () => GroupKind, commit?: string, noted?: string): void => {
    const group = groups.get(key) ?? { ...make(), commits: new Map(), noted: new Set(), count: 0 };
    group.count++;
    if (commit !== undefined) group.commits.set(commit, (group.commits.get(commit) ?? 0) + 1);
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
      const isCarried = record.noted !== line.commit;
      const key = `${record.ref} ${record.by.kind} ${isCarried} ${who}`;
      count(key, () => recordGroup(record, isCarried), line.commit, record.noted);
    } else if (declares) {
      counts.declared++;
      count(declarationKey(facts), () => declarationGroup(facts), line.commit);
    } else if (facts?.isShallowEnd === true) count("shallow", () => beyondClone);
  }
  const sorted = [...groups.values()].sort((a, b) => a.tier - b.tier || b.count - a.count);
  const sentences = sorted.slice(0, maxSentences).map((group) => {
    const share = `${group.count} of ${lineCount(counts.total)}`;
    return group.say(share, inWords(group.commits, commits), [...group.noted]);
  });
  if (sorted.length > maxSentences) {
    const rest = sorted.slice(maxSentences).flatMap((group) => [...group.commits.keys()]);
    sentences.push(`More is known of ${new Set(rest).size} other commits that changed lines.`);
  }
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

/** Whose lines of a tier are most, the commit that changed most of them, and how many more commits there are. */
function leader(
  sorted: readonly Group[],
  tier: number,
  name: "recorded" | "declared",
): Partial<Pick<RecordedEvidence, "recorded" | "declared">> {
  const found = sorted.filter((group) => group.tier === tier);
  const [first] = found;
  const [commit] = first ? byLines(first.commits) : [];
  if (!first?.agent || !commit) return {};
  const all = new Set(found.flatMap(({ commits }) => [...commits.keys()]));
  return { [name]: { agent: first.agent, commit: commit[0], more: all.size - 1 } };
}
