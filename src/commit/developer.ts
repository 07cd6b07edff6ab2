import { escapeLinks } from "../base/markdown.js";
import type { BodyChange } from "./bodyChange.js";
import { groupedDependencies } from "./dependencies.js";
import { type Deed, headline, inTense } from "./headline.js";
import { type SignatureChange, signatureWords } from "./signature.js";
import { docSummary, isTold, type Story, sideOf, withoutMembers } from "./story.js";
import { lastName, type SymbolFacts, type SymbolIdentity } from "./symbols.js";
import type { FileFacts, MergeFacts } from "./types.js";
import { capitalised, listed, listedUpTo } from "./words.js";

/** In lists of more, the rest is counted. */
const most = { symbols: 12, files: 25, tests: 8, dependencies: 20, aside: 20, inputs: 6 } as const;

const code = (name: string): string => (name.includes("`") ? `\`\` ${name} \`\`` : `\`${name}\``);

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
      : `${joins}; against its first parent it brings ${change.merge === undefined ? "" : `${counted(change.merge.commits, "commit")} with `}changes to ${counted(files.length, "file")}.`
  }${resolutionWords(change.merge)}`;
}

/** What the merge changed by itself; `narrate --resolution` shows how. */
function resolutionWords(merge: MergeFacts | undefined): string {
  if (merge?.resolved === undefined) return "";
  return merge.resolved.length === 0
    ? " The merge itself changes nothing beyond them."
    : ` By itself the merge changes ${listedUpTo(merge.resolved.map(code), most.symbols)}, beyond what git would have merged.`;
}

const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;

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

function fileWords(file: FileFacts): string {
  const { change, effect, symbols, touched, added, removed } = file;
  const { diff } = change;
  const from = diff.oldPath !== undefined && diff.oldPath !== diff.path ? code(diff.oldPath) : undefined;
  const moved = from === undefined ? [] : [`${diff.status === "copied" ? "copied" : "renamed"} from ${from}`];
  const status = diff.status === "added" ? ["new file"] : diff.status === "deleted" ? ["deleted"] : [];
  const mode =
    diff.oldMode !== undefined && diff.newMode !== undefined && diff.oldMode !== diff.newMode
      ? [`mode ${diff.oldMode} → ${diff.newMode}`]
      : [];
  const size = added + removed > 0 ? ` (+${added} −${removed})` : "";
  const effects: Partial<Record<typeof effect, string>> = {
    formatting: "white space only, the code parses to the same tree",
    style: "white space, quotes, trailing commas or semicolons only",
    whitespace: "white space only",
    comments: "comments or documentation only, the code parses to the same tree",
  };
  const said = effects[effect];
  const parts = [...status, ...moved, ...mode, ...(said === undefined ? [] : [said])];
  const words =
    said === undefined || effect === "comments"
      ? symbolWords(symbols, diff.status, file.role === "test")
      : [];
  const lines = touchedVerbs.flatMap(([how, verb]) => {
    const names = touched.filter(({ change: each }) => each === how).map(({ name }) => code(name));
    return names.length === 0 ? [] : [`${verb} ${listedUpTo(names, most.symbols)}`];
  });
  const all = [...parts, ...words, ...lines];
  return `${all.length === 0 ? "changed" : all.join("; ")}${size}`;
}

const touchedVerbs = [
  ["added", "adds"],
  ["removed", "removes"],
  ["body", "changes lines in"],
] as const;

const limited = (words: readonly string[]): string[] =>
  words.length <= most.symbols
    ? [...words]
    : [...words.slice(0, most.symbols), `and ${words.length - most.symbols} more`];

function symbolWords(symbols: readonly SymbolFacts[], status: string, isTestFile: boolean): string[] {
  const added = withoutMembers(symbols, "added");
  const removed = status === "deleted" ? [] : withoutMembers(symbols, "removed");
  const rest = symbols.filter(({ change }) => change !== "added" && change !== "removed");
  const told = rest.filter(isTold);
  const plain = told.filter((symbol) => isPlainBody(symbol) && !symbol.isDocumentationChanged);
  const words = [
    ...told.filter((symbol) => !plain.includes(symbol)).map(changeWords),
    ...(plain.length > 1
      ? [
          `bodies of ${listedUpTo(
            plain.map((symbol) => code(shortName(sideOf(symbol).name))),
            most.symbols,
          )}`,
        ]
      : plain.map(changeWords)),
    ...grouped("adds", added),
    ...grouped("removes", removed),
    ...rest.filter((symbol) => !isTold(symbol)).map((symbol) => moduleWords(symbol, isTestFile)),
  ];
  return limited(words.filter((each) => each !== ""));
}

function grouped(verb: string, symbols: readonly SymbolFacts[]): string[] {
  if (symbols.length === 0) return [];
  const [only] = symbols;
  if (symbols.length === 1 && only !== undefined) {
    const side = sideOf(only);
    const summary = verb === "adds" ? docSummary(side.docstring) : "";
    const inputs = verb === "adds" ? inputWords(side) : "";
    return [
      `${verb} ${kindWord(side.kind)}${code(shortName(side.name))}${inputs}${summary === "" ? "" : `, documented as “${escapeLinks(summary)}”`}`,
    ];
  }
  return [
    `${verb} ${listedUpTo(
      symbols.map((symbol) => code(shortName(sideOf(symbol).name))),
      most.symbols,
    )}`,
  ];
}

/** What a new function takes, where that is no long list. */
function inputWords({ signature }: SymbolIdentity): string {
  const names = (signature?.parameters ?? [])
    .filter(({ kind }) => kind !== "receiver")
    .map(({ name }) => code(name));
  return names.length === 0 || names.length > most.inputs ? "" : ` (takes ${listed(names)})`;
}

/** The name with its class, without the folders of modules around it. */
const shortName = (name: string): string => name.split(".").slice(-2).join(".");

const kindWord = (kind: string): string => (kind === "class" ? "class " : "");

function changeWords(symbol: SymbolFacts): string {
  const { before, after, change, signature, body, isDocumentationChanged } = symbol;
  const name = code(shortName(sideOf(symbol).name));
  const details = signature.map(signatureWords);
  const inside = body === undefined ? [] : bodyWords(besides(body, signature));
  const isToldByErrors = inside[0] === plainBody && signature.some(({ kind }) => kind === "raises");
  const documented = isDocumentationChanged ? ["its documentation changed"] : [];
  const all = [...details, ...(isToldByErrors ? [] : inside), ...documented];
  const more = all.length === 0 ? "" : `, and ${all.join(", ")}`;
  switch (change) {
    case "renamed":
      return `${code(shortName(before?.name ?? ""))} is now ${name}${before?.path !== after?.path ? ` (from ${code(before?.path ?? "")})` : ""}${more}`;
    case "moved":
      return before?.path === after?.path
        ? `${code(shortName(before?.name ?? ""))} is now ${name}${more}`
        : `${name} moved here from ${code(before?.path ?? "")}${more}`;
    case "documentation":
      return `documentation of ${name}`;
    case "signature":
      return all.length === 0 ? `declaration of ${name}` : `${name} ${all.join(", ")}`;
    default:
      return isPlainBody(symbol)
        ? `body of ${name}${documented.length > 0 ? " and its documentation" : ""}`
        : `${name} ${all.join(", ")}`;
  }
}

/** What is raised and when is said once, and not again as a call and a condition. */
function besides(body: BodyChange, signature: readonly SignatureChange[]): BodyChange {
  const raised = signature.flatMap((change) => (change.kind === "raises" ? [change] : []));
  return {
    ...body,
    callsAdded: body.callsAdded.filter((call) => !raised.some(({ type }) => type === call)),
    conditions: body.conditions.filter((each) => !raised.some(({ condition }) => condition === each)),
  };
}

/** Nothing more can be said than that the body changed. */
const isPlainBody = ({ change, body, signature }: SymbolFacts): boolean =>
  change === "body" && signature.length === 0 && (body === undefined || bodyWords(body)[0] === plainBody);

const plainBody = "its body changed";

/** What can be said of a body; the plain fact that it changed where nothing can. */
function bodyWords({ literal, callsAdded, callsRemoved, conditions }: BodyChange): string[] {
  if (literal) return [`has ${short(literal.to)} in place of ${short(literal.from)}`];
  const words: string[] = [];
  const [call] = callsAdded;
  const [gone] = callsRemoved;
  if (callsAdded.length === 1 && callsRemoved.length === 1 && call !== undefined && gone !== undefined)
    words.push(`calls ${code(call)} and no longer ${code(gone)}`);
  else {
    if (callsAdded.length > 0 && callsAdded.length <= 3)
      words.push(`calls ${callsAdded.map(code).join(", ")}`);
    if (callsRemoved.length > 0 && callsRemoved.length <= 3)
      words.push(`no longer calls ${callsRemoved.map(code).join(", ")}`);
  }
  const told = conditions.filter((each) => each.length <= 80).slice(0, 2);
  if (told.length > 0) words.push(`checks ${told.map(code).join(" and ")}`);
  return words.length === 0 ? [plainBody] : words;
}

const short = (literal: string): string =>
  code(literal.length <= 60 ? literal.replace(/\s+/g, " ") : `${literal.slice(0, 59).replace(/\s+/g, " ")}…`);

function moduleWords({ before, body, change }: SymbolFacts, isTestFile: boolean): string {
  if (before === undefined || (change !== "body" && change !== "signature")) return "";
  const imports = change === "signature" ? ["imports"] : [];
  if (body?.literal)
    return `outside of functions ${short(body.literal.to)} in place of ${short(body.literal.from)}`;
  const outside = isTestFile ? "code of tests" : "code outside of functions and classes";
  return [...imports, ...(body === undefined ? [] : [outside])].join(", ");
}

function testStatements({ testsAdded, testsRemoved }: Story): string[] {
  const name = ({ name, title }: { name: string; title: string }): string =>
    name === title ? `“${escapeLinks(title)}”` : code(lastName(name));
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

function asideStatements({ setAside }: Story): string[] {
  if (setAside.length === 0) return [];
  const names = setAside.map(({ path, setAside: reason }) => `${code(path)} (${reason})`);
  return [`- Set aside, not read: ${listedUpTo(names, most.aside)}`];
}
