import {
  isBlank,
  oneLine,
  splitFirstSentence,
  toLines,
  trimBlankLines,
  wrapParagraph,
  wrapText,
} from "../text.js";

const spans: readonly (readonly [open: RegExp, close: RegExp])[] = [
  [/^\s*(?:@\w+\s+)?(?:```|~~~)/, /^\s*(?:```|~~~)/],
  [/<pre\b/i, /<\/pre>/i],
  [/<code\b[^>]*>(?!.*<\/code>)/i, /<\/code>/i],
  [/<table\b/i, /<\/table>/i],
  [/[@\\]code\b/, /[@\\]endcode\b/],
  [/[@\\]verbatim\b/, /[@\\]endverbatim\b/],
  [/[@\\]f\[/, /[@\\]f\]/],
];

/** For each line whether it belongs to a block of code or a table. Openings without an end do not count. */
export function verbatimMask(lines: readonly string[]): boolean[] {
  const mask = lines.map(() => false);
  for (let i = 0; i < lines.length; i += 1) {
    const end = spanEnd(lines, i);
    if (end === undefined) continue;
    mask.fill(true, i, end + 1);
    i = end;
  }
  return mask;
}

function spanEnd(lines: readonly string[], start: number): number | undefined {
  const line = lines[start] ?? "";
  for (const [open, close] of spans) {
    const match = open.exec(line);
    if (!match) continue;
    if (close.test(line.slice(match.index + match[0].length))) continue;
    const end = lines.findIndex((candidate, i) => i > start && close.test(candidate));
    if (end >= 0) return end;
  }
  const snippet = line.search(/\{@snippet\b|\{@(?:code|literal)\s*$/);
  return snippet < 0 ? undefined : closingLine(lines, start, snippet);
}

function closingLine(lines: readonly string[], start: number, column: number): number | undefined {
  let depth = 0;
  for (let line = start; line < lines.length; line += 1) {
    for (const char of (lines[line] ?? "").slice(line === start ? column : 0)) {
      if (char === "{") depth += 1;
      else if (char === "}") depth -= 1;
      if (depth === 0) return line;
    }
  }
  return undefined;
}

const inlineCode =
  /\{@[^{}\n]*\}|<(?:see|seealso|paramref|typeparamref|a)\b[^>\n]*>|<code>.*?<\/code>|<c>.*?<\/c>|`[^`\n]+`/g;
const heldSpace = "\uE000";
/** Stands for a first character that `wrapText` takes for the start of a block, where a label precedes it on the line. */
const heldStart = "\uE001";

/** As `wrapText`; code, examples and inline tags (`{@link …}`, `<code>`, backquotes) are not broken either. */
export function wrapProse(text: string, width: number, first = "", rest = first): string[] {
  const lines = trimBlankLines(toLines(text));
  const mask = verbatimMask(lines);
  const out: string[] = [];
  for (let i = 0; i < lines.length; ) {
    const verbatim = mask[i] === true;
    let end = i;
    while (end < lines.length && (mask[end] === true) === verbatim) end += 1;
    const segment = lines.slice(i, end);
    i = end;
    const prefix = out.length === 0 ? first : rest;
    if (verbatim) out.push(...segment.map((line, at) => ((at === 0 ? prefix : rest) + line).trimEnd()));
    else out.push(...wrapSegment(segment, width, prefix, rest));
  }
  return out.length === 0 && first.trim() !== "" ? [first.trimEnd()] : out;
}

function wrapSegment(segment: readonly string[], width: number, first: string, rest: string): string[] {
  const start = segment.findIndex((line) => !isBlank(line));
  if (start < 0) return segment.map(() => "");
  const inner = trimBlankLines(segment);
  const after = segment.length - start - inner.length;
  const startsInline =
    first.trim() !== "" && /^[@:\\<[]/.test(inner[0] ?? "") && !blockStart.test(inner[0] ?? "");
  const opening = startsInline ? (inner[0]?.[0] ?? "") : "";
  const held = inner.join("\n").replace(inlineCode, (span) => span.replaceAll(" ", heldSpace));
  const shown = opening === "" ? held : heldStart + held.slice(1);
  const wrapped = wrapText(shown, width, start === 0 ? first : rest, rest);
  const blanks = (count: number): string[] => Array.from({ length: count }, () => "");
  return [
    ...blanks(start),
    ...wrapped.map((line) => line.replaceAll(heldSpace, " ").replace(heldStart, opening)),
    ...blanks(after),
  ];
}

/** A summary is one paragraph whatever it begins with. */
export function wrapSummary(summary: string, width: number, first = "", rest = ""): string[] {
  const held = oneLine(summary).replace(inlineCode, (span) => span.replaceAll(" ", heldSpace));
  return wrapParagraph(held, width, first, rest).map((line) => line.replaceAll(heldSpace, " ").trimEnd());
}

const blockStart =
  /^(?:\s|@[A-Za-z]|[-*+•]\s|\(?\d{1,3}[.)]\s|#{1,6}\s|```|~~~|\||>\s|:[\w-]+:|<\/?(?:p|ul|ol|li|pre|table|tr|dl|dt|dd|h[1-6]|div|blockquote|caption|br|hr)\b|[-=~*+^_#]{3,}$)/i;
const unsafeStart = /^(?:[@\\:<|>#=]|[-*+•]\s|\(?(?:\d{1,3}|[a-zA-Z])[.)]\s)/;

/** The first sentence, if the text opens with prose, and everything after it. */
export function splitDescription(text: string): { summary: string; details: string } {
  const lines = trimBlankLines(toLines(text));
  const mask = verbatimMask(lines);
  let end = 0;
  while (
    end < lines.length &&
    !isBlank(lines[end]) &&
    mask[end] !== true &&
    !blockStart.test(lines[end] ?? "")
  )
    end += 1;
  if (end === 0) return { summary: "", details: lines.join("\n") };
  const paragraph = lines.slice(0, end).join("\n");
  const { sentence, rest } = splitFirstSentence(paragraph);
  const splits = rest !== "" && !unsafeStart.test(rest);
  const following = lines.slice(end).join("\n");
  const details = splits && following !== "" ? `${rest}\n${following}` : splits ? rest : following;
  return {
    summary: oneLine(splits ? sentence : paragraph),
    details: trimBlankLines(details.split("\n")).join("\n"),
  };
}

const irregular: ReadonlyMap<string, string> = new Map([
  ["be", "is"],
  ["have", "has"],
  ["do", "does"],
  ["go", "goes"],
]);

/** `compute` → `computes`. What is no plain verb in lower case, or seems to have its ending, stays. */
export function thirdPerson(verb: string): string {
  const known = irregular.get(verb);
  if (known !== undefined) return known;
  if (/[^s]s$/.test(verb) || /[^a-z]/.test(verb)) return verb;
  if (/(?:ss|x|z|ch|sh)$/.test(verb)) return `${verb}es`;
  return /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ies` : `${verb}s`;
}

/** Whether a result is what the summary says already: `Returns the size.` and `The size.` */
export const repeatsSummary = (summary: string, result: string): boolean =>
  result !== "" &&
  /\b(?:returns?|tells?) $/i.test(summary.slice(0, -result.length)) &&
  summary.slice(-result.length).toLowerCase() === result.toLowerCase();
