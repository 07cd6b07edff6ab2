import { joinParagraphs, oneLine, toLines } from "../text.js";
import type { Docstring, Layout, OtherSection, ParameterDoc, RenderContext, Style } from "../types.js";
import { joinBlocks } from "./blockTags.js";
import { readComment, textWidth, writeComment } from "./comment.js";
import { repeatsSummary, splitDescription, thirdPerson, wrapProse, wrapSummary } from "./prose.js";

/** `//go:noinline`, `//nolint:all`, `//export Name`: instructions to tools, no space after the slashes. */
const directive = /^\/\/(?:([a-z0-9]+:[a-z0-9]\S*)|(export|line|extern|nolint)\b)[ \t]*(.*)$/;
const parametersLabel = "Parameters: ";
const parameterItem = /^([\p{L}_][\p{L}\p{N}_]*)(\.\.\.)?, (.+)$/su;

function parse(raw: string): Docstring {
  const isLines = raw.startsWith("//");
  const lines = toLines(raw).map((line) => line.trim());
  const directives = isLines ? lines.filter((line) => directive.test(line)) : [];
  const prose = isLines ? toLines(raw).filter((line) => !directive.test(line.trim())) : [raw];
  const { summary, details } = splitDescription(prose.length === 0 ? "" : readComment(prose.join("\n")).text);
  const paragraphs = details.split(/\n{2,}/);
  const at = paragraphs.findIndex((paragraph) => readParameters(paragraph) !== undefined);
  return {
    summary,
    details: joinParagraphs(...paragraphs.filter((_, i) => i !== at)),
    parameters: readParameters(paragraphs[at] ?? "") ?? [],
    returns: [],
    yields: [],
    raises: [],
    otherSections: directives.map((line, position): OtherSection => {
      const [, colon, word, body = ""] = directive.exec(line) ?? [];
      return { heading: colon ?? word ?? "", body, position };
    }),
  };
}

/** `Parameters: n, the number of steps; path, where to write.` */
function readParameters(paragraph: string): ParameterDoc[] | undefined {
  const text = oneLine(paragraph);
  if (!text.startsWith(parametersLabel)) return undefined;
  const items = text
    .slice(parametersLabel.length)
    .replace(/\.$/, "")
    .split(/; (?=[\p{L}_][\p{L}\p{N}_]*(?:\.\.\.)?, )/u);
  const read = items.map((item): ParameterDoc | undefined => {
    const match = parameterItem.exec(item);
    if (!match) return undefined;
    const variadic = match[2] === undefined ? {} : { variadic: "*" as const };
    return { name: match[1] ?? "", ...variadic, description: match[3] ?? "" };
  });
  return read.every((item) => item !== undefined) ? read : undefined;
}

const lowerFirst = (text: string): string =>
  text.replace(/^[A-Z](?=[a-z]*\b)/, (letter) => letter.toLowerCase());
const clause = (text: string): string => lowerFirst(oneLine(text).replace(/\.$/, ""));

function parametersParagraph(docstring: Docstring): string {
  const items = docstring.parameters
    .filter((parameter) => parameter.description.trim() !== "")
    .map(
      ({ name, variadic, description }) =>
        `${name}${variadic === undefined ? "" : "..."}, ${clause(description)}`,
    );
  return items.length === 0 ? "" : `${parametersLabel}${items.join("; ")}.`;
}

/** Results, yields and panics as sentences. */
function outcomeParagraph(docstring: Docstring): string {
  const described = [...docstring.returns, ...docstring.yields].filter(
    ({ description }) => description.trim() !== "" && !repeatsSummary(docstring.summary, description),
  );
  const results = described.map(({ description }) => {
    const text = clause(description);
    return /^(?:returns?|reports|yields)\b/.test(text)
      ? `It ${text.replace(/^return\b/, "returns")}.`
      : `It returns ${text}.`;
  });
  const panics = docstring.raises
    .filter((raise) => raise.description.trim() !== "")
    .map(
      ({ type, description }) =>
        `It panics${type === "" || /^panic/.test(type) ? "" : ` with ${type}`} ${conditional(clause(description))}.`,
    );
  return [...results, ...panics].join(" ");
}

