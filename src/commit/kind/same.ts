/** Conventional Commits have several words, or none, for what keeps a project running. */
const upkeep: ReadonlySet<string> = new Set(["build", "dependency", "housekeeping"]);

/** What a kind counts as where it is compared with what an author declared: `upkeep`, or itself. */
export const comparedKind = (kind: string): string => (upkeep.has(kind) ? "upkeep" : kind);

/** Whether what is `said` agrees with what the author declared; that form has no word for security. */
export const sameKind = (said: string, declared: string): boolean =>
  comparedKind(said) === comparedKind(declared) || (said === "security" && declared === "repair");
