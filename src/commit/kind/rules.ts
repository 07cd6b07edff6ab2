import type { ChangeKind } from "../../protocol/commit.js";
import { cleanSubject, withoutComponent } from "../subject.js";
import type { ChangeFacts, FileFacts } from "../types.js";
import { conventionalSubject } from "./declared.js";
import { anywhere, openings } from "./hints.js";
import { estimated, type JudgedKind } from "./judged.js";
import { codeOf, onlyRoles, rolesOf } from "./proven.js";
import { titleOf } from "./title.js";

/** So much ahead of the next kind, the rules leave little doubt: one telling word more. */
const clearMargin = 3;

const allNew = "All that changed in the code is new.";

/** `isClear`: no other kind comes near, or nothing changed that was there, whatever the title begins with. */
export interface RuledKind extends JudgedKind {
  readonly isClear?: boolean;
}

type Scores = Map<ChangeKind, { score: number; evidence: string[] }>;

/** The kind by rules that people can read: what sort of files changed, hints in the author's words, what became of functions. */
export function ruledKind(facts: ChangeFacts): RuledKind {
  const { files } = facts;
  const roles = rolesOf(files);
  const only = onlyRoles(files);
  if (roles.size === 0)
    return files.every(({ setAside }) => setAside === "lock file" || setAside === "submodule")
      ? estimated("dependency", "Only lists of exact versions and references to other projects changed.")
      : estimated("housekeeping", "None of the changed files is one that people write.");
  if (only("dependencies")) return estimated("build", "Only the project's manifest changed.");
  if (only("build", "configuration", "dependencies"))
    return roles.has("dependencies") &&
      files.some(({ dependencies }) => dependencies.length > 0) &&
      !roles.has("build")
      ? estimated("dependency", "Dependencies and configuration changed, and no program code.")
      : estimated("build", "Only build, automation and configuration files changed.");
  return scoredKind(facts, codeOf(files));
}

function scoredKind(facts: ChangeFacts, code: readonly FileFacts[]): RuledKind {
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
  const [best, second] = ranked;
  if (best === undefined || best[1].score <= 0)
    return estimated("housekeeping", "Nothing says what it is for.");
  return {
    ...estimated(best[0], ...best[1].evidence.slice(0, 4)),
    isClear:
      best[1].score - Math.max(0, second?.[1].score ?? 0) >= clearMargin || best[1].evidence.includes(allNew),
  };
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
  const touched = code.flatMap((file) => file.touched);
  const added =
    ofChange("added").filter(isPublic).length + touched.filter(({ change }) => change === "added").length;
  const removed = ofChange("removed").length;
  const moved = ofChange("renamed").length + ofChange("moved").length;
  const bodies = symbols.filter(({ change }) => change === "body").length;
  const signatures = symbols.filter(({ change }) => change === "signature").length;
  const old =
    removed + moved + bodies + signatures + touched.filter(({ change }) => change !== "added").length;
  const inputs = symbols
    .flatMap(({ signature }) => signature)
    .filter(({ kind }) => kind === "parameter-added").length;
  const testsAdded = files.reduce((sum, { testsAdded }) => sum + testsAdded.length, 0);
  const lines = code.reduce((sum, each) => sum + each.added + each.removed, 0);
  const renamed = files.filter(({ change: { diff } }) => diff.status === "renamed").length;
  if (renamed > files.length / 2) add("refactoring", 5, "Most of the files were moved or renamed.");
  if (added > 0) add("feature", Math.min(3, 1 + added * 0.5), "Public functions or classes were added.");
  if (added > 0 && old === 0) add("feature", 3, allNew);
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