const conditional = (text: string): string =>
  /^(?:if|when|unless|on|because)\b/.test(text) ? text : `when ${text}`;

/** Go's comments are sentences whose subject is the function: `Compute the sum.` becomes `Sum computes the sum.` */
export function withSubject(summary: string, name: string): string {
  const [first = "", second = ""] = summary.split(/\s+/, 2);
  if (summary === "" || name === "" || first.replace(/\W+$/, "") === name || /:$/.test(first)) return summary;
  if (/^(?:Whether|If)$/.test(first)) return `${name} reports ${lowerFirst(summary)}`;
  if (/^(?:An?|The|This|These|Its?)$/.test(first)) return `${name} is ${lowerFirst(summary)}`;
  if (!/^[A-Z]?[a-z]+\.?$/.test(first)) return `${name}: ${summary}`;
  if (/[^s]ly$/.test(first) && /^[a-z]+$/.test(second) && first !== "Apply" && first !== "Reply") {
    return `${name} ${first.toLowerCase()} ${thirdPerson(second)}${summary.slice(summary.indexOf(second) + second.length)}`;
  }
  const verb = first.replace(/\.$/, "");
  return `${name} ${thirdPerson(verb.toLowerCase())}${summary.slice(verb.length)}`;
}

/** As gofmt writes comments: a list after a blank line is indented and has a blank line after it. */
function goLines(lines: readonly string[]): string[] {
  const out: string[] = [];
  for (const line of lines) {
    const previous = out.at(-1) ?? "";
    const inBlock = previous === "" || /^\s/.test(previous);
    const bullet = inBlock ? /^[-*+•]\s+(.*)$/.exec(line) : undefined;
    if (bullet) out.push(`  - ${bullet[1] ?? ""}`);
    else if (/^\s*$|^\s/.test(line) || previous === "" || !startsSetOff(out)) out.push(line);
    else out.push("", line);
  }
  return out;
}

/** Whether `out` ends in indented lines that follow a blank line. */
function startsSetOff(out: readonly string[]): boolean {
  const start = out.findLastIndex((line) => !/^\s/.test(line));
  return start < out.length - 1 && (out[start] ?? "") === "";
}

const directiveLine = ({ heading, body }: OtherSection): string => `//${oneLine(`${heading} ${body}`)}`;

function render(docstring: Docstring, layout: Layout, { patch }: RenderContext): string {
  const width = textWidth("//", layout);
  const existing = patch.docstring === undefined ? undefined : parse(patch.docstring.raw);
  const isOwn = existing?.summary === docstring.summary;
  const summary = isOwn ? docstring.summary : withSubject(docstring.summary, patch.name);
  const ownDirectives = new Set(existing?.otherSections.map(directiveLine));
  const directives = docstring.otherSections.map(directiveLine).filter((line) => ownDirectives.has(line));
  const prose = docstring.otherSections.filter((section) => !ownDirectives.has(directiveLine(section)));
  const lines = joinBlocks(
    wrapSummary(summary, width),
    goLines(wrapProse(docstring.details, width)),
    wrapProse(parametersParagraph(docstring), width),
    wrapProse(outcomeParagraph(docstring), width),
    ...prose.map((section) => [`# ${oneLine(section.heading)}`, "", ...wrapProse(section.body, width)]),
  );
  const text = writeComment(lines, "//", layout)
    .split(layout.newline)
    .map((line) => line.replace(/^(\s*\/\/) +\t/, "$1\t"));
  if (directives.length === 0) return text.join(layout.newline);
  const separated =
    lines.length === 0 ? directives : [...text.map((line) => line.trimStart()), "//", ...directives];
  return separated.join(layout.newline + layout.indent);
}

/**
 * Go's doc comments (https://go.dev/doc/comment) are prose without sections for parameters or results. What is worth
 * saying about them becomes short paragraphs: `Parameters: n, the number of steps; path, where to write.` (read back
 * as parameters) and `It returns …` (which stays in the details when read back). Directives that were there stay, last.
 */
export const godoc: Style = {
  id: "godoc",
  name: "godoc",
  languages: ["go"],
  recognise: (raw) => (raw.startsWith("//") ? 1 : 0),
  parse,
  render,
};
