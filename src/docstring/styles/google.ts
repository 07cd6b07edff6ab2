import { docstringLines, headLines, textWidth, writePythonString } from "../pythonString.js";
import {
  entriesOf,
  type KnownSection,
  knownHeadings,
  looksLikeType,
  type Name,
  orderSections,
  otherHeadings,
  parseHead,
  parseNames,
  parseTypeSpec,
  section,
  type TypeSpec,
  takeDefault,
  withDefault,
  writtenName,
} from "../sections.js";
import { dedentLines, indentLines, indentOf, isBlank, trimBlankLines, wrapText } from "../text.js";
import type { Docstring, Layout, OtherSection, ParameterDoc, RaisesDoc, ResultDoc, Style } from "../types.js";

/** https://google.github.io/styleguide/pyguide.html#383-functions-and-methods, read as Napoleon and pydocstyle read it. */
export const google: Style = {
  id: "google",
  name: "Google",
  languages: ["python"],
  recognise: (raw) => {
    const lines = docstringLines(raw);
    return lines.filter((_, i) => headingAt(lines, i, 0) !== undefined).length * 2;
  },
  parse: (raw) => parseGoogle(docstringLines(raw)),
  render: (docstring, layout) => writePythonString(googleLines(docstring, layout), layout),
};

interface Heading {
  readonly text: string;
  readonly known?: KnownSection;
  /** What follows the colon on the same line. */
  readonly inline: string;
}

/** The section heading in line `i`, if it is one at column `indent`. */
function headingAt(lines: readonly string[], i: number, indent: number): Heading | undefined {
  const line = lines[i] ?? "";
  const offBy = Math.abs(indentOf(line).length - indent);
  if (offBy > 1) return undefined;
  const match = /^\s*([A-Za-z][\w -]{0,40}?)\s?(::?)(?:\s+(\S.*))?$/.exec(line);
  if (!match) return undefined;
  const [, name = "", colons = ":", inline = ""] = match;
  const lower = name.toLowerCase();
  const known = knownHeadings[lower];
  if (offBy > 0 && (known === undefined || inline !== "" || !/^[A-Z]/.test(name))) return undefined;
  const next = lines[i + 1];
  const opensBlock =
    !isBlank(next) && indentOf(next ?? "").length > indent
      ? true
      : isBlank(next) && indentOf(lines[i + 2] ?? "").length > indent;
  if (inline !== "") {
    const before = lines[i - 1] ?? "";
    const standsAlone = i > 0 && (isBlank(before) || indentOf(before).length > indent) && /^[A-Z]/.test(name);
    return known !== undefined && known !== "parameters" && colons === ":" && standsAlone
      ? { text: name, known, inline }
      : undefined;
  }
  if (known !== undefined && colons === ":") {
    const followed = opensBlock || (!isBlank(next) && /^[A-Z]/.test(name));
    return followed || isBlank(next) ? { text: name, known, inline } : undefined;
  }
  const text = colons === "::" ? `${name}:` : name;
  if (otherHeadings.has(lower)) return opensBlock ? { text, inline } : undefined;
  const free = opensBlock && /^[A-Z][\w-]*(?: [\w-]+){0,2}$/.test(name) && i > 0 && isBlank(lines[i - 1]);
  return free && colons === ":" ? { text, inline } : undefined;
}

