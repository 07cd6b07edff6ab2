import { isSourcePath } from "./fileRoles.js";
import { conventionalSubject } from "./kind/declared.js";
import type { JudgedKind } from "./kind/judged.js";
import { kindOf } from "./kind/kind.js";
import { titleOf } from "./kind/title.js";
import { cleanSubject, withoutComponent } from "./subject.js";
import type { SymbolFacts, SymbolIdentity } from "./symbols.js";
import type { TestCase } from "./tests.js";
import type { ChangeFacts, FileFacts } from "./types.js";

/** The facts of a change, sorted by what is worth telling. Both registers tell the same story. */
export interface Story {
  readonly facts: ChangeFacts;
  readonly kind: JudgedKind;
  readonly author: AuthorWords;
  readonly read: readonly FileFacts[];
  readonly setAside: readonly FileFacts[];
  /** Files of program code that were read, tests left out. */
  readonly code: readonly FileFacts[];
  /** Functions and classes in them. */
  readonly symbols: readonly SymbolFacts[];
  readonly testsAdded: readonly TestCase[];
  readonly testsRemoved: readonly TestCase[];
  /** Every file of program code was parsed on both sides, so what is not named did not change. */
  readonly isComplete: boolean;
  /** Whether a word is a name in the changed lines of code. */
  isName(word: string): boolean;
}

export interface AuthorWords {
  /** The subject without prefix, numbers of issues and names of people; "" when it says nothing. */
  readonly summary: string;
  /** The first sentences of the explanation. */
  readonly reason: string;
  /** Marked as a change that others have to adapt to; the text is what the footer says of it, "" where there is none. */
  readonly breaking?: string;
}

export function storyOf(facts: ChangeFacts): Story {
  const read = facts.files.filter(({ setAside }) => setAside === undefined);
  const code = read.filter(({ role }) => role === "source" || role === "migration");
  const names = namesIn(read);
  return {
    facts,
    kind: kindOf(facts),
    author: authorWords(titleOf(facts.change), facts.change.body),
    read,
    setAside: facts.files.filter(({ setAside }) => setAside !== undefined),
    code,
    symbols: code.flatMap(({ symbols }) => symbols),
    testsAdded: read.flatMap(({ testsAdded }) => testsAdded),
    testsRemoved: read.flatMap(({ testsRemoved }) => testsRemoved),
    isName: (word) => names.has(word.replace(/^`|[`()]+$/g, "")),
    isComplete: code.every(
      ({ touched, effect }) => touched.length === 0 && effect !== "unknown" && effect !== "whitespace",
    ),
  };
}

/** The words of the changed lines of code. */
function namesIn(files: readonly FileFacts[]): Set<string> {
  const names = new Set<string>();
  for (const { path, change } of files)
    if (isSourcePath(path))
      for (const { lines } of change.diff.hunks)
        for (const line of lines) for (const word of line.match(/\w+/g) ?? []) names.add(word);
  return names;
}

/** Subjects that say nothing of the change. */
const empty =
  /^(?:wip|fix(?:e[sd])?|update[sd]?|changes?|misc|minor|typo|cleanup|stuff|tweaks?|(?:minor|small|various|some|more) (?:bug ?)?(?:fix(?:es)?|changes?|tweaks?|updates?|improvements?)|bug ?fix(?:es)?|test|work in progress|commit|save|done|ok|\.+|-+|initial(?: commit)?|(?:appl(?:y|ied)|address(?:ed|ing)?) (?:the |some |your |all )?(?:code )?(?:review )?(?:suggestions?|comments?|feedback|reviews?|remarks?)(?: from (?:the )?(?:code )?review)?|(?:code )?review (?:comments?|feedback|suggestions?|fixes)|first commit|update \S+\.\w+|merge (?:branch|pull request|remote|tag|commit|master|main|upstream|origin)\b.*)[.!]*$/i;

export function authorWords(subject: string, body: string): AuthorWords {
  const plain = withoutComponent(cleanSubject(conventionalSubject(subject)?.rest ?? subject));
  const summary = empty.test(plain) || plain.length < 4 ? "" : plain;
  const reason = reasonOf(body);
  const breaking = breakingOf(subject, body);
  return {
    summary,
    reason: summary !== "" && saysNoMore(reason, summary) ? "" : reason,
    ...(breaking === undefined ? {} : { breaking }),
  };
}

/** As Conventional Commits 1.0.0 marks it: `!` before the colon, or a footer. */
function breakingOf(subject: string, body: string): string | undefined {
  const footer = /^BREAKING[ -]CHANGES?:\s*(\S[\s\S]*?)(?=\n\s*\n|\n[\w-]+: |\s*$(?![\s\S]))/m.exec(
    body,
  )?.[1];
  if (footer !== undefined) return firstSentences(footer);
  return conventionalSubject(subject)?.isBreaking === true ? "" : undefined;
}

/** "Bumps a from 1 to 2." below "Bump a from 1 to 2". */
function saysNoMore(reason: string, summary: string): boolean {
  if (letters(reason).startsWith(letters(summary))) return true;
  const words = (text: string): string[] =>
    (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => word.replace(/(?<=\p{L}{2})s$/u, ""));
  const known = new Set(words(summary));
  return words(reason).every((word) => known.has(word));
}

