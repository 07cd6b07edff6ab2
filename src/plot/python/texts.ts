import type { SyntaxNode } from "../../syntax/parser.js";
import { type Environment, namedChildrenOf } from "./environment.js";
import { evaluate } from "./expressions.js";
import { numberIn, type PyArguments, PyUnknown, type PyValue } from "./values.js";

/** Literal text; `{…}` of f-strings with formats such as `.2f`. */
export function textOfString(environment: Environment, node: SyntaxNode): string {
  if (node.type === "concatenated_string") {
    return namedChildrenOf(node)
      .map((each) => textOfString(environment, each))
      .join("");
  }
  const isRaw = /^[a-z]*r/i.test(node.text);
  return namedChildrenOf(node)
    .map((each) => {
      if (each.type === "string_content") return isRaw ? each.text : unescaped(each.text);
      if (each.type !== "interpolation") return "";
      const value = evaluate(environment, each.childForFieldName("expression") ?? each);
      const format = each.childForFieldName("format_specifier")?.text.slice(1) ?? "";
      return formatted(value, format);
    })
    .join("");
}

const unescaped = (text: string): string =>
  text.replace(/\\([nt\\'"])/g, (_, sign: string) => ({ n: "\n", t: "\t" })[sign] ?? sign);

/** `"%.1f" % x`, `"%d of %d" % (a, b)` @throws {PyUnknown} */
export function percentsFilled(text: string, value: PyValue): string {
  const values = value.kind === "list" ? [...value.items] : [value];
  return text.replace(/%(%|[-+ 0#]*\d*(?:\.\d+)?[a-zA-Z])/g, (_, format: string) => {
    if (format === "%") return "%";
    const next = values.shift();
    if (!next) throw new PyUnknown("a text has more places than values");
    return formatted(next, format.replace(/[iu]$/, "d").replace(/s$/, ""));
  });
}

/** `"{} of {:.2f}".format(a, b)` @throws {PyUnknown} */
export function bracesFilled(text: string, { positional, named }: PyArguments): string {
  let next = 0;
  return text.replace(/\{\{|\}\}|\{(\w*)(?::([^{}]*))?\}/g, (whole, name?: string, format?: string) => {
    if (whole === "{{" || whole === "}}") return whole[0] ?? "";
    const value = name ? (named.get(name) ?? positional[Number(name)]) : positional[next++];
    if (!value) throw new PyUnknown("a text has more places than values");
    return formatted(value, format ?? "");
  });
}

/** A value as text: `.2f`, `d`, `.3g`, `e`, with a width. @throws {PyUnknown} for what is not known, or formatted otherwise */
export function formatted(value: PyValue, format: string): string {
  const [, zero = "", width = "", digits, kind = ""] =
    /^([0]?)(\d*)(?:\.(\d+))?([dfegsi]?)$/.exec(format) ?? [];
  if (!/^[0]?\d*(?:\.\d+)?[dfegsi]?$/.test(format)) throw new PyUnknown("this format is not evaluated here");
  const wide = (text: string): string => text.padStart(Number(width), zero === "0" ? "0" : " ");
  if (value.kind === "text") return value.text.padEnd(Number(width));
  const number = numberIn(value);
  if (number === undefined) throw new PyUnknown("a text depends on what is not known");
  const places = digits === undefined ? 6 : Number(digits);
  switch (kind) {
    case "f":
      return wide(number.toFixed(places));
    case "e":
      return wide(number.toExponential(places).replace(/e([+-])(\d)$/, "e$10$2"));
    case "g":
      return wide(String(Number(number.toPrecision(Math.max(1, places)))));
    case "d":
      return wide(String(Math.trunc(number)));
    default:
      return wide(digits === undefined ? String(number) : String(Number(number.toPrecision(places))));
  }
}
