import { citedPapers } from "../search/citations.js";
import { encoderText } from "../search/words.js";
import type { SyntaxParser } from "../syntax/parser.js";
import { docstringSource } from "./docstring.js";
import type { FileRecord, RecordSource } from "./source.js";

const fewestWords = 3;
const docsLimit = 600;
/**
 * Pairs of a description and a function: the first paragraph of its docstring, and its code without the docstring. `text`, `context` and
 * `docs` are what the encoder reads, from the code that serves the index. A function whose docstring cites a paper names it in `cites`:
 * such functions are paper-level pairs.
 */
export function searchSource(parser: SyntaxParser): RecordSource {
  const documented = docstringSource(parser);
  return {
    accepts: documented.accepts,
    async read(path, text) {
      const { records, dropped } = await documented.read(path, text);
      const stem = (path.split("/").at(-1) ?? "").replace(/\.[^.]*$/, "");
      const pairs: FileRecord[] = [];
      let short = 0;
      for (const { key, language, style, fields } of records) {
        const { slots, name, code, docstring } = fields;
        const [summary, ...rest] = slots;
        if (summary === undefined || summary.text.split(/\s+/).length < fewestWords) {
          short++;
          continue;
        }
        const bare = code.replace(docstring, "").trim();
        const cites = citedPapers(docstring);
        pairs.push({
          key,
          language,
          style,
          fields: {
            query: summary.text,
            code: bare,
            text: encoderText(bare),
            context: encoderText([stem, ...name.split(".").slice(0, -1)].join(" ")),
            docs: rest
              .map((slot) => slot.text)
              .join(" ")
              .slice(0, docsLimit),
            language,
            name,
            ...(cites.length > 0 && { cites }),
          },
        });
      }
      return {
        records: pairs,
        dropped: short > 0 ? { ...dropped, "docstring: too few words": short } : dropped,
      };
    },
  };
}
