import { type Html, html } from "../../base/html.js";
import type { NarratedFile, NarratedSymbol, Narration } from "../../protocol/commit.js";
import { webviewPage } from "../webviewPage.js";
import { renderMarkdown, renderSpans } from "./markdown.js";
import { symbolWords } from "./symbolWords.js";

export type Register = "everyone" | "developer";

/** What the page shows at a moment. */
export interface Explanation {
  /** `Commit 1a2b3c4`, `Staged changes`. */
  readonly title: string;
  /** As the author wrote it, of a commit. */
  readonly subject?: string;
  readonly register: Register;
  readonly status: "working" | "done" | "stopped" | "failed";
  /** What is being done, or what went wrong. */
  readonly message?: string;
  /** Grows while it is worked on. */
  readonly narration?: Narration;
  /** There is a message box that the text could go into. */
  readonly canInsert: boolean;
}

/** What of the page a person may press. */
export const explanationActions = [
  "everyone",
  "developer",
  "stop",
  "again",
  "copy",
  "insert",
  "open",
] as const;
export type ExplanationAction = (typeof explanationActions)[number];

/** The page around the explanation. */
export const explanationShell = (): string =>
  webviewPage({ title: "Explanation", style, body: html`<main id="page"></main>`, script });

/** What the shell shows now. Everything that comes from the repository is escaped. */
export function explanationBody(explanation: Explanation): string {
  const { title, subject, register, status, message, narration, canInsert } = explanation;
  const isWorking = status === "working";
  const text = narration?.[register] ?? "";
  return html`<header>
${subject === undefined || subject === "" ? html`<h1>${title}</h1>` : html`<p class="quiet">${title}</p><h1>${subject}</h1>`}
<div class="bar" role="toolbar" aria-label="Explanation">
<span class="switch" role="group" aria-label="For whom">${choice("everyone", "In plain words", register)}${choice("developer", "For developers", register)}</span>
<span class="actions">${isWorking ? button("stop", "Stop") : button("again", "Again")}${text === "" ? "" : button("copy", "Copy")}${text === "" || !canInsert || isWorking ? "" : button("insert", "Insert into message box")}</span>
</div>
</header>
<section class="text" aria-live="polite" aria-busy="${isWorking ? "true" : "false"}">${
    register === "developer" ? renderMarkdown(text) : html`<p>${text}</p>`
  }${narration?.estimate === undefined ? "" : html`<p class="estimate">${narration.estimate}</p>`}${isWorking ? html`<p class="quiet">${message ?? "Reading the changes"}…</p>` : ""}${
    status === "stopped" ? html`<p class="quiet">Stopped before it was finished.</p>` : ""
  }${status === "failed" ? html`<p class="problem" role="alert">${message ?? ""}</p>` : ""}</section>
${narration === undefined ? "" : evidence(narration)}`.text;
}

function evidence({ kind, evidence: reasons, files, symbols, dependencies, notes }: Narration): Html {
  const told = symbols.filter(({ change }) => change !== "formatting");
  return html`<section class="evidence" aria-label="Evidence">
<h2>Evidence</h2>
${part(
  `Kind: ${kind}`,
  reasons.map((reason) => html`${reason}`),
)}
${part(counted(files.length, "file"), files.map(fileLine))}
${part(counted(told.length, "function or class", "functions and classes"), told.map(symbolLine))}
${part(
  counted(dependencies.length, "dependency", "dependencies"),
  dependencies.map(
    ({ name, change, from, to }) =>
      html`<code>${name}</code> ${change}${from === undefined ? "" : ` from ${from}`}${to === undefined ? "" : ` to ${to}`}`,
  ),
)}
${part(
  "Notes",
  notes.map((note) => html`${note}`),
)}
</section>`;
}

const part = (title: string, lines: readonly Html[]): Html =>
  lines.length === 0
    ? html``
    : html`<details data-key="${title.replace(/^\d+ /, "")}"><summary>${title}</summary><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul></details>`;

const fileLine = ({ path, oldPath, status, added, removed, reason }: NarratedFile): Html =>
  html`<button type="button" class="link" data-action="open" data-path="${path}">${path}</button> <span class="quiet">${status}${oldPath === undefined ? "" : ` from ${oldPath}`}, +${added} −${removed}${reason === undefined ? "" : `, set aside: ${reason}`}</span>`;

const symbolLine = (symbol: NarratedSymbol): Html =>
  html`<code>${symbol.name}</code> <span class="quiet">${symbol.kind} ${renderSpans(symbolWords(symbol))}</span>`;

const counted = (n: number, noun: string, plural = `${noun}s`): string => `${n} ${n === 1 ? noun : plural}`;

const button = (action: ExplanationAction, label: string): Html =>
  html`<button type="button" data-action="${action}">${label}</button>`;

const choice = (action: Register, label: string, chosen: Register): Html =>
  html`<button type="button" data-action="${action}" aria-pressed="${action === chosen ? "true" : "false"}">${label}</button>`;

const style = `
body { max-width: 46rem; }
h1 { margin: 0.9rem 0 0.75rem; font-size: 1.35em; line-height: 1.3; }
h2 { margin: 1.5rem 0 0.4rem; font-size: 1em; }
h3 { margin: 1rem 0 0.3rem; font-size: 1em; }
header > .quiet { margin: 0.9rem 0 0; }
header > .quiet + h1 { margin-top: 0.2rem; }
.problem { color: var(--vscode-errorForeground); }
.text { font-size: 1.08em; }
.text p { margin: 0.6rem 0; }
.bar { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; margin: 0.5rem 0 1rem; }
.switch { display: inline-flex; }
.switch button:first-child { border-radius: 2px 0 0 2px; }
.switch button:last-child { border-radius: 0 2px 2px 0; }
button[aria-pressed="true"] { background: var(--vscode-button-background); color: var(--vscode-button-foreground); }
button.link { padding: 0; border: 0; background: none; color: var(--vscode-textLink-foreground); text-align: left; }
button.link:hover { text-decoration: underline; background: none; }
.estimate { padding: 0.5rem 0.8rem; border: 1px dashed var(--vscode-widget-border, var(--vscode-panel-border)); }
blockquote { margin: 0.6rem 0; padding: 0 0 0 0.8rem; border-left: 3px solid var(--vscode-textBlockQuote-border); }
code { font-family: var(--vscode-editor-font-family); font-size: 0.95em; }
.evidence { border-top: 1px solid var(--vscode-widget-border, var(--vscode-panel-border)); margin-top: 1.5rem; }
summary { cursor: pointer; padding: 0.15rem 0; }
details ul { margin: 0.3rem 0 0.6rem; padding-left: 1.3rem; }
`;

/** Replaces the page as it grows, and keeps open what the reader opened and the focus where it was. */
const script = `
const vscode = acquireVsCodeApi();
const page = document.getElementById("page");
window.addEventListener("message", ({ data }) => {
  const open = new Set([...page.querySelectorAll("details[open]")].map((each) => each.dataset.key));
  const focused = document.activeElement?.dataset?.action;
  page.innerHTML = data.body;
  for (const each of page.querySelectorAll("details")) each.open = open.has(each.dataset.key);
  if (focused) page.querySelector('[data-action="' + focused + '"]')?.focus();
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-action]");
  if (button) vscode.postMessage({ action: button.dataset.action, path: button.dataset.path });
});
vscode.postMessage({ action: "ready" });
`;
