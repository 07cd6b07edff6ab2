import { listed } from "../base/words.js";
import type { FunctionPatch, Parameter, Signature } from "../syntax/types.js";
import type { OtherSection, StyleId } from "./types.js";

/** How a convention documents a type parameter, and names a parameter in a sentence. */
interface Form {
  section(name: string, text: string): Pick<OtherSection, "heading" | "body">;
  quote(parameter: string): string;
}

const forms: Readonly<Partial<Record<StyleId, Form>>> = {
  javadoc: {
    section: (name, text) => ({ heading: "param", body: `<${name}> ${text}` }),
    quote: (parameter) => `{@code ${parameter}}`,
  },
  tsdoc: {
    section: (name, text) => ({ heading: "typeParam", body: `${name} - ${text}` }),
    quote: (parameter) => `\`${parameter}\``,
  },
  csharp: {
    section: (name, text) => ({ heading: `typeparam name="${name}"`, body: text }),
    quote: (parameter) => `<paramref name="${parameter}"/>`,
  },
};

/** For each type parameter what it is the type of, where the signature shows it: one that stands only inside other types is left out. */
export function typeParameterSections({ signature }: FunctionPatch, style: StyleId): OtherSection[] {
  const form = forms[style];
  if (form === undefined) return [];
  return signature.typeParameters.flatMap((declared, position) => {
    const name = /^(?:(?:in|out|const)\s+)?([\p{L}_$][\p{L}\p{N}_$]*)/u.exec(declared)?.[1];
    const places = name === undefined ? [] : placesOf(name, signature, form.quote);
    return name === undefined || places.length === 0
      ? []
      : [{ ...form.section(name, `The type of ${listed(places)}.`), position }];
  });
}

/** `the elements of {@code items}`, `the result`. */
function placesOf(
  name: string,
  { parameters, returnType, yields }: Signature,
  quote: (parameter: string) => string,
): string[] {
  const ofParameters = parameters.flatMap((parameter) => {
    const part = partOf(name, typeOf(parameter));
    return part === undefined ? [] : [part + quote(parameter.name)];
  });
  const result = yields ? undefined : partOf(name, returnType ?? "");
  return [...ofParameters, ...(result === undefined ? [] : [`${result}the result`])];
}

const typeOf = ({ type = "", kind }: Parameter): string =>
  kind === "variadic" && !/\[\]$|\.\.\.$/.test(type) ? `${type}[]` : type;

const collections =
  /^(?:readonly )?(?:[\w.]+\.)?(?:(?:Readonly|Async|Immutable)?(?:Array|Set|List|Iterable|Iterator|IterableIterator)|ArrayList|Collection|Stream|Queue|Deque|I(?:ReadOnly)?(?:Enumerable|List|Collection|Set)|IAsyncEnumerable|HashSet|LinkedList|Span|ReadOnlySpan)<(.*)>$/s;
const maps =
  /^(?:[\w.]+\.)?(?:(?:Readonly|Weak|Hash|Sorted|Linked|LinkedHash|Tree|Concurrent)?Map|Record|I?(?:ReadOnly)?Dictionary)<([^<>,]+),\s*([^<>]+)>$/;
const wrappers = /^(?:Promise|Awaitable|PromiseLike|Task|ValueTask|Optional|Nullable)<(.*)>$/s;

/** Which part of a value of `type` has the type `name`: "" for the value itself. */
function partOf(name: string, type: string): string | undefined {
  const plain = type
    .trim()
    .replace(/\s*\|\s*(?:null|undefined)\b/g, "")
    .replace(/\?$/, "");
  const isName = (text: string | undefined): boolean =>
    text?.trim().replace(/^\? (?:extends|super) /, "") === name;
  if (isName(plain)) return "";
  const wrapped = wrappers.exec(plain)?.[1];
  if (wrapped !== undefined) return isName(wrapped) ? "the value in " : undefined;
  const array = /^(?:readonly )?(.+?)(?:\[\]|\.\.\.)$/.exec(plain)?.[1] ?? collections.exec(plain)?.[1];
  if (array !== undefined) return isName(array) ? "the elements of " : undefined;
  const [, key, value] = maps.exec(plain) ?? [];
  if (isName(key)) return "the keys of ";
  return isName(value) ? "the values of " : undefined;
}
