import type { FunctionPatch } from "../../syntax/types.js";
import { orderSections, takeDefault, withDefault } from "../sections.js";
import {
  columns,
  dedentLines,
  indentLines,
  indentOf,
  isBlank,
  joinParagraphs,
  oneLine,
  splitFirstSentence,
  trimBlankLines,
  wrapText,
} from "../text.js";
import type { Docstring, OtherSection, ParameterDoc, RaisesDoc, ResultDoc, Style } from "../types.js";
import { joinBlocks } from "./blockTags.js";
import { formOf, type HelpForm, readHelp, readTitle } from "./matlabForm.js";
import { wrapProse, wrapSummary } from "./prose.js";

type Kind = "parameters" | "returns" | "raises" | "other";

/** Headings in lower case, without colon. */
const headings: readonly (readonly [RegExp, Kind])[] = [
  [
    /^(?:(?:required |optional )?inputs?(?: (?:arg\w*|par\w*|variables?))?|in|param(?:eter)?s?|arg(?:ument)?s?)$/,
    "parameters",
  ],
  [/^(?:outputs?(?: (?:arg\w*|par\w*|variables?))?|out|returns?(?: values?)?)$/, "returns"],
  [/^(?:errors?|throws|raises|exceptions)$/, "raises"],
  [
    /^(?:syntax|usage|examples?|notes?|remarks?|references?|see also|authors?|description|algorithm|warnings?|todo|options|optional|history|version|revisions?|dependencies|limitations|tips|copyright|license|(?:other|required) (?:m-)?files(?: required)?|subfunctions|mat-files required)$/,
    "other",
  ],
];

interface Heading {
  readonly text: string;
  readonly kind: Kind;
  /** What stands behind it on its line. */
  readonly rest: string;
}

/** `Inputs:`, `INPUT`, `Syntax: y = f(x)`, `See also FILTER, CONV.` */
function headingOf(line: string): Heading | undefined {
  const trimmed = line.trim();
  const also = /^see also\b\s*:?\s*(.*)$/i.exec(trimmed);
  if (also) return { text: "See also", kind: "other", rest: also[1] ?? "" };
  const match = /^([A-Z][A-Za-z -]*?|[a-z]+(?=\s*:$))\s*(?::\s*(.*)|([-–]\s.*)|[-=]{2,})?$/.exec(trimmed);
  const [, text = "", rest = "", remark] = match ?? [];
  const found = headings.find(([pattern]) => pattern.test(text.toLowerCase()));
  if (!found) return undefined;
  // A section with a remark (`INPUTS - common`) is one of several: it stays as it is.
  return remark === undefined ? { text, kind: found[1], rest } : { text: trimmed, kind: "other", rest };
}

const parse: Style["parse"] = (raw, { patch }) => {
  const texts = trimBlankLines(readHelp(raw).texts);
  const { summary, end } = readSummary(texts, patch?.name);
  const lines = dedentLines(texts.slice(end));
  const first = lines.findIndex((line) => headingOf(line) !== undefined);
  const details = trimBlankLines(first < 0 ? lines : lines.slice(0, first)).join("\n");
  const { sentence, rest } = splitFirstSentence(summary);
  return {
    summary: oneLine(sentence),
    details: joinParagraphs(rest, details),
    ...readSections(first < 0 ? [] : lines.slice(first), patch),
  };
};

