import type { FileRole } from "../../protocol/commit.js";
import { changesVersionsAlone } from "../dependencies.js";
import type { ChangeFacts, FileFacts } from "../types.js";
import { type JudgedKind, known } from "./judged.js";

/** What holds whatever the author says. */
export function provenKind({ change, files }: ChangeFacts): JudgedKind | undefined {
  if (files.length === 0)
    return change.parents.length > 1
      ? known("merge", "It joins two lines of work and changes no file beyond them.")
      : known("empty", "No file was changed.");
  if (change.parents.length > 1) return known("merge", `It joins ${change.parents.length} lines of work.`);
  if (/^revert\b/i.test(change.subject) || /^this reverts commit [0-9a-f]{7,}/i.test(change.body))
    return known("revert", "The author says that it takes back an earlier change.");
  if (/^Squashed '[^']+' (?:content|changes) from commit/.test(change.subject))
    return known("dependency", "git subtree copied files of another project.");
  const read = files.filter(({ setAside }) => setAside === undefined);
  const formatting = read.filter(
    ({ effect }) => effect === "formatting" || effect === "style" || effect === "whitespace",
  );
  if (read.length > 0 && formatting.length === read.length) {
    const isPure = read.every(({ effect }) => effect === "formatting");
    return known(
      "formatting",
      isPure
        ? "Before and after, every file parses to the same code; only white space differs."
        : read.some(({ effect }) => effect === "style")
          ? "Only white space, quotes, trailing commas and semicolons differ."
          : "Only white space differs.",
    );
  }
  return undefined;
}

/** What the roles of the files show; the author's own word comes before it. */
export function shownKind({ files }: ChangeFacts): JudgedKind | undefined {
  const only = onlyRoles(files);
  if (only("dependencies") && files.some(({ dependencies }) => dependencies.length > 0))
    return known("dependency", "Only the list of dependencies changed.");
  if (files.every(({ setAside }) => setAside === "lock file"))
    return known("dependency", "Only lists of exact versions changed.");
  if (isVersionsAlone(files)) return known("dependency", "Only versions of parts from elsewhere changed.");
  if (only("test") || (files.length > 0 && files.every(({ role }) => role === "test")))
    return known("test", "Only tests and their data changed.");
  if (isNearlyAllTests(files)) return known("test", "Nearly all of what changed is tests.");
  if (only("documentation")) return known("documentation", "Only documents changed.");
  const code = codeOf(files);
  if (code.length > 0 && only("source", "documentation") && code.every(raisesVersionAlone))
    return known("housekeeping", "In the program only the project's own version number changed.");
  if (
    code.length > 0 &&
    only("source", "documentation", "test") &&
    code.every(({ effect }) => effect === "comments" || effect === "formatting")
  ) {
    const tests = files.filter(({ role }) => role === "test");
    return 2 * linesOf(tests) > linesOf(files)
      ? known("test", "Tests changed, and in the program only comments: both sides parse to the same code.")
      : known("documentation", "In the program only comments changed: both sides parse to the same code.");
  }
  return undefined;
}

const raisesVersionAlone = ({ version, added, removed }: FileFacts): boolean =>
  version !== undefined && added === 1 && removed === 1;

const linesOf = (files: readonly FileFacts[]): number =>
  files.reduce((sum, { added, removed }) => sum + added + removed, 0);

function isVersionsAlone(files: readonly FileFacts[]): boolean {
  const read = files.filter(({ setAside }) => setAside === undefined);
  return (
    read.length > 0 &&
    read.every(({ dependencies, change }) => dependencies.length > 0 && changesVersionsAlone(change.diff))
  );
}

/** A line of the program that goes along with hundreds of tests says little of what they are for. */
function isNearlyAllTests(files: readonly FileFacts[]): boolean {
  const read = files.filter(({ setAside }) => setAside === undefined);
  const tests = read.filter(({ role }) => role === "test");
  return tests.length >= 20 && tests.length >= 0.95 * read.length && linesOf(tests) >= 0.95 * linesOf(read);
}

/** Program code that was read. */
export const codeOf = (files: readonly FileFacts[]): FileFacts[] =>
  files.filter(({ role, setAside }) => role === "source" && setAside === undefined);

/** Whether the files that were read have these roles and no other. */
export function onlyRoles(files: readonly FileFacts[]): (...allowed: FileRole[]) => boolean {
  const roles = rolesOf(files);
  return (...allowed) => roles.size > 0 && [...roles].every((role) => allowed.includes(role));
}

/** The roles of the changed files that were read, formatted ones left out where others are more than that. */
export function rolesOf(files: readonly FileFacts[]): Set<FileRole> {
  const read = files.filter(({ setAside }) => setAside === undefined);
  const telling = read.filter(
    ({ effect }) => effect !== "formatting" && effect !== "whitespace" && effect !== "mode",
  );
  return new Set((telling.length > 0 ? telling : read).map(({ role }) => role));
}
