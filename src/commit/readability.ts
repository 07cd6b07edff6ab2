/**
 * The Flesch–Kincaid grade of a text: years of school that reading it takes, 0.39 · words a sentence + 11.8 · syllables a word − 15.59
 * (Kincaid et al. 1975). Syllables are counted by groups of vowels. 0 of a text without words.
 */
export function readingGrade(text: string): number {
  const words = text.match(/\p{L}[\p{L}'’]*/gu) ?? [];
  if (words.length === 0) return 0;
  const sentences = Math.max(1, text.match(/[.!?](?=["”’)]*(?:\s|$))/g)?.length ?? 1);
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word), 0);
  return 0.39 * (words.length / sentences) + 11.8 * (syllables / words.length) - 15.59;
}

function syllablesOf(word: string): number {
  const plain = word
    .toLowerCase()
    .normalize("NFD")
    .replace(/[^a-z]/g, "");
  if (plain.length <= 3) return 1;
  const stem = plain.replace(/(?:[^laeiouy]es|[^td]ed|[^laeiouy]e)$/, "").replace(/^y/, "");
  return Math.max(1, stem.match(/[aeiouy]{1,2}/g)?.length ?? 1);
}
