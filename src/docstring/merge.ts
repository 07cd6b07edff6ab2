import { wordsOf } from "./clean.js";
import type { Docstring, ParameterDoc, RaisesDoc, ResultDoc } from "./types.js";

/** Prose for the places that have none, from a model or from the code. */
export interface Prose {
  readonly summary?: string;
  readonly details?: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly returns?: string;
  /** By name, where the function names its results. */
  readonly outputs?: ReadonlyMap<string, string>;
  readonly yields?: string;
  readonly raises: ReadonlyMap<string, string>;
}

/** Puts prose into a skeleton of facts. */
export function withProse(facts: Docstring, prose: Prose): Docstring {
  const described = (results: readonly ResultDoc[], text: string | undefined): ResultDoc[] =>
    results.map((result, i) => {
      if (result.description !== "") return result;
      const own = result.name === undefined ? undefined : prose.outputs?.get(result.name);
      return { ...result, description: own ?? (i === 0 ? (text ?? "") : "") };
    });
  return {
    ...facts,
    summary: facts.summary === "" ? (prose.summary ?? "") : facts.summary,
    details: facts.details === "" ? (prose.details ?? "") : facts.details,
    parameters: facts.parameters.map((parameter) =>
      parameter.description === ""
        ? { ...parameter, description: prose.parameters.get(parameter.name) ?? "" }
        : parameter,
    ),
    returns: described(facts.returns, prose.returns),
    yields: described(facts.yields, prose.yields),
    raises: facts.raises.map((raised) =>
      raised.description === "" ? { ...raised, description: prose.raises.get(raised.type) ?? "" } : raised,
    ),
  };
}

/** Whether the absence of results is certain, or only not visible: abstract methods and declarations have no results to see. */
export interface FactScope {
  readonly returns: boolean;
  readonly yields: boolean;
  /** False for properties: parameters that are documented there are those of what the property gives. */
  readonly parameters: boolean;
  /** Names of the parameters that a caller may leave out, also where the facts do not say so for want of a type. */
  readonly optional: ReadonlySet<string>;
}

/** A generator may be described by the iterator that it returns. */
export const describesIterator = (existing: Docstring, facts: Docstring): boolean =>
  facts.yields.length > 0 && existing.yields.length === 0 && existing.returns.length > 0;

/**
 * The existing docstring with the facts renewed: parameters in the signature's order, those that are gone left out,
 * types and defaults that are wrong corrected, results and errors that are missing added. Every word of prose stays,
 * also that of a parameter which was only renamed or is described twice, of what stands under Other Parameters and, after variadic parameters, that of names which these take. Errors that the code does not raise itself stay too: a callee may.
 */
export function mergeDocstring(existing: Docstring, facts: Docstring, scope: FactScope): Docstring {
  const parameters = scope.parameters
    ? mergeParameters(existing.parameters, facts.parameters, isKept(existing, "parameters"), scope.optional)
    : existing.parameters;
  const results = (kind: "returns" | "yields"): readonly ResultDoc[] =>
    mergeResults(existing[kind], facts[kind], isKept(existing, kind), scope[kind]);
  const [returns, yields] = describesIterator(existing, facts)
    ? [existing.returns, existing.yields]
    : [results("returns"), results("yields")];
  const raises = mergeRaises(existing.raises, facts.raises, isKept(existing, "raises"));
  const merged = { ...existing, parameters, returns, yields, raises };
  return { ...merged, otherSections: shiftPositions(existing, merged) };
}

/** A section in a form of its own (`Args: see above`) was kept word for word; a second one is not put beside it. */
const sectionNames = {
  parameters: /^(?:args?|arguments?|params?|parameters?|inputs?\b.*)$/i,
  returns: /^(?:returns?|outputs?\b.*)$/i,
  yields: /^yields?$/i,
  raises: /^(?:raises?|except(?:ion)?s?)$/i,
} as const;

export const isKept = (existing: Docstring, kind: keyof typeof sectionNames): boolean =>
  existing.otherSections.some(({ heading }) => sectionNames[kind].test(heading));

function mergeParameters(
  existing: readonly ParameterDoc[],
  facts: readonly ParameterDoc[],
  isKeptElsewhere: boolean,
  optional: ReadonlySet<string>,
): readonly ParameterDoc[] {
  if (existing.length === 0 && isKeptElsewhere) return existing;
  const names = facts.map(({ name }) => name);
  const matched = matchParameters(
    existing.map(({ name }) => name),
    names,
  );
  const used = new Set(matched.values());
  const renewed = facts.flatMap((fact) => {
    const written = matched.get(fact.name);
    const old = existing.find(({ name }) => name === written);
    if (!old) return [fact];
    const current = renewParameter(old, fact, optional.has(fact.name));
    const parts = existing.filter(({ name }) => wholeOf(name) === written);
    return [
      current,
      ...parts.map((part) => ({ ...part, name: current.name + part.name.slice(old.name.length) })),
    ];
  });
  const takesMore = facts.some(({ variadic }) => variadic !== undefined);
  const more = existing.filter(({ name, isOther }, i) => {
    if (used.has(wholeOf(name) ?? "")) return false;
    if (used.has(name)) return existing.findIndex((each) => each.name === name) < i;
    return takesMore || isOther === true;
  });
  const all = [...renewed, ...more];
  return [...all.filter(({ isOther }) => !isOther), ...all.filter(({ isOther }) => isOther)];
}

