import { expect, test } from "vitest";
import { readPaper, sentencesOf } from "../../src/search/paper.js";

const sections = (text: string, name: string) =>
  readPaper(text, name).map(({ section, sentence }) => `${section}: ${sentence}`);

test("Markdown: title, headings, no code, no references", () => {
  const paper = `---
title: 'Tides: a toolbox'
---
# Summary
We **filter** the [gauge](http://example.org) record. Then we find extremes.

\`\`\`python
ignored = True  # this is not a sentence
\`\`\`

# References
Someone wrote a long book once.
`;
  expect(sections(paper, "paper.md")).toEqual([
    "Title: Tides: a toolbox.",
    "Summary: We filter the gauge record.",
    "Summary: Then we find extremes.",
  ]);
});

test("BibTeX: title and abstract of each entry, braces and quotes", () => {
  const bib = `@article{a, title = {The {RANSAC} paradigm}, abstract = "Outliers are rejected first. A model is fitted then."}
@book{b, title={Filters of all kinds}}`;
  expect(sections(bib, "refs.bib")).toEqual([
    "The RANSAC paradigm: The RANSAC paradigm",
    "The RANSAC paradigm: Outliers are rejected first.",
    "The RANSAC paradigm: A model is fitted then.",
    "Filters of all kinds: Filters of all kinds",
  ]);
});

test("LaTeX: sections, no commands, no equations", () => {
  const tex = String.raw`\section{Robust fitting} % a comment
We reject outliers~\cite{a} before \emph{every} fit.
\begin{equation} x = y \end{equation}
\subsection{Speed}
It is quick enough for us.`;
  expect(sections(tex, "paper.tex")).toEqual([
    "Robust fitting: We reject outliers before every fit.",
    "Speed: It is quick enough for us.",
  ]);
});

test("plain text: numbered headings, abbreviations do not end sentences of two words", () => {
  const text = "Abstract\nWe do a great thing.\n\n3.2 Finding the extremes\nWe look for peaks. See above.\n";
  expect(sections(text, "paper.txt")).toEqual([
    "Abstract: We do a great thing.",
    "3.2 Finding the extremes: We look for peaks.",
  ]);
  expect(sentencesOf("   ")).toEqual([]);
});
