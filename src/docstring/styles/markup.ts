/** Text inside HTML or XML: known elements stay, every other `<`, `>` and `&` is an entity in the comment and itself in the model. */

const entity = /^&(?:[A-Za-z][A-Za-z0-9]*|#\d+|#[xX][0-9A-Fa-f]+);/;

export interface Markup {
  /** Element names, lower case. */
  readonly elements: ReadonlySet<string>;
  /** XML: elements must be closed, entities are all escaped, there are no inline tags. */
  readonly isXml: boolean;
}

interface Element {
  readonly length: number;
  readonly name: string;
  readonly kind: "open" | "close" | "empty";
}

function readElement(text: string, markup: Markup): Element | undefined {
  const match = markup.isXml
    ? /^<(\/?)([A-Za-z]\w*)((?:\s+[A-Za-z][\w:]*\s*=\s*(?:"[^"<>&]*"|'[^'<>&]*'))*)\s*(\/?)>/.exec(text)
    : /^<(\/?)([A-Za-z]\w*)((?:\s+[A-Za-z][\w:-]*\s*=\s*(?:"[^"]*"|'[^']*'|[^\s<>"']+))*)\s*(\/?)>/.exec(
        text,
      );
  if (!match || !markup.elements.has((match[2] ?? "").toLowerCase())) return undefined;
  const kind = match[1] === "/" ? "close" : match[4] === "/" ? "empty" : "open";
  if (kind === "close" && (match[3] ?? "") !== "") return undefined;
  return { length: match[0].length, name: match[2] ?? "", kind };
}

/** Length of the inline tag or code span at the start of `text`, inside which HTML means nothing. */
function spanLength(text: string): number {
  if (text.startsWith("<!--")) return Math.max(0, text.indexOf("-->") + 3);
  if (!/^\{@(?:code|literal|snippet)\b/.test(text)) return 0;
  let depth = 0;
  for (let i = 0; i < text.length; i += 1) {
    depth += text[i] === "{" ? 1 : text[i] === "}" ? -1 : 0;
    if (depth === 0) return i + 1;
  }
  return 0;
}

/** Positions of the elements that stay: all known ones in HTML, those that are properly nested in XML. */
function keptElements(text: string, markup: Markup): Map<number, number> {
  const kept = new Map<number, number>();
  const stack: { name: string; at: number; length: number }[] = [];
  for (let i = 0; i < text.length; i += 1) {
    if (!markup.isXml) i += Math.max(0, spanLength(text.slice(i, i + 4000)) - 1);
    if (text[i] !== "<") continue;
    const element = readElement(text.slice(i, i + 1000), markup);
    if (element === undefined) continue;
    if (!markup.isXml || element.kind === "empty") kept.set(i, element.length);
    else if (element.kind === "open") stack.push({ name: element.name, at: i, length: element.length });
    else {
      const open = stack.findLastIndex((candidate) => candidate.name === element.name);
      const opener = stack[open];
      if (opener === undefined) continue;
      stack.length = open;
      kept.set(opener.at, opener.length);
      kept.set(i, element.length);
    }
  }
  return kept;
}

export function escapeMarkup(text: string, markup: Markup): string {
  const kept = keptElements(text, markup);
  let out = "";
  for (let i = 0; i < text.length; ) {
    const keep = kept.get(i) ?? (markup.isXml ? 0 : spanLength(text.slice(i, i + 4000)));
    const char = text[i] ?? "";
    if (keep > 0) {
      out += text.slice(i, i + keep);
      i += keep;
      continue;
    }
    const isEntity = !markup.isXml && char === "&" && entity.test(text.slice(i, i + 40));
    out += char === "<" ? "&lt;" : char === ">" ? "&gt;" : char === "&" && !isEntity ? "&amp;" : char;
    i += 1;
  }
  return out;
}

const decoded: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&amp;": "&",
  "&quot;": '"',
  "&apos;": "'",
};

/** The inverse of `escapeMarkup`. Text that escaping would not give back (`&lt;b&gt;`) keeps its entities. */
export function unescapeMarkup(text: string, markup: Markup): string {
  const pattern = markup.isXml ? /&(?:lt|gt|amp);/g : /&(?:lt|gt);|&amp;(?![A-Za-z#])/g;
  const plain = text.replace(pattern, (found) => decoded[found] ?? found);
  return escapeMarkup(plain, markup) === (markup.isXml ? text : escapeMarkup(text, markup)) ? plain : text;
}
