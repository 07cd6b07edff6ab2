import { groupedDependencies } from "./dependencies.js";
import { signatureWords } from "./signature.js";
import { byNewness, isTold, type Story, sideOf, withoutMembers } from "./story.js";
import { lastName, type SymbolFacts } from "./symbols.js";

export type Tense = "imperative" | "past" | "present";

/** A thing done: the verb in three forms comes from `verbs`. */
export interface Deed {
  readonly verb: keyof typeof verbs;
  /** With names in code font. */
  readonly object: string;
}

const verbs = {
  add: ["Add", "Added", "Adds"],
  remove: ["Remove", "Removed", "Removes"],
  rename: ["Rename", "Renamed", "Renames"],
  move: ["Move", "Moved", "Moves"],
  change: ["Change", "Changed", "Changes"],
  fix: ["Fix", "Fixed", "Fixes"],
  refactor: ["Refactor", "Refactored", "Refactors"],
  update: ["Update", "Updated", "Updates"],
  test: ["Test", "Tested", "Tests"],
  document: ["Document", "Documented", "Documents"],
  format: ["Format", "Formatted", "Formats"],
  revert: ["Revert", "Reverted", "Reverts"],
  merge: ["Merge", "Merged", "Merges"],
  let: ["Let", "Let", "Lets"],
  raise: ["Raise", "Raised", "Raises"],
} as const;

const forms = { imperative: 0, past: 1, present: 2 } as const;

export const inTense = ({ verb, object }: Deed, tense: Tense): string =>
  `${verbs[verb][forms[tense]]} ${object}`;

const code = (name: string): string => `\`${name.replaceAll("`", "'")}\``;

/** What the change does first of all, from its facts alone. */
export function headline(story: Story): Deed {
  const { read, setAside, kind } = story;
  const dependencies = groupedDependencies(read.flatMap(({ dependencies }) => dependencies));
  const codeDeed = deedOfCode(story);
  const reverted = revertedSubject(story.facts.change.subject);
  if (reverted !== undefined) return { verb: "revert", object: `“${reverted}”` };
  if (kind.kind === "formatting") return { verb: "format", object: filesObject(story) };
  if (story.code.length > 0 && story.code.every(({ effect }) => effect === "comments"))
    return commentDeed(story);
  if (codeDeed !== undefined) return codeDeed;
  const [dependency] = dependencies;
  if (dependency !== undefined && story.code.length === 0) {
    const more = dependencies.length > 1 ? ` and ${dependencies.length - 1} more` : "";
    if (dependency.change === "changed" && dependency.to !== undefined)
      return { verb: "update", object: `${code(dependency.name)} to ${dependency.to}${more}` };
    return {
      verb: dependency.change === "added" ? "add" : dependency.change === "removed" ? "remove" : "update",
      object: `${code(dependency.name)}${more}`,
    };
  }
  const [test] = story.testsAdded;
  if (test !== undefined && test.title !== "")
    return {
      verb: "test",
      object: `${test.title}${story.testsAdded.length > 1 ? ` and ${story.testsAdded.length - 1} more` : ""}`,
    };
  const [gone] = read.filter(({ change }) => change.diff.status === "deleted");
  if (gone !== undefined && read.every(({ change }) => change.diff.status === "deleted"))
    return { verb: "remove", object: filesObject(story) };
  const [moved] = read.filter(({ effect }) => effect === "moved");
  if (moved !== undefined && read.every(({ effect }) => effect === "moved"))
    return {
      verb: "rename",
      object:
        read.length === 1
          ? `${code(moved.change.diff.oldPath ?? "")} to ${code(moved.path)}`
          : filesObject(story),
    };
  if (read.length > 0 && read.every(({ change }) => change.diff.status === "added"))
    return { verb: "add", object: filesObject(story) };
  if (read.length === 0 && setAside.length > 0) return { verb: "update", object: filesObject(story) };
  return { verb: "update", object: filesObject(story) };
}

