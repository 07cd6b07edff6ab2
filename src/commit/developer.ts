import { escapeLinks } from "../base/markdown.js";
import { count } from "../base/words.js";
import type { FileDiff } from "../git/diff.js";
import { groupedDependencies } from "./dependencies.js";
import { code, fileWords } from "./developerFile.js";
import { type Deed, headline, inTense } from "./headline.js";
import type { Story } from "./story.js";
import { lastName } from "./symbols.js";
import type { FileFacts, MergeFacts } from "./types.js";
import { capitalised, listedUpTo } from "./words.js";

/** In lists of more, the rest is counted. */
const most = { paths: 12, files: 25, tests: 8, dependencies: 20, aside: 20 } as const;

/** The statements for developers, one Markdown block each; the checker holds each against the facts. */
export function developerStatements(story: Story): string[] {
  const { author, facts } = story;
  const declared = facts.change.subject === "" ? [] : [`> ${escapeLinks(facts.change.subject)}`];
  const reason = author.reason === "" ? [] : [`> ${escapeLinks(author.reason)}`];
  const deed: Deed = headline(story);
  return [
    `**${kindName(story)}.** ${mergeOrEmpty(story) ?? `${inTense(deed, "present")}.`}`,
    ...declared,
    ...reason,
    ...breakingWords(story),
    ...fileStatements(story),
    ...testStatements(story),
    ...dependencyStatements(story),
    `- Why ${story.kind.certainty === "unknown" ? "perhaps " : ""}${story.kind.kind}: ${story.kind.evidence.map((each) => escapeLinks(each)).join(" ")}`,
    ...asideStatements(story),
  ];
}

const breakingWords = ({ author: { breaking } }: Story): string[] =>
  breaking === undefined
    ? []
    : [`**Breaking**, as the author marks it${breaking === "" ? "." : `: ${escapeLinks(breaking)}`}`];

const kindName = ({ kind: { kind, certainty, perhaps } }: Story): string => {
  if (certainty === "unknown" && perhaps !== undefined) return `Unclear: ${kind} or ${perhaps}`;
  return `${capitalised(kind)}${certainty === "estimated" ? " (estimated)" : ""}`;
};

function mergeOrEmpty({ kind: { kind }, facts }: Story): string | undefined {
  if (kind === "empty") return "No file changed.";
  if (kind !== "merge") return undefined;
  const { files, change } = facts;
  const joins = `Joins ${change.parents.length} lines of work`;
  return `${
    files.length === 0
      ? `${joins} and changes no file against its first parent.`
      : `${joins}; against its first parent it brings ${change.merge === undefined ? "" : `${count(change.merge.commits, "commit")} with `}changes to ${count(files.length, "file")}.`
  }${resolutionWords(change.merge)}`;
}

/** What the merge changed by itself; `narrate --resolution` shows how. */
function resolutionWords(merge: MergeFacts | undefined): string {
  if (merge?.resolved === undefined) return "";
  return merge.resolved.length === 0
    ? " The merge itself changes nothing beyond them."
    : ` By itself the merge changes ${listedUpTo(merge.resolved.map(code), most.paths)}, beyond what git would have merged.`;
}

const byWeight = ({ read }: Story): FileFacts[] => [...read].sort((a, b) => weight(b) - weight(a));

/** Files that were read and are only counted, by folder. */
export const filesBeyond = (story: Story): FileFacts[] => byWeight(story).slice(most.files);

export const folderOf = (path: string): string =>
  path.split("/").slice(0, -1).slice(0, 2).join("/") || "the top folder";

function fileStatements(story: Story): string[] {
  const lines = byWeight(story)
    .slice(0, most.files)
    .map((file) => `- ${code(file.path)}: ${fileWords(file)}`);
  const rest = filesBeyond(story);
  if (rest.length === 0) return lines;
  const folders = new Map<string, number>();
  for (const { path } of rest) folders.set(folderOf(path), (folders.get(folderOf(path)) ?? 0) + 1);
  const counts = [...folders]
    .sort((a, b) => b[1] - a[1])
    .map(([folder, n]) => (folder.includes(" ") ? `${folder} (${n})` : `${code(folder)} (${n})`));
  const files = rest.length === 1 ? "file" : "files";
  return [...lines, `- And ${rest.length} more ${files}, read as well: ${listedUpTo(counts, 12)}`];
}

const roleWeight: Readonly<Record<string, number>> = {
  source: 4,
  migration: 4,
  dependencies: 3,
  build: 2,
  configuration: 2,
  test: 1,
};
const weight = ({ role, added, removed }: FileFacts): number =>
  (roleWeight[role] ?? 0) * 100_000 + added + removed;

function testStatements({ testsAdded, testsRemoved }: Story): string[] {
  const name = ({ name, title }: { name: string; title: string }): string =>
    name === title && /\s/.test(title) ? `“${escapeLinks(title)}”` : code(lastName(name));
  return [
    ...(testsAdded.length > 0
      ? [`- New tests (${testsAdded.length}): ${listedUpTo(testsAdded.map(name), most.tests)}`]
      : []),
    ...(testsRemoved.length > 0
      ? [`- Removed tests (${testsRemoved.length}): ${listedUpTo(testsRemoved.map(name), most.tests)}`]
      : []),
  ];
}

function dependencyStatements({ read }: Story): string[] {
  const all = groupedDependencies(read.flatMap(({ dependencies }) => dependencies));
  const lines = all.slice(0, most.dependencies).map(({ name, from, to, change, manifests }) => {
    const [first = ""] = manifests;
    const where = manifests.length === 1 ? code(first) : `${manifests.length} manifests`;
    if (change === "added")
      return `- Dependency ${code(name)}${to === undefined ? "" : ` ${code(to)}`} is new (${where})`;
    if (change === "removed")
      return `- Dependency ${code(name)}${from === undefined ? "" : ` ${code(from)}`} is gone (${where})`;
    return `- Dependency ${code(name)}: ${from === undefined ? "any version" : code(from)} → ${to === undefined ? "any version" : code(to)} (${where})`;
  });
  const versions = read.flatMap(({ path, version }) =>
    version === undefined
      ? []
      : [`- Version of the project: ${code(version.from)} → ${code(version.to)} (${code(path)})`],
  );
  return [
    ...versions,
    ...(all.length <= most.dependencies
      ? lines
      : [...lines, `- And ${all.length - most.dependencies} more dependencies`]),
  ];
}

/** ` at abc1234, before at def5678`. */
function submoduleCommits({ isSubmodule, hunks }: FileDiff): string {
  if (!isSubmodule) return "";
  const commit = (marker: string): string | undefined =>
    hunks
      .flatMap(({ lines }) => lines)
      .map((line) => /^(.)Subproject commit ([0-9a-f]{7})/.exec(line))
      .find((match) => match?.[1] === marker)?.[2];
  const [from, to] = [commit("-"), commit("+")];
  return `${to === undefined ? "" : ` at ${code(to)}`}${from === undefined ? "" : `, before at ${code(from)}`}`;
}

function asideStatements({ setAside }: Story): string[] {
  if (setAside.length === 0) return [];
  const names = setAside.map(
    ({ path, setAside: reason, change: { diff } }) => `${code(path)} (${reason}${submoduleCommits(diff)})`,
  );
  return [`- Set aside, not read: ${listedUpTo(names, most.aside)}`];
}
