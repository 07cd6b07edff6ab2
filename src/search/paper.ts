import { isNotebookPath } from "../base/fileKinds.js";
import { notebookText } from "./notebook.js";

/** A sentence of a paper and the heading above it; the heading is empty where there is none. */
export interface Passage {
  readonly section: string;
  readonly sentence: string;
}

/** The sentences of a paper: BibTeX, LaTeX, Markdown or a notebook by the ending of its name, plain text otherwise. References are left out. */
export function readPaper(text: string, name: string): Passage[] {
  if (/\.bib$/i.test(name) || /^\s*@\w+\s*\{/.test(text)) return bibliography(text);
  if (/\.tex$/i.test(name)) return passagesOf(latexLines(text));
  if (/\.(md|markdown|qmd|rmd)$/i.test(name)) return passagesOf(markdownLines(text));
  const prose = isNotebookPath(name) ? notebookText(text, "text") : undefined;
  return passagesOf(prose === undefined ? plainLines(text) : markdownLines(prose));
}

/** Sentences of at least three words, white space made even. */
export function sentencesOf(text: string): string[] {
  const plain = text.replace(/\s+/g, " ").trim();
  return [...segmenter.segment(plain)]
    .map(({ segment }) => segment.trim())
    .filter((sentence) => (sentence.match(/\p{L}+/gu)?.length ?? 0) >= 3);
}

const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });

/** A line of a text: a heading, or a part of a paragraph. */
interface Line {
  readonly heading?: string;
  readonly text?: string;
}

function passagesOf(lines: Iterable<Line>): Passage[] {
  const passages: Passage[] = [];
  let section = "";
  let paragraph: string[] = [];
  const flush = (): void => {
    if (!/^(references|bibliography|acknowledge?ments?)\b/i.test(section.replace(/^[\d.\s]+/, "")))
      for (const sentence of sentencesOf(paragraph.join(" "))) passages.push({ section, sentence });
    paragraph = [];
  };
  for (const { heading, text = "" } of lines) {
    if (heading === undefined && text.trim() !== "") {
      paragraph.push(text);
      continue;
    }
    flush();
    if (heading !== undefined) section = heading;
  }
  flush();
  return passages;
}

/** Without code, pictures, formulas that stand alone, and marks. */
export function* markdownLines(text: string): Generator<Line> {
  const front = /^---\n([\s\S]*?)\n---\n/.exec(text);
  const title = /^title:\s*['"]?(.*?)['"]?\s*$/m.exec(front?.[1] ?? "")?.[1];
  if (title !== undefined) yield* [{ heading: "Title" }, { text: `${title}.` }];
  const body = text
    .slice(front?.[0].length ?? 0)
    .replace(/^(```|~~~)[\s\S]*?^\1.*$/gm, "\n")
    .replace(/!\[[^\]]*\]\([^)]*\)/g, "")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/\[@[^\]]*\]|<[^>\n]+>|\$\$[\s\S]*?\$\$/g, "")
    .replace(/[*_`]{1,3}/g, "");
  for (const line of body.split("\n")) {
    const heading = /^#{1,6}\s+(.*?)\s*#*$/.exec(line)?.[1];
    yield heading === undefined ? { text: line.replace(/^\s*(?:[-+>]|\d+\.)\s+/, "") } : { heading };
  }
}

function* latexLines(text: string): Generator<Line> {
  const body = text
    .replace(/(?<!\\)%.*$/gm, "")
    .replace(
      /\\begin\{(equation|align|figure|table|tabular|lstlisting|verbatim|thebibliography)\*?\}[\s\S]*?\\end\{\1\*?\}/g,
      "\n\n",
    )
    .replace(/\\begin\{abstract\}/g, "\n\\section{Abstract}\n");
  for (const line of body.split("\n")) {
    const heading = /\\(?:sub)*(?:section|title|chapter|paragraph)\*?\{(.*?)\}/.exec(line)?.[1];
    if (heading !== undefined) yield { heading };
    const rest = line.replace(/\\(?:sub)*(?:section|title|chapter|paragraph)\*?\{.*?\}/, "");
    yield {
      text: rest
        .replace(/\\(?:cite\w*|ref|label|eqref|includegraphics)(?:\[[^\]]*\])?\{[^}]*\}/g, "")
        .replace(/\\[a-z]+\*?|[{}~$]/gi, " "),
    };
  }
}

function* plainLines(text: string): Generator<Line> {
  for (const line of text.split("\n")) {
    const heading =
      /^\s*(\d+(?:\.\d+)*\.?\s+\p{Lu}[^.]{2,70}|abstract|introduction|methods?|results|discussion|conclusions?|references)\s*:?\s*$/iu.exec(
        line,
      )?.[1];
    yield heading === undefined ? { text: line } : { heading };
  }
}

/** Titles and abstracts of all entries. */
function bibliography(text: string): Passage[] {
  const passages: Passage[] = [];
  for (const entry of text.split(/^\s*@(?=\w+\s*\{)/m).slice(1)) {
    const title = field(entry, "title");
    if (title === "") continue;
    passages.push({ section: title, sentence: title });
    for (const sentence of sentencesOf(field(entry, "abstract"))) passages.push({ section: title, sentence });
  }
  return passages;
}

/** The value of a field, in braces (balanced) or quotes. */
function field(entry: string, name: string): string {
  const start = new RegExp(`(?:^|[,\\s])${name}\\s*=\\s*([{"])`, "i").exec(entry);
  if (start === null) return "";
  const from = start.index + start[0].length;
  let depth = 1;
  let end = from;
  for (; end < entry.length && depth > 0; end++) {
    const character = entry[end];
    if (start[1] === '"' && character === '"' && depth === 1) depth = 0;
    else if (character === "{") depth++;
    else if (character === "}") depth--;
  }
  return entry
    .slice(from, end - 1)
    .replace(/\\[a-z]+|[{}\\]/gi, " ")
    .replace(/\s+/g, " ")
    .trim();
}
