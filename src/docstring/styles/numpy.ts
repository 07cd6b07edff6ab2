import { docstringLines, headLines, textWidth, writePythonString } from "../pythonString.js";
import {
  entriesOf,
  knownHeadings,
  looksLikeType,
  orderSections,
  otherHeadings,
  parseHead,
  parseNames,
  parseTypeSpec,
  section,
  writtenName,
} from "../sections.js";
import { dedentLines, indentOf, isBlank, trimBlankLines, wrapText } from "../text.js";
import type { Docstring, Layout, OtherSection, ParameterDoc, RaisesDoc, ResultDoc, Style } from "../types.js";

/** https://numpydoc.readthedocs.io/en/latest/format.html */
export const numpy: Style = {
  id: "numpy",
  name: "NumPy",
  languages: ["python"],
  recognise: (raw) => {
    const lines = docstringLines(raw);
    return lines.filter((_, i) => headingAt(lines, i) !== undefined).length * 2;
  },
  parse: (raw) => parseNumpy(docstringLines(raw)),
  render: (docstring, layout) => writePythonString(numpyLines(docstring, layout), layout),
};

/** A heading is a line above a rule of dashes (or `=`). A heading that numpydoc does not know needs a blank line before it. */
function headingAt(lines: readonly string[], i: number): string | undefined {
  const line = lines[i] ?? "";
  const rule = lines[i + 1] ?? "";
  if (isBlank(line) || indentOf(line).length > 3 || !/^\s{0,3}(?:-{3,}|={3,})\s*$/.test(rule))
    return undefined;
  const text = line.trim().replace(/:$/, "");
  const lower = text.toLowerCase();
  if (knownHeadings[lower] !== undefined || otherHeadings.has(lower)) return text;
  const free = /^[A-Z][\w /-]{0,40}$/.test(text) && (i === 0 || isBlank(lines[i - 1]));
  return free && rule.trim().length >= text.length - 1 ? text : undefined;
}

function parseNumpy(lines: readonly string[]): Docstring {
  const starts = lines.flatMap((_, i) => {
    const heading = headingAt(lines, i);
    return heading === undefined ? [] : [{ heading, i }];
  });
  const parameters: ParameterDoc[] = [];
  const results: { returns: ResultDoc[]; yields: ResultDoc[] } = { returns: [], yields: [] };
  const raises: RaisesDoc[] = [];
  const otherSections: OtherSection[] = [];
  const seen = new Set<string>();
  for (const [index, { heading, i }] of starts.entries()) {
    const body = trimBlankLines(dedentLines(lines.slice(i + 2, starts[index + 1]?.i)));
    const known = knownHeadings[heading.toLowerCase()];
    const isOther = known === "parameters" && /^other/i.test(heading);
    // An author's own heading stays, though nothing is below it.
    if (body.length === 0 && (known || otherHeadings.has(heading.toLowerCase()))) continue;
    const lead = known === "parameters" ? leadOf(body) : 0;
    const readParameters = known === "parameters" ? parametersOf(body.slice(lead)) : undefined;
    const readRaises = known === "raises" ? raisesOf(body) : undefined;
    if (readParameters) {
      parameters.push(
        ...(isOther ? readParameters.map((each) => ({ ...each, isOther: true as const })) : readParameters),
      );
      const intro = trimBlankLines(body.slice(0, lead)).join("\n");
      if (intro !== "") otherSections.push(section("", intro, seen.size + otherSections.length));
    } else if (readRaises) raises.push(...readRaises);
    else if (known === "returns" || known === "yields") results[known].push(...resultsOf(body));
    else {
      otherSections.push(section(heading, body.join("\n"), seen.size + otherSections.length));
      continue;
    }
    if (known) seen.add(isOther ? "other parameters" : known);
  }
  return { ...parseHead(lines.slice(0, starts[0]?.i)), parameters, ...results, raises, otherSections };
}

const bodyText = (body: readonly string[]): string => trimBlankLines(dedentLines(body)).join("\n");

/** Lines of prose before the first parameter, which comes after a blank line. */
function leadOf(body: readonly string[]): number {
  const end = body.findIndex(isBlank);
  const isProse = body.slice(0, Math.max(0, end)).every((line) => parameterHead(line.trim()) === undefined);
  const next = body.slice(end).find((line) => !isBlank(line)) ?? "";
  return end > 0 && isProse && parameterHead(next) !== undefined ? end : 0;
}

/** Undefined when the first line is no parameter, so that the section is kept as it is. */
function parametersOf(body: readonly string[]): ParameterDoc[] | undefined {
  const found: { heads: Omit<ParameterDoc, "description">[]; body: string[] }[] = [];
  let follows = false;
  for (const entry of entriesOf(body)) {
    const heads = parameterHead(entry.head);
    const last = found.at(-1);
    // A sentence at the margin may end in a list of names.
    const isProse: boolean = follows && !entry.head.includes(":");
    follows = entry.body.length === 0 && (isProse || heads === undefined);
    if (heads && !isProse) found.push({ heads, body: [...entry.body] });
    else if (last) last.body.push(indentAs(last.body, entry.head), ...entry.body);
    else return undefined;
  }
  return found.flatMap(({ heads, body: lines }) =>
    heads.map((head) => ({ ...head, description: bodyText(lines) })),
  );
}

/** A description line that the author forgot to indent joins the description. */
const indentAs = (body: readonly string[], line: string): string =>
  indentOf(body.find((other) => !isBlank(other)) ?? "") + line;

