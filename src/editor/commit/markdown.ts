import { type Html, html } from "../../base/html.js";

/** The Markdown that explanations are written in (paragraphs, lists, quotations, code, bold) as markup; all else stays text. */
export function renderMarkdown(text: string): Html {
  const blocks = text.split(/\n{2,}/).filter((block) => block.trim() !== "");
  return html`${blocks.map((block) => {
    const lines = block.split("\n");
    if (lines.every((line) => /^- /.test(line)))
      return html`<ul>${lines.map((line) => html`<li>${renderSpans(line.slice(2))}</li>`)}</ul>`;
    if (lines.every((line) => /^> /.test(line)))
      return html`<blockquote>${lines.map((line) => html`<p>${renderSpans(line.slice(2))}</p>`)}</blockquote>`;
    const heading = /^(#{1,4}) (.*)$/.exec(block)?.[2];
    if (heading !== undefined) return html`<h3>${renderSpans(heading)}</h3>`;
    return html`<p>${lines.map((line, i) => html`${i > 0 ? html`<br>` : ""}${renderSpans(line)}`)}</p>`;
  })}`;
}

/** Code and bold within a line. */
export const renderSpans = (text: string): Html =>
  html`${text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => {
    if (/^`.+`$/.test(part)) return html`<code>${part.slice(1, -1)}</code>`;
    if (/^\*\*.+\*\*$/.test(part)) return html`<b>${part.slice(2, -2)}</b>`;
    return part.replaceAll(/\\([\\`*_[\]<>#|~])/g, "$1");
  })}`;
