import { bool, int, numberOr } from "./arrays.js";
import { itemsOf } from "./expressions.js";
import { bracesFilled } from "./texts.js";
import { list, none, type PyArguments, type PyFunction, PyUnknown, text, textIn } from "./values.js";

const words = (own: string, { positional: [sign, most] }: PyArguments): string[] => {
  const by = textIn(sign);
  const limit = numberOr(most, -1);
  const parts = by === undefined ? own.split(/\s+/).filter((each) => each !== "") : own.split(by);
  if (limit < 0 || by === undefined) return parts;
  return [...parts.slice(0, limit), parts.slice(limit).join(by)];
};

const methods: Readonly<Record<string, (own: string, args: PyArguments) => ReturnType<PyFunction>>> = {
  format: (own, args) => text(bracesFilled(own, args)),
  join: (own, { positional: [items] }) =>
    text(
      itemsOf(items)
        .map((each) => {
          const word = textIn(each);
          if (word === undefined) throw new PyUnknown("a text depends on what is not known");
          return word;
        })
        .join(own),
    ),
  split: (own, args) => list(words(own, args).map(text)),
  splitlines: (own) => list(own.split(/\r?\n/).map(text)),
  replace: (own, { positional: [from, to] }) => text(own.replaceAll(textIn(from) ?? "", textIn(to) ?? "")),
  upper: (own) => text(own.toUpperCase()),
  lower: (own) => text(own.toLowerCase()),
  title: (own) =>
    text(own.replace(/\p{L}+/gu, (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase())),
  capitalize: (own) => text(own.charAt(0).toUpperCase() + own.slice(1).toLowerCase()),
  strip: (own) => text(own.trim()),
  lstrip: (own) => text(own.trimStart()),
  rstrip: (own) => text(own.trimEnd()),
  startswith: (own, { positional: [start] }) => bool(own.startsWith(textIn(start) ?? "\0")),
  endswith: (own, { positional: [end] }) => bool(own.endsWith(textIn(end) ?? "\0")),
  find: (own, { positional: [part] }) => int(own.indexOf(textIn(part) ?? "\0")),
  count: (own, { positional: [part] }) => int(own.split(textIn(part) ?? "\0").length - 1),
  isdigit: (own) => bool(/^\d+$/.test(own)),
  zfill: (own, { positional: [width] }) => text(own.padStart(numberOr(width, 0), "0")),
  ljust: (own, { positional: [width] }) => text(own.padEnd(numberOr(width, 0))),
  rjust: (own, { positional: [width] }) => text(own.padStart(numberOr(width, 0))),
  center: (own, { positional: [width] }) => {
    const n = numberOr(width, 0);
    return text(own.padStart(own.length + Math.floor((n - own.length) / 2)).padEnd(n));
  },
};

export function textMethod(own: string, name: string): PyFunction {
  const method = methods[name];
  if (!method) throw new PyUnknown(`${name} of a text is not evaluated here`);
  return (args) => {
    if (
      (name === "strip" || name === "lstrip" || name === "rstrip") &&
      (args.positional[0] ?? none).kind !== "none"
    )
      throw new PyUnknown(`${name} of a text is not evaluated here`);
    return method(own, args);
  };
}
