import type { ChangeKind } from "../../protocol/commit.js";

/** Words that hint at a kind, and how much. */
export interface Hint {
  readonly kind: ChangeKind;
  readonly weight: number;
  readonly pattern: RegExp;
}

/** Words at the beginning of a subject weigh more than the same words further on. */
export const openings: readonly Hint[] = [
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
      /^(?:optimi[sz]\w*|speed\w*|perfs?|performance|performant|improve(?:d|s)? (?:the )?(?:perf|performance|speed|efficiency)|reduc\w+ (?:the )?(?:memory|alloc\w*|overhead|time)|faster|cache|lazily)\b/i,
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

/** Words that hint wherever they stand. */
export const anywhere: readonly Hint[] = [
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
