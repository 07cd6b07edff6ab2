import { countFields, type FieldSyntax, parseFields, renderFields } from "../fields.js";
import type { Style } from "../types.js";

const syntax: FieldSyntax = { mark: "@", returns: "return", raises: "raise" };

/** https://epydoc.sourceforge.net/manual-epytext.html, fields as in https://epydoc.sourceforge.net/manual-fields.html */
export const epytext: Style = {
  id: "epytext",
  name: "Epytext",
  languages: ["python"],
  recognise: (raw) => countFields(raw, syntax),
  parse: (raw) => parseFields(raw, syntax),
  render: (docstring, layout) => renderFields(docstring, layout, syntax),
};
