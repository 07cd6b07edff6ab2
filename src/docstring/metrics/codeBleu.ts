import { smoothedBleu } from "../../metrics/bleu.js";
import type { SyntaxTree } from "../../syntax/parser.js";

/** The weight of a token that is no keyword, as in the reference implementation of CodeBLEU. */
const otherWeight = 0.2;

/**
 * The part of CodeBLEU (Ren et al. 2020, arXiv:2009.10297) that exists for prose, between 0 and 1: the mean of the n-gram
 * match and of the n-gram match with the language's keywords weighted five times as much. Its other two parts compare
 * syntax trees and data flow, which a docstring does not have; the four weights of 0.25 become two of 0.5.
 * Smoothed, because docstrings are short.
 */
export function codeBleuOfText(
  candidate: readonly string[],
  reference: readonly string[],
  keywords: ReadonlySet<string>,
): number {
  const plain = smoothedBleu(candidate, reference);
  const weighted = smoothedBleu(candidate, reference, (token) => (keywords.has(token) ? 1 : otherWeight));
  return (plain + weighted) / 2;
}

/** The keywords of a language: the words among the fixed tokens of its grammar. */
export function keywordsOf({ language }: SyntaxTree): ReadonlySet<string> {
  const words = new Set<string>();
  for (let id = 0; id < language.nodeTypeCount; id++) {
    const type = language.nodeTypeForId(id);
    if (type !== null && !language.nodeTypeIsNamed(id) && /^[a-z_]+$/i.test(type))
      words.add(type.toLowerCase());
  }
  return words;
}
