import { type Html, html } from "../../base/html.js";
import type { FigureDescription, PlotsResult } from "../../protocol/plot.js";
import { endingsOf, figureParts } from "../../protocol/plotsMarkdown.js";
import { webviewPage } from "../webviewPage.js";

/** What of the page a person may press. */
export const panelActions = ["export", "copy", "insert", "open"] as const;
export type PanelAction = (typeof panelActions)[number];

/** The page of the panel. */
export function panelPage(name: string, { figures, deleted_objects, ...ending }: PlotsResult): string {
  const notes = [
    ...(figures.length === 0 ? ["Nothing is drawn."] : []),
    ...(deleted_objects.length > 0
      ? [
          `${deleted_objects.length} drawn objects were taken away again by later statements and are not shown.`,
        ]
      : []),
    ...endingsOf(ending),
  ];
  const title = `Plots of ${name}`;
  const body = html`<header><h1>${title}</h1>${figures.length > 0 ? button("export", 0, "Export…") : ""}</header>
${notes.map((note) => html`<p class="quiet">${note}</p>`)}
${figures.map(figureHtml)}`;
  return webviewPage({ title, style, body, script });
}

function figureHtml(figure: FigureDescription, i: number): Html {
  const { svg } = figure;
  const { title, words, lines } = figureParts(figure);
  const picture =
    svg === undefined
      ? ""
      : html`<img alt="${title}. ${words}" width="360" height="220" src="data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}">`;
  return html`<section aria-label="${title}">
<h2>${title}</h2>
${picture}
<p>${words}</p>
${paragraphsAndLists(lines)}
<div class="actions">${button("copy", i, "Copy as alt text")}${button("insert", i, "Insert as comment")}${button("open", i, "Go to code")}</div>
</section>`;
}

/** Lines that begin with a dash are a list; others begin a paragraph. */
function paragraphsAndLists(lines: readonly string[]): Html[] {
  const blocks: Html[] = [];
  let items: Html[] = [];
  const endList = (): void => {
    if (items.length > 0) blocks.push(html`<ul>${items}</ul>`);
    items = [];
  };
  for (const line of lines) {
    if (line.startsWith("- ")) items.push(html`<li>${line.slice(2)}</li>`);
    else {
      endList();
      blocks.push(html`<p>${line}</p>`);
    }
  }
  endList();
  return blocks;
}

const button = (action: PanelAction, figure: number, label: string): Html =>
  html`<button type="button" data-action="${action}" data-figure="${figure}">${label}</button>`;

const style = `
body { max-width: 52rem; }
header { align-items: center; display: flex; justify-content: space-between; }
h1 { font-size: 1.4rem; }
h2 { font-size: 1.1rem; margin: 0 0 .5rem; }
section { border-top: 1px solid var(--vscode-widget-border, var(--vscode-panel-border)); margin-top: 1rem; padding-top: 1rem; }
img { background: var(--vscode-editor-background); border: 1px solid var(--vscode-widget-border, transparent); height: auto; max-width: 100%; }
ul { padding-left: 1.2rem; }
`;

const script = `
const vscode = acquireVsCodeApi();
document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  vscode.postMessage({ action: button.dataset.action, figure: Number(button.dataset.figure) });
  if (button.dataset.action === "copy") {
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy as alt text"; }, 1500);
  }
});
`;
