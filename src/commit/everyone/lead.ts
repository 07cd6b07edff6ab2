import { listed } from "../../base/words.js";
import type { ChangeKind } from "../../protocol/commit.js";
import { placeWords } from "../areas.js";
import { isAutomation } from "../buildManifests.js";
import { revertedSubject } from "../headline.js";
import { conventionalSubject } from "../kind/declared.js";
import { quoted } from "../spoken.js";
import type { Story } from "../story.js";
import { counted, humanWords } from "../words.js";
import { revertedWords } from "./author.js";

/** The author's own word for it where there is one, else what the names of files and folders say. */
function place(story: Story): string {
  const scope = humanWords(
    (conventionalSubject(story.facts.change.subject)?.scope ?? "").replace(/(?<=\w)\.\w{1,4}$/, ""),
  );
  if (/^\p{L}[\p{L}\p{N} ]{1,30}$/u.test(scope)) return ` in ${quoted(scope)}`;
  const from = story.code.length > 0 ? story.code : story.read;
  const places = placeWords(from.map(({ path }) => path));
  return places.length === 0 ? "" : ` in ${listed(places.map(quoted))}`;
}

/** Where the parsed code is the same before and after, or no code changed at all. */
export const isCodeUntouched = ({ code, facts }: Story): boolean =>
  code.every(({ effect }) => effect === "comments" || effect === "formatting" || effect === "moved") &&
  facts.files.every(({ role, setAside }) => setAside === undefined || role === "dependencies");

const buildLead = ({ read }: Story, probably: string, where: string, unchanged: string): string =>
  read.some(({ role }) => role === "build")
    ? `This is${probably} about how the project is built, checked or released${unchanged}.`
    : `This is${probably} about settings${where}${unchanged}.`;

/** Settings, build files and parts from elsewhere may change what the program does, though none of its code changed. */
function unchangedWords(story: Story): string {
  if (!isCodeUntouched(story)) return "";
  const isSame = story.read.every(({ role }) => /^(?:source|migration|test|documentation)$/.test(role));
  return isSame ? "; the program itself stays as it was" : "; the program's own code stays as it was";
}

const isForAutomation = ({ read, setAside }: Story): boolean =>
  setAside.length === 0 && read.length > 0 && read.every(({ path }) => isAutomation(path));

/** Nothing but white space and style differs in what was read. */
export const isLayoutOnly = ({ read }: Story): boolean =>
  read.length > 0 && read.every(({ effect }) => /^(?:formatting|style|whitespace)$/.test(effect));

const kindNames: Readonly<Record<ChangeKind, string>> = {
  feature: "something new",
  repair: "a repair",
  refactoring: "tidying up",
  performance: "a gain in speed",
  documentation: "documentation",
  test: "work on tests",
  build: "work on how the project is built or checked",
  dependency: "other versions of parts from elsewhere",
  formatting: "layout",
  revert: "something taken back",
  security: "a matter of security",
  housekeeping: "housekeeping",
  merge: "a merge",
  empty: "nothing",
};

/** The first sentence: what sort of change it is. What is estimated is called probable. */
export function lead(story: Story): string {
  const { kind, certainty, perhaps } = story.kind;
  if (certainty === "unknown" && perhaps !== undefined)
    return `It is not clear what sort of change this is${place(story)}: perhaps ${kindNames[kind]}, perhaps ${kindNames[perhaps]}.`;
  const probably = certainty === "known" ? "" : " probably";
  const where = place(story);
  const unchanged = unchangedWords(story);
  const leads: Record<ChangeKind, () => string> = {
    feature: () => `This${probably} adds something new${where}.`,
    repair: () => `This is${probably} a repair${where}.`,
    refactoring: () => `This is${probably} tidying up inside the program${where}.`,
    performance: () => `This is${probably} meant to make the program faster or lighter${where}.`,
    documentation: () => `This is${probably} about the documentation${where}${unchanged}.`,
    test: () => `This is${probably} about the tests${where}${unchanged}.`,
    build: () => versionLead(story, probably, unchanged) ?? buildLead(story, probably, where, unchanged),
    dependency: () =>
      isForAutomation(story)
        ? `This is${probably} about the ready-made parts from other projects with which this one is built or checked${unchanged}.`
        : `This is${probably} about the ready-made parts from other projects that this one uses.`,
    formatting: () =>
      isLayoutOnly(story)
        ? formattingLead(story)
        : `This is${probably} about how the code is laid out and written${where}.`,
    revert: () => revertLead(story),
    security: () => `This is${probably} a change for security${where}.`,
    housekeeping: () =>
      versionLead(story, probably, unchanged) ?? `This is${probably} housekeeping${where}${unchanged}.`,
    merge: () => mergeLead(story),
    empty: () => "No file was changed.",
  };
  return leads[kind]();
}

function versionLead({ read }: Story, probably: string, unchanged: string): string | undefined {
  const told = read.filter(({ role }) => role !== "documentation");
  return told.length > 0 && told.every(({ version }) => version !== undefined)
    ? `This is${probably} about the project's own version number${unchanged}.`
    : undefined;
}

function formattingLead({ read }: Story): string {
  if (read.every(({ effect }) => effect === "formatting"))
    return "This changes only how the code is laid out; the program works just as before.";
  if (read.some(({ effect }) => effect === "style"))
    return "This changes only the style of the code: spacing, quotes, commas and semicolons.";
  return "This changes only the spacing of the text.";
}

/** How many commits it brings, and what it changed by itself. */
export function mergeStatements({ facts: { change } }: Story): string[] {
  if (change.merge === undefined) return [];
  const { commits, resolved } = change.merge;
  const brings =
    commits > 0
      ? [`It brings ${counted(commits, "commit")}, a step of work${commits === 1 ? "" : " each"}.`]
      : [];
  if (resolved === undefined) return brings;
  const one = resolved.length === 1;
  return [
    ...brings,
    resolved.length === 0
      ? "The merge itself changed nothing beyond them."
      : `The merge itself changed ${counted(resolved.length, "file")} beyond them, as it is done where both lines of work touched the same place${one ? "" : "s"}.`,
  ];
}

function mergeLead({ facts: { change } }: Story): string {
  const branch = /^Merge (?:remote-tracking )?branch '([^']+)'/.exec(change.subject)?.[1];
  const pull = /^Merge pull request #(\d+) from (\S+)/.exec(change.subject);
  if (pull) return `This brings in the work proposed in pull request ${pull[1]}.`;
  if (branch !== undefined)
    return `This brings in the work from the line called ${quoted(humanWords(branch))}.`;
  return "This joins two lines of work into one.";
}

function revertLead({ facts: { change } }: Story): string {
  const reverted = revertedSubject(change.subject);
  return reverted === undefined
    ? "This takes back an earlier change."
    : `This takes back an earlier change, which its author called: ${revertedWords(reverted)}`;
}
