import type { NarratedSymbol } from "../../protocol/commit.js";

const changeWords: Readonly<Record<NarratedSymbol["change"], string>> = {
  added: "added",
  removed: "removed",
  renamed: "renamed",
  moved: "moved",
  signature: "has another signature",
  body: "changed inside",
  documentation: "is documented anew",
  formatting: "laid out anew",
};

/** What became of a function or class, without its name and kind; names in it are code spans of Markdown. */
export const symbolWords = ({ change, oldName, details }: NarratedSymbol): string =>
  [
    changeWords[change] + (oldName === undefined ? "" : `, was \`${oldName}\``),
    ...(details.length === 0 ? [] : [details.join(", ")]),
  ].join(": ");
