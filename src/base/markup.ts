/**
 * Documentation as words: of Sphinx roles, Javadoc and XML tags, Doxygen commands and Markdown links only what a reader sees stays. Names
 * that were marked as code are set in backquotes.
 */
export const withoutMarkup = (text: string): string =>
  text
    .replace(/:(?:[a-z]+:)?[a-z]+:`~?([^`<]+?)(?:\s*<[^`]*>)?`/g, "`$1`")
    .replace(/``([^`]+)``/g, "`$1`")
    .replace(/\{@(?:code|link|linkplain|literal)\s+([^}]*)\}/g, "`$1`")
    .replace(
      /<(?:see|seealso)\s+(?:cref|langword)\s*=\s*"([^"]*)"\s*(?:\/>|>\s*<\/\w+>)/g,
      (_, target: string) => `\`${shortName(target)}\``,
    )
    .replace(/<(?:paramref|typeparamref)\s+name\s*=\s*"([^"]*)"\s*\/?>/g, "`$1`")
    .replace(
      /<\/?(?:p|br|code|tt|i|b|em|strong|pre|ul|ol|li|a|c|see|seealso|para|summary|remarks|value|returns)\b[^>]*>/gi,
      " ",
    )
    .replace(/(^|[\s(])[@\\](?:a|p|c|e|em|b|ref)\s+([\w:.()]+)/g, "$1`$2`")
    .replace(/(^|\s)[@\\](?:brief|short|details)\b/g, "$1")
    .replace(/\[([^\][]+)\](?:\([^()\s]*(?:\([^()]*\))?\)|\[[^\][]*\])/g, "$1")
    .replace(/\\f\$|\\f\[|\\f\]/g, "$");

/** `M:Lab.Fit.Run(System.Int32)` is read as `Run`, `T:Lab.Row{T}` as `Row`. */
const shortName = (target: string): string =>
  target
    .replace(/^\w:/, "")
    .replace(/[({<`].*$/, "")
    .split(".")
    .at(-1) ?? target;
