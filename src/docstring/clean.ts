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
    .replace(/([A-Z])([A-Z](?!s(?![a-z]))[a-z])/g, "$1 $2")
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
  const words = wordsOf(name).map((word) => (/^[A-Z\d]{2,}s?$/.test(word) ? word : word.toLowerCase()));
  const [first] = words;
  if (first === undefined) return "";
  const isNoun = returnsValue && !isVerb(first);
  const text = (isNoun ? ["return", ...words] : words).join(" ");
  return endSentence(text.charAt(0).toUpperCase() + text.slice(1));
}

/** Whether a word in lower case begins names of actions. */
export const isVerb = (word: string): boolean =>
  verbs.has(word) ||
  /(?:ify|[^s]ize|(?<!w|no|prec)ise)$/.test(word) ||
  (/^(?:un|re|pre)[a-z]{4}/.test(word) && isVerb(word.replace(/^(?:un|re|pre)/, "")));

const verbs: ReadonlySet<string> = new Set(
  (
    "adopt alter amplify animate assess avoid bisect bypass compensate correlate degrade delimit demangle densify downcast elide evolve exponentiate extrapolate factorize fulfill guarantee impose " +
    "improve initiate interact justify mangle negotiate pluck prefer proceed protect prove pull reflect rely replay rethrow reveal scatter specify squash surround swallow tabulate uncover vary vote " +
    "abort absorb accept accumulate acquire activate adapt add adjust advance aggregate align allocate allow amend analyze " +
    "announce annotate anonymize append apply approximate archive arrange ask assemble assert assign assume attach augment " +
    "authenticate authorize autocorrect average await backfill backpropagate bake balance begin bind blend blur boot bootstrap " +
    "broadcast build cache calculate calibrate call camelize cancel canonicalize capitalize capture cast challenge " +
    "change check chomp choose cite claim clamp classify clean cleanup clear clip clone close coerce coalesce collapse collate collect communicate compact " +
    "colorize combine commence commit compare compile compose compress compute concat concatenate configure confirm " +
    "conjugate connect conserve consolidate constrain construct consult consume contain convert convolve cook copy count crawl " +
    "create crop cut deactivate deallocate debounce declare decode decompose decompress decorate decrease decrement decrypt dedupe " +
    "deduplicate defer define deflate delegate delete deliver demean denoise deploy deprecate dequeue dequote derive " +
    "describe deselect deserialize destroy destruct detach detect determine detrend demote diagnose dilate disable discard " +
    "disconnect discover discretize dismiss dispatch display dispose distribute divide do dock download downsample drag drain downgrade draw drive " +
    "drop dump duplicate echo edit eject eliminate embed embolden emit emulate enable encapsulate enclose encode encrypt " +
    "enforce enqueue enrich ensure enter enumerate erase erode escape establish estimate evaluate evict exchange " +
    "exclude exec execute exit exhaust expand expect expire explain explode export expose extend extract fade fail fetch fill finish " +
    "filter find fit fix fixup flatten flip flush fold forbid force forget fork format free freeze fuse fuzz gather " +
    "generate get give go grab grant group grow guess halt handle has hash hide highlight hoist hydrate identify ignore impersonate " +
    "implement import impute include increase increment indent indicate infer inflate inform ingest inherit inhibit init initialise inject inline " +
    "insert inspect install instantiate instrument integrate intercept interleave interpolate interpret interrupt intersect " +
    "introduce invalidate invert invite invoke is isolate issue iterate join keep kill label launch lay learn leave lex lift " +
    "limit linearize link list listen load localize locate lock log look lookup maintain make manage manipulate map mark marshal mask match maximize " +
    "measure memoize merge migrate mimic minimize mint mix modify monitor morph mount move multiply mutate narrow navigate negate nest " +
    "normalize notify nullify obfuscate observe obtain omit open operate order orient orthogonalize orthonormalize overload override " +
    "oversample overwrite pack pad paint panic parallelize parse partition paste patch pause peek perform permit permute perturb persist pick ping plot " +
    "poll pop populate postpone postprocess pour precompute predict prefetch prepare prepend preprocess preserve " +
    "prevent print probe process produce project promote prompt prohibit propagate provide prune publish purge push put quantify quantize " +
    "query quit quote raise randomize rank reach react read readjust realign reallocate reap rearrange rebalance " +
    "rebase rebind rebuild recalc recalculate recall receive reclaim reclassify recompile recompute reconcile " +
    "reconfigure reconnect reconstruct record recover recurse recycle redefine redirect redraw reduce reestablish " +
    "refactor refetch refill refine reformat regenerate register regroup rehash reindex reinitialize reinsert " +
    "reinstall reject rejoin relabel relax relay release relink reload relocate remap remember remesh remind remove " +
    "rename render renew renumber reopen reorder repaint repair reparse repeat replace replicate reply repopulate represent " +
    "report reposition reprocess reproject request requeue require resample rescale rescan reseed resend reserve " +
    "reset reshape resize resolve respond restart restore restrict resume retain retarget retransmit retrieve retry " +
    "return reuse revalidate reverse revert revise revive revoke rewind rewrite rollback rotate round run sample " +
    "sanitize satisfy saturate save scale scan schedule score scrape scroll scrub seal search seek segment seize select send " +
    "separate serialize set settle shard sharpen shift shorten should show shrink shuffle shutdown simplify simulate skip sleep slice " +
    "slugify smooth snap solicit solve sort spawn spin splice split squeeze stack start steal stitch stop store " +
    "stringify strip subdivide submit subsample subscribe substitute subtract suggest sum suppress suspend swap switch symmetrize sync " +
    "synchronize take tally tap teardown tell terminate test throttle throw tidy tighten to toggle tokenize touch trace track train " +
    "transcode transcribe transfer transform translate transliterate transmit transpose travel traverse treat triangulate " +
    "trigger trim truncate try tune turn tweak typecast unbind uncompress undo unescape unfreeze uninstall unite unlink unlock " +
    "unmap unmarshal unmount unpack unpause unpublish unquote unregister unroll unserialize unset unshift unsqueeze unstack " +
    "unsubscribe unwind unwrap unzip update upgrade upload upsample upsert use validate vectorize verify visit wait wake walk " +
    "warn warp weigh widen wipe wire withdraw withhold wrap write yank yield zip zoom"
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
