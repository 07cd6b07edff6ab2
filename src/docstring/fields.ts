import { docstringLines, headLines, textWidth, writePythonString } from "./pythonString.js";
import {
  parseHead,
  parseNames,
  parseTypeSpec,
  section,
  takeDefault,
  withDefault,
  writtenName,
} from "./sections.js";
import {
  dedentLines,
  indentLines,
  indentOf,
  isBlank,
  splitTopLevel,
  trimBlankLines,
  wrapText,
} from "./text.js";
import type { Docstring, Layout, OtherSection, ParameterDoc, RaisesDoc, ResultDoc } from "./types.js";

/** Docstrings whose facts are fields: `:param x: …` (Sphinx) or `@param x: …` (Epytext). They differ in the mark alone. */
export interface FieldSyntax {
  readonly mark: ":" | "@";
  readonly returns: string;
  readonly raises: string;
}

interface Field {
  /** `param x`; empty for text between fields. */
  readonly tag: string;
  readonly argument: string;
  readonly text: string;
}

const tags: Readonly<
  Record<string, "parameter" | "type" | "returns" | "rtype" | "yields" | "ytype" | "raises">
> = {
  param: "parameter",
  parameter: "parameter",
  arg: "parameter",
  argument: "parameter",
  key: "parameter",
  keyword: "parameter",
  kwarg: "parameter",
  kwparam: "parameter",
  type: "type",
  kwtype: "type",
  return: "returns",
  returns: "returns",
  rtype: "rtype",
  returntype: "rtype",
  yield: "yields",
  yields: "yields",
  ytype: "ytype",
  raise: "raises",
  raises: "raises",
  except: "raises",
  exception: "raises",
};

const rubric = /^\.\. rubric::\s*(\S.*)$/;

