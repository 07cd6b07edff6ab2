import type { FunctionPatch, LanguageId, Parameter, Signature } from "../syntax/types.js";
import { type FactScope, isNoType } from "./merge.js";
import { splitTopLevel } from "./text.js";
import type { Docstring, ParameterDoc, ResultDoc } from "./types.js";

/** Longer defaults are code to read in the signature, not a fact to repeat. */
const longestDefault = 40;

/**
 * What the signature says, without a word of prose: descriptions and the summary are empty. `withTypes: false` for
 * files whose docstrings leave types to the annotations.
 */
export function factsOf(patch: FunctionPatch, language: LanguageId, withTypes = true): Docstring {
  const { signature } = patch;
  return {
    summary: "",
    details: "",
    parameters: documentedParameters(patch).map((parameter) =>
      parameterFacts(parameter, language, withTypes),
    ),
    returns: returnsResult(patch, language) ? results(signature, language, withTypes) : [],
    yields: signature.yields ? [resultFacts(signature.returnType, language, withTypes, true)] : [],
    raises: signature.raises.map(({ type }) => ({ type, description: "" })),
    otherSections: [],
  };
}

const results = (signature: Signature, language: LanguageId, withTypes: boolean): ResultDoc[] =>
  signature.outputs?.map((name) => ({ name, description: "" })) ?? [
    resultFacts(signature.returnType, language, withTypes, false),
  ];

/** The parameters that a caller gives: no receiver, no pattern without a name, no `_`. */
export const documentedParameters = ({ signature }: FunctionPatch): readonly Parameter[] =>
  signature.parameters.filter(
    ({ kind, name }) =>
      kind !== "receiver" && /^[\p{L}_$][\p{L}\p{N}_$?!]*$/u.test(name) && !/^_+$/.test(name),
  );

/** A getter describes its value in the summary; constructors and setters return nothing that is worth a section. */
function returnsResult(patch: FunctionPatch, language: LanguageId): boolean {
  if (patch.kind === "constructor" || patch.kind === "setter") return false;
  if (patch.kind === "getter" && (language === "python" || language === "csharp")) return false;
  const { returns, returnType, yields } = patch.signature;
  if (yields) return false;
  return returns === "value" || (returns === "unknown" && returnType !== undefined && !isNoType(returnType));
}

function parameterFacts(parameter: Parameter, language: LanguageId, withTypes: boolean): ParameterDoc {
  const { name, kind, default: value } = parameter;
  const type = withTypes ? (parameter.type ?? typeOfLiteral(value, language)) : undefined;
  const variadic = kind === "variadic" ? "*" : kind === "keyword-variadic" ? "**" : undefined;
  const known = documentedDefault(value);
  const isOptional = value !== undefined || parameter.optional === true;
  return {
    name,
    ...(variadic !== undefined ? { variadic } : {}),
    ...(type !== undefined ? { type: type.replace(/\s+/g, " ") } : {}),
    ...(known !== undefined ? { default: known } : {}),
    ...(isOptional && variadic === undefined && (type !== undefined || language !== "python")
      ? { optional: true }
      : {}),
    description: "",
  };
}

/** The default worth stating. `None` and its like only say that the parameter is optional. */
function documentedDefault(value: string | undefined): string | undefined {
  if (value === undefined || value.length > longestDefault || /[\r\n`]/.test(value)) return undefined;
  if (/^(?:None|null|nil|undefined|\.\.\.|nullptr|NULL|default)$/.test(value)) return undefined;
  return /\.$|\s\s/.test(value) ? undefined : value;
}

interface LiteralTypes {
  readonly integer: string;
  readonly float: string;
  readonly text: string;
  readonly bool: string;
  readonly list: string;
  readonly map: string;
}

const literalTypes: Readonly<Partial<Record<LanguageId, LiteralTypes>>> = {
  python: { integer: "int", float: "float", text: "str", bool: "bool", list: "list", map: "dict" },
  javascript: {
    integer: "number",
    float: "number",
    text: "string",
    bool: "boolean",
    list: "Array",
    map: "Object",
  },
  php: { integer: "int", float: "float", text: "string", bool: "bool", list: "array", map: "array" },
  ruby: {
    integer: "Integer",
    float: "Float",
    text: "String",
    bool: "Boolean",
    list: "Array",
    map: "Hash",
  },
};

/** The type of a default that is a literal, in languages whose signatures may leave types out. */
function typeOfLiteral(value: string | undefined, language: LanguageId): string | undefined {
  const names = literalTypes[language];
  if (value === undefined || names === undefined) return undefined;
  if (/^[-+]?(?:\d[\d_]*|0[xX][\da-fA-F_]+)$/.test(value)) return names.integer;
  if (/^[-+]?(?:\d[\d_]*\.\d*|\.\d+|\d[\d_]*(?=[eE]))(?:[eE][-+]?\d+)?$/.test(value)) return names.float;
  if (/^(?:true|false)$/i.test(value)) return names.bool;
  if (/^(?:[rRuU]?"[^"]*"|[rRuU]?'[^']*')$/.test(value)) return names.text;
  if (/^\[.*\]$/s.test(value)) return names.list;
  if (/^\{\s*\}$|^\{[^{}]*:.*\}$/s.test(value)) return names.map;
  return language === "python" && /^\(.*,.*\)$|^\(\)$/s.test(value) ? "tuple" : undefined;
}

function resultFacts(
  returnType: string | undefined,
  language: LanguageId,
  withTypes: boolean,
  yielded: boolean,
): ResultDoc {
  const type = yielded ? yieldedType(returnType, language) : returnType;
  return {
    ...(withTypes && type !== undefined ? { type: unquote(type.replace(/\s+/g, " ")) } : {}),
    description: "",
  };
}

const unquote = (type: string): string => type.replace(/^(["'])(.*)\1$/, "$2");

/** `Iterator[int]` yields `int`. */
function yieldedType(returnType: string | undefined, language: LanguageId): string | undefined {
  if (returnType === undefined) return undefined;
  const pattern =
    language === "python"
      ? /^(?:[\w.]+\.)?(?:Async)?(?:Iterator|Iterable|Generator)\[(.*)\]$/s
      : /^(?:Async)?(?:Iterator|Iterable|IterableIterator|Generator|IEnumerable|IEnumerator|IAsyncEnumerable)<(.*)>$/s;
  const inner = pattern.exec(unquote(returnType.trim()))?.[1];
  return inner === undefined ? undefined : splitTopLevel(inner)[0];
}

/** No results in a body that only raises or does nothing say little: it is there to be overridden. */
export function factScope(patch: FunctionPatch): FactScope {
  const isStub =
    patch.bodyRange === undefined ||
    patch.statements
      .filter(({ depth }) => depth === 0)
      .every(({ kind }) => kind === "raise" || kind === "other");
  const { async: isAsync, returnType = "" } = patch.signature;
  // What a caller gets of these is a promise of nothing, the new instance, or in Ruby the value that was set.
  const givesSome =
    isAsync || /^(?:Promise|\w*Task|\w*Future)\b/.test(returnType) || /=$|^initialize$/.test(patch.name);
  const isCertain = patch.signature.returns === "nothing" && !isStub && !givesSome;
  const isGetter = patch.kind === "getter";
  const optional = patch.signature.parameters.filter(
    (parameter) => parameter.default !== undefined || parameter.optional === true,
  );
  return {
    returns: isCertain && !isGetter,
    // A function that returns may return a generator, and its documentation say what that yields.
    yields: isCertain,
    parameters: !isGetter,
    optional: new Set(optional.map(({ name }) => name)),
  };
}
