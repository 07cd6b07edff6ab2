import { escapeRegExp } from "../base/regex.js";
import type { SyntaxNode } from "../syntax/parser.js";
import type { FilePatches, FunctionPatch, Parameter } from "../syntax/types.js";
import { calleesSay, type Entry, fileAgrees, neighboursAgree, oneVoice, type Words } from "./agreement.js";
import { type OpenSlot, slotLabel } from "./narrate.js";
import { resultCallee } from "./resultFact.js";
import { traitMethods } from "./specialMethods.js";
import type { Docstring } from "./types.js";
import { calleesOf, isUsageFact } from "./usage.js";
import { type Source, sourcesOf } from "./wordSources.js";

/** What other functions of a file, or else of its neighbours, say that is likely to be true of one function too. */
export interface FileWords {
  readonly summary?: Words;
  readonly returns?: Words;
  readonly parameters: ReadonlyMap<string, Words>;
}

/** A parameter as another function documents it. */
interface ParameterEntry extends Entry {
  readonly parameter: Parameter;
}

/** Longer texts tell the particulars of one function. */
const longest = 400;

/**
 * What the functions of a file say of parameters of the same name, and functions of the same name of themselves, to
 * document what has no documentation yet: authors repeat themselves nearly word for word. Neighbours, files of the same
 * folder, are asked where the file says nothing: first a function there that is called with the parameter, then all, which
 * are believed where two of them agree and most do. Of a result also the function is asked that it comes from.
 */
export function wordsOfFile(
  file: FilePatches,
  root: SyntaxNode,
  neighbours: readonly Source[] = [],
): (patch: FunctionPatch) => FileWords {
  let sources: readonly Source[] | undefined;
  let entries: ReadonlyMap<string, readonly ParameterEntry[]> | undefined;
  return (patch) => {
    sources ??= [...sourcesOf(file), ...neighbours];
    entries ??= entriesOf(sources);
    const parameters = new Map<string, Words>();
    let callees: ReturnType<typeof calleesOf> | undefined;
    for (const parameter of patch.signature.parameters) {
      const fitting = (entries.get(parameter.name) ?? []).filter((entry) => fits(entry, patch, parameter));
      if (fitting.length === 0) continue;
      callees ??= calleesOf(root, patch);
      const called = callees.get(parameter.name);
      const best = fileAgrees(fitting, patch) ?? calleesSay(fitting, called) ?? neighboursAgree(fitting);
      if (best !== undefined) parameters.set(parameter.name, best);
    }
    const said = isOfTrait(file, patch) ? {} : namesakeWords(sources, patch);
    const returns = said.returns ?? calleeResult(sources, patch, resultCallee(root, patch));
    return { ...said, ...(returns && { returns }), parameters };
  };
}

/** The names under which a neighbour may say something of the functions of a file. */
export function namesToAsk(patches: readonly FunctionPatch[], root: SyntaxNode): ReadonlySet<string> {
  return new Set(
    patches.flatMap((patch) => {
      const callee = resultCallee(root, patch);
      return [
        ...(patch.enclosing ? [patch.name] : []),
        ...(callee !== undefined ? [callee] : []),
        ...patch.signature.parameters.map(({ name }) => name),
      ];
    }),
  );
}

/** What the function says of its result whose result is given back as it is. */
function calleeResult(
  sources: readonly Source[],
  patch: FunctionPatch,
  callee: string | undefined,
): Words | undefined {
  const said = sources
    .filter(
      (source) =>
        isAnother(source, patch) &&
        source.patch.name === callee &&
        source.patch.kind !== "constructor" &&
        source.patch.signature.async === patch.signature.async &&
        source.docstring.returns.length === 1,
    )
    .map((source) => ({
      source,
      words: { description: general(source.docstring.returns[0]?.description ?? "") },
    }))
    .filter((entry) => entry.words.description !== "" && !isForeign(entry, patch));
  const own = said.filter(({ source }) => source.neighbour === undefined);
  return oneVoice(own.length > 0 ? own : said);
}

/** What one type does for a trait of Rust says little of what another does. */
const isOfTrait = ({ language }: FilePatches, { name }: FunctionPatch): boolean =>
  language === "rust" && traitMethods.has(name);

/** What the methods of other classes that have this name, or its overloads, say of what they do and return. */
function namesakeWords(
  sources: readonly Source[],
  patch: FunctionPatch,
): Pick<FileWords, "summary" | "returns"> {
  const namesakes = sources.filter(
    (source) =>
      isAnother(source, patch) &&
      source.patch.name === patch.name &&
      source.patch.kind === patch.kind &&
      (patch.kind !== "constructor" || source.patch.enclosing?.name === patch.enclosing?.name) &&
      patch.enclosing !== undefined &&
      source.patch.enclosing !== undefined,
  );
  const agreed = (textOf: (docstring: Docstring) => string): Words | undefined => {
    const entries = namesakes
      .map((source) => ({ source, words: { description: general(textOf(source.docstring)) } }))
      .filter((entry) => entry.words.description !== "" && !isForeign(entry, patch))
      .filter(({ source, words }) => !namesOwnType(words.description, source.patch, patch));
    return fileAgrees(entries, patch) ?? neighboursAgree(entries);
  };
  const summary = agreed((docstring) => docstring.summary);
  const returns =
    patch.signature.returns === "value"
      ? agreed(({ returns: [first] }) => first?.description ?? "")
      : undefined;
  return { ...(summary !== undefined ? { summary } : {}), ...(returns !== undefined ? { returns } : {}) };
}