/** `x, y : float, optional`, `x: float`, `x (float)`, `*args`. */
function parameterHead(line: string): Omit<ParameterDoc, "description">[] | undefined {
  const separated = /^(.+?)(?:\s+:(?:\s+|$)|:(?:\s+|$)|\s:(?=\S))(.*)$/s.exec(line);
  const bracketed = /^([\w*, ]+?)\s*\(([^)]*)\)$/.exec(line);
  const match = separated ?? bracketed;
  const names = parseNames((match?.[1] ?? line).replace(/,$/, ""));
  if (names === undefined) return undefined;
  const spec = parseTypeSpec(match?.[2] ?? "");
  return names.map((name) => ({ ...name, ...spec }));
}

/** `name : type`, or a type alone; a body without indented text is prose unless each line reads as a type. */
function resultsOf(body: readonly string[]): ResultDoc[] {
  const entries = entriesOf(body);
  const heads = entries.map((entry) =>
    resultHead(
      entry.head,
      entry.body.some((line) => !isBlank(line)),
    ),
  );
  const results: { head: Omit<ResultDoc, "description">; body: string[] }[] = [];
  entries.forEach((entry, i) => {
    const head = heads[i];
    const last = results.at(-1);
    if (head !== undefined) results.push({ head, body: [...entry.body] });
    else if (last) last.body.push(indentAs(last.body, entry.head), ...entry.body);
    else results.push({ head: {}, body: [entry.head, ...entry.body] });
  });
  return results.map(({ head, body: lines }) => ({ ...head, description: bodyText(lines) }));
}

function resultHead(line: string, isDescribed: boolean): Omit<ResultDoc, "description"> | undefined {
  const named = /^(.+?)\s*:\s+(\S.*)$/s.exec(line) ?? /^(.+?)\s+:(\S.*)$/s.exec(line);
  if (named?.[1] !== undefined && named[2] !== undefined) {
    const name = named[1].trim();
    if (parseNames(name) !== undefined && (isDescribed || looksLikeType(named[2])))
      return { name, type: named[2].trim() };
  }
  const type = line.replace(/\s*:$/, "");
  return looksLikeType(type) || (isDescribed && !/\.$/.test(type) && type.length < 100)
    ? { type }
    : undefined;
}

function raisesOf(body: readonly string[]): RaisesDoc[] | undefined {
  const raises: RaisesDoc[] = [];
  for (const { head, body: lines } of entriesOf(body)) {
    const match =
      /^(?::(?:py:)?\w+:)?`{0,2}[~!]?([A-Za-z_][\w.]*(?:(?:,| or) [A-Za-z_][\w.]*)*)`{0,2}(?:\s*:\s*(.*))?$/.exec(
        head,
      );
    const last = raises.at(-1);
    if (match?.[1] !== undefined) {
      const description = bodyText([match[2] ?? "", ...dedentLines(lines)]);
      raises.push(...match[1].split(/, | or /).map((type) => ({ type, description })));
    } else if (last) {
      raises[raises.length - 1] = {
        ...last,
        description: bodyText([last.description, head, ...dedentLines(lines)]),
      };
    } else return undefined;
  }
  return raises;
}

function numpyLines(docstring: Docstring, layout: Layout): string[] {
  const width = textWidth(layout);
  const unit = layout.indentUnit;
  const block = (heading: string, body: readonly string[]): string[] =>
    heading === "" ? [...body] : [heading, "-".repeat(Math.max(3, heading.length)), ...body];
  const item = (head: string, description: string): string[] =>
    description === "" ? [head] : [head, ...wrapText(description, width, unit)];
  const known: string[][] = [];
  const addParameters = (heading: string, isOther: true | undefined): void => {
    const items = docstring.parameters
      .filter((parameter) => parameter.isOther === isOther)
      .flatMap((parameter) => item(parameterLine(parameter), parameter.description));
    if (items.length > 0) known.push(block(heading, items));
  };
  addParameters("Parameters", undefined);
  for (const [heading, results] of [
    ["Returns", docstring.returns],
    ["Yields", docstring.yields],
  ] as const) {
    if (results.length > 0)
      known.push(
        block(
          heading,
          results.flatMap((result) => resultLines(result, item, width)),
        ),
      );
  }
  addParameters("Other Parameters", true);
  if (docstring.raises.length > 0)
    known.push(
      block(
        "Raises",
        docstring.raises.flatMap(({ type, description }) => item(type, description)),
      ),
    );
  const others = docstring.otherSections.map(({ heading, body, position }) => ({
    position,
    section: block(heading, body.split("\n")),
  }));
  const lines = headLines(docstring, layout);
  for (const part of orderSections(known, others)) {
    if (lines.length > 0) lines.push("");
    lines.push(...part);
  }
  return lines;
}

function resultLines(
  { name, type, description }: ResultDoc,
  item: (head: string, description: string) => string[],
  width: number,
): string[] {
  if (name !== undefined) return item(type === undefined ? name : `${name} : ${type}`, description);
  return type === undefined ? wrapText(description, width) : item(type, description);
}

function parameterLine(parameter: ParameterDoc): string {
  const spec = typeSpec(parameter);
  return writtenName(parameter) + (spec === "" ? "" : ` : ${spec}`);
}

const typeSpec = ({ type, optional, default: value }: ParameterDoc): string =>
  [type, optional ? "optional" : undefined, value === undefined ? undefined : `default ${value}`]
    .filter((part) => part !== undefined)
    .join(", ");
