import { orderSections } from "../sections.js";
import { dedent, isBlank, oneLine, toLines, trimBlankLines } from "../text.js";
import type { Docstring, OtherSection, Style } from "../types.js";
import { joinBlocks } from "./blockTags.js";
import { readComment, textWidth, writeComment } from "./comment.js";
import { repeatsSummary, splitDescription, verbatimMask, wrapProse, wrapSummary } from "./prose.js";

interface Item {
  readonly name: string;
  readonly description: string;
}

/** ``* `name` - text``, also with `-` before and `:` after the name. Undefined unless every line belongs to an item. */
function readItems(body: string): Item[] | undefined {
  const items: { name: string; lines: string[] }[] = [];
  for (const line of toLines(body)) {
    const match = /^[*+-] +`([^`]+)`(?: *[-–—:](?= |$)|$) *(.*)$/.exec(line);
    if (match) items.push({ name: match[1] ?? "", lines: [match[2] ?? ""] });
    else if (items.length > 0 && /^\s|^$/.test(line)) items.at(-1)?.lines.push(line);
    else return undefined;
  }
  return items.map(({ name, lines: [first = "", ...rest] }) => ({
    name,
    description: trimBlankLines([first, ...toLines(dedent(rest.join("\n")))]).join("\n"),
  }));
}

function splitHeadings(text: string): { description: string; sections: { heading: string; body: string }[] } {
  const lines = toLines(text);
  const mask = verbatimMask(lines);
  const description: string[] = [];
  const sections: { heading: string; lines: string[] }[] = [];
  lines.forEach((line, i) => {
    const heading = mask[i] === true ? undefined : /^# +(\S.*?)(?: +#+)?$/.exec(line)?.[1];
    if (heading !== undefined) sections.push({ heading, lines: [] });
    else
      (sections.at(-1)?.lines ?? description).push(mask[i] === true ? line : line.replace(/^\\#(?= )/, "#"));
  });
  return {
    description: description.join("\n"),
    sections: sections.map((section) => ({
      heading: section.heading,
      body: trimBlankLines(section.lines).join("\n"),
    })),
  };
}

function parse(raw: string): Docstring {
  const { description, sections } = splitHeadings(readComment(raw).text);
  const fields: { -readonly [K in "parameters" | "returns" | "raises"]: Docstring[K] } = {
    parameters: [],
    returns: [],
    raises: [],
  };
  const otherSections: OtherSection[] = [];
  sections.forEach(({ heading, body }, position) => {
    const items = readItems(body);
    const key = heading.toLowerCase();
    if (/^(?:arguments|parameters)$/.test(key) && items && fields.parameters.length === 0) {
      fields.parameters = items.map(({ name, description: text }) => ({ name, description: text }));
    } else if (key === "errors" && items && fields.raises.length === 0) {
      fields.raises = items.map(({ name, description: text }) => ({ type: name, description: text }));
    } else if (key === "returns" && fields.returns.length === 0) fields.returns = [{ description: body }];
    else otherSections.push({ heading, body, position });
  });
  return { ...splitDescription(description), ...fields, yields: [], otherSections };
}

/** Headings of other styles under the names that the Rust API guidelines use. */
const headings: ReadonlyMap<string, string> = new Map([
  ["example", "Examples"],
  ["see", "See also"],
]);

const section = (heading: string, lines: readonly string[]): string[] =>
  lines.every(isBlank) ? [] : ["", `# ${heading}`, "", ...trimBlankLines(lines)];

function render(docstring: Docstring, width: number): string[] {
  const item = (name: string, text: string): string[] =>
    wrapProse(
      text,
      width,
      `* \`${oneLine(name).replaceAll("`", "'")}\`${text.trim() === "" ? "" : " - "}`,
      "  ",
    );
  // The API guidelines ask for no section of results: one that says the summary again is left out.
  const results = [...docstring.returns, ...docstring.yields].filter(
    ({ description }) => !repeatsSummary(docstring.summary, description),
  );
  const modelled = [
    section(
      "Arguments",
      docstring.parameters.flatMap((p) => item(p.name, p.description)),
    ),
    section("Returns", joinBlocks(...results.map((result) => escaped(wrapProse(result.description, width))))),
    section(
      "Errors",
      docstring.raises.flatMap((r) => item(r.type, r.description)),
    ),
  ];
  const others = docstring.otherSections.map(({ heading, body, position }) => ({
    position,
    section: [
      "",
      `# ${headings.get(heading) ?? oneLine(heading)}`,
      ...(body === "" ? [] : ["", ...escaped(trimBlankLines(toLines(body)))]),
    ],
  }));
  const description = joinBlocks(wrapSummary(docstring.summary, width), wrapProse(docstring.details, width));
  return [
    ...escaped(description),
    ...orderSections(
      modelled.filter((lines) => lines.length > 0),
      others,
    ).flat(),
  ];
}

/** Text that would be read as a heading gets a backslash, which Markdown does not show. */
function escaped(lines: readonly string[]): string[] {
  const mask = verbatimMask(lines);
  return lines.map((line, i) => (mask[i] === true ? line : line.replace(/^#(?= )/, "\\#")));
}

/**
 * rustdoc's Markdown with the headings of the Rust API guidelines. `# Errors` is modelled where it lists types; `# Panics`,
 * `# Safety`, `# Examples` and a prose `# Errors` are kept as they are.
 */
export const rustdoc: Style = {
  id: "rustdoc",
  name: "rustdoc",
  languages: ["rust"],
  recognise: (raw) =>
    /^\/\/\/|^\/\*\*/.test(raw) ? 1 + (raw.match(/^\s*\/\/\/ # [A-Z]/gm) ?? []).length : 0,
  parse,
  render: (docstring, layout) => writeComment(render(docstring, textWidth("///", layout)), "///", layout),
};
