import type { ChangeKind } from "../../protocol/commit.js";
import type { ChangeFacts } from "../types.js";
import { factWords } from "./factWords.js";
import type { JudgedKind } from "./judged.js";
import { onlyRoles } from "./proven.js";
import type { RuledKind } from "./rules.js";
import { signsOf } from "./signs.js";
import model from "./weights.json";

/** Weights in hundredths: one row a sign, one column a kind, in the order of `kinds`. */
interface Weights {
  readonly kinds: readonly string[];
  readonly bias: readonly number[];
  readonly signs: Readonly<Record<string, readonly number[]>>;
  /** Below this probability the kind is too close to call. */
  readonly sure: number;
}

const { kinds, bias, signs: table }: Weights = model;
export const { sure }: Weights = model;

/**
 * Multinomial logistic regression over the signs of a change, what the rules say being one of them. Trained on commits whose authors
 * declared the kind in the form of Conventional Commits, by `models/training/kind.py`. Where the model is not sure, rules that are clear decide. What nobody has words for, as changes that are not
 * committed yet, is left to the rules.
 */
export function estimatedKind(facts: ChangeFacts, ruled: RuledKind): JudgedKind {
  if (facts.change.subject === "") return ruled;
  const signs = [...signsOf(facts), ...ruleSigns(ruled)];
  if (rulesDecide(ruled.kind, signs)) return ruled;
  const [best, second] = likelyClasses(signs).map((each) => ({
    ...each,
    kind: kindOfClass(each.name, facts, ruled),
  }));
  if (best === undefined || second === undefined) return ruled;
  const evidence = evidenceFor(best.column, best.kind, signs, ruled);
  if (best.probability >= sure) return { kind: best.kind, certainty: "estimated", evidence };
  if (ruled.isClear === true) return ruled;
  return { kind: best.kind, perhaps: second.kind, certainty: "unknown", evidence };
}

/**
 * What the form that the model has learned from does not know: security, and a fix that is called one by the first word instead of the
 * prefix, which where there are prefixes begins other things.
 */
export const rulesDecide = (ruled: string, signs: readonly string[]): boolean =>
  ruled === "security" ||
  (ruled === "repair" && signs.some((sign) => /^first:fix(?:es|ed|ing)?$/.test(sign)));

/** Kinds as the model knows them, what keeps a project running being one of them. */
export interface LikelyClass {
  readonly name: string;
  readonly column: number;
  readonly probability: number;
}

/** The likeliest first. */
export const likelyClasses = (signs: readonly string[]): LikelyClass[] =>
  probabilities(signs)
    .map((probability, column) => ({ name: kinds[column] ?? "", column, probability }))
    .sort((a, b) => b.probability - a.probability);

/** What the rules say, as signs of the model. */
export const ruleSigns = ({ kind, isClear }: RuledKind): string[] => [
  `rule:${kind}`,
  ...(isClear === true ? [`rule:${kind} clearly`] : []),
];

function probabilities(signs: readonly string[]): number[] {
  const scores = kinds.map(
    (_, i) => signs.reduce((sum, sign) => sum + (table[sign]?.[i] ?? 0), bias[i] ?? 0) / 100,
  );
  const highest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - highest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

/** Conventional Commits have several words for what keeps a project running, used as one likes; the files tell them apart. */
function kindOfClass(name: string, { files }: ChangeFacts, ruled: RuledKind): ChangeKind {
  if (name !== "upkeep") return name as ChangeKind;
  if (ruled.kind === "dependency" || ruled.kind === "build" || ruled.kind === "housekeeping")
    return ruled.kind;
  if (files.some(({ dependencies }) => dependencies.length > 0)) return "dependency";
  return onlyRoles(files)("build", "configuration", "dependencies", "data", "other")
    ? "build"
    : "housekeeping";
}

const mostEvidence = 4;
/** Signs that weigh less, in hundredths, are many and say little. */
const tellingWeight = 25;

/** The rules' own words where they agree; then the signs that weigh most for this kind against the others. */
function evidenceFor(
  column: number,
  kind: ChangeKind,
  signs: readonly string[],
  ruled: JudgedKind,
): string[] {
  const evidence = ruled.kind === kind ? [...ruled.evidence] : [];
  const weighed = signs
    .map((sign) => ({ sign, weight: advantage(table[sign], column) }))
    .filter(({ weight }) => weight >= tellingWeight)
    .sort((x, y) => y.weight - x.weight);
  for (const { sign } of weighed) {
    const words = signWords(sign);
    const isSaid = evidence.some((each) => each.toLowerCase().includes(quotedPart(words)));
    if (words !== undefined && !isSaid) evidence.push(words);
  }
  return evidence.length === 0
    ? ["Most changes that look like this one are of this kind."]
    : evidence.slice(0, mostEvidence);
}

/** `“fix` of “The author's first word is “fix”.”: what says it again in other words. */
const quotedPart = (words: string | undefined): string =>
  /“([^”]*)/.exec(words ?? "")?.[0].toLowerCase() ?? (words ?? "").toLowerCase();

/** Words without which a sentence does not stand, and parts of paths that say how a project is laid out. */
const empty =
  /^(?:an?|the|and|or|but|of|to|in|for|with|without|on|by|from|as|at|into|over|under|out|up|off|about|after|before|while|during|until|since|because|so|then|than|that|this|these|those|there|here|when|where|which|who|what|how|why|if|not|no|is|are|be|been|being|was|were|has|have|had|do|does|did|can|cannot|can't|could|will|would|should|may|might|must|it|its|it's|we|you|they|them|their|our|your|my|also|only|just|still|now|already|some|any|all|each|every|other|both|same|more|most|such|like|via|per|one|two|src|lib|py|js|jsx|ts|tsx|mjs|cjs|go|rs|rb|php|java|cs|cpp|hpp|md|mdx|json|ya?ml|toml|main|index|packages|internal|core|com|org)$/;

const advantage = (row: readonly number[] | undefined, column: number): number =>
  row === undefined ? 0 : (row[column] ?? 0) - row.reduce((sum, each) => sum + each, 0) / row.length;

function signWords(sign: string): string | undefined {
  const at = sign.indexOf(":");
  const [sort, value] = [sign.slice(0, at), sign.slice(at + 1)];
  if (value.split(" ").every((word) => empty.test(word))) return undefined;
  switch (sort) {
    case "first":
      return `The author's first word is “${value}”.`;
    case "word":
    case "pair":
      return `The author writes of “${value}”.`;
    case "body":
      return `The author's explanation mentions “${value}”.`;
    case "path":
      return `A changed file or folder is called “${value}”.`;
    case "fact":
      return factWords[value];
    default:
      return undefined;
  }
}
