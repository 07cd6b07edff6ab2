import { randomBytes } from "node:crypto";
import { Html, html } from "../base/html.js";

interface WebviewPage {
  readonly title: string;
  /** CSS beyond the common one. */
  readonly style: string;
  readonly body: Html;
  /** JavaScript of our own; nothing else runs. */
  readonly script: string;
}

/**
 * The page of a panel that acts. Nothing is loaded from anywhere (pictures come inside the page), and the only style and script are
 * those that carry a nonce made for this page.
 */
export function webviewPage({ title, style, body, script }: WebviewPage): string {
  const nonce = randomBytes(16).toString("base64");
  const policy = `default-src 'none'; img-src data:; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Html(policy)}">
<title>${title}</title>
<style nonce="${nonce}">${new Html(commonStyle + style)}</style>
</head>
<body>
${body}
<script nonce="${nonce}">${new Html(script)}</script>
</body>
</html>`.text;
}

const commonStyle = `
body { padding: 0 1.25rem 2rem; color: var(--vscode-foreground); font: var(--vscode-font-size) var(--vscode-font-family); line-height: 1.55; overflow-wrap: break-word; }
h1, h2, h3 { font-weight: 600; }
.quiet { color: var(--vscode-descriptionForeground); }
.actions { display: inline-flex; flex-wrap: wrap; gap: 0.5rem; }
button { padding: 0.2rem 0.7rem; border: 1px solid var(--vscode-button-border, transparent); border-radius: 2px; background: var(--vscode-button-secondaryBackground); color: var(--vscode-button-secondaryForeground); font: inherit; cursor: pointer; }
button:hover { background: var(--vscode-button-secondaryHoverBackground); }
button:focus-visible, summary:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 2px; }
`;
