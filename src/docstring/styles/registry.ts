import type { LanguageId } from "../../syntax/types.js";
import type { Style, StyleId } from "../types.js";
import { epytext } from "./epytext.js";
import { google } from "./google.js";
import { numpy } from "./numpy.js";
import { pep257 } from "./pep257.js";
import { sphinx } from "./sphinx.js";

/** Within a language the more distinctive ones first: a tie goes to the earlier one. */
export const styles = { numpy, google, sphinx, epytext, pep257 } as Readonly<Record<StyleId, Style>>;

export const stylesOf = (language: LanguageId): readonly Style[] =>
  Object.values(styles).filter((style) => style.languages.includes(language));

/** Conventions without marks of their own: what a docstring is when nothing else is recognised. */
const plain: Readonly<Partial<Record<LanguageId, StyleId>>> = { python: "pep257" };

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
