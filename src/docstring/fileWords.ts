import { escapeRegExp } from "../base/regex.js";
import type { FilePatches, FunctionPatch, Parameter } from "../syntax/types.js";
import type { OpenSlot } from "./narrate.js";
import { traitMethods } from "./specialMethods.js";
import { recogniseStyle, styles } from "./styles/registry.js";
import { oneLine } from "./text.js";
import type { Docstring } from "./types.js";

/** What an author says of a parameter or a result. */
interface Words {
  readonly description: string;
  /** As documented; absent where the documentation has none. */
  readonly type?: string | undefined;
}

/** What other functions of a file say that is likely to be true of one function too. */
export interface FileWords {
  readonly summary?: string;
  readonly returns?: string;
  readonly parameters: ReadonlyMap<string, Words>;
}

/** A function of the file with what its documentation says. */
interface Source {
  readonly patch: FunctionPatch;
  readonly docstring: Docstring;
}

/** A parameter as another function of the file documents it. */
interface Entry {
  readonly patch: FunctionPatch;
  readonly parameter: Parameter;
  readonly words: Words;
}

/** Longer texts tell the particulars of one function. */
const longest = 400;

/**
 * What the functions of a file say of parameters of the same name, and functions of the same name of themselves, to
 * document what has no documentation yet: authors repeat themselves nearly word for word.
 */
export function wordsOfFile(file: FilePatches): (patch: FunctionPatch) => FileWords {
  let sources: readonly Source[] | undefined;
  let entries: ReadonlyMap<string, readonly Entry[]> | undefined;
  return (patch) => {
    sources ??= sourcesOf(file);
    entries ??= entriesOf(sources);
    const parameters = new Map<string, Words>();
    for (const parameter of patch.signature.parameters) {
      const fitting = (entries.get(parameter.name) ?? []).filter((entry) => fits(entry, patch, parameter));
      const best = mostAgreed(fitting, patch);
      if (best !== undefined) parameters.set(parameter.name, best);
    }
    return { ...(isOfTrait(file, patch) ? {} : namesakeWords(sources, patch)), parameters };
  };
}

/** What one type does for a trait of Rust says little of what another does. */
const isOfTrait = ({ language }: FilePatches, { name }: FunctionPatch): boolean =>
  language === "rust" && traitMethods.has(name);

function sourcesOf({ functions, language }: FilePatches): Source[] {
  return functions.flatMap((patch) => {
    const raw = patch.docstring?.raw;
    return raw === undefined
      ? []
      : [{ patch, docstring: styles[recogniseStyle(raw, language)].parse(raw, { language, patch }) }];
  });
}

/** What the methods of other classes that have this name, or its overloads, say of what they do and return. */
function namesakeWords(
  sources: readonly Source[],
  patch: FunctionPatch,
): Pick<FileWords, "summary" | "returns"> {
  const namesakes = sources.filter(
    (source) =>
      source.patch.id !== patch.id &&
      source.patch.name === patch.name &&
      source.patch.kind === patch.kind &&
      (patch.kind !== "constructor" || source.patch.enclosing?.name === patch.enclosing?.name) &&
      patch.enclosing !== undefined &&
      source.patch.enclosing !== undefined,
  );
  const agreed = (textOf: (docstring: Docstring) => string): string | undefined =>
    mostAgreed(
      namesakes
        .map((source) => ({ patch: source.patch, words: { description: general(textOf(source.docstring)) } }))
        .filter((entry) => entry.words.description !== "" && !isForeign(entry, patch)),
      patch,
    )?.description;
  const summary = agreed((docstring) => docstring.summary);
  const returns =
    patch.signature.returns === "value"
      ? agreed(({ returns: [first] }) => first?.description ?? "")
      : undefined;
  return { ...(summary !== undefined ? { summary } : {}), ...(returns !== undefined ? { returns } : {}) };
}

/** Puts the file's words where the docstring had nothing yet. `reused`: what of it now has them. */
export function withFileWords(
  docstring: Docstring,
  existing: Docstring | undefined,
  words: FileWords,
): { readonly skeleton: Docstring; readonly reused: readonly string[] } {
  const reused: string[] = [];
  const fill = (slot: OpenSlot, said: string, text: string | undefined): string => {
    if (said !== "" || text === undefined || isLeftEmpty(slot, existing)) return said;
    reused.push(slot.kind === "parameter" ? slot.name : slot.kind);
    return text;
  };
  const summary = fill({ kind: "summary", name: "" }, docstring.summary, words.summary);
  const parameters = docstring.parameters.map((each) => {
    const found = words.parameters.get(each.name);
    const description = fill({ kind: "parameter", name: each.name }, each.description, found?.description);
    const type = description === each.description ? each.type : (each.type ?? found?.type);
    return { ...each, ...(type === undefined ? {} : { type }), description };
  });
  const returns = docstring.returns.map((each, i) =>
    i === 0 && docstring.returns.length === 1
      ? { ...each, description: fill({ kind: "returns", name: "" }, each.description, words.returns) }
      : each,
  );
  return { skeleton: { ...docstring, summary, parameters, returns }, reused };
}

