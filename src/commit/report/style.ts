/** Of the page; its hash is what the page's policy allows. `body.vscode-*` is what an editor says of its theme. */
export const style = `
:root { color-scheme: light dark; --text: light-dark(#1f2328, #e6e8eb); --quiet: light-dark(#59636e, #9aa4af);
  --page: light-dark(#ffffff, #16191d); --panel: light-dark(#f5f6f8, #1e2228); --line: light-dark(#dfe3e8, #323840);
  --accent: light-dark(#1c5fb8, #7db2f5); --new: light-dark(#1a7f4b, #58c48c); --repaired: light-dark(#a15c00, #e0a458);
  --improved: light-dark(#6a4fc4, #b3a1f2); }
body.vscode-light, body.vscode-high-contrast-light { color-scheme: light; }
body.vscode-dark, body.vscode-high-contrast { color-scheme: dark; }
body[class*="vscode-"] { --page: var(--vscode-editor-background); --text: var(--vscode-foreground); }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2.5rem 1.5rem 4rem; max-width: 56rem; background: var(--page); color: var(--text);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", sans-serif; overflow-wrap: break-word; }
a { color: var(--accent); text-underline-offset: 0.15em; }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
h1 { margin: 0 0 1rem; font-size: 2rem; line-height: 1.2; font-weight: 650; }
h2 { margin: 2.75rem 0 0.25rem; font-size: 1.35rem; font-weight: 650; }
h3 { margin: 1.4rem 0 0.4rem; font-size: 1rem; font-weight: 650; }
h1 a, h2 a { color: inherit; }
p { margin: 0.4rem 0; }
.kicker, .quiet, footer, caption { color: var(--quiet); }
.kicker { margin: 0 0 0.3rem; }
.quiet, footer, caption { font-size: 0.875rem; }
.lead { font-size: 1.125rem; max-width: 44rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: 0.75rem; margin: 1.75rem 0 0.5rem; padding: 0; list-style: none; }
.tiles li { padding: 0.7rem 0.9rem; background: var(--panel); border-radius: 0.5rem; }
.tiles b { display: block; font-size: 1.6rem; line-height: 1.2; font-weight: 600; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; margin-top: 1rem; }
caption { padding: 0.4rem 0; text-align: left; caption-side: bottom; }
th, td { padding: 0.35rem 0.6rem 0.35rem 0; text-align: left; border-bottom: 1px solid var(--line); font-weight: 400; vertical-align: middle; }
thead th { color: var(--quiet); font-size: 0.875rem; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
svg { display: block; }
.bar { fill: var(--accent); }
.none { fill: var(--line); }
ul.items { margin: 0; padding: 0; list-style: none; }
ul.items > li { margin: 0.5rem 0; padding: 0.1rem 0 0.1rem 0.9rem; border-left: 3px solid var(--line); }
.new ul.items > li { border-color: var(--new); }
.repaired ul.items > li { border-color: var(--repaired); }
.improved ul.items > li { border-color: var(--improved); }
.new h3 { color: var(--new); }
.repaired h3 { color: var(--repaired); }
.improved h3 { color: var(--improved); }
.title { font-weight: 550; }
code { font: 0.85em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
details { margin: 0.4rem 0; }
summary { cursor: pointer; color: var(--quiet); font-size: 0.9375rem; width: fit-content; }
details ul { margin: 0.4rem 0; padding-left: 1.2rem; }
footer { margin-top: 3.5rem; padding-top: 0.75rem; border-top: 1px solid var(--line); }
@media print {
  :root, body[class] { color-scheme: light; }
  body { padding: 0; max-width: none; font-size: 10.5pt; }
  h2, h3 { break-after: avoid; }
  ul.items > li, tr { break-inside: avoid; }
  details::details-content { display: block; content-visibility: visible; }
  summary { display: none; }
  .tiles li { border: 1px solid var(--line); }
}
`;