function parseGoogle(lines: readonly string[]): Docstring {
  const indent = headingIndent(lines);
  const out = {
    parameters: [] as ParameterDoc[],
    returns: [] as ResultDoc[],
    yields: [] as ResultDoc[],
    raises: [] as RaisesDoc[],
    otherSections: [] as OtherSection[],
  };
  let i = 0;
  while (i < lines.length && headingAt(lines, i, indent) === undefined) i += 1;
  const head = parseHead(dedentHead(lines.slice(0, i), indent));
  const seen = new Set<KnownSection>();
  while (i < lines.length) {
    const heading = headingAt(lines, i, indent);
    const start = i;
    if (heading) i += 1;
    const body: string[] = [];
    const flat = heading !== undefined && !isBlank(lines[i]) && indentOf(lines[i] ?? "").length <= indent;
    while (i < lines.length && headingAt(lines, i, indent) === undefined) {
      const line = lines[i] ?? "";
      const outside = !isBlank(line) && indentOf(line).length <= indent;
      if (heading && (flat ? isBlank(line) : outside)) break;
      body.push(line);
      i += 1;
    }
    const content = trimBlankLines(dedentLines(body));
    if (content.length === 0 && !heading) continue;
    const position = seen.size + out.otherSections.length;
    if (!heading) out.otherSections.push(section("", content.join("\n"), position));
    else if (!readSection(heading, content, out, position)) {
      const kept = heading.inline === "" ? content : [heading.inline, ...content];
      out.otherSections.push(section(heading.text, kept.join("\n"), position));
    } else if (heading.known) seen.add(heading.known);
    if (i === start) i += 1;
  }
  return { ...head, ...out };
}

/** Column of the headings: 0, or a deeper one when only there are any. */
function headingIndent(lines: readonly string[]): number {
  if (lines.some((_, i) => headingAt(lines, i, 0)?.known !== undefined)) return 0;
  const inner = lines.findIndex((line, i) => headingAt(lines, i, indentOf(line).length)?.known !== undefined);
  return inner >= 0 && isBlank(lines[inner - 1]) ? indentOf(lines[inner] ?? "").length : 0;
}

const dedentHead = (lines: readonly string[], indent: number): string[] =>
  lines.map((line) => (indentOf(line).length >= indent ? line.slice(indent) : line));

type Parts = {
  -readonly [K in KnownSection]: Docstring[K][number][];
} & { otherSections: OtherSection[] };

/** False when the body is not in the section's form, so that the caller keeps it as it is. */
function readSection(heading: Heading, body: readonly string[], out: Parts, position: number): boolean {
  const lines = heading.inline === "" ? body : [heading.inline, ...indentLines(body, "    ")];
  switch (heading.known) {
    case "parameters": {
      const { lead, items } = itemsOf(lines, parameterHead);
      if (items.length === 0) return false;
      if (lead.length > 0) out.otherSections.push(section("", lead.join("\n"), position));
      for (const { head, description } of items) out.parameters.push(...parametersOf(head, description));
      return true;
    }
    case "returns":
    case "yields":
      if (lines.length === 0) return false;
      out[heading.known].push(...resultsOf(lines));
      return true;
    case "raises": {
      const { lead, items } = itemsOf(lines, raisesHead);
      if (items.length === 0 || lead.length > 0) return false;
      for (const { head, description } of items)
        out.raises.push(...head.types.map((type) => ({ type, description })));
      return true;
    }
    default:
      return false;
  }
}

interface ParameterHead {
  readonly names: readonly Name[];
  readonly spec: TypeSpec;
  readonly rest: string;
}

/** `x (int, optional): text`, `x: text`, `*args, **kwargs: text`, `x (int) -- text`. */
function parameterHead(line: string): ParameterHead | undefined {
  const colon = separatorIndex(line);
  if (colon === undefined) return looseHead(line);
  const before = line.slice(0, colon.index).trim();
  const paren = /^([^()]*?)\s*\((.*)\)$/s.exec(before);
  const label = (paren?.[1] ?? before).replace(/^[-*]\s+/, "");
  const assigned = /^(\w+)=(\S+)$/.exec(label);
  const names = parseNames(assigned?.[1] ?? label);
  if (names === undefined) return looseHead(line);
  const spec = {
    ...(assigned?.[2] !== undefined ? { default: assigned[2] } : {}),
    ...(paren?.[2] !== undefined ? parseTypeSpec(paren[2]) : {}),
  };
  return { names, spec, rest: line.slice(colon.index + colon.length).trim() };
}