/** The author documented this and chose to say no more: only a model may have more to say, a fact of the code is no news there. */
export function isLeftEmpty({ kind, name }: OpenSlot, existing: Docstring | undefined): boolean {
  if (!existing || kind === "summary" || kind === "details") return false;
  if (kind === "parameter") return existing.parameters.some((parameter) => parameter.name === name);
  if (kind === "returns" && name !== "") return existing.returns.some((result) => result.name === name);
  return kind === "raises" ? existing.raises.some(({ type }) => type === name) : existing[kind].length > 0;
}

function entriesOf(sources: readonly Source[]): ReadonlyMap<string, readonly Entry[]> {
  const entries = new Map<string, Entry[]>();
  for (const { patch, docstring } of sources) {
    for (const { name, type, description } of docstring.parameters) {
      const parameter = patch.signature.parameters.find((each) => each.name === name);
      const text = general(description);
      if (parameter === undefined || text === "") continue;
      const entry = { patch, parameter, words: { description: text, type } };
      entries.set(name, [...(entries.get(name) ?? []), entry]);
    }
  }
  return entries;
}

/** The first paragraph of a description that goes on, nothing of one that a list or an example belongs to. */
function general(description: string): string {
  const [paragraph = "", ...others] = description.trim().split(/\n\s*\n/);
  const text = others.length === 0 || /[.!]$/.test(paragraph.trim()) ? paragraph.trim() : "";
  const isPlain = !/^\s*(?:[-*+•]|\d+[.)]|>>>|\.\.) |::$|:$/m.test(text);
  return isPlain && text.length <= longest ? text : "";
}

/** Whether what is said of a parameter there can be true here. */
function fits(entry: Entry, patch: FunctionPatch, parameter: Parameter): boolean {
  const { patch: source, parameter: other, words } = entry;
  if (source.id === patch.id || other.kind !== parameter.kind) return false;
  if (!isOneType(other.type, parameter.type)) return false;
  if (/^(?:whether|(?:if )?true\b|if set\b)/i.test(words.description) && !mayBeYesOrNo(parameter))
    return false;
  const saysDefault = /\b(?:default\w*|optional|omitted|if (?:not|none|null|nil|undefined|true|false))\b/i;
  const isOfDefault = saysDefault.test(words.description.replaceAll("`", ""));
  return !(isOfDefault && other.default !== parameter.default) && !isForeign(entry, patch);
}

/** Types as two signatures have them; the same but for the possibility of nothing. */
const isOneType = (there: string | undefined, here: string | undefined): boolean =>
  there === undefined || here === undefined || withoutNothing(there) === withoutNothing(here);

const withoutNothing = (type: string): string =>
  type
    .replace(/\s+/g, "")
    .replace(/^\?|\|(?:None|null|undefined)$|^(?:None|null|undefined)\|/g, "")
    .replace(/^(?:\w+\.)*Optional\[(.*)\]$/, "$1");

const mayBeYesOrNo = ({ type, default: value }: Parameter): boolean =>
  (type === undefined || /bool/i.test(type)) &&
  (value === undefined || /^(?:true|false|none|null|nil|undefined)$/i.test(value));

/** Names what the other function has and this one has not: a parameter, the class, the function itself. */
function isForeign({ patch: source, words }: Pick<Entry, "patch" | "words">, patch: FunctionPatch): boolean {
  const here = new Set([
    patch.name,
    patch.enclosing?.name,
    ...patch.signature.parameters.map(({ name }) => name),
  ]);
  return [source.name, source.enclosing?.name, ...source.signature.parameters.map(({ name }) => name)].some(
    (name) => name !== undefined && !here.has(name) && mentions(words.description, name),
  );
}

/** As code, or as a word that is no English one. */
function mentions(text: string, name: string): boolean {
  const escaped = escapeRegExp(name);
  const isWord = /^[A-Za-z]?[a-z]+$/.test(name);
  return new RegExp(
    isWord ? `[\`'"@$]${escaped}(?!\\w)|(?<!\\w)${escaped}\\(` : `(?<![\\w])${escaped}(?![\\w])`,
  ).test(text);
}

/** What most say; of texts that are as frequent, what the same class or else the nearest function says. */
function mostAgreed(
  entries: readonly Pick<Entry, "patch" | "words">[],
  patch: FunctionPatch,
): Words | undefined {
  const key = ({ words }: Pick<Entry, "words">): string =>
    oneLine(words.description).replace(/\.$/, "").toLowerCase();
  const votes = new Map<string, number>();
  for (const entry of entries) votes.set(key(entry), (votes.get(key(entry)) ?? 0) + 1);
  const rank = (entry: Pick<Entry, "patch" | "words">): number[] => [
    -(votes.get(key(entry)) ?? 0),
    entry.patch.enclosing?.name === patch.enclosing?.name ? 0 : 1,
    Math.abs(entry.patch.line - patch.line),
  ];
  return [...entries].sort((a, b) => compare(rank(a), rank(b)))[0]?.words;
}

function compare(a: readonly number[], b: readonly number[]): number {
  const i = a.findIndex((value, at) => value !== b[at]);
  return i < 0 ? 0 : (a[i] ?? 0) - (b[i] ?? 0);
}
