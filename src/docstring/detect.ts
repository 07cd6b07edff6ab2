import { CodePatchError } from "../base/errors.js";
import type { ProjectConventions } from "../protocol/messages.js";
import type { FilePatches, LanguageId } from "../syntax/types.js";
import { styles, stylesOf } from "./styles/registry.js";
import type { Style, StyleId } from "./types.js";

const defaults: Readonly<Record<LanguageId, StyleId>> = {
  python: "google",
  javascript: "jsdoc",
  typescript: "tsdoc",
  tsx: "tsdoc",
  java: "javadoc",
  go: "godoc",
  php: "phpdoc",
  ruby: "yard",
  c: "doxygen",
  cpp: "doxygen",
  csharp: "csharp",
  rust: "rustdoc",
  matlab: "matlab",
};

/**
 * The style to write: the one that is asked for, if it is one of the language; else the one that the file's own
 * docstrings show most marks of; else the project's; else the language's usual one.
 *
 * @throws CodePatchError `usage` when what is asked for is no style at all
 */
export function detectStyle(
  file: FilePatches,
  conventions: ProjectConventions,
  language: LanguageId,
  asked = "auto",
): Style {
  if (asked !== "auto" && !(asked in styles)) {
    throw new CodePatchError(
      "usage",
      `There is no style ${asked}; choose auto or one of ${Object.keys(styles).join(", ")}.`,
    );
  }
  const candidates = stylesOf(language);
  const named = (id: string | undefined): Style | undefined => candidates.find((style) => style.id === id);
  return named(asked) ?? vote(file, candidates) ?? named(conventions.style) ?? styles[defaults[language]];
}

function vote(file: FilePatches, candidates: readonly Style[]): Style | undefined {
  const docstrings = [...file.functions, ...file.classes].flatMap(({ docstring }) => docstring?.raw ?? []);
  let best: { style: Style; score: number } | undefined;
  for (const style of candidates) {
    const score = docstrings.reduce((sum, raw) => sum + style.recognise(raw), 0);
    if (score > (best?.score ?? 0)) best = { style, score };
  }
  return best?.style;
}
