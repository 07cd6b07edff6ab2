import { listed } from "../base/words.js";

/** Identifiers and paths in the words that people use. */

/** `parseHTTPHeader`, `parse_http_header` → "parse HTTP header"; acronyms keep their capitals. */
export function humanWords(identifier: string): string {
  const words = identifier
    .replace(/[`'"]/g, "")
    .split(/[^\p{L}\p{N}]+/u)
    .flatMap(
      (part) =>
        part.match(
          /\p{Lu}+(?!\p{Ll})\d*|\d+(?=to\d)|(?<=\d)to(?=\d)|\p{Lu}?\p{Ll}+(?:\d+(?:\p{Ll}+)?)?|\d+(?:\p{Lu}+(?!\p{Ll}))?|\p{Lo}+/gu,
        ) ?? [],
    )
    .map((word) => (/^(?:\p{Lu}{2,}\d*|\d+\p{Lu}+)$/u.test(word) ? word : word.toLowerCase()));
  const isShouting = words.every((word) => word === word.toUpperCase());
  return (isShouting ? words.map((word) => word.toLowerCase()) : words).join(" ");
}

const spelledNumbers = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
export const spelled = (n: number): string => spelledNumbers[n] ?? n.toLocaleString("en");

/** `one file`, `3 files` in words up to ten. */
export const counted = (n: number, noun: string, plural = `${noun}s`): string =>
  `${spelled(n)} ${n === 1 ? noun : plural}`;

/** At most `limit` items, the rest counted: `a, b and three more`. */
export function listedUpTo(items: readonly string[], limit: number): string {
  if (items.length <= limit) return listed(items);
  return listed([...items.slice(0, limit), `${spelled(items.length - limit)} more`]);
}

export const capitalised = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** Words that look like code: `foo_bar`, `fooBar`, `foo()`, `a.b`, `A::b`, `--flag`, a path. */
export const codeLike =
  /`[^`]+`|\b[A-Z]\w*[a-z]\w*(?:\/[A-Z]\w*[a-z]\w*)+|(?<![\w/])(?:[\w./-]*\/)[\w./-]*\w\.\w{1,5}\b|(?<![\w/.])[a-z][\w-]*\.(?:org|com|io|net|dev)(?:\/[\w./-]*\w)?|(?<![\w-])--?[a-z][\w-]+=?\w*|[$@]?\b[A-Za-z_$][\w$]*(?:(?:\.|::|->|#)[A-Za-z_$][\w$]*)+(?:\([^)\s]*\))?|\b[A-Za-z_$][\w$]*\([^)\s]*\)|\b[A-Za-z]+_\w+\b|\b_\w+\b|\b[a-z]+[A-Z]\w*\b|\b[A-Z][a-z0-9]+[A-Z]\w*\b/g;
