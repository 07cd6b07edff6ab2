/**
 * A commit's subject as a title: without the prefix of Conventional Commits, tickets at its ends, code marks and final
 * full stop; one line, first letter large.
 */
export function inTitle(subject: string): string {
  // The name of a branch often is that of a person.
  const merge = /^Merge pull request (#\d+) from \S+$/.exec(subject.trim())?.[1];
  if (merge !== undefined) return `Merge of pull request ${merge}`;
  const plain = subject
    .replaceAll(/[\p{Cc}\s]+/gu, " ")
    .replaceAll("`", "")
    .replace(/^(?:\[[^\]]{1,30}\]\s*)+(?=\S)/, "")
    .replace(/^(?:feat|fix|docs?|style|refactor|perf|tests?|build|ci|chore|revert)(?:\([^)]*\))?!?:\s*/i, "")
    .replace(/^(?:[A-Z][A-Z0-9]+-\d+|#\d+|GH-\d+)[:\s-]+(?=\S)/, "")
    .replace(/\s*\((?:#|!|GH-)\d+\)\s*$/, "")
    .replace(/\s*\.$/, "")
    .trim();
  const title = plain === "" ? subject.trim() : plain;
  return /^[a-z]+(?![\w.(:/-])/.test(title) ? title.charAt(0).toUpperCase() + title.slice(1) : title;
}
