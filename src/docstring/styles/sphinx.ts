import { countFields, type FieldSyntax, parseFields, renderFields } from "../fields.js";
import type { Style } from "../types.js";

const syntax: FieldSyntax = { mark: ":", returns: "return", raises: "raises" };

/** https://www.sphinx-doc.org/en/master/usage/domains/python.html#info-field-lists */
export const sphinx: Style = {
  id: "sphinx",
  name: "Sphinx",
  languages: ["python"],
  recognise: (raw) => countFields(raw, syntax),
  parse: (raw) => parseFields(raw, syntax),
  render: (docstring, layout) => renderFields(docstring, layout, syntax),
};
