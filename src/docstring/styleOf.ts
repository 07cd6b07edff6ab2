import type { FunctionPatch, LanguageId, Parameter } from "../syntax/types.js";
import { factsOf } from "./facts.js";
import { recogniseStyle, styles } from "./styles/registry.js";
import { typeParameterSections } from "./typeParameters.js";
import type { Docstring, OtherSection, ResultDoc, Style } from "./types.js";

/**
 * The style of one function's documentation and the facts as that style tells them. A docstring that is clearly in
 * another style than its file keeps it, unless a style was asked for.
 */
export function styleAndFacts(
  patch: FunctionPatch,
  fileStyle: Style,
  language: LanguageId,
  asked: string,
  withTypes: boolean,
): { readonly style: Style; readonly facts: Docstring } {
  const raw = patch.docstring?.raw;
  const style = asked === "auto" && raw !== undefined ? writtenStyle(raw, fileStyle, language) : fileStyle;
  const existing = raw === undefined ? undefined : style.parse(raw, { language, patch });
  const facts = expectedFacts(factsOf(patch, language, withTypes), existing, patch, language);
  if (style.id === "pep257")
    return { style, facts: { ...facts, parameters: [], returns: [], yields: [], raises: [] } };
  if (style.id === "matlab") return { style, facts: helpFacts(facts, patch, style, language) };
  if (style.id === "rustdoc" || style.id === "godoc")
    return { style, facts: guidelineFacts(facts, patch, style, language) };
  if (style.id !== "numpy")
    return { style, facts: { ...facts, otherSections: typeParameterSections(patch, style.id) } };
  return { style, facts: { ...facts, returns: typed(facts.returns), yields: typed(facts.yields) } };
}

/** Without what authors of documentation leave out by habit, where this one did. */
function expectedFacts(
  facts: Docstring,
  existing: Docstring | undefined,
  { signature, statements }: FunctionPatch,
  language: LanguageId,
): Docstring {
  if (!existing) return facts;
  // Every method of Ruby has a value, which few are called for; a method that returns its instance can be chained.
  const isIncidental =
    (language === "ruby" && !statements.some(({ kind }) => kind === "return")) ||
    /^(?:this|self|static|\$this)$/i.test(signature.returnType ?? "");
  // PHP's documentation often says no more than what its types cannot.
  const described = [...existing.parameters, ...existing.returns];
  const isOfTypes =
    language === "php" && described.length > 0 && described.every(({ description }) => description === "");
  const isStub = (type: string): boolean =>
    /NotImplemented(?:Error|Exception)?$/.test(type) &&
    signature.raises.some((raised) => raised.type === type && raised.condition === undefined);
  const isNamed = ({ name }: { readonly name: string }): boolean =>
    existing.parameters.some((parameter) => parameter.name === name);
  const leavesResult =
    existing.returns.length === 0 && (isIncidental || (isOfTypes && signature.returnType !== undefined));
  return {
    ...facts,
    parameters: isOfTypes
      ? facts.parameters.filter((each) => isNamed(each) || each.type === undefined)
      : facts.parameters,
    returns: leavesResult ? [] : facts.returns,
    raises: facts.raises.filter(
      ({ type }) => !isStub(type) || existing.raises.some((raised) => raised.type === type),
    ),
  };
}

/** Help text that explains in sentences, as MATLAB's own does, gets no sections of inputs and outputs. */
function helpFacts(facts: Docstring, patch: FunctionPatch, style: Style, language: LanguageId): Docstring {
  const existing = patch.docstring && style.parse(patch.docstring.raw, { language, patch });
  if (!existing) return { ...facts, otherSections: syntaxSection(patch) };
  const { parameters, returns, raises, details, otherSections } = existing;
  const hasSections = parameters.length + returns.length + raises.length > 0;
  const isProse = !hasSections && (details !== "" || otherSections.length > 0);
  return isProse ? { ...facts, parameters: [], returns: [], raises: [] } : facts;
}

/** The guidelines of Rust and Go ask for no sections of arguments and results: an author who wrote none is given none. */
function guidelineFacts(
  facts: Docstring,
  patch: FunctionPatch,
  style: Style,
  language: LanguageId,
): Docstring {
  const existing = patch.docstring && style.parse(patch.docstring.raw, { language, patch });
  if (!existing) return facts;
  const { summary, parameters, returns, raises, otherSections } = existing;
  if (summary === "" && parameters.length + returns.length + raises.length + otherSections.length === 0)
    return facts;
  return {
    ...facts,
    parameters: parameters.length > 0 ? facts.parameters : [],
    returns: returns.length > 0 ? facts.returns : [],
  };
}

/** How a MATLAB function is called, where there is more than one way: with less inputs or outputs. */
function syntaxSection({ name, signature }: FunctionPatch): OtherSection[] {
  const { parameters, outputs = [] } = signature;
  const written = ({ name: each, kind }: Parameter): string[] =>
    kind === "variadic" ? ["..."] : kind === "keyword-only" ? [] : [each];
  const options = parameters.some(({ kind }) => kind === "keyword-only") ? ["Name=Value"] : [];
  const isNeeded = (parameter: Parameter): boolean =>
    parameter.default === undefined && parameter.optional !== true && parameter.kind !== "variadic";
  const call = (given: readonly string[], results: readonly string[]): string => {
    const left =
      results.length > 1 ? `[${results.join(", ")}] = ` : results.map((each) => `${each} = `).join("");
    return `${left}${name}(${given.join(", ")})`;
  };
  // Arguments go by position: only the last ones can be left out.
  const needed = parameters.slice(0, parameters.findLastIndex(isNeeded) + 1);
  const short = call(needed.flatMap(written), outputs.slice(0, 1));
  const full = call([...parameters.flatMap(written), ...options], outputs);
  return short === full ? [] : [{ heading: "Syntax", body: `${short}\n${full}`, position: 0 }];
}

/** The style that `raw` shows most marks of; `expected` where no other shows more. */
export function writtenStyle(raw: string, expected: Style, language: LanguageId): Style {
  const best = styles[recogniseStyle(raw, language)];
  return best.recognise(raw) > expected.recognise(raw) ? best : expected;
}

/** numpydoc wants a type on the first line of a result; `object` is all that can be said of an unknown one. */
const typed = (results: readonly ResultDoc[]): ResultDoc[] =>
  results.map((result) => ({ ...result, type: result.type ?? "object" }));