/** Of neighbours each function is another one, whatever its name. */
const isAnother = (source: Source, patch: FunctionPatch): boolean =>
  source.neighbour !== undefined || source.patch.id !== patch.id;

/** Text of a docstring that others have said. */
export interface Reused {
  readonly name: string;
  /** Absent: other functions of the file. */
  readonly neighbours?: readonly string[];
}

/** Puts the file's words where the docstring had nothing yet. `reused`: what of it now has them. */
export function withFileWords(
  docstring: Docstring,
  existing: Docstring | undefined,
  words: FileWords,
): { readonly skeleton: Docstring; readonly reused: readonly Reused[] } {
  const reused: Reused[] = [];
  const fill = (slot: OpenSlot, said: string, found: Words | undefined): string => {
    if (said !== "" || found === undefined || isLeftEmpty(slot, existing)) return said;
    const { description, neighbours } = found;
    reused.push({
      name: slotLabel(slot),
      ...(neighbours && { neighbours }),
    });
    return description;
  };
  const summary = fill({ kind: "summary", name: "" }, docstring.summary, words.summary);
  const parameters = docstring.parameters.map((each) => {
    const found = words.parameters.get(each.name);
    const description = fill({ kind: "parameter", name: each.name }, each.description, found);
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

function entriesOf(sources: readonly Source[]): ReadonlyMap<string, readonly ParameterEntry[]> {
  const entries = new Map<string, ParameterEntry[]>();
  for (const source of sources) {
    for (const { name, type, description } of source.docstring.parameters) {
      const parameter = source.patch.signature.parameters.find((each) => each.name === name);
      const text = general(description);
      if (parameter === undefined || text === "" || isUsageFact(text)) continue;
      const entry = { source, parameter, words: { description: text, type } };
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
function fits(entry: ParameterEntry, patch: FunctionPatch, parameter: Parameter): boolean {
  const { source, parameter: other, words } = entry;
  if (!isAnother(source, patch) || holdsMany(other) !== holdsMany(parameter)) return false;
  if (!isOneType(other.type, parameter.type)) return false;
  if (/^(?:whether|(?:if )?true\b|if set\b)/i.test(words.description) && !mayBeYesOrNo(parameter))
    return false;
  const saysDefault = /\b(?:default\w*|optional|omitted|if (?:not|none|null|nil|undefined|true|false))\b/i;
  const isOfDefault = saysDefault.test(words.description.replaceAll("`", ""));
  return !(isOfDefault && !isOneValue(other.default, parameter.default)) && !isForeign(entry, patch);
}

const holdsMany = ({ kind }: Parameter): string => (kind.endsWith("variadic") ? kind : "");

/** As written, but for the form of quotation marks and of whole numbers: `1` and `1.0` are one value. */
const isOneValue = (there: string | undefined, here: string | undefined): boolean =>
  there !== undefined && here !== undefined ? asWritten(there) === asWritten(here) : there === here;

const asWritten = (value: string): string =>
  value.replace(/^'([^'"]*)'$/, '"$1"').replace(/^(-?\d+)\.0*$/, "$1");

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
function isForeign({ source: { patch: source }, words }: Entry, patch: FunctionPatch): boolean {
  const here = new Set([
    patch.name,
    patch.enclosing?.name,
    ...patch.signature.parameters.map(({ name }) => name),
  ]);
  return [source.name, source.enclosing?.name, ...source.signature.parameters.map(({ name }) => name)].some(
    (name) => name !== undefined && !here.has(name) && mentions(words.description, name),
  );
}

/** Overloads say what they are for: `Asserts that two double arrays are equal.` */
function namesOwnType(description: string, source: FunctionPatch, patch: FunctionPatch): boolean {
  const { parameters, returnType } = patch.signature;
  if (returnType === undefined && parameters.every(({ type }) => type === undefined)) return false;
  const here = basicTypes(patch);
  const words = new Set(description.toLowerCase().match(/\w+/g));
  return [...basicTypes(source)].some((type) => !here.has(type) && words.has(type));
}

const basicTypes = ({ signature }: FunctionPatch): ReadonlySet<string> => {
  const types = [...signature.parameters.map(({ type }) => type), signature.returnType]
    .join(" ")
    .toLowerCase();
  return new Set((types.match(/\w+/g) ?? []).filter((word) => basicType.test(word)));
};

const basicType =
  /^(?:bool(?:ean)?|byte|char|decimal|double|float|half|int(?:eger)?|long|real|sbyte|short|single|string|u?int\d+|u(?:int|long|short)|[iu]\d+|f\d+|float\d+|complex\d*)$/;

/** As code, or as a word that is no English one. */
function mentions(text: string, name: string): boolean {
  const escaped = escapeRegExp(name);
  const isWord = /^[A-Za-z]?[a-z]+$/.test(name);
  return new RegExp(
    isWord ? `[\`'"@$]${escaped}(?!\\w)|(?<!\\w)${escaped}\\(` : `(?<![\\w])${escaped}(?![\\w])`,
  ).test(text);
}
