/** Numbers of issues, pull requests and tickets in the forms that people write; `Fixes` and the like go with them. */
const ticket = String.raw`(?:(?:[\w.-]+\/[\w.-]+|gh|GH|bpo|trac|ticket|issue|PR|pr|pull request)?[ -]?#\d+|\b(?:gh|GH|bpo)[- ]?\d+|(?<![\w-])(?!UTF|ISO|SHA|RFC|MD|AES|PEP|HTTP|CVE|ES|PHP|C|IEEE|UTC|GMT)[A-Z][A-Z]+-\d+\b)`;
const verb = String.raw`(?:\b(?:fix(?:e[sd]|ing)?|clos(?:e[sd]?|ing)|resolv(?:e[sd]?|ing)|add?ress?(?:e[sd])?|see|refs?|re|related to|part of|towards?|issues?|bug|ticket|cf\.?|from|via|PR)\s*:?\s*)?`;
export const tickets = `${verb}${ticket}(?:(?:\\s*(?:,|and|&|\\+)\\s*|\\s+)${verb}${ticket})*`;

export const bracketed = new RegExp(`\\s*[([{]\\s*(?:${tickets}|\\d{4,})\\s*[)\\]}]`, "gi");
/** `Fix #12: …` and `#12 …`, but not `Fix #12 in the parser`, which would lose its verb. */
const leading = new RegExp(`^\\s*(?:${tickets}\\s*[:,.-]+\\s*|${ticket}\\s+(?=\\p{L}))`, "iu");
const trailing = new RegExp(`[\\s,;:.-]*${tickets}\\s*\\.?$`, "i");

/** Text that says who and where, not what: people, machines, branches of releases. */
const asides: readonly RegExp[] = [
  // [ci skip], [skip azp], [Alice Smith & Bob Jones], [4.x], [v1.2-branch], [backport 5.1]
  /(?:^|\s+)\[(?:(?:skip|no)[ -][\w -]+|[\w -]+[ -]skip|(?:backport\s+)?v?\d[\w.-]*|backport[^\]]*|doc(?:s|umentation)? only|wip)\]/gi,
  /\s*\[(?:\p{Lu}[\p{L}.'-]+(?:[ ,]+(?:and|&|\+)?\s*)?){2,6}\]\s*$/gu,
  /\s*\((?:thanks|thx|by|cc|h\/t|via|courtesy)\b[^)]*\)/gi,
  /[\s,.;-]+(?:thanks|thx|cc|h\/t)\s+(?:to\s+)?@[\w-]+.*$/gi,
  /^\d+\.[\dx.]*\s*[:-]\s+/i,
];

const dangling = /(?:^|\s)(?:an?|the|of|for|in|with|to|by|on|at|and|or|from|as|into|after|before|per)$/i;

/** A commit's first line as a target for the model: what was done, without numbers of issues and names of people. */
export function cleanSubject(subject: string): string {
  let text = subject.replace(/\s+/g, " ").trim();
  for (const aside of asides) text = text.replace(aside, "");
  text = text.replace(bracketed, "").replace(leading, "");
  const without = text.replace(trailing, "");
  // "merge of #12" says nothing without its number.
  if (!dangling.test(without)) text = without;
  return text
    .replace(/\s+([,.;:])(?=\s|$)/g, "$1")
    .replace(/[\s:;,.-]+$/, "")
    .replace(/^[\s:;,.-]+/, "")
    .trim();
}

/** `net/http: fix x` → `fix x`; also the tags of NumPy and its kin (`BUG: …`) and `[tags]`. */
export const withoutComponent = (subject: string): string =>
  subject.replace(
    /^(?:\[[\w\s./-]+\]:?\s*|[A-Z]{2,6}:\s+|[a-z][\w./*-]{0,30}(?:,\s?[a-z][\w./*-]{0,30})*:\s+(?=\S))+/,
    "",
  );
