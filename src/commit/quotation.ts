/**
 * What an author wrote, as it stands between quotation marks: words and names are never altered. Marks of Markdown go, white space is
 * evened out, quotation marks inside become single ones, and an address that is left out, or a list after a colon, leaves “…” behind.
 */
export function quotation(text: string): string {
  const plain = text
    .replace(/\[([^\]]+)\]\([^)]*\)/g, "$1")
    .replace(/:(?:\w+:)?(?:class|func|meth|mod|attr|ref|doc|exc):?`~?([^`]+)`/g, "$1")
    .replace(/<?https?:\/\/\S+[^\s.,;:)]>?/g, "…")
    .replace(/\*\*|`+/g, "")
    .replace(/(?<![\w*])\*([\w(][^*\n]*)\*(?!\w)/g, "$1")
    .replace(/"([^"]*)"|“([^”]*)”/g, (_, a: string | undefined, b: string | undefined) => `‘${a ?? b ?? ""}’`)
    .replace(/["“”]/g, "'")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/\s*:$/, "…");
  return plain === "" ? "" : `“${/[.!?…]$/.test(plain) ? plain : `${plain}.`}”`;
}

/** The same with a capital letter, unless it begins with a name. */
export const quotationCapitalised = (text: string): string =>
  quotation(text).replace(
    /^“\p{Ll}+(?=[\s.!?,;:’'-])(?![.:]\S)/u,
    (first) => `“${first.slice(1, 2).toUpperCase()}${first.slice(2)}`,
  );
