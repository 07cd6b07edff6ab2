import type { FilePatches, FunctionPatch, Parameter } from "../syntax/types.js";
import { sameType } from "./merge.js";
import type { OpenSlot } from "./narrate.js";
import { recogniseStyle, styles } from "./styles/registry.js";
import { oneLine } from "./text.js";
import type { Docstring } from "./types.js";

/** A parameter as another function of the file documents it. */
interface Entry {
  readonly patch: FunctionPatch;
  readonly parameter: Parameter;
  readonly words: Words;
}

/** What an author says of a parameter. */
interface Words {
  readonly description: string;
  /** As documented; absent where the documentation has none. */
  readonly type?: string | undefined;
}

/** Longer texts tell the particulars of one function. */
const longest = 400;

/**
 * What the functions of a file say of their parameters, to describe the parameters of the same name that have no
 * description: authors repeat themselves nearly word for word. The function gives texts by parameter.
 */
export function wordsOfFile(file: FilePatches): (patch: FunctionPatch) => ReadonlyMap<string, Words> {
  let entries: ReadonlyMap<string, readonly Entry[]> | undefined;
  return (patch) => {
    entries ??= entriesOf(file);
    const words = new Map<string, Words>();
    for (const parameter of patch.signature.parameters) {
      const fitting = (entries.get(parameter.name) ?? []).filter((entry) => fits(entry, patch, parameter));
      const best = mostAgreed(fitting, patch);
      if (best !== undefined) words.set(parameter.name, best);
    }
    return words;
  };
}

/** Describes parameters that the docstring did not have yet as the file does elsewhere. `reused`: their names. */
export function withFileWords(
  docstring: Docstring,
  existing: Docstring | undefined,
  words: ReadonlyMap<string, Words>,
): { readonly skeleton: Docstring; readonly reused: readonly string[] } {
  const isOpen = ({ name, description }: Docstring["parameters"][number]): boolean =>
    description === "" && words.has(name) && !isLeftEmpty({ kind: "parameter", name }, existing);
  return {
    skeleton: {
      ...docstring,
      parameters: docstring.parameters.map((each) => {
        const found = isOpen(each) ? words.get(each.name) : undefined;
        if (found === undefined) return each;
        const type = each.type ?? found.type;
        return { ...each, ...(type === undefined ? {} : { type }), description: found.description };
      }),
    },
    reused: docstring.parameters.filter(isOpen).map(({ name }) => `\`${name}\``),
  };
}

/** The author documented this and chose to say no more: only a model may have more to say, a fact of the code is no news there. */
export function isLeftEmpty({ kind, name }: OpenSlot, existing: Docstring | undefined): boolean {
  if (!existing || kind === "summary" || kind === "details") return false;
  if (kind === "parameter") return existing.parameters.some((parameter) => parameter.name === name);
  return kind === "raises" ? existing.raises.some(({ type }) => type === name) : existing[kind].length > 0;
}

function entriesOf({ functions, language }: FilePatches): ReadonlyMap<string, readonly Entry[]> {
  const entries = new Map<string, Entry[]>();
  for (const patch of functions) {
    if (!patch.docstring) continue;
    const { raw } = patch.docstring;
    const { parameters } = styles[recogniseStyle(raw, language)].parse(raw, { language });
    for (const { name, type, description } of parameters) {
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
function fits(
  { patch: source, parameter: other, words: { description } }: Entry,
  patch: FunctionPatch,
  parameter: Parameter,
): boolean {
  if (source.id === patch.id || other.kind !== parameter.kind) return false;
  if (other.type !== undefined && parameter.type !== undefined && !sameType(other.type, parameter.type))
    return false;
  const saysDefault = /\b(?:default\w*|optional|omitted|if (?:not|none|null|nil|undefined|true|false))\b/i;
  if (saysDefault.test(description.replaceAll("`", "")) && other.default !== parameter.default) return false;
  const here = new Set(patch.signature.parameters.map(({ name }) => name));
  const foreign = source.signature.parameters.map(({ name }) => name).filter((name) => !here.has(name));
  return ![...foreign, source.name].some((name) => mentions(description, name));
}

/** As code, or as a word that is no English one. */
function mentions(text: string, name: string): boolean {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const isWord = /^[a-z]+$/i.test(name);
  return new RegExp(
    isWord ? `[\`'"@$]${escaped}(?!\\w)|(?<!\\w)${escaped}\\(` : `(?<![\\w])${escaped}(?![\\w])`,
  ).test(text);
}

/** What most say; of texts that are as frequent, what the same class or else the nearest function says. */
function mostAgreed(entries: readonly Entry[], patch: FunctionPatch): Words | undefined {
  const key = ({ words }: Entry): string => oneLine(words.description).replace(/\.$/, "").toLowerCase();
  const votes = new Map<string, number>();
  for (const entry of entries) votes.set(key(entry), (votes.get(key(entry)) ?? 0) + 1);
  const rank = (entry: Entry): number[] => [
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
