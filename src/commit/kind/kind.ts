import type { ChangeKind, FileRole } from "../../protocol/commit.js";
import { cleanSubject, withoutComponent } from "../subject.js";
import type { ChangeFacts, FileFacts, KindOfChange } from "../types.js";
import { conventionalSubject, declaredKind } from "./declared.js";
import { titleOf } from "./title.js";

/** How sure the kind is: read from the files or said by the author, or estimated from signs. */
export type Certainty = "known" | "estimated";

export interface JudgedKind extends KindOfChange {
  readonly certainty: Certainty;
}

/** What a change is for. What the files alone prove comes first, then what the author declares, then what the signs say. */
export function kindOf(facts: ChangeFacts): JudgedKind {
  const proven = provenKind(facts);
  if (proven !== undefined) return proven;
  const declared = conventionalSubject(facts.change.subject);
  const kind = declared && declaredKind(declared.type);
  if (declared !== undefined && kind !== undefined)
    return { kind, certainty: "known", evidence: [`The author marks it as “${declared.type}”.`] };
  return estimatedKind(facts);
}

const known = (kind: ChangeKind, ...evidence: string[]): JudgedKind => ({
  kind,
  certainty: "known",
  evidence,
});

/** What needs no estimate. */
function provenKind({ change, files }: ChangeFacts): JudgedKind | undefined {
  if (files.length === 0)
    return change.parents.length > 1
      ? known("merge", "It joins two lines of work and changes no file beyond them.")
      : known("empty", "No file was changed.");
  if (change.parents.length > 1) return known("merge", `It joins ${change.parents.length} lines of work.`);
  if (/^revert\b/i.test(change.subject) || /^this reverts commit [0-9a-f]{7,}/i.test(change.body))
    return known("revert", "The author says that it takes back an earlier change.");
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

type Scores = Map<ChangeKind, { score: number; evidence: string[] }>;

/** The roles of the changed files that were read, formatted ones left out where others are more than that. */
function rolesOf(files: readonly FileFacts[]): Set<FileRole> {
  const read = files.filter(({ setAside }) => setAside === undefined);
  const telling = read.filter(
    ({ effect }) => effect !== "formatting" && effect !== "whitespace" && effect !== "mode",
  );
  return new Set((telling.length > 0 ? telling : read).map(({ role }) => role));
}

function estimatedKind(facts: ChangeFacts): JudgedKind {
  const { files } = facts;
  const roles = rolesOf(files);
  const only = (...allowed: FileRole[]): boolean =>
    roles.size > 0 && [...roles].every((role) => allowed.includes(role));
  if (roles.size === 0)
    return files.every(({ setAside }) => setAside === "lock file" || setAside === "submodule")
      ? estimated("dependency", "Only lists of exact versions and references to other projects changed.")
      : estimated("housekeeping", "None of the changed files is one that people write.");
  if (only("dependencies"))
    return files.some(({ dependencies }) => dependencies.length > 0)
      ? known("dependency", "Only the list of dependencies changed.")
      : estimated("build", "Only the project's manifest changed.");
  if (only("test")) return known("test", "Only tests and their data changed.");
  if (only("documentation")) return known("documentation", "Only documents changed.");
  const code = files.filter(({ role, setAside }) => role === "source" && setAside === undefined);
  if (
    code.length > 0 &&
    only("source", "documentation", "test") &&
    code.every(({ effect }) => effect === "comments" || effect === "formatting")
  )
    return known("documentation", "In the program only comments changed: both sides parse to the same code.");
  if (only("build", "configuration", "dependencies"))
    return roles.has("dependencies") &&
      files.some(({ dependencies }) => dependencies.length > 0) &&
      !roles.has("build")
      ? estimated("dependency", "Dependencies and configuration changed, and no program code.")
      : estimated("build", "Only build, automation and configuration files changed.");
  return scoredKind(facts, code);
}

const estimated = (kind: ChangeKind, ...evidence: string[]): JudgedKind => ({
  kind,
  certainty: "estimated",
  evidence,
});

interface Sign {
  readonly kind: ChangeKind;
  readonly weight: number;
  readonly pattern: RegExp;
}

/** Words at the beginning of a subject weigh more than the same words further on. */
const openings: readonly Sign[] = [
  {
    kind: "feature",
    weight: 3,
    pattern:
      /^(?:add(?:s|ed|ing)?|implement\w*|introduc\w+|support\w*|new|allow\w*|enabl\w+|provid\w+|expos\w+|creat\w+|let|feature|accept\w*|extend\w*)\b/i,
  },
  {
    kind: "repair",
    weight: 4,
    pattern:
      /^(?:fix\w*|bug\w*|correct\w*|repair\w*|resolv\w+|handl\w+|prevent\w*|avoid\w*|don'?t|do not|stop|ensure\w*|guard\w*|patch\w*|workaround|hotfix|restore\w*|make sure|treat)\b/i,
  },
  {
    kind: "refactoring",
    weight: 4,
    pattern:
      /^(?:refactor\w*|renam\w+|mov(?:e|ed|es|ing)|extract\w*|simplif\w+|clean\w*|tid(?:y|ied)|reorgani[sz]\w+|restructur\w+|split\w*|merge|inline\w*|remov\w+|delet\w+|drop\w*|dedup\w*|replac\w+|rewrit\w+|convert\w*|moderni[sz]\w+|consolidat\w+|unify|rework\w*|share|migrat\w+|switch\w*|deprecat\w+)\b/i,
  },
  { kind: "refactoring", weight: 2, pattern: /^use\b/i },
  {
    kind: "performance",
    weight: 5,
    pattern:
      /^(?:optimi[sz]\w*|speed\w*|perf\w*|improve(?:d|s)? (?:the )?(?:perf\w*|speed|efficiency)|reduc\w+ (?:the )?(?:memory|alloc\w*|overhead|time)|faster|cache|lazily)\b/i,
  },
  {
    kind: "documentation",
    weight: 4,
    pattern:
      /^(?:docs?\w*|document\w*|comment\w*|clarif\w+|typos?|readme|docstrings?|javadocs?|spelling|grammar)\b/i,
  },
  { kind: "test", weight: 4, pattern: /^(?:tests?|testing|cover\w*|unit test\w*)\b/i },
  {
    kind: "build",
    weight: 4,
    pattern:
      /^(?:build|ci|release\w*|bump\w*|upgrad\w+|prepare|version|publish|changelog|lint\w*|configur\w+|pin)\b/i,
  },
];

const anywhere: readonly Sign[] = [
  {
    kind: "repair",
    weight: 3,
    pattern:
      /\b(?:fix(?:es|ed|ing)?|bugs?|crash\w*|regression\w*|broken|incorrect\w*|wrong\w*|errors?|fail\w*|issues?|leak\w*|race conditions?|deadlock\w*|overflow\w*|null pointer|undefined behaviou?r|exception|missing|invalid|mistak\w+|edge case\w*|not working|properly|correctly|instead of)\b/i,
  },
  {
    kind: "feature",
    weight: 2,
    pattern:
      /\b(?:support(?:s|ing)?|new|option\w*|feature\w*|ability|now accepts?|api|parameter|argument|flag|operator|method)\b/i,
  },
  {
    kind: "refactoring",
    weight: 2,
    pattern:
      /\b(?:refactor\w*|clean ?up\w*|unused|dead code|redundan\w+|duplicat\w+|internal\w*|simplif\w+|renam\w+|readab\w+|boilerplate|no functional changes?|helper\w*|unnecessary|legacy|private)\b/i,
  },
  {
    kind: "performance",
    weight: 4,
    pattern:
      /\b(?:performance|faster|speed ?-?up\w*|optimi[sz]\w+|efficien\w+|vectori[sz]\w*|branchless|(?:fast|hot) path|redundant work|lighter|\d+(?:\.\d+)?x|allocations?|throughput|latency|memoi[sz]\w+|slow\w*|bundle size|memory usage)\b/i,
  },
  {
    kind: "security",
    weight: 7,
    pattern:
      /\b(?:CVE-\d+-\d+|vulnerabilit\w+|XSS|CSRF|SQL injection|code injection|path traversal|prototype pollution|ReDoS|security (?:fix|issue|hole|patch|advisory)|denial of service|timing attack|sanitiz\w+)\b/i,
  },
  {
    kind: "documentation",
    weight: 3,
    pattern:
      /\b(?:docs?|documentation|docstrings?|readme|typos?|javadocs?|jsdoc|tsdoc|changelog|comments?|code examples?|links?)\b/i,
  },
  { kind: "test", weight: 2, pattern: /\b(?:tests?|specs?|coverage|fixtures?|dtslint|marble)\b/i },
  {
    kind: "build",
    weight: 3,
    pattern:
      /\b(?:build|ci|travis|github actions?|workflows?|lint\w*|eslint|prettier|tsconfig|packag(?:e|ing)|npm|release|dependenc(?:y|ies)|webpack|rollup|bump\w*|scripts?|publish\w*|bazel)\b/i,
  },
  {
    kind: "formatting",
    weight: 3,
    pattern:
      /\b(?:format(?:ting)?|whitespace|indentation|code style|prettier|black|isort|trailing (?:spaces|commas?)|reformat\w*)\b/i,
  },
];

function scoredKind(facts: ChangeFacts, code: readonly FileFacts[]): JudgedKind {
  const scores: Scores = new Map();
  const add = (kind: ChangeKind, score: number, evidence: string): void => {
    const entry = scores.get(kind) ?? { score: 0, evidence: [] };
    scores.set(kind, entry);
    entry.score += score;
    if (score > 0 && evidence !== "") entry.evidence.push(evidence);
  };
  const declared = conventionalSubject(facts.change.subject);
  const subject = withoutComponent(cleanSubject(declared?.rest ?? titleOf(facts.change)));
  if (/^\W*(?:fix|close|resolve)[sd]?(?:es|ed)?\W+\S{0,20}#\d+/i.test(facts.change.subject))
    add("repair", 3, "The author names the issue that it fixes.");
  let opening: string | undefined;
  for (const { kind, weight, pattern } of openings) {
    const word = pattern.exec(subject)?.[0];
    opening ??= word;
    if (word !== undefined) add(kind, weight, `The author's first word is “${word}”.`);
  }
  for (const { kind, weight, pattern } of anywhere) {
    const word = pattern.exec(subject)?.[0];
    if (word !== undefined) add(kind, weight, opening === word ? "" : `The author writes of “${word}”.`);
    const inBody = word === undefined ? pattern.exec(facts.change.body)?.[0] : undefined;
    if (inBody !== undefined) add(kind, weight / 3, `The author's explanation mentions “${inBody}”.`);
  }
  addFacts(facts, code, add);
  const ranked = [...scores].sort((a, b) => b[1].score - a[1].score);
  const [best] = ranked;
  if (best === undefined || best[1].score <= 0)
    return estimated("housekeeping", "Nothing says what it is for.");
  return { kind: best[0], certainty: "estimated", evidence: best[1].evidence.slice(0, 4) };
}

function addFacts(
  { files }: ChangeFacts,
  code: readonly FileFacts[],
  add: (kind: ChangeKind, score: number, evidence: string) => void,
): void {
  const symbols = code.flatMap((file) => file.symbols);
  const isPublic = ({ before, after }: (typeof symbols)[number]): boolean =>
    (after ?? before)?.isPublic === true;
  const ofChange = (change: string) =>
    symbols.filter(
      (each) => each.change === change && each.before?.kind !== "module" && each.after?.kind !== "module",
    );
  const added =
    ofChange("added").filter(isPublic).length +
    code.flatMap(({ touched }) => touched).filter(({ change }) => change === "added").length;
  const removed = ofChange("removed").length;
  const moved = ofChange("renamed").length + ofChange("moved").length;
  const bodies = symbols.filter(({ change }) => change === "body").length;
  const inputs = symbols
    .flatMap(({ signature }) => signature)
    .filter(({ kind }) => kind === "parameter-added").length;
  const testsAdded = files.reduce((sum, { testsAdded }) => sum + testsAdded.length, 0);
  const lines = code.reduce((sum, each) => sum + each.added + each.removed, 0);
  const renamed = files.filter(({ change: { diff } }) => diff.status === "renamed").length;
  if (renamed > files.length / 2) add("refactoring", 5, "Most of the files were moved or renamed.");
  if (added > 0) add("feature", Math.min(3, 1 + added * 0.5), "Public functions or classes were added.");
  if (added > 0 && removed + moved + bodies === 0) add("feature", 3, "All that changed in the code is new.");
  if (inputs > 0 && added === 0) add("feature", 1, "Functions take more than before.");
  if (added === 0 && bodies > 0 && testsAdded > 0)
    add("repair", 1.5, "Existing functions changed inside, and tests were added.");
  if (added === 0 && bodies > 0 && lines <= 30)
    add("repair", 1, "Little changed, and nothing new can be called.");
  if (testsAdded === 0 && moved > 0)
    add("refactoring", Math.min(3, 1 + moved * 0.5), "Functions or classes were renamed or moved.");
  if (testsAdded === 0 && removed > 0 && added === 0)
    add("refactoring", 1, "Functions or classes were removed and none was added.");
  if (code.length === 0) add("build", 1, "No program code changed.");
  if (code.length === 0 && files.some(({ role }) => role === "test"))
    add("test", 2, "Tests changed, and no program code.");
  if (code.length === 0 && files.some(({ role }) => role === "documentation"))
    add("documentation", 2, "Documents changed, and no program code.");
  if (files.some(({ role, setAside }) => role === "test" && setAside === undefined) && code.length > 0)
    add("test", -1, "");
}
