import type { SyntaxNode } from "../../syntax/parser.js";
import { type Environment, namedChildrenOf } from "./environment.js";
import { evaluate } from "./expressions.js";
import { numberIn, PyUnknown, type PyValue } from "./values.js";

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

export function formatted(value: PyValue, format: string): string {
  if (value.kind === "text") return value.text;
  const number = numberIn(value);
  if (number === undefined) throw new PyUnknown("a text depends on what is not known");
  const fixed = /^\.?(\d+)f$/.exec(format);
  if (fixed) return number.toFixed(Number(fixed[1]));
  const general = /^\.(\d+)g$/.exec(format);
  return general ? String(Number(number.toPrecision(Number(general[1])))) : String(number);
}