function fieldAt(line: string, mark: FieldSyntax["mark"]): Field | undefined {
  const pattern =
    mark === ":"
      ? /^:([A-Za-z][\w-]*)(?:\s+((?:[^:\\`]|:(?=\S)|\\.|`[^`]*`)+?))?\s?:(?:\s+(.*))?$/
      : /^@([A-Za-z]\w*)(?:\s+([^:]+?))?\s?:(?:\s+(.*))?$/;
  const match = pattern.exec(line);
  if (!match) return undefined;
  return { tag: match[1] ?? "", argument: (match[2] ?? "").trim(), text: match[3] ?? "" };
}

export const countFields = (raw: string, syntax: FieldSyntax): number =>
  docstringLines(raw).filter((line) => {
    const field = fieldAt(line.trim(), syntax.mark);
    return field !== undefined && tags[field.tag] !== undefined;
  }).length;

export function parseFields(raw: string, syntax: FieldSyntax): Docstring {
  const lines = docstringLines(raw);
  const isStart = (line: string): boolean => fieldAt(line, syntax.mark) !== undefined || rubric.test(line);
  const first = lines.findIndex(isStart);
  const head = parseHead(first < 0 ? lines : lines.slice(0, first));
  const fields = first < 0 ? [] : collect(lines.slice(first), syntax.mark);
  const parameters: ParameterDoc[] = [];
  const types = new Map<string, string>();
  const returns: ResultDoc[] = [];
  const yields: ResultDoc[] = [];
  const raises: RaisesDoc[] = [];
  const otherSections: OtherSection[] = [];
  let position = 0;
  let rtype: string | undefined;
  let ytype: string | undefined;
  let group = "";
  for (const field of fields) {
    const kind = field.tag === "" ? undefined : tags[field.tag];
    if (kind !== group) position += group === "" ? 0 : 1;
    group = kind ?? "";
    const names = kind === "parameter" ? parameterField(field) : undefined;
    if (names) parameters.push(...names);
    else if (kind === "type") types.set(field.argument.replaceAll(/[\\*`]/g, ""), field.text);
    else if (kind === "rtype") rtype = field.text;
    else if (kind === "ytype") ytype = field.text;
    else if (kind === "returns") returns.push({ description: field.text });
    else if (kind === "yields") yields.push({ description: field.text });
    else if (kind === "raises" && field.argument !== "") {
      for (const type of splitTopLevel(field.argument)) raises.push({ type, description: field.text });
    } else {
      const heading = [field.tag, field.argument].filter((part) => part !== "").join(" ");
      otherSections.push(section(heading, field.text, position));
      position += 1;
      group = "";
    }
  }
  for (const [name, text] of types) addType(parameters, name, text);
  addResultType(returns, rtype);
  addResultType(yields, ytype);
  return { ...head, parameters, returns, yields, raises, otherSections };
}

/** Fields with their continuation lines: deeper ones, or ones without indentation that follow without a blank line. */
function collect(lines: readonly string[], mark: FieldSyntax["mark"]): Field[] {
  const found: { field: Field; body: string[]; open: boolean; isBlock: boolean }[] = [];
  for (const line of lines) {
    const last = found.at(-1);
    const heading = rubric.exec(line)?.[1];
    const field = fieldAt(line, mark);
    if (heading !== undefined)
      found.push({ field: { tag: "", argument: heading, text: "" }, body: [], open: true, isBlock: true });
    else if (field) found.push({ field, body: [], open: true, isBlock: false });
    else if (isBlank(line)) {
      if (last) {
        last.body.push("");
        if (!last.isBlock) last.open = false;
      }
    } else if (last && (last.open || (indentOf(line) !== "" && !last.isBlock))) last.body.push(line);
    else found.push({ field: { tag: "", argument: "", text: "" }, body: [line], open: true, isBlock: true });
  }
  return found.map(({ field, body }) => ({
    ...field,
    text: trimBlankLines([field.text, ...dedentLines(body)]).join("\n"),
  }));
}

/** `x`, `int x`, `*args`. Undefined when the argument names nothing. */
function parameterField({ argument, text }: Field): ParameterDoc[] | undefined {
  const whole = parseNames(argument);
  const { description, default: value } = takeDefault(text);
  const rest = { ...(value !== undefined ? { default: value } : {}), description };
  if (whole) return whole.map((name) => ({ ...name, ...rest }));
  const match = /^(.*\S)\s+(\S+)$/s.exec(argument);
  const [name] = parseNames(match?.[2] ?? "") ?? [];
  return name && match?.[1] !== undefined ? [{ ...name, ...parseTypeSpec(match[1]), ...rest }] : undefined;
}

function addType(parameters: ParameterDoc[], name: string, text: string): void {
  const spec = parseTypeSpec(text);
  const index = parameters.findIndex((parameter) => parameter.name === name);
  const parameter = parameters[index];
  if (parameter) parameters[index] = { ...parameter, ...spec };
  else parameters.push({ name, ...spec, description: "" });
}

function addResultType(results: ResultDoc[], type: string | undefined): void {
  if (type === undefined || type === "") return;
  const [first] = results;
  if (first) results[0] = { type, ...first };
  else results.push({ type, description: "" });
}

export function renderFields(docstring: Docstring, layout: Layout, syntax: FieldSyntax): string {
  const width = textWidth(layout);
  const { mark } = syntax;
  const field = (tag: string, text: string): string[] =>
    text === "" ? [`${mark}${tag}:`] : wrapText(text, width, `${mark}${tag}: `, layout.indentUnit);
  const known = [
    docstring.parameters.flatMap((parameter) => parameterLines(parameter, field)),
    resultLines(docstring.returns, syntax.returns, "rtype", field),
    resultLines(docstring.yields, "yields", "ytype", field),
    docstring.raises.flatMap(({ type, description }) => field(`${syntax.raises} ${type}`, description)),
  ].filter((lines) => lines.length > 0);
  const lines = headLines(docstring, layout);
  const titled = docstring.otherSections.filter(({ heading }) => /^[A-Z]/.test(heading));
  for (const { heading, body } of titled) {
    const title =
      mark === ":"
        ? [`.. rubric:: ${heading}`, "", ...body.split("\n")]
        : [`${heading}:`, ...indentLines(body.split("\n"), layout.indentUnit)];
    lines.push("", ...title);
  }
  const groups: { lines: string[]; loose: boolean }[] = known.map((group) => ({
    lines: group,
    loose: false,
  }));
  for (const { heading, body, position } of docstring.otherSections) {
    if (/^[A-Z]/.test(heading)) continue;
    const loose = heading === "";
    groups.splice(Math.min(position, groups.length), 0, {
      lines: loose ? wrapText(body, width) : field(heading, body),
      loose,
    });
  }
  let previousIsLoose = true;
  for (const group of groups) {
    if (lines.length > 0 && (previousIsLoose || group.loose)) lines.push("");
    lines.push(...group.lines);
    previousIsLoose = group.loose;
  }
  return writePythonString(lines, layout);
}

function parameterLines(parameter: ParameterDoc, field: (tag: string, text: string) => string[]): string[] {
  const name = writtenName(parameter).replaceAll("*", "\\*");
  const type = [parameter.type, parameter.optional ? "optional" : undefined].filter(
    (part) => part !== undefined,
  );
  return [
    ...field(`param ${name}`, withDefault(parameter.description, parameter.default)),
    ...(type.length > 0 ? field(`type ${name}`, type.join(", ")) : []),
  ];
}

/** Fields have no names for results; several results become one text. */
function resultLines(
  results: readonly ResultDoc[],
  tag: string,
  typeTag: string,
  field: (tag: string, text: string) => string[],
): string[] {
  if (results.length === 0) return [];
  const text = results
    .map(({ name, description }) => (name === undefined ? description : `${name}: ${description}`.trimEnd()))
    .filter((part) => part !== "")
    .join("\n");
  const types = results.map(({ type }) => type).filter((type) => type !== undefined);
  const type = types.length > 1 ? `tuple[${types.join(", ")}]` : types[0];
  return [...(text === "" ? [] : field(tag, text)), ...(type === undefined ? [] : field(typeTag, type))];
}
