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
  FIX: "repair",
  MAINT: "housekeeping",
  MNT: "housekeeping",
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

const dependencyScope = /^(?:dev-?|build-?)?dep(?:s|endenc(?:y|ies))(?:-dev)?$/i;
const security = /\b(?:CVE-\d{4}-\d+|GHSA(?:-\w{4}){3}|GO-\d{4}-\d+)\b/;

/** `chore(deps): …` is how tools that raise versions sign, and `fix(security): …` closes a hole. */
export function declaredBy({ type, scope, rest }: DeclaredSubject, hasCode: boolean): ChangeKind | undefined {
  const kind = declaredKind(type);
  // Renovate writes `fix(deps): …` of every new version of what the product itself uses.
  if (!hasCode && /^(?:housekeeping|build|repair)$/.test(kind ?? "") && dependencyScope.test(scope))
    return "dependency";
  return kind === "repair" && (/^security$/i.test(scope) || security.test(rest)) ? "security" : kind;
}

export interface DeclaredSubject {
  readonly type: string;
  readonly scope: string;
  readonly isBreaking: boolean;
  readonly rest: string;
}

/** `fix(io)!: read empty files` and `TST add a case` → type, scope and what remains. Undefined for other subjects. */
export function conventionalSubject(subject: string): DeclaredSubject | undefined {
  const tag = /^(BLD|BUG|DOC|ENH|FIX|MAINT|MNT|PERF|STY|TST|TYP)\s+([a-z`'"].*)$/.exec(subject);
  if (tag?.[1] !== undefined && tag[2] !== undefined)
    return { type: tag[1], scope: "", isBreaking: false, rest: tag[2] };
  const [, type, scope = "", breaking, rest] = /^(\w+)(?:\(([^)]*)\))?(!)?:\s+(\S.*)$/.exec(subject) ?? [];
  if (type === undefined || rest === undefined) return undefined;
  const known = declaredKinds[type] === undefined ? type.toLowerCase() : type;
  if (declaredKinds[known] === undefined) return undefined;
  return { type: known, scope, isBreaking: breaking !== undefined, rest };
}