const letters = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");

const longestReason = 280;

/** The first paragraph of prose, cut after whole sentences. */
function reasonOf(body: string): string {
  const paragraph = body
    .split(/\n\s*\n/)
    .map((each) => each.trim())
    .find((each) => each !== "");
  if (paragraph === undefined || !isProse(paragraph)) return "";
  return firstSentences(paragraph);
}

/** Whole sentences, numbers of issues that stand alone left out. */
function firstSentences(paragraph: string): string {
  const sentences = paragraph
    .replace(/\s+/g, " ")
    .replace(/\s*\((?:(?:fix(?:es)?|closes?|refs?|see|resolves?)\s+)?#\d+\)/gi, "")
    .replace(/(?:^|(?<=[.!?])\s+)(?:fix(?:es|ed)?|closes?|refs?|see|resolves?):?\s+#\d+\.?(?=\s|$)/gi, "")
    .match(/[^.!?]+(?:[.!?]+(?!\s|$)[^.!?]*)*[.!?]?(?=\s|$)/g);
  let text = "";
  for (const sentence of sentences ?? []) {
    if (text.length + sentence.length > longestReason) break;
    text += sentence;
  }
  return text.trim().split(/\s+/).length < 4 ? "" : text.trim();
}

const isProse = (paragraph: string): boolean =>
  /^[\p{L}"'“(`]/u.test(paragraph) &&
  !/\n\s*(?:[*+>#|~$-] |\d+[.)] )|^\s*(?:[*+>#|~$-] |\d+[.)] )|https?:\/\/|^(?:signed-off|co-authored|reviewed|fix(?:es|ed)?:?\s+#|closes|refs?:|see\b|cherry|conflicts|breaking[ -]change|pr\b|merge (?:pull request|branch|remote)\b|this (?:pr|pull request) (?:is )?(?:a )?follow|this reverts|piperorigin)|[{};]\s*$|\S+@\S+\.\w/im.test(
    paragraph,
  );

/** The side that a reader meets: what is, else what was. */
export const sideOf = ({ before, after }: SymbolFacts): SymbolIdentity => after ?? before ?? nothing;

const nothing: SymbolIdentity = {
  name: "",
  kind: "module",
  path: "",
  isPublic: false,
  isTest: false,
  docstring: "",
};

export const isTold = (symbol: SymbolFacts): boolean => sideOf(symbol).kind !== "module";

/** Whether others can use it: what an example shows is for reading. */
export function isForOthers(symbol: SymbolFacts): boolean {
  const { isPublic, path } = sideOf(symbol);
  return isPublic && !/(^|\/)(?:examples?|demos?|samples?|tutorials?|playground)\//i.test(path);
}

/** What is new or gone by name, and what is one more or one less form (overload, specialisation) of a name that stays. */
export function byNewness(symbols: readonly SymbolFacts[]): { named: SymbolFacts[]; forms: SymbolFacts[] } {
  const isForm = (symbol: SymbolFacts): boolean => sideOf(symbol).hasNamesake === true;
  return { named: symbols.filter((symbol) => !isForm(symbol)), forms: symbols.filter(isForm) };
}

/** Members of a class that came or went with it say nothing of their own. */
export function withoutMembers(symbols: readonly SymbolFacts[], change: "added" | "removed"): SymbolFacts[] {
  const own = symbols.filter((symbol) => symbol.change === change && isTold(symbol));
  const classes = new Set(
    own
      .filter((symbol) => sideOf(symbol).kind === "class")
      .map((symbol) => `${sideOf(symbol).path}:${sideOf(symbol).name}`),
  );
  return own.filter((symbol) => {
    const { name, path } = sideOf(symbol);
    return !classes.has(`${path}:${name.slice(0, name.lastIndexOf("."))}`);
  });
}

/** The first sentence of a docstring without its delimiters and tags; "" when there is none fit to be read out. */
export function docSummary(docstring: string): string {
  const plain = docstring
    .replace(/^[rRuUbB]{0,2}("""|''')|("""|''')$/g, "")
    .replace(/^\s*(?:\/\*\*?|\*\/|\*(?!\*)|\/\/[/!]?|#+|--|%+)[ \t]?/gm, "")
    .replace(/\*\/\s*$/, "")
    .replace(/<\/?(?:summary|p|para)>/g, "")
    .replace(/\{@(?:link|code)\s+([^}]*)\}/g, "$1")
    .trim();
  const paragraph = plain.split(/\n\s*\n|\n\s*(?:@|:param|Parameters|Args:|Returns|\\param)/)[0] ?? "";
  const sentence =
    /^[\s\S]*?(?<!\b(?:e\.g|i\.e|etc|vs|cf|resp))[.!?](?=\s|$)/.exec(paragraph)?.[0] ?? paragraph;
  const text = sentence
    .replace(/\s+/g, " ")
    .replace(/``?|``/g, "`")
    .trim();
  const isFit =
    /^[\p{Lu}\p{Ll}]/u.test(text) &&
    text.length >= 12 &&
    text.length <= 180 &&
    /\s/.test(text) &&
    !/^(?:@|:|TODO|Copyright|eslint|type:|noqa)/i.test(text);
  return isFit ? text : "";
}
