import type { SearchStore } from "./store.js";
import { wordsOf } from "./words.js";

/** Words that say nothing about what code does. */
const stopWords = new Set(
  (
    "a an and any are as at be been but by can did do does for from given had has have how if in into is it its may might must no nor not of " +
    "off on one or our should so such than that the their them then there these they this those to too under use used uses using very was we were what " +
    "when where which while who why will with would you your self cls def return returns"
  ).split(" "),
);

const mostTerms = 32;

/** The distinct words of a query that are worth looking for, in order. If all are common, all count. */
export function searchTerms(text: string): string[] {
  const words = [...new Set(wordsOf(text))];
  const telling = words.filter(
    (word) => !stopWords.has(word) && (word.length > 1 || !/^\p{ASCII}$/u.test(word)),
  );
  return (telling.length > 0 ? telling : words).slice(0, 400);
}

/** Of many terms the rarest, so that a long query stays quick. Terms that nothing contains are left out then. */
export async function rarest(terms: readonly string[], store: SearchStore): Promise<readonly string[]> {
  if (terms.length <= mostTerms) return terms;
  const counts = await store.frequencies(terms);
  return terms
    .map((term) => ({ term, count: counts.get(term) ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => a.count - b.count)
    .slice(0, mostTerms)
    .map(({ term }) => term);
}

/** Whether two words have the same beginning up to an English ending: `rejecting` and `rejects`. */
function sameStem(a: string, b: string): boolean {
  if (a === b) return true;
  if (a.charCodeAt(0) !== b.charCodeAt(0)) return false;
  const shared = Math.max(4, Math.min(a.length, b.length) - 2);
  return Math.abs(a.length - b.length) <= 4 && a.length >= 4 && a.slice(0, shared) === b.slice(0, shared);
}

/** The terms that occur in a text. */
export function matchedTerms(terms: readonly string[], text: string): string[] {
  const words = [...new Set(wordsOf(text))];
  return terms.filter((term) => words.some((word) => sameStem(term, word)));
}