/** What git's own message of a revert names. */
export const revertedSubject = (subject: string): string | undefined =>
  /^Revert "(.+)"(?:\s*\(#\d+\))?$/.exec(subject)?.[1];

function deedOfCode(story: Story): Deed | undefined {
  const { symbols } = story;
  const told = symbols.filter(isTold);
  const added = withoutMembers(told, "added");
  const removed = withoutMembers(told, "removed");
  const renamed = told.filter(({ change }) => change === "renamed");
  const moved = told.filter(({ change }) => change === "moved");
  const signature = told.filter(({ change, signature }) => change === "signature" && signature.length > 0);
  const bodies = told.filter(({ change }) => change === "body" || change === "signature");
  const isPublic = (symbol: SymbolFacts): boolean => sideOf(symbol).isPublic;
  const isRepair =
    story.kind.certainty !== "unknown" && (story.kind.kind === "repair" || story.kind.kind === "security");
  const newPublic = added.filter(isPublic);
  if (isRepair && bodies.length > 0) return { verb: "fix", object: namesOf(bodies) };
  if (newPublic.length > 0) return { verb: "add", object: newnessOf(newPublic, "another form of") };
  const [rename] = renamed;
  if (rename?.before !== undefined && rename.after !== undefined)
    return {
      verb: "rename",
      object: `${code(lastName(rename.before.name))} to ${code(lastName(rename.after.name))}${more(renamed)}`,
    };
  const [change] = signature;
  if (change !== undefined) {
    const first = change.signature.find(({ kind }) => kind === "parameter-added");
    if (first?.kind === "parameter-added")
      return { verb: "add", object: `${code(first.name)} to ${code(shortName(change))}` };
    const gone = change.signature.find(({ kind }) => kind === "parameter-removed");
    if (gone?.kind === "parameter-removed")
      return { verb: "remove", object: `${code(gone.name)} from ${code(shortName(change))}` };
    const raised = change.signature.find(({ kind }) => kind === "raises");
    if (raised?.kind === "raises")
      return { verb: "raise", object: `${code(raised.type)} in ${code(shortName(change))}` };
    return {
      verb: "change",
      object: `${code(shortName(change))}: ${signatureWords(change.signature[0] ?? { kind: "order" })}`,
    };
  }
  const [place] = moved;
  if (place !== undefined)
    return { verb: "move", object: `${namesOf(moved)} to ${code(sideOf(place).path)}` };
  if (removed.length > 0 && added.length === 0)
    return { verb: "remove", object: newnessOf(removed, "a form of") };
  if (added.length > 0 && bodies.length === 0)
    return { verb: "add", object: newnessOf(added, "another form of") };
  if (bodies.length > 0)
    return { verb: story.kind.kind === "refactoring" ? "refactor" : "change", object: namesOf(bodies) };
  const touched = story.code.flatMap(({ touched }) => touched);
  const news = touched.filter(({ change }) => change === "added");
  if (news.length > 0) return { verb: "add", object: listOf(news.map(({ name }) => name)) };
  if (touched.length > 0)
    return { verb: isRepair ? "fix" : "change", object: listOf(touched.map(({ name }) => name)) };
  return undefined;
}

const shortName = (symbol: SymbolFacts): string => sideOf(symbol).name.split(".").slice(-2).join(".");
const more = (list: readonly unknown[]): string => (list.length > 1 ? ` and ${list.length - 1} more` : "");
const namesOf = (symbols: readonly SymbolFacts[]): string => listOf(symbols.map(shortName));

/** New or lost names; where there are none, the names of which a form is new or lost. */
function newnessOf(symbols: readonly SymbolFacts[], form: string): string {
  const { named, forms } = byNewness(symbols);
  return named.length > 0 ? namesOf(named) : `${form} ${namesOf(forms)}`;
}

function listOf(names: readonly string[]): string {
  const unique = [...new Set(names)];
  if (unique.length <= 2) return unique.map(code).join(" and ");
  return `${code(unique[0] ?? "")}, ${code(unique[1] ?? "")} and ${unique.length - 2} more`;
}

/** Comments that only went document nothing. */
function commentDeed(story: Story): Deed {
  const documented = story.symbols
    .filter(({ isDocumentationChanged }) => isDocumentationChanged)
    .filter(isTold);
  if (documented.length > 0) return { verb: "document", object: namesOf(documented) };
  return story.code.every(({ added }) => added === 0)
    ? { verb: "remove", object: `comments from ${filesObject(story)}` }
    : { verb: "change", object: `comments in ${filesObject(story)}` };
}

function filesObject({ facts: { files } }: Story): string {
  const [first] = files;
  if (first === undefined) return "nothing";
  if (files.length <= 2) return files.map(({ path }) => code(path.split("/").at(-1) ?? path)).join(" and ");
  const folders = new Set(files.map(({ path }) => path.split("/").slice(0, -1).join("/")));
  const [folder = ""] = folders;
  return folders.size === 1 && folder !== ""
    ? `${files.length} files in ${code(folder)}`
    : `${files.length} files`;
}
