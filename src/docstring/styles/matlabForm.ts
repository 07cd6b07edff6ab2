import { indentOf, isBlank, toLines } from "../text.js";

/** How an author lays help text out. */
export interface HelpForm {
  /** `%`, `%%`, `#`, `##`; empty inside of a block comment. */
  readonly marker: string;
  /** The marker of the first line: `%%` where help text is a section too. */
  readonly first: string;
  /** Between the marker and the first line. */
  readonly gap: string;
  /** How the first line (H1) names the function. */
  readonly title: "capitals" | "plain" | "none";
  /** Between the name and the summary. */
  readonly separator: string;
  /** Whether an empty line follows the first one. */
  readonly spaced: boolean;
  /** Between the marker and every other line. */
  readonly body: string;
  readonly inputs: string;
  readonly outputs: string;
  readonly errors: string;
  /** Behind every heading. */
  readonly colon: ":" | "";
  /** Whether the names of inputs and outputs are in capitals. */
  readonly capitals: boolean;
  /** Before the name of an input or output. */
  readonly entry: string;
  /** Between that name and its description. */
  readonly dash: string;
}

const usualForm: HelpForm = {
  marker: "%",
  first: "%",
  gap: " ",
  title: "plain",
  separator: " ",
  spaced: true,
  body: "   ",
  inputs: "Inputs:",
  outputs: "Outputs:",
  errors: "Errors:",
  colon: ":",
  capitals: false,
  entry: "  ",
  dash: " - ",
};

export interface HelpLines {
  readonly isBlock: boolean;
  /** Marker of each line; empty in a block comment. */
  readonly markers: readonly string[];
  /** Text after the markers, white space before it included. */
  readonly texts: readonly string[];
}

export function readHelp(raw: string): HelpLines {
  const lines = toLines(raw);
  if (/^[%#]\{\s*$/.test(lines[0] ?? "")) {
    const end = /^\s*[%#]\}\s*$/.test(lines.at(-1) ?? "") ? -1 : undefined;
    const texts = lines.slice(1, end).map((line) => line.trimEnd());
    return { isBlock: true, markers: texts.map(() => ""), texts };
  }
  const split = lines.map((line) => /^\s*([%#]*)(.*)$/s.exec(line));
  return {
    isBlock: false,
    markers: split.map((match) => match?.[1] ?? ""),
    texts: split.map((match) => (match?.[2] ?? "").replaceAll("\t", "    ").trimEnd()),
  };
}

export interface Title {
  readonly form: HelpForm["title"];
  readonly separator: string;
  readonly summary: string;
}

/** `NAME Summary`, `name - Summary` or `Summary`. In `plot the data` the first word of the summary is no name. */
export function readTitle(line: string, name: string | undefined): Title {
  const none: Title = { form: "none", separator: " ", summary: line };
  const match = /^([A-Za-z]\w*(?:\.\w+)*)(?:\([^)]*\))?(\s*(?:-{1,2}|–|:)(?=\s|$)\s*|\s+|$)(.*)$/.exec(line);
  if (!match) return none;
  const [, word = "", separator = "", rest = ""] = match;
  const title = (form: HelpForm["title"]): Title => ({ form, separator: separator || " ", summary: rest });
  const last = word.split(".").at(-1) ?? word;
  const isCapitals = /^[A-Z][A-Z\d_]+$/.test(last);
  if (name === undefined) {
    if (isCapitals && /^\s+[A-Z]/.test(separator + rest)) return title("capitals");
    return separator.trim() === "-" && rest !== "" ? title(isCapitals ? "capitals" : "plain") : none;
  }
  if (isCapitals && last.toLowerCase() === name.toLowerCase()) return title("capitals");
  if (last !== name) return none;
  const isMarked = /[-–:]|\s{2,}/.test(separator) || /^[A-Z]/.test(rest) || rest === "";
  return isMarked || /[A-Z\d_]/.test(name) ? title("plain") : none;
}

/** The form of a help text; what it does not show is as usual. */
export function formOf(raw: string | undefined, name: string | undefined): HelpForm {
  if (raw === undefined) return usualForm;
  const { isBlock, markers, texts } = readHelp(raw);
  const at = texts.findIndex((text) => !isBlank(text));
  if (at < 0) return usualForm;
  const first = texts[at] ?? "";
  const { form, separator } = readTitle(first.trim(), name);
  const others = texts.slice(at + 1).filter((text) => !isBlank(text));
  const indents = others.map((text) => indentOf(text).length);
  const gap = indentOf(first);
  const usualBody = isBlock ? gap : form === "none" ? gap || " " : usualForm.body;
  const body = indents.length === 0 ? usualBody : " ".repeat(Math.min(...indents));
  const heading = (pattern: RegExp, usual: string): string =>
    others.map((text) => text.trim()).find((text) => pattern.test(text)) ?? usual;
  return {
    marker: isBlock ? "" : (markers[at + 1] ?? (markers[at] ?? "%").slice(0, 1)),
    first: isBlock ? "" : (markers[at] ?? "%"),
    gap,
    title: form,
    separator: form === "none" ? " " : separator,
    spaced: isBlank(texts[at + 1]),
    body,
    inputs: heading(/^inputs?(?: arg\w*| par\w*)?\s*:?$/i, usualForm.inputs),
    outputs: heading(/^outputs?(?: arg\w*| par\w*)?\s*:?$/i, usualForm.outputs),
    errors: heading(/^(?:errors|throws|raises)\s*:?$/i, usualForm.errors),
    colon: others.some((text) => /^\s*(?:[A-Z]{5,}|Inputs?|Outputs?|Examples?)$/.test(text)) ? "" : ":",
    ...entryForm(others, body),
  };
}

/** As the first entry below a heading has it. */
function entryForm(lines: readonly string[], body: string): Pick<HelpForm, "entry" | "dash" | "capitals"> {
  const at = lines.findIndex((line) => /^\s*(?:in|out)puts?(?: \w+)?\s*:?$/i.test(line));
  const match = /^(\s+)(\w+)(\s*(?:-|:|=)\s+|\s{2,})\S/.exec(at < 0 ? "" : (lines[at + 1] ?? ""));
  const [, indent = "", name = "", dash = ""] = match ?? [];
  if (!match) return { entry: usualForm.entry, dash: usualForm.dash, capitals: false };
  const own = lines.slice(at + 1).filter((line) => indentOf(line) === indent && /^\s*\w+\s*[-:=]/.test(line));
  return {
    entry: indent.slice(body.length),
    dash: isBlank(dash) ? "  " : dash,
    capitals: own.length > 0 && own.every((line) => !/^\s*\w*[a-z]/.test(line)) && !/[a-z]/.test(name),
  };
}