/** The H1 line; lines that follow it in its column belong to it. */
function readSummary(texts: readonly string[], name: string | undefined): { summary: string; end: number } {
  const first = texts[0] ?? "";
  if (headingOf(first)) return { summary: "", end: 0 };
  let end = 1;
  const isMore = (line: string | undefined): boolean =>
    line !== undefined &&
    !isBlank(line) &&
    indentOf(line).length <= indentOf(first).length &&
    headingOf(line) === undefined &&
    !/^\s*(?:[-*=]{3,}|\[?[\w, ]+\]?\s*=|\w+\(|copyright|author|written by|\(c\))/i.test(line);
  if (!/[.!?]$/.test(first)) while (isMore(texts[end])) end += 1;
  const { summary } = readTitle(first.trim(), name);
  return { summary: [summary, ...texts.slice(1, end)].join(" ").trim(), end };
}

type Sections = Pick<Docstring, "parameters" | "returns" | "yields" | "raises" | "otherSections">;

function readSections(lines: readonly string[], patch: FunctionPatch | undefined): Sections {
  const parameters: ParameterDoc[] = [];
  const returns: ResultDoc[] = [];
  const raises: RaisesDoc[] = [];
  const otherSections: OtherSection[] = [];
  const { signature } = patch ?? {};
  let position = 0;
  for (const { heading, body, loose } of cutSections(lines)) {
    const names = {
      parameters: signature?.parameters.map(({ name }) => name),
      returns: signature?.outputs,
      raises: signature?.raises.map(({ type }) => type),
      other: [],
    }[heading.kind];
    const entries = heading.kind === "other" ? undefined : readEntries(body, names ?? []);
    if (entries === undefined) {
      const text = trimBlankLines(dedentLines(body)).join("\n");
      otherSections.push({
        heading: heading.text,
        body: heading.kind === "other" ? joinRest(heading.rest, text) : text,
        position,
      });
    } else if (heading.kind === "parameters") parameters.push(...entries.map(parameterOf));
    else if (heading.kind === "returns")
      returns.push(...entries.map(({ name, type, description }) => ({ name, ...type, description })));
    else raises.push(...entries.map(({ name, description }) => ({ type: name, description })));
    position += 1;
    if (loose.length > 0) {
      otherSections.push({ heading: "", body: loose.join("\n"), position });
      position += 1;
    }
  }
  return { parameters, returns, yields: [], raises, otherSections };
}

const joinRest = (rest: string, body: string): string =>
  [rest, body].filter((part) => part !== "").join("\n");

interface Section {
  readonly heading: Heading;
  readonly body: readonly string[];
  /** Paragraphs behind it that are not part of it: no farther right than its heading, while its own lines are. */
  readonly loose: readonly string[];
}

function cutSections(lines: readonly string[]): Section[] {
  const sections: { heading: Heading; indent: number; body: string[]; loose: string[] }[] = [];
  for (const line of lines) {
    const last = sections.at(-1);
    const heading = headingOf(line);
    const isInside = last && indentOf(line).length > last.indent && last.heading.kind === "other";
    if (heading && !isInside) {
      sections.push({ heading, indent: indentOf(line).length, body: [], loose: [] });
      const own = sections.at(-1);
      // Its first entry stays in its column.
      if (own && heading.rest !== "" && heading.kind !== "other")
        own.body.push(" ".repeat(line.length - heading.rest.length) + heading.rest);
    } else if (last) {
      const first = last.body.find((each) => !isBlank(each)) ?? "";
      const ends =
        !isBlank(line) && indentOf(line).length <= last.indent && indentOf(first).length > last.indent;
      (last.loose.length > 0 || ends ? last.loose : last.body).push(line);
    }
  }
  return sections.map(({ heading, body, loose }) => ({
    heading,
    body: trimBlankLines(body),
    loose: trimBlankLines(loose),
  }));
}

interface Entry {
  readonly name: string;
  readonly type: { readonly type?: string };
  readonly isOptional: boolean;
  readonly description: string;
}

const entryHead =
  /^(['"]?[A-Za-z]\w*(?:[.:]\w+)*['"]?)(?:\s+((?:\([^)]*\))?\s*[A-Za-z][\w.]*|\([^)]*\)))?(\s*(?:-{1,2}|–|:|=)(?:\s+|$)|\s{2,}|$)(.*)$/;

/** Undefined when the lines are no list of names with descriptions. Names in capitals are those of `names`. */
function readEntries(lines: readonly string[], names: readonly string[]): Entry[] | undefined {
  const entries: { name: string; spec: string; lines: string[] }[] = [];
  const body = dedentLines(lines);
  for (const line of body) {
    const last = entries.at(-1);
    if (isBlank(line)) last?.lines.push("");
    else if (indentOf(line) !== "") {
      if (!last) return undefined;
      last.lines.push(line);
    } else {
      const match = entryHead.exec(line);
      const written = (match?.[1] ?? "").replace(/['"]/g, "");
      // `see above`, `none`
      const isWord = match?.[3] === "" && !names.includes(written) && !written.includes(":");
      if (!match || isWord) return undefined;
      const isNamed = names.includes(written) || written !== written.toUpperCase();
      const name = isNamed ? written : (names.find((each) => each.toUpperCase() === written) ?? written);
      entries.push({ name, spec: match[2] ?? "", lines: [match[4] ?? ""] });
    }
  }
  if (entries.length === 0) return undefined;
  return entries.map(({ name, spec, lines: [first = "", ...rest] }) => {
    const isOptional = /^\(optional\)$/i.test(spec);
    const description = trimBlankLines([first.trim(), ...dedentLines(rest)]).join("\n");
    return { name, type: spec === "" || isOptional ? {} : { type: spec }, isOptional, description };
  });
}

function parameterOf({ name, type, isOptional, description }: Entry): ParameterDoc {
  const { description: text, default: value } = takeDefault(description);
  return {
    name,
    ...(name === "varargin" ? { variadic: "*" } : {}),
    ...type,
    ...(value === undefined ? {} : { default: value }),
    ...(isOptional ? { optional: true } : {}),
    description: text,
  };
}

const render: Style["render"] = (docstring, layout, { patch }) => {
  const { raw, name } = patch.docstring ? { ...patch.docstring, name: patch.name } : (layout.example ?? {});
  const form = formOf(raw, name);
  const isBlock = form.marker === "";
  const width = Math.max(
    30,
    layout.lineLength - columns(layout.indent) - form.marker.length - form.body.length,
  );
  const known = [
    entryLines(form.inputs, docstring.parameters.map(parameterEntry), form, width),
    entryLines(form.outputs, docstring.returns.map(resultEntry), form, width),
    entryLines(
      form.errors,
      docstring.raises.map(({ type, description }) => [type, description]),
      form,
      width,
    ),
  ].filter((lines) => lines.length > 0);
  const others = docstring.otherSections.map((section) => ({
    position: section.position,
    section: otherLines(section, form, width),
  }));
  const body = joinBlocks(wrapProse(docstring.details, width), ...orderSections(known, others));
  const title = titleOf(form, patch.name);
  const summary = title + docstring.summary === "" ? [] : wrapSummary(docstring.summary, width, title);
  const marked = [
    ...summary.map((line, i) => (i === 0 ? form.first : form.marker) + form.gap + line),
    ...(body.length > 0 && summary.length > 0 && (form.spaced || docstring.details === "")
      ? [form.marker]
      : []),
    ...body.map((line) => form.marker + (line === "" ? "" : form.body + line)),
  ];
  const lines = (marked.length === 0 ? [form.marker] : marked).map(safeLine);
  return (isBlock ? ["%{", ...lines, "%}"] : lines).join(layout.newline + layout.indent);
};

/** What would end the comment, or begin or end one of several lines, does not. */
const safeLine = (line: string): string =>
  line
    .replace(/[\r\n\v\f\u0085\u2028\u2029]+/g, " ")
    .trimEnd()
    .replace(/^(\s*[%#])([{}])$/, "$1 $2");

function titleOf({ title, separator }: HelpForm, name: string): string {
  if (title === "none") return "";
  return (title === "capitals" ? name.toUpperCase() : name) + separator;
}

const parameterEntry = ({
  name,
  type,
  default: value,
  optional,
  description,
}: ParameterDoc): readonly [string, string] => {
  const spec = type ?? (optional && value === undefined ? "(optional)" : undefined);
  return [spec === undefined ? name : `${name} ${spec}`, withDefault(description, value)];
};

const resultEntry = ({ name, type, description }: ResultDoc): readonly [string, string] => [
  [name, type].filter((part) => part !== undefined).join(" "),
  description,
];

function entryLines(
  heading: string,
  entries: readonly (readonly [string, string])[],
  { entry, dash, capitals }: HelpForm,
  width: number,
): string[] {
  if (entries.length === 0) return [];
  const lines = entries.flatMap(([written, description]) => {
    const head = capitals ? written.replace(/^\w+/, (name) => name.toUpperCase()) : written;
    if (head === "") return wrapText(description, width, entry, entry);
    return description === ""
      ? [entry + head]
      : wrapText(description, width, entry + head + dash, `${entry}  `);
  });
  return [heading, ...lines];
}

function otherLines({ heading, body }: OtherSection, { entry, colon }: HelpForm, width: number): string[] {
  const lines = body.split("\n");
  if (heading === "") return lines;
  if (heading === "See also") return wrapText(oneLine(body), width, "See also ", "  ");
  return [/[-–]/.test(heading) ? heading : heading + colon, ...indentLines(lines, entry)];
}

/** MATLAB help text: H1 line, description, sections of inputs and outputs, `See also`. */
export const matlab: Style = {
  id: "matlab",
  name: "MATLAB help text",
  languages: ["matlab"],
  recognise: (raw) => (/^[%#]/.test(raw) ? 1 : 0),
  parse,
  render,
};
