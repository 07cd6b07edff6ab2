import type { LanguageId } from "../../syntax/types.js";
import type { Style, StyleId } from "../types.js";
import { csharp } from "./csharp.js";
import { doxygen } from "./doxygen.js";
import { epytext } from "./epytext.js";
import { godoc } from "./godoc.js";
import { google } from "./google.js";
import { javadoc } from "./javadoc.js";
import { jsdoc } from "./jsdoc.js";
import { matlab } from "./matlab.js";
import { numpy } from "./numpy.js";
import { pep257 } from "./pep257.js";
import { phpdoc } from "./phpdoc.js";
import { rustdoc } from "./rustdoc.js";
import { sphinx } from "./sphinx.js";
import { tsdoc } from "./tsdoc.js";
import { yard } from "./yard.js";

/** Within a language the more distinctive ones first: a tie goes to the earlier one. */
export const styles: Readonly<Record<StyleId, Style>> = {
  numpy,
  google,
  sphinx,
  epytext,
  pep257,
  jsdoc,
  tsdoc,
  javadoc,
  doxygen,
  phpdoc,
  yard,
  godoc,
  rustdoc,
  csharp,
  matlab,
};

export const stylesOf = (language: LanguageId): readonly Style[] =>
  Object.values(styles).filter((style) => style.languages.includes(language));

/** Conventions without marks of their own: what a docstring is when nothing else is recognised. */
const plain: Readonly<Partial<Record<LanguageId, StyleId>>> = {
  python: "pep257",
  javascript: "jsdoc",
  typescript: "tsdoc",
  tsx: "tsdoc",
};

/** The style that `raw` is written in, judged by itself alone. */
export function recogniseStyle(raw: string, language: LanguageId): StyleId {
  const candidates = stylesOf(language);
  let best: { id: StyleId; score: number } | undefined;
  for (const style of candidates) {
    const score = style.recognise(raw);
    if (score > (best?.score ?? 0)) best = { id: style.id, score };
  }
  return best?.id ?? plain[language] ?? candidates[0]?.id ?? "pep257";
}
