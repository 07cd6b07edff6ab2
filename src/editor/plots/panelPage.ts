import { escapeHtml } from "../../base/html.js";
import type { FigureDescription, PlotsResult } from "../../protocol/plot.js";

/** The page of the panel. Nothing is loaded from anywhere; the only script is the one with the nonce. */
export function panelPage(
  name: string,
  { figures, deleted_objects, error }: PlotsResult,
  nonce: string,
): string {
  const notes = [
    ...(figures.length === 0 ? ["Nothing is drawn."] : []),
    ...(deleted_objects.length > 0
      ? [
          `${deleted_objects.length} drawn objects were taken away again by later statements and are not shown.`,
        ]
      : []),
    ...(error ? [`The program stops at line ${error.line}: ${error.message}`] : []),
  ];
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'">
<title>Plots of ${escapeHtml(name)}</title>
<style nonce="${nonce}">${styles}</style>
</head>
<body>
<header><h1>Plots of ${escapeHtml(name)}</h1>${figures.length > 0 ? button("export", 0, "Export…") : ""}</header>
${notes.map((note) => `<p class="note">${escapeHtml(note)}</p>`).join("\n")}
${figures.map(figureHtml).join("\n")}
<script nonce="${nonce}">
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
</script>
</body>
</html>`;
}

function figureHtml({ text, svg }: FigureDescription, i: number): string {
  const [head = "", ...rest] = text.split("\n");
  const [, title = "", words = ""] = /^(Figure \d+(?: '[^']*')?)[. ]+(.*)$/.exec(head) ?? [];
  const picture =
    svg === undefined
      ? ""
      : `<img alt="${escapeHtml(head)}" width="360" height="220" src="data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}">`;
  return `<section aria-label="${escapeHtml(title)}">
<h2>${escapeHtml(title)}</h2>
${picture}
<p>${escapeHtml(words)}</p>
${listHtml(rest)}
<div class="actions">${button("copy", i, "Copy as alt text")}${button("insert", i, "Insert as comment")}${button("open", i, "Go to code")}</div>
</section>`;
}

/** Lines that begin with a dash are a list; others begin a paragraph. */
function listHtml(lines: readonly string[]): string {
  let html = "";
  let isOpen = false;
  for (const line of lines) {
    const isItem = line.startsWith("- ");
    if (isItem !== isOpen) html += isItem ? "<ul>" : "</ul>";
    isOpen = isItem;
    html += isItem ? `<li>${escapeHtml(line.slice(2))}</li>` : `<p>${escapeHtml(line)}</p>`;
  }
  return isOpen ? `${html}</ul>` : html;
}

const button = (action: string, figure: number, label: string): string =>
  `<button type="button" data-action="${action}" data-figure="${figure}">${label}</button>`;

const styles = `
body { color: var(--vscode-foreground); font: var(--vscode-font-size) var(--vscode-font-family); max-width: 52rem; padding: 0 1.5rem 2rem; line-height: 1.5; }
header { align-items: center; display: flex; justify-content: space-between; }
h1 { font-size: 1.4rem; font-weight: 600; }
h2 { font-size: 1.1rem; font-weight: 600; margin: 0 0 .5rem; }
section { border-top: 1px solid var(--vscode-widget-border, var(--vscode-panel-border)); margin-top: 1rem; padding-top: 1rem; }
img { background: var(--vscode-editor-background); border: 1px solid var(--vscode-widget-border, transparent); height: auto; max-width: 100%; }
ul { padding-left: 1.2rem; }
.note { color: var(--vscode-descriptionForeground); }
.actions { display: flex; flex-wrap: wrap; gap: .5rem; }
button { background: var(--vscode-button-secondaryBackground); border: 1px solid var(--vscode-button-border, transparent); border-radius: 2px; color: var(--vscode-button-secondaryForeground); cursor: pointer; font: inherit; padding: .25rem .75rem; }
button:hover { background: var(--vscode-button-secondaryHoverBackground); }
button:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 2px; }
`;