/** `options` of `options.width` and `items[].name`, which describe parts of a parameter. */
export const wholeOf = (name: string): string | undefined => /^(.+?)(?:\[\d*\])?\./.exec(name)?.[1];

/** The names of parameters that are taken apart in the signature: documentation may call them anything. */
export const unnamed = /^param\d+$/;

/**
 * Which documented name belongs to which parameter: the same one, or for a parameter without documentation the name
 * that is like it, or the only one that is left over, at the same place. Keys are names of the signature.
 */
export function matchParameters(
  documented: readonly string[],
  signature: readonly string[],
): Map<string, string> {
  const matched = new Map<string, string>();
  for (const name of signature) if (documented.includes(name)) matched.set(name, name);
  const whole = documented.filter((name) => wholeOf(name) === undefined);
  for (const [i, name] of signature.entries()) {
    const other = whole[i];
    if (unnamed.test(name) && other !== undefined && !signature.includes(other)) matched.set(name, other);
  }
  const left = whole.filter((name) => !signature.includes(name) && ![...matched.values()].includes(name));
  const missing = signature.filter((name) => !matched.has(name) && !fixedNames.test(name));
  for (const name of missing) {
    const near = left
      .filter((other) => ![...matched.values()].includes(other) && isLike(name, other))
      .map((other) => ({ other, distance: editDistance(name.toLowerCase(), other.toLowerCase()) }))
      .sort((a, b) => a.distance - b.distance)[0];
    if (near) matched.set(name, near.other);
  }
  const [unmatched, ...others] = missing.filter((name) => !matched.has(name));
  const [spare, ...spares] = left.filter((name) => ![...matched.values()].includes(name));
  const isOnly = others.length === 0 && spares.length === 0 && whole.length === signature.length;
  if (unmatched !== undefined && spare !== undefined && isOnly && whole.length > 1) {
    if (whole.indexOf(spare) === signature.indexOf(unmatched)) matched.set(unmatched, spare);
  }
  return matched;
}

/** What MATLAB fixes the name of has no other. */
const fixedNames = /^vararg(?:in|out)$/;

/** Differs by few letters, or by words that only one of the two has (`cutoff` and `cutoff_hours`). */
function isLike(a: string, b: string): boolean {
  const distance = editDistance(a.toLowerCase(), b.toLowerCase());
  if (distance <= Math.floor(Math.min(a.length, b.length) / 3)) return true;
  const [shorter, longer] = [a, b]
    .map((name) => wordsOf(name).map((word) => word.toLowerCase()))
    .sort((x, y) => x.length - y.length);
  if (shorter === undefined || longer === undefined) return false;
  return shorter.join("").length > 2 && shorter.every((word) => longer.includes(word));
}

/** Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b` (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      const steps = [(row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost];
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        steps.push((before[j - 2] ?? 0) + 1);
      next.push(Math.min(...steps));
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}

/** An author who wrote no type or default is not given one; one that is written must be right. */
function renewParameter(old: ParameterDoc, fact: ParameterDoc, mayBeLeftOut: boolean): ParameterDoc {
  const { type, default: value, optional, variadic: _, ...rest } = old;
  const newType =
    type !== undefined && fact.type !== undefined && !sameType(type, fact.type) ? fact.type : type;
  const isOptional = mayBeLeftOut || fact.optional === true || fact.variadic !== undefined;
  const isWrong = value !== undefined && fact.default !== undefined && !sameValue(value, fact.default);
  const isGone = value !== undefined && isPlainValue(value) && !isOptional;
  const newValue = isWrong ? fact.default : isGone ? undefined : value;
  return {
    ...rest,
    name: unnamed.test(fact.name) ? old.name : fact.name,
    ...(fact.variadic !== undefined ? { variadic: fact.variadic } : {}),
    ...(newType !== undefined ? { type: newType } : {}),
    ...(newValue !== undefined ? { default: newValue } : {}),
    ...(optional === true && isOptional ? { optional } : {}),
  };
}

