import { columns, endSentence, oneLine, splitFirstSentence } from "./text.js";

/** What a model's text is held against. */
export interface CleanContext {
  readonly functionName: string;
  /** Code and parameter names: numbers and quoted names that do not occur in it are claims without a source. */
  readonly source: string;
  /** Longer text loses its last sentences. */
  readonly maxLength: number;
  /** Keep the first sentence only. */
  readonly oneSentence?: boolean;
}

/** Longest text of each slot, in characters. */
export const longest = { details: 600, parameter: 240, result: 240, raises: 200, comment: 90 } as const;

const forbidden =
  /https?:|www\.|\b[\w.+-]+@[\w-]+\.\w+|\bTODO\b|\bFIXME\b|\bXXX\b|<\||\|>|"""|'''|\*\/|\/\*|�/;

/**
 * One paragraph of the model's text, fit for a docstring: whole sentences that start with a capital and end with a
 * full stop. Sentences with links, marks of unfinished work, repetition, or numbers and names that are not in the
 * source are dropped. Empty when nothing is left.
 */
export function cleanText(text: string, context: CleanContext): string {
  const plain = oneLine(text.replace(/<\|[^|>]*\|>/g, " ").replace(/^\s*(?:[-*•]\s+|#+\s+)/, ""));
  const kept: string[] = [];
  let length = 0;
  for (const sentence of sentencesOf(plain)) {
    if (forbidden.test(sentence)) continue;
    const repaired = repair(sentence);
    if (repaired === "" || isForbidden(repaired, context.source) || kept.includes(repaired)) continue;
    if (length + columns(repaired) > context.maxLength) break;
    kept.push(repaired);
    length += columns(repaired) + 1;
    if (context.oneSentence) break;
  }
  return kept.join(" ");
}

function sentencesOf(text: string): string[] {
  const sentences: string[] = [];
  for (let rest = text; rest !== ""; ) {
    const { sentence, rest: next } = splitFirstSentence(rest);
    sentences.push(sentence);
    rest = next;
  }
  return sentences;
}

function repair(sentence: string): string {
  let text = sentence.trim().replace(/^[,;:.\-–—\s]+/, "");
  if ((text.match(/`/g) ?? []).length % 2 === 1) text = text.replaceAll("`", "");
  if ((text.match(/"/g) ?? []).length % 2 === 1) text = text.replaceAll('"', "");
  text = closeBrackets(text);
  if (!/[\p{L}\p{N}]{2}/u.test(text)) return "";
  return endSentence(capitalise(text)).replace(/[:：]$/, ".");
}

function closeBrackets(text: string): string {
  const open = text.split("(").length - 1;
  const close = text.split(")").length - 1;
  if (open === close) return text;
  return open > close ? text.replace(/\s*\([^()]*$/, "") : text.replace(/\)/g, "");
}

/** The first letter of a plain word; names such as `np.foo`, `x_y` or `iOS` stay as they are. */
export function capitalise(text: string): string {
  const first = /^[^\s]+/.exec(text)?.[0] ?? "";
  return /^[a-z][a-z'’-]*[,;:.]?$/.test(first) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

const isForbidden = (sentence: string, source: string): boolean =>
  repeats(sentence) || inventsNumber(sentence, source) || inventsName(sentence, source);

/** A word three times in a row, or three words in the same order three times over. */
function repeats(sentence: string): boolean {
  if (/\b(\w+)(?:\W+\1\b){2}/i.test(sentence)) return true;
  const words = sentence.toLowerCase().match(/\w+/g) ?? [];
  const counts = new Map<string, number>();
  return words.some((_, i) => {
    if (i + 3 > words.length) return false;
    const phrase = words.slice(i, i + 3).join(" ");
    counts.set(phrase, (counts.get(phrase) ?? 0) + 1);
    return (counts.get(phrase) ?? 0) >= 3;
  });
}

/** Numbers come from code, never from a model. */
function inventsNumber(sentence: string, source: string): boolean {
  return (sentence.match(/\d+(?:\.\d+)?/g) ?? []).some(
    (number) => !new RegExp(`(?<![\\d.])${number.replace(".", "\\.")}(?!\\d)`).test(source),
  );
}

/** A name in back-ticks must occur in the code, all of its parts. */
function inventsName(sentence: string, source: string): boolean {
  return [...sentence.matchAll(/`+([^`]+)`+/g)].some(([, code = ""]) =>
    (code.match(/[A-Za-z_]\w*/g) ?? []).some(
      (word) => !languageWords.has(word) && !new RegExp(`(?<!\\w)${word}(?!\\w)`).test(source),
    ),
  );
}

const languageWords: ReadonlySet<string> = new Set(
  "None True False null true false nil undefined self this NaN nan inf int float str bool list dict tuple set".split(
    " ",
  ),
);

const stopWords: ReadonlySet<string> = new Set(
  (
    "a an and any are argument arguments as at be by contains data for from function given gives gets has in input into " +
    "is it its keyword of on object or parameter parameters pass passed param params performs provided specified supplied take takes that the " +
    "this to type use used using value values variable variables which will with method returned returns return instance current name names"
  ).split(" "),
);

/** A word without its inflection, roughly: `images` → `imag`, `sorting` → `sort`. */
const stem = (word: string): string =>
  word
    .toLowerCase()
    .replace(/(?:ies|ied)$/, "y")
    .replace(/(?:ations?|ators?|ings?|ers?|ed|es|s|e)$/, "")
    .replace(/(.)\1$/, "$1");

/** The words of an identifier or a text: `parseHTTPHeader` → parse, HTTP, Header. */
export const wordsOf = (identifier: string): string[] =>
  identifier
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .split(/[^A-Za-z\d]+/)
    .filter(Boolean);

/** The words of a text that carry its meaning, in order, without their inflection. */
export const contentWords = (text: string): string[] =>
  wordsOf(text.replace(/`/g, " "))
    .filter((word) => !stopWords.has(word.toLowerCase()))
    .map(stem);

/** Whether a word that carries meaning occurs in the code: a text without any is not about this function. */
export function isGrounded(text: string, source: string): boolean {
  const known = new Set(wordsOf(source).map(stem));
  for (const [short, long] of abbreviations) if (known.has(stem(short))) known.add(stem(long));
  return contentWords(text).some((word) => known.has(word));
}

/** Whether `text` tells nothing that `name` (with the function's name) does not: "The h used", "Number of items" for `num_items`. */
export function isTautology(name: string, text: string, functionName: string): boolean {
  const known = new Set([...wordsOf(name), ...wordsOf(functionName)].map(stem));
  known.add(stem(name));
  for (const [short, long] of abbreviations) if (known.has(stem(short))) known.add(stem(long));
  return wordsOf(text.replace(/`/g, " ")).every((word) => {
    const lower = word.toLowerCase();
    return stopWords.has(lower) || known.has(stem(word));
  });
}

const abbreviations: readonly (readonly [string, string])[] = [
  ["num", "number"],
  ["n", "number"],
  ["fn", "function"],
  ["func", "function"],
  ["idx", "index"],
  ["arr", "array"],
  ["dict", "dictionary"],
  ["str", "string"],
  ["msg", "message"],
  ["cfg", "configuration"],
  ["config", "configuration"],
  ["ctx", "context"],
  ["dir", "directory"],
  ["img", "image"],
  ["val", "value"],
  ["max", "maximum"],
  ["min", "minimum"],
  ["len", "length"],
  ["src", "source"],
  ["dst", "destination"],
];

/**
 * A summary for a function about which nothing else can be said: `compute_mean` → `Compute mean.`, and for a name that
 * says what comes back, `sorted_edges` → `Return sorted edges.`
 */
export function nameAsSentence(name: string, returnsValue = false): string {
  const words = wordsOf(name).map((word) => (/^[A-Z\d]{2,}$/.test(word) ? word : word.toLowerCase()));
  const [first] = words;
  if (first === undefined) return "";
  const isNoun = returnsValue && !isVerb(first);
  const text = (isNoun ? ["return", ...words] : words).join(" ");
  return endSentence(text.charAt(0).toUpperCase() + text.slice(1));
}

/** Whether a word in lower case begins names of actions. */
export const isVerb = (word: string): boolean => verbs.has(word) || /(?:ify|[^s]ize|ise)$/.test(word);

const verbs: ReadonlySet<string> = new Set(
  (
    "accept accumulate acquire activate add adjust align all allow any append apply assert assign attach augment " +
    "autocorrect average await begin bind broadcast build cache calculate call camelize cast change check choose " +
    "classify clean clear clip clone close coerce collect combine commit compare compile compute concat concatenate " +
    "configure connect construct consume contain convert copy count create crop cut deactivate decode decompose decorate " +
    "decrease decrement decrypt define delete deprecate describe deserialize detach detect determine disable " +
    "disconnect discover dispatch display divide do download draw drop dump emit enable encode encrypt ensure " +
    "enumerate estimate evaluate evict exclude execute expand explain export extend extract fetch fill filter find " +
    "fit fix flatten flush fold format freeze gather generate get group guess handle has hash hide identify ignore " +
    "import include increase increment indent infer init inject insert inspect install interpolate intersect invert " +
    "invoke is issue iterate join keep label limit link list load locate lock log lookup make map mark marshal mask " +
    "match measure merge modify move multiply navigate normalize notify open order overwrite pack pad parse " +
    "partition patch pause perform permute persist pick plot pop postprocess predict prefetch prepare preprocess " +
    "print process produce project propagate prune publish push put query quote raise rank read rebuild receive " +
    "recompute reconstruct record recover redirect reduce refine register reindex relabel relax release reload " +
    "remove rename render reorder repeat replace report request require resample rescale reset reshape resize " +
    "resolve restore resume retrieve retry return reverse revert rewind rewrite rollback rotate round run sample " +
    "save scale scan schedule score scroll search seek segment select send serialize set shift should show shuffle " +
    "simplify simulate skip slice smooth solve sort spawn split squeeze stack start stop store strip subscribe " +
    "subtract sum suppress swap switch synchronize take tell test to toggle tokenize trace track train transform " +
    "translate transpose traverse triangulate trigger trim truncate try unfreeze unlink unlock unpack unregister " +
    "unserialize unset unsubscribe unwrap update upload use validate verify visit wait walk warn withdraw wrap write " +
    "yield zip"
  ).split(" "),
);

/** `Computes the mean.` → `Compute the mean.`: the mood that PEP 257 asks for. Only words that are certainly verbs change. */
export function imperative(summary: string): string {
  const match = /^([A-Z][a-z]+)s\b(.*)$/s.exec(summary);
  const [, start = "", rest = ""] = match ?? [];
  if (
    !match ||
    !/^ (?:the|an?|all|whether|if|this|each|every|its|and|or|that|new|one|how|given|`)/.test(rest)
  )
    return summary;
  const third = `${start}s`;
  if (/(?:ss|us|is)$/.test(third) || /^(?:Whereas|Always|Does|Is|Has|Was)$/.test(third)) return summary;
  if (/ies$/.test(third)) return `${third.slice(0, -3)}y${rest}`;
  if (/(?:sses|shes|ches|xes|zzes|oes)$/.test(third)) return `${third.slice(0, -2)}${rest}`;
  return start + rest;
}
