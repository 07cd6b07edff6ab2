import type { ChangeKind } from "../../protocol/commit.js";

const declaredKinds: Readonly<Record<string, ChangeKind>> = {
  feat: "feature",
  feature: "feature",
  fix: "repair",
  bugfix: "repair",
  hotfix: "repair",
  docs: "documentation",
  doc: "documentation",
  style: "formatting",
  refactor: "refactoring",
  perf: "performance",
  test: "test",
  tests: "test",
  build: "build",
  ci: "build",
  chore: "housekeeping",
  deps: "dependency",
  revert: "revert",
  security: "security",
  // The tags of NumPy and its kin.
  BUG: "repair",
  ENH: "feature",
  DOC: "documentation",
  TST: "test",
  MAINT: "housekeeping",
  STY: "formatting",
  PERF: "performance",
  BLD: "build",
  CI: "build",
  REL: "build",
  REV: "revert",
  TYP: "refactoring",
};

/** The kind that a type of Conventional Commits or a tag stands for. */
export const declaredKind = (type: string): ChangeKind | undefined => declaredKinds[type];

/** `fix(io)!: read empty files` → type, scope and what remains. Undefined for other subjects. */
export function conventionalSubject(
  subject: string,
):
  | { readonly type: string; readonly scope: string; readonly isBreaking: boolean; readonly rest: string }
  | undefined {
  const [, type, scope = "", breaking, rest] = /^(\w+)(?:\(([^)]*)\))?(!)?:\s+(\S.*)$/.exec(subject) ?? [];
  if (type === undefined || rest === undefined) return undefined;
  const known = declaredKinds[type] === undefined ? type.toLowerCase() : type;
  if (declaredKinds[known] === undefined) return undefined;
  return { type: known, scope, isBreaking: breaking !== undefined, rest };
}
