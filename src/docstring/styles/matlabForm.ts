import { indentOf, isBlank, toLines } from "../text.js";

/** How an author lays help text out. */
export interface HelpForm {
  /** `%`, `%%`, `#`, `##`; empty inside of a block comment. */
  readonly marker: string;
  /** Between the marker and the first line. */
  readonly gap: string;
  /** How the first line (H1) names the function. */
  readonly title: "capitals" | "plain" | "none";
  /** Between the name and the summary. */
  readonly separator: string;
  /** Between the marker and every other line. */
  readonly body: string;
  readonly inputs: string;
  readonly outputs: string;
  readonly errors: string;
  /** Behind every heading. */
  readonly colon: ":" | "";
  /** Before the name of an input or output. */
  readonly entry: string;
  /** Between that name and its description. */
  readonly dash: string;
}

export const usualForm: HelpForm = {
  marker: "%",
  gap: " ",
  title: "plain",
  separator: " ",
  body: "   ",
  inputs: "Inputs:",
  outputs: "Outputs:",
  errors: "Errors:",
  colon: ":",
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
  if (name === undefined) return isCapitals && /^\s+[A-Z]/.test(separator + rest) ? title("capitals") : none;
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
    marker: isBlock ? "" : (markers[at] ?? "%"),
    gap,
    title: form,
    separator: form === "none" ? " " : separator,
    body,
    inputs: heading(/^inputs?(?: arg\w*| par\w*)?\s*:?$/i, usualForm.inputs),
    outputs: heading(/^outputs?(?: arg\w*| par\w*)?\s*:?$/i, usualForm.outputs),
    errors: heading(/^(?:errors|throws|raises)\s*:?$/i, usualForm.errors),
    colon: others.some((text) => /^\s*(?:[A-Z]{5,}|Inputs?|Outputs?|Examples?)$/.test(text)) ? "" : ":",
    ...entryForm(others, body),
  };
}

/** As the first entry below a heading has it. */
function entryForm(lines: readonly string[], body: string): Pick<HelpForm, "entry" | "dash"> {
  const at = lines.findIndex((line) => /^\s*(?:in|out)puts?(?: \w+)?\s*:?$/i.test(line));
  const match = /^(\s+)\w+(\s*(?:-|:|=)\s+|\s{2,})\S/.exec(at < 0 ? "" : (lines[at + 1] ?? ""));
  if (!match) return { entry: usualForm.entry, dash: usualForm.dash };
  const dash = match[2] ?? usualForm.dash;
  return { entry: (match[1] ?? "").slice(body.length), dash: isBlank(dash) ? "  " : dash };
}
