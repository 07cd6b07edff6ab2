/** Small scanners that the `@tag` conventions share. */

const closers: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}", "<": ">" };

/** Length of the balanced bracket that `text` starts with, or 0. Quotes hide brackets; `->` and `=>` close nothing. */
export function balancedLength(text: string): number {
  const stack: string[] = [];
  let quote = "";
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i] ?? "";
    if (quote !== "") {
      if (char === quote) quote = "";
    } else if (char === '"' || (char === "'" && !/\w/.test(text[i - 1] ?? "")))
      quote = text.includes(char, i + 1) ? char : "";
    else if (char === ">" && /[-=]/.test(text[i - 1] ?? "")) continue;
    else if (closers[char] !== undefined) stack.push(closers[char]);
    else if (char === stack.at(-1)) stack.pop();
    if (stack.length === 0) return i === 0 ? 0 : i + 1;
  }
  return 0;
}

/** `{Type} rest` → the type without braces and the trimmed rest. */
export function readBraced(text: string): { type: string; rest: string } | undefined {
  if (!text.startsWith("{") || text.startsWith("{@")) return undefined;
  const length = balancedLength(text);
  if (length === 0) return undefined;
  const type = text
    .slice(1, length - 1)
    .replace(/\s+/g, " ")
    .trim();
  return { type, rest: text.slice(length).replace(/^\s+/, "") };
}

/** The part of `text` up to the first white space outside brackets. Spaces around `|` and `&`, and after `:` of a callable, do not count. */
export function readTypeWord(text: string): { type: string; rest: string } {
  let i = 0;
  while (i < text.length) {
    const bracket = "([{<".includes(text[i] ?? "") ? balancedLength(text.slice(i)) : 0;
    if (bracket > 0) i += bracket;
    else if (/\s/.test(text[i] ?? "")) {
      const joint =
        /^\s*[|&]\s*(?=[\w\\$([?'"])/.exec(text.slice(i)) ??
        (/[|&]$|\):$/.test(text.slice(0, i)) ? /^\s+/.exec(text.slice(i)) : null);
      const isReference = /^\s*&\s*(?:\.\.\.)?\$/.test(text.slice(i));
      if (joint === null || isReference) break;
      i += joint[0].length;
    } else i += 1;
  }
  return { type: text.slice(0, i).replace(/\s+/g, " "), rest: text.slice(i).trimStart() };
}

/** Takes the hyphen off that separates a name from its description. */
export const afterHyphen = (text: string): string => text.replace(/^[ \t]*[-–—](?=\s|$)\s*/, "").trim();
