import { listed } from "../../base/words.js";
import { revertedSubject } from "../headline.js";
import { explainedNames } from "../names.js";
import { isChangelog } from "../prose.js";
import { quotation, quotationCapitalised } from "../quotation.js";
import { authorWords, type Story } from "../story.js";
import { bracketed, cleanSubject } from "../subject.js";

/** What the author says, quoted, with its names explained. */
export function authorStatement(story: Story): string[] {
  if (revertedSubject(story.facts.change.subject) !== undefined) return [];
  const { author, kind, facts } = story;
  // The first line of a merge names branches; what was merged is told below it.
  const title = kind.kind === "merge" ? (facts.change.body.trim().split("\n")[0] ?? "") : author.summary;
  const said = quotationCapitalised(title);
  if (said === "")
    return facts.change.subject === "" || kind.kind === "merge"
      ? []
      : ["The author does not say what it is for."];
  const reason = kind.kind === "merge" ? [] : reasonStatement(story);
  return [`In the author's words: ${said}`, ...reason, ...explainedNames([said, ...reason].join(" "), story)];
}

/** What others have to adapt to, as the author marks it. */
export function breakingStatement({ author: { breaking } }: Story): string[] {
  if (breaking === undefined) return [];
  const said = quotation(breaking);
  return [`The author marks it as a change that others have to adapt to${said === "" ? "." : `: ${said}`}`];
}

/** Why, as the author gives it; nothing where that is mostly code. */
export function reasonStatement({ author: { reason } }: Story): string[] {
  const said = quotation(reason);
  return said === "" || /[\\{}=$]/.test(said) ? [] : [`The reason given: ${said}`];
}

/** What a revert takes back, in its author's words. */
export const revertedWords = (reverted: string): string =>
  quotation(authorWords(reverted, "").summary || reverted);

const mostEntries = 2;

/** `(@name)`, `[#12](https://…)` and Sphinx's ``(:issue:`12`, :pull:`13`)``: who and where, not what. */
const references =
  /\s*\((?:@|\[@)[^)]*\)|\[#?\d+\](?:\([^)]*\))?:?|\s*\(\s*:(?:issue|pull|pr|gh\w*|user):[^)]*\)/g;

export function changelogStatement({ read, author }: Story): string[] {
  const entries = read.filter(({ path }) => isChangelog(path)).flatMap(({ prose }) => prose);
  const said = entries
    .map((entry) =>
      entry
        .replace(bracketed, "")
        .replace(references, "")
        .replace(/^[\s:,-]+/, ""),
    )
    .filter((entry) => isSentence(entry) && !sameLetters(cleanSubject(entry), author.summary))
    .slice(0, mostEntries);
  return said.length === 0 ? [] : [`The change log says: ${listed(said.map(quotation))}`];
}

/** Not a name in a list of contributors. */
const isSentence = (entry: string): boolean =>
  entry.split(/\s+/).length >= 4 && /\p{Ll}{3}/u.test(entry) && !/^\[?v?\d+\.\d+\S*\s*[-–([]/.test(entry);

const sameLetters = (a: string, b: string): boolean =>
  a.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "") === b.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