/** Heads with a slip of the pen: `x (int) = 3: text`, `x (list[int): text`, `x (int):text`. */
function looseHead(line: string): ParameterHead | undefined {
  const match = /^(\*{0,2}\w+)\s*\(([^:]+)\)`?\s*(?:=\s*([^\s:]+))?\s*:\s*(.*)$/.exec(line);
  const names = parseNames(match?.[1] ?? "");
  if (!match || names === undefined) return undefined;
  const value = match[3] !== undefined ? { default: match[3] } : {};
  return { names, spec: { ...value, ...parseTypeSpec(match[2] ?? "") }, rest: match[4] ?? "" };
}

/** The first `:` or ` -- ` outside brackets and back-ticks. A colon must be followed by white space or end the line. */
function separatorIndex(line: string): { index: number; length: number } | undefined {
  let depth = 0;
  let code = false;
  for (let i = 0; i < line.length; i += 1) {
    const char = line[i] ?? "";
    if (char === "`") code = !code;
    else if (code) continue;
    else if ("([{".includes(char)) depth += 1;
    else if (")]}".includes(char)) depth -= 1;
    else if (depth <= 0 && char === ":" && /^(?:\s|$)/.test(line.slice(i + 1)))
      return { index: i, length: 1 };
    else if (depth <= 0 && /^ --? /.test(line.slice(i))) {
      return { index: i, length: line.startsWith(" -- ", i) ? 4 : 3 };
    }
  }
  return undefined;
}

function raisesHead(line: string): { types: string[]; rest: string } | undefined {
  const match = /^([^:]+?|.*`[^`]+`)(?::(?:\s+(.*))?|\s+--?\s+(.*))?$/.exec(line);
  const types = (match?.[1] ?? "").split(/\s*,\s*|\s+or\s+/).map((type) => {
    const bare = /^(?::(?:py:)?\w+:)?`{0,2}[~!]?([A-Za-z_][\w.]*)`{0,2}$/.exec(type.trim())?.[1];
    return bare !== undefined && (/^[A-Z]|[._]/.test(bare) || type.includes("`")) ? bare : undefined;
  });
  const valid = types.filter((type) => type !== undefined);
  if (!match || valid.length === 0 || valid.length !== types.length) return undefined;
  const bareWord = match[2] === undefined && match[3] === undefined && !line.includes(":");
  if (bareWord && !/(?:Error|Exception|Warning|Interrupt|Exit|Iteration)$/.test(valid[0] ?? ""))
    return undefined;
  return { types: valid, rest: (match[2] ?? match[3] ?? "").trim() };
}

interface Items<T> {
  /** Lines before the first item. */
  readonly lead: string[];
  readonly items: { readonly head: T; readonly description: string }[];
}

/** An item starts at column 0 with a head; everything else continues the item before it. */
function itemsOf<T extends { readonly rest: string }>(
  lines: readonly string[],
  readHead: (line: string) => T | undefined,
): Items<T> {
  const lead: string[] = [];
  const found: { head: T; body: string[] }[] = [];
  for (const line of lines) {
    const head = isBlank(line) || /^\s/.test(line) ? undefined : readHead(line.trim());
    const last = found.at(-1);
    if (head) found.push({ head, body: [] });
    else (last?.body ?? lead).push(line);
  }
  return {
    lead: trimBlankLines(lead),
    items: found.map(({ head, body }) => ({ head, description: describe(head.rest, body) })),
  };
}

const describe = (first: string, body: readonly string[]): string =>
  trimBlankLines([first, ...dedentLines(body)]).join("\n");

function parametersOf(head: ParameterHead, text: string): ParameterDoc[] {
  const { description, default: trailing } = takeDefault(text);
  const value = head.spec.default ?? trailing;
  const full = head.spec.default === undefined ? description : text;
  return head.names.map((name) => ({
    ...name,
    ...head.spec,
    ...(value !== undefined ? { default: value } : {}),
    description: full,
  }));
}

