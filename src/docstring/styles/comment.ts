import { columns, dedentLines, isBlank, trimBlankLines } from "../text.js";
import type { Layout } from "../types.js";

/** How a documentation comment is delimited. The first two are blocks, the others start each line. */
export type CommentForm = "/**" | "/*!" | "///" | "//!" | "//" | "#";

export interface Comment {
  readonly form: CommentForm;
  /** Without delimiters and gutter, lines joined by `\n`, no blank lines at the ends. */
  readonly text: string;
}

const lineForms = ["///", "//!", "//", "#"] as const;
const isBlockForm = (form: CommentForm): boolean => form.startsWith("/*");

/** How a style writes the end of a block comment so that it does not end the comment. */
export type ClosingEscape = "*\\/" | "*&#47;";

/** Takes the delimiters off. Text without any is returned as it is, as a block. */
export function readComment(raw: string): Comment {
  const source = raw.replace(/\r\n?/g, "\n").trim();
  if (source.startsWith("/*")) {
    const form = source.startsWith("/*!") ? "/*!" : "/**";
    const inner = source.replace(/^\/\*[*!]*</, "/**").replace(/^\/\*[*!]*(?!\/)/, "");
    return {
      form,
      text: blockText(inner.replace(/\*+\/$/, "")).replaceAll(/\*\\\/|\*&#47;/g, "*/"),
    };
  }
  const form = lineForms.find((candidate) => source.startsWith(candidate));
  if (form !== undefined) return { form, text: lineText(source.split("\n"), form) };
  const begin = /^=begin\b(.*)\n([\s\S]*?)(?:\n?=end\b.*)?$/.exec(source);
  if (begin)
    return { form: "#", text: trimBlankLines(`${begin[1] ?? ""}\n${begin[2] ?? ""}`.split("\n")).join("\n") };
  return { form: "/**", text: trimBlankLines(source.split("\n").map((line) => line.trimEnd())).join("\n") };
}

function blockText(inner: string): string {
  const [first = "", ...rest] = inner.split("\n");
  const filled = rest.filter((line) => !isBlank(line));
  const hasGutter = filled.filter((line) => /^\s*\*/.test(line)).length * 2 > filled.length;
  const body = hasGutter
    ? stripSpace(
        rest.map((line) => (/^\s*\*/.test(line) ? line.replace(/^\s*\*/, "") : ` ${line.trimStart()}`)),
      )
    : dedentLines(rest);
  return trimBlankLines([first.trim(), ...body.map((line) => line.trimEnd())]).join("\n");
}

function lineText(lines: readonly string[], form: CommentForm): string {
  const marker = form === "#" ? /^\s*#+/ : /^\s*\/{2,}[!<]*/;
  return trimBlankLines(stripSpace(lines.map((line) => line.replace(marker, "").trimEnd()))).join("\n");
}

/** One space after the gutter is part of it; more are, when every line has them. */
function stripSpace(lines: readonly string[]): string[] {
  const strip = (from: readonly string[]): string[] => from.map((line) => line.replace(/^ /, ""));
  let stripped = strip(lines);
  const shared = (): boolean => {
    const filled = stripped.filter((line) => !isBlank(line));
    return filled.some((line) => line.startsWith(" ")) && filled.every((line) => /^[ \t]/.test(line));
  };
  while (shared()) stripped = strip(stripped);
  return stripped;
}

/** Columns left for text in each line of a comment. */
export const textWidth = (form: CommentForm, layout: Layout): number =>
  Math.max(20, layout.lineLength - columns(layout.indent) - (isBlockForm(form) ? 3 : form.length + 1));

/**
 * Puts the delimiters on. No content can end the comment: closing delimiters are escaped, and whatever some language
 * takes for the end of a line becomes a space.
 */
export function writeComment(
  content: readonly string[],
  form: CommentForm,
  layout: Layout,
  closing: ClosingEscape = "*\\/",
): string {
  const lines = trimBlankLines(
    content.map((line) => line.replace(/[\r\n\v\f\u0085\u2028\u2029]+/g, " ").trimEnd()),
  );
  const separator = layout.newline + layout.indent;
  if (!isBlockForm(form)) {
    // In C a backslash at the end of a line would pull the next line, which is code, into the comment.
    if (lines.at(-1)?.endsWith("\\")) lines.push("");
    return (lines.length === 0 ? [""] : lines).map((line) => `${form} ${line}`.trimEnd()).join(separator);
  }
  const safe = lines.map((line) => line.replaceAll("*/", closing));
  const [only = ""] = safe;
  const oneLiner = only === "" ? `${form} */` : `${form} ${only} */`;
  const fits = safe.length <= 1 && columns(layout.indent + oneLiner) <= layout.lineLength;
  if (fits && !layout.isMultiline) return oneLiner;
  // A line of text may begin with an asterisk only behind a gutter.
  const isBare = layout.bareIndent !== undefined && !safe.some((line) => line.startsWith("*"));
  const gutter = isBare ? layout.bareIndent : `${layout.indent} * `;
  const body = safe.map((line) => (isBare && line === "" ? "" : (gutter + line).trimEnd()));
  return [form, ...body, `${layout.indent} */`].join(layout.newline);
}