/** A number, a string, a name: what can be compared with the code. `lowest unused integer` is the author's prose. */
const isPlainValue = (value: string): boolean =>
  /^(?:[-+]?[\d.][\w.+-]*|[\w.]+|(["'`]).*\1|[([{].*[)\]}])$/s.test(value.trim());

/** `int or None` and `Optional[int]`, `array_like` and `np.ndarray` are the author's choice: only a plain contradiction is one. */
export function sameType(documented: string, declared: string): boolean {
  const a = normalType(documented);
  const b = normalType(declared);
  if (a === b || a.length === 0) return true;
  // A default of `1` does not say that 0.5 is no value.
  if (a === "float" && b === "int") return true;
  const plain = /^[a-z_]\w*(?:\[[\w, [\]]*\])?$/i;
  const isScalar = (type: string): boolean => scalarTypes.has(type);
  return !(plain.test(a) && plain.test(b) && isScalar(a) && isScalar(b));
}

const scalarTypes: ReadonlySet<string> = new Set([
  "int",
  "float",
  "str",
  "bool",
  "bytes",
  "complex",
  "dict",
  "list",
  "tuple",
  "set",
]);

const synonyms: Readonly<Record<string, string>> = {
  integer: "int",
  string: "str",
  boolean: "bool",
  number: "float",
  dictionary: "dict",
};

const normalType = (type: string): string => {
  const bare = type
    .replace(/^(["'])(.*)\1$/, "$2")
    .replace(/:\w+:|[`~\s]/g, "")
    .replace(/\btyping\./g, "");
  return synonyms[bare.toLowerCase()] ?? bare;
};

export const sameValue = (documented: string, actual: string): boolean =>
  !isPlainValue(documented) || normalValue(documented) === normalValue(actual);

function normalValue(value: string): string {
  const bare = value.replace(/[`\s.]+$|^[`\s]+/g, "").replace(/^(["'])(.*)\1$/s, "$2");
  const number = Number(bare.replaceAll("_", ""));
  return bare !== "" && !Number.isNaN(number) ? String(number) : bare.replace(/\s+/g, "").toLowerCase();
}

function mergeResults(
  existing: readonly ResultDoc[],
  facts: readonly ResultDoc[],
  isKeptElsewhere: boolean,
  isCertain: boolean,
): readonly ResultDoc[] {
  if (existing.length === 0) return isKeptElsewhere ? existing : facts;
  if (facts.length === 0) return isCertain ? existing.filter(saysNone) : existing;
  if ([...existing, ...facts].every(({ name }) => name !== undefined)) return mergeNamed(existing, facts);
  return existing.map((result, i) => (i === 0 ? renewResult(result, facts[0], existing.length) : result));
}

/** The type of what does not come back. */
export const isNoType = (type: string): boolean =>
  /^(?:None|void|Void|nil|null|undefined|never|NoReturn|Never|\(\)|Promise<void>|Task|ValueTask|unit)$/.test(
    type.trim(),
  );

/** `None: the array is changed in place` is true of a function that returns nothing. */
export const saysNone = ({ type, description }: ResultDoc): boolean =>
  type === undefined ? /^(?:None|Nothing|void)\b/i.test(description) : isNoType(type);

/** Results that have names, as in MATLAB: in the signature's order; what `varargout` stands for stays. */
function mergeNamed(existing: readonly ResultDoc[], facts: readonly ResultDoc[]): readonly ResultDoc[] {
  const names = (results: readonly ResultDoc[]): string[] => results.flatMap(({ name }) => name ?? []);
  const matched = matchParameters(names(existing), names(facts));
  const used = new Set(matched.values());
  const renewed = facts.map((fact) => {
    const old = existing.find(({ name }) => name === matched.get(fact.name ?? ""));
    return old ? { ...old, ...fact, description: old.description } : fact;
  });
  const takesMore = names(facts).includes("varargout");
  return takesMore ? [...renewed, ...existing.filter(({ name = "" }) => !used.has(name))] : renewed;
}

function renewResult(old: ResultDoc, fact: ResultDoc | undefined, count: number): ResultDoc {
  const isWrong =
    count === 1 && old.type !== undefined && fact?.type !== undefined && !sameType(old.type, fact.type);
  return isWrong && fact?.type !== undefined ? { ...old, type: fact.type } : old;
}

export const lastName = (type: string): string => type.split(/[.:\\]+/).at(-1) ?? type;

function mergeRaises(
  existing: readonly RaisesDoc[],
  facts: readonly RaisesDoc[],
  isKeptElsewhere: boolean,
): readonly RaisesDoc[] {
  if (existing.length === 0 && isKeptElsewhere) return existing;
  const known = new Set(existing.map(({ type }) => lastName(type)));
  return [...existing, ...facts.filter(({ type }) => !known.has(lastName(type)))];
}

/** The author's own sections stay between those that they stood between, and behind all when they stood there. */
function shiftPositions(before: Docstring, after: Docstring): Docstring["otherSections"] {
  const present = ({ parameters, yields, returns, raises }: Docstring): number[] => {
    const others = parameters.filter(({ isOther }) => isOther);
    const kinds = [parameters.filter(({ isOther }) => !isOther), yields, returns, others, raises];
    return kinds.flatMap((entries, order) => (entries.length > 0 ? [order] : []));
  };
  const [old, now] = [present(before), present(after)];
  return before.otherSections.map((section, index) => {
    const known = section.position - index;
    const last = old[known - 1];
    const kept =
      known >= old.length ? now.length : last === undefined ? 0 : now.filter((order) => order <= last).length;
    return { ...section, position: kept + index };
  });
}
