import { docstringLines, headLines, writePythonString } from "../pythonString.js";
import { parseHead } from "../sections.js";
import { joinParagraphs } from "../text.js";
import type { Style } from "../types.js";

/** A sentence, and paragraphs where there are any: https://peps.python.org/pep-0257/. Facts have no place in it. */
export const pep257: Style = {
  id: "pep257",
  name: "PEP 257",
  languages: ["python"],
  recognise: () => 0,
  parse: (raw) => ({
    ...parseHead(docstringLines(raw)),
    parameters: [],
    returns: [],
    yields: [],
    raises: [],
    otherSections: [],
  }),
  render: (docstring, layout) => {
    const others = docstring.otherSections.map(({ heading, body }) => joinParagraphs(heading, body));
    const details = joinParagraphs(docstring.details, ...others);
    return writePythonString(headLines({ summary: docstring.summary, details }, layout), layout);
  },
};