/** Entries `type: text` (or `name (type): text`); a body that is prose is one result without a type. */
function resultsOf(lines: readonly string[]): ResultDoc[] {
  const entries = entriesOf(lines);
  const heads = entries.map((entry) => resultHead(entry.head));
  const [first] = heads;
  if (first === undefined) return [{ description: trimBlankLines(lines).join("\n") }];
  const results: { head: NonNullable<typeof first>; body: string[] }[] = [];
  entries.forEach((entry, i) => {
    const head = heads[i];
    const last = results.at(-1);
    if (head !== undefined && (last === undefined || heads.every((other) => other !== undefined)))
      results.push({ head, body: [...entry.body] });
    else last?.body.push(entry.head, ...entry.body);
  });
  return results.map(({ head: { rest, ...named }, body }) => ({
    ...named,
    description: describe(rest, body),
  }));
}

function resultHead(line: string): { name?: string; type?: string; rest: string } | undefined {
  const colon = separatorIndex(line);
  if (colon === undefined || colon.length > 1) return undefined;
  const before = line.slice(0, colon.index).trim();
  const rest = line.slice(colon.index + 1).trim();
  const named = /^`?([A-Za-z_]\w*)`?\s*\((.+)\)$/s.exec(before);
  if (named?.[1] !== undefined && named[2] !== undefined && looksLikeType(named[2]))
    return { name: named[1], type: named[2], rest };
  return looksLikeType(before) ? { type: before, rest } : undefined;
}

function googleLines(docstring: Docstring, layout: Layout): string[] {
  const width = textWidth(layout);
  const unit = layout.indentUnit;
  const block = (heading: string, body: readonly string[]): string[] => [`${heading}:`, ...body];
  const item = (label: string, text: string): string[] =>
    text === "" ? [`${unit}${label}:`] : wrapText(text, width, `${unit}${label}: `, unit + unit);
  const known: string[][] = [];
  if (docstring.parameters.length > 0)
    known.push(
      block(
        "Args",
        docstring.parameters.flatMap((parameter) => item(...parameterItem(parameter))),
      ),
    );
  for (const [heading, results] of [
    ["Returns", docstring.returns],
    ["Yields", docstring.yields],
  ] as const) {
    if (results.length > 0)
      known.push(
        block(
          heading,
          results.flatMap((result) => resultItem(result, width, unit)),
        ),
      );
  }
  if (docstring.raises.length > 0)
    known.push(
      block(
        "Raises",
        docstring.raises.flatMap(({ type, description }) => item(type, description)),
      ),
    );
  const others = docstring.otherSections.map(({ heading, body, position }) => {
    const lines = body.split("\n");
    return {
      position,
      section: heading === "" ? wrapText(body, width) : block(heading, indentLines(lines, unit)),
    };
  });
  const lines = headLines(docstring, layout);
  for (const part of orderSections(known, others)) {
    if (lines.length > 0) lines.push("");
    lines.push(...part);
  }
  return lines;
}

function parameterItem(parameter: ParameterDoc): [label: string, text: string] {
  const type = [parameter.type, parameter.optional ? "optional" : undefined].filter(
    (part) => part !== undefined,
  );
  const label = writtenName(parameter) + (type.length > 0 ? ` (${type.join(", ")})` : "");
  return [label, withDefault(parameter.description, parameter.default)];
}

function resultItem(result: ResultDoc, width: number, unit: string): string[] {
  const label =
    result.name !== undefined && result.type !== undefined
      ? `${result.name} (${result.type})`
      : (result.name ?? result.type);
  if (label === undefined) return wrapText(result.description, width, unit);
  if (result.description === "") return [`${unit}${label}:`];
  return wrapText(result.description, width, `${unit}${label}: `, unit + unit);
}
