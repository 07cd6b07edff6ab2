import type { LanguageId } from "../syntax/types.js";

export interface StyleChoice {
  readonly id: string;
  /** For people. */
  readonly name: string;
  readonly languages: readonly LanguageId[];
}

/** The styles that a person can choose between; a test keeps them the same as the engine's. */
export const styleChoices: readonly StyleChoice[] = [
  { id: "google", name: "Google", languages: ["python"] },
  { id: "numpy", name: "NumPy", languages: ["python"] },
  { id: "sphinx", name: "Sphinx", languages: ["python"] },
  { id: "epytext", name: "Epytext", languages: ["python"] },
  { id: "pep257", name: "PEP 257 (one line)", languages: ["python"] },
  { id: "jsdoc", name: "JSDoc", languages: ["javascript", "typescript", "tsx"] },
  { id: "tsdoc", name: "TSDoc", languages: ["typescript", "tsx"] },
  { id: "javadoc", name: "Javadoc", languages: ["java"] },
  { id: "doxygen", name: "Doxygen", languages: ["c", "cpp"] },
  { id: "phpdoc", name: "PHPDoc", languages: ["php"] },
  { id: "yard", name: "YARD", languages: ["ruby"] },
  { id: "godoc", name: "Go doc comment", languages: ["go"] },
  { id: "rustdoc", name: "rustdoc", languages: ["rust"] },
  { id: "csharp", name: "C# XML documentation", languages: ["csharp"] },
  { id: "matlab", name: "MATLAB help text", languages: ["matlab"] },
];
