import type { ChangeKind, CommitMessageResult } from "../protocol/commit.js";
import { developerStatements } from "./developer.js";
import type { MessageHabit } from "./habit.js";
import { headline, inTense } from "./headline.js";
import type { Story } from "./story.js";

const conventionalTypes: Readonly<Record<ChangeKind, string>> = {
  feature: "feat",
  repair: "fix",
  refactoring: "refactor",
  performance: "perf",
  documentation: "docs",
  test: "test",
  build: "build",
  dependency: "build",
  formatting: "style",
  revert: "revert",
  security: "fix",
  housekeeping: "chore",
  merge: "chore",
  empty: "chore",
};

const tags: Readonly<Record<ChangeKind, string>> = {
  feature: "ENH",
  repair: "BUG",
  refactoring: "MAINT",
  performance: "PERF",
  documentation: "DOC",
  test: "TST",
  build: "BLD",
  dependency: "MAINT",
  formatting: "STY",
  revert: "REV",
  security: "BUG",
  housekeeping: "MAINT",
  merge: "MAINT",
  empty: "MAINT",
};

/** Lines of a body beyond which it tires. */
const longestBody = 8;

/** A commit message from the facts of a change, in the repository's habit. What it is for is the author's to add. */
export function commitMessage(story: Story, habit: MessageHabit): CommitMessageResult {
  const subject = subjectOf(story, habit);
  const body = habit.hasBody || isLarge(story) ? bodyOf(story) : "";
  return { message: body === "" ? subject : `${subject}\n\n${body}`, subject, body, habit: habit.words };
}

function subjectOf(story: Story, habit: MessageHabit): string {
  const prefix = prefixOf(story, habit);
  const said = inTense(headline(story), habit.tense);
  const plain = habit.usesBackticks ? said : said.replaceAll("`", "");
  const cased = habit.isCapitalised ? plain : plain.slice(0, 1).toLowerCase() + plain.slice(1);
  const room = habit.length - prefix.length - (habit.endsWithPeriod ? 1 : 0);
  return `${prefix}${shortened(cased, room)}${habit.endsWithPeriod ? "." : ""}`;
}

/** Cut before a word, never inside a name. */
function shortened(text: string, room: number): string {
  if (text.length <= room) return text;
  const cut = text.slice(0, room + 1).replace(/\s+\S*$/, "");
  return cut.replace(/[\s,:;]+$|\s+(?:and|to|in|from|of|with|takes|default)$/g, "");
}

function prefixOf(story: Story, habit: MessageHabit): string {
  const { kind } = story.kind;
  const scope = scopeOf(story, habit);
  switch (habit.prefix) {
    case "conventional":
      return `${conventionalTypes[kind]}${scope === "" || !habit.usesScopes ? "" : `(${scope})`}: `;
    case "tag":
      return `${tags[kind]}: `;
    case "component":
      return scope === "" ? "" : `${scope}: `;
    case "none":
      return "";
  }
}

/** The scope in use that all changed files share, else for components the deepest folder that they share. */
function scopeOf({ read, code }: Story, { scopes, prefix }: MessageHabit): string {
  const paths = (code.length > 0 ? code : read).map(({ path }) => path.replace(/\.[^./]+$/, "").split("/"));
  const known = scopes.find((scope) => {
    const parts = scope.split("/");
    return (
      paths.length > 0 &&
      paths.every((path) => path.some((_, i) => parts.every((part, j) => path[i + j] === part)))
    );
  });
  if (known !== undefined || prefix !== "component") return known ?? "";
  const [first = []] = paths;
  const shared = first.slice(0, -1).filter((part, i) => paths.every((path) => path[i] === part));
  return shared.filter((part) => !/^(?:src|lib|packages|internal)$/.test(part)).join("/");
}

const isLarge = ({ code, symbols }: Story): boolean => code.length > 2 || symbols.length > 5;

/** What changed, file by file, and the tests. */
function bodyOf(story: Story): string {
  const lines = developerStatements(story).filter(
    (line) => line.startsWith("- ") && !/^- (?:Why|Set aside|Note|And) /.test(line),
  );
  const shown = lines
    .slice(0, longestBody)
    .map((line) => line.replace(/ \(\+\d+ −\d+\)$/, "").replaceAll("\\", ""));
  const rest = lines.length - shown.length;
  return [...shown, ...(rest > 0 ? [`- and ${rest} more`] : [])].join("\n");
}
