import { type Builtin, NotKnown } from "../builtin.js";
import { unescaped } from "../format.js";
import { array, cell, emptyArray, row, scalar, struct, text, textOf, type Value } from "../values.js";
import { textAt } from "./arguments.js";

/** MATLAB's regular expression as one of JavaScript. @throws {NotKnown} */
function toPattern(pattern: string, flags: string): RegExp {
  const plain = unescaped(pattern.replace(/\\(?![ntrafv])/g, "\\\\"))
    .replace(/\(\?<(\w+)>/g, "(?<$1>")
    .replace(/\[\[:(\w+):\]\]/g, (_, name: string) => classes[name] ?? "");
  // A repetition of repetitions may take for ever, and cannot be stopped.
  if (/[+*}][^()]*\)[+*{]/.test(plain)) throw new NotKnown("this regular expression may take too long");
  try {
    return new RegExp(plain, flags);
  } catch {
    throw new NotKnown("this regular expression is not understood here");
  }
}

const classes: Readonly<Record<string, string>> = {
  alpha: "[A-Za-z]",
  digit: "\\d",
  space: "\\s",
  alnum: "[A-Za-z0-9]",
  upper: "[A-Z]",
  lower: "[a-z]",
};

const order = ["start", "end", "tokenExtents", "match", "tokens", "names", "split"] as const;
const short: Readonly<Record<string, (typeof order)[number]>> = { tokenextents: "tokenExtents" };

/** `regexp`: outputs in its own order, those named in the arguments first. */
export const regularExpression =
  (anyCase: boolean): Builtin =>
  (args) => {
    const whole = textAt(args, 0);
    const words = args.slice(2).map((each) => textOf(each) ?? "");
    const once = words.includes("once");
    const ignoring = anyCase || words.includes("ignorecase");
    const found = [...whole.matchAll(toPattern(textAt(args, 1), ignoring ? "gi" : "g"))];
    const tokens = found.map((match) => {
      const groups = match.slice(1).filter((each) => each !== undefined);
      const parts = match.length > 1 ? groups : [match[0]];
      return cell([1, parts.length], parts.map(text));
    });
    const ends = found.map((match) => match.index + match[0].length);
    const pieces = [0, ...ends].map((from, i) => text(whole.slice(from, found[i]?.index ?? whole.length)));
    const numbers = (values: readonly number[]): Value => {
      if (once) return values.length > 0 ? scalar(values[0] ?? 0) : emptyArray;
      return values.length > 0 ? row(values) : array([1, 0], new Float64Array(0));
    };
    const matches = found.map((match) => text(match[0]));
    const results: Record<(typeof order)[number], Value> = {
      start: numbers(found.map((match) => match.index + 1)),
      end: numbers(ends),
      tokenExtents: emptyArray,
      match: once ? (matches[0] ?? text("")) : cell([1, matches.length], matches),
      tokens: once ? (tokens[0] ?? cell([0, 0], [])) : cell([1, tokens.length], tokens),
      names: struct(Object.entries(found[0]?.groups ?? {}).map(([name, value]) => [name, text(value ?? "")])),
      split: cell([1, pieces.length], pieces),
    };
    const wanted = words
      .map((each) => short[each.toLowerCase()] ?? order.find((name) => name === each))
      .filter((each) => each !== undefined);
    const rest = order.filter((name) => !wanted.includes(name));
    return [...wanted, ...rest].map((name) => results[name]);
  };

export const regularReplacement: Builtin = (args) => {
  const [x] = args;
  const words = args.slice(3).map((each) => textOf(each));
  const flags = `${words.includes("once") ? "" : "g"}${words.includes("ignorecase") ? "i" : ""}`;
  const pattern = toPattern(textAt(args, 1), flags);
  const by = unescaped(textAt(args, 2).replace(/\\(?=\$)/g, ""))
    .replace(/\$(?=[^\d]|$)/g, "$$$$")
    .replace(/\$0/g, "$$&");
  const groups = new RegExp(`${pattern.source}|`).exec("")?.length ?? 1;
  const replacement = by.replace(/\$(\d)/g, (whole, digit: string) => (Number(digit) < groups ? whole : ""));
  if (x?.kind === "cell")
    return cell(
      x.size,
      x.data.map((each) => text((textOf(each) ?? "").replace(pattern, replacement))),
    );
  return text(textAt(args, 0).replace(pattern, replacement));
};
