import { unfoundedIn } from "../check.js";
import type { Story } from "../story.js";
import { codeLike } from "../words.js";

/** Whole sentences in the order they come, on one line each; the last one counts only when `isComplete`. */
export function sentencesIn(text: string, isComplete: boolean): string[] {
  const line = text
    .replace(/```[\s\S]*?(?:```|$)/g, " ")
    .replace(/^[\s>*#-]+/gm, "")
    .replace(/\s+/g, " ")
    .trim();
  const found = line.match(/[^.!?]+(?:[.!?]+(?!\s|$)[^.!?]*)*(?:[.!?]+(?=\s|$)|$)/g) ?? [];
  const whole = found.map((sentence) => sentence.trim()).filter((sentence) => /[.!?]$/.test(sentence));
  const isOpen = !isComplete && whole.length > 0 && line.endsWith(whole.at(-1) ?? "");
  return isOpen ? whole.slice(0, -1) : whole;
}

const longestSentence = 300;

/**
 * Whether a sentence of a model may be shown: nothing that it names, in code font or not, is foreign to the change, and it neither
 * repeats what it was told nor speaks of itself. What it says of the purpose stays an estimate.
 */
export function isAdmitted(sentence: string, instructions: string, story: Story): boolean {
  if (sentence.length > longestSentence || sentence.split(" ").length < 4) return false;
  if (
    /\b(?:as an ai|language model|i(?:'m| am| can| cannot| can't| will)|the prompt|instructions?)\b/i.test(
      sentence,
    )
  )
    return false;
  if (lettersOf(instructions).includes(lettersOf(sentence))) return false;
  return (unfoundedIn([marked(sentence)], story)[0] ?? []).length === 0;
}

/** What reads like a name: code, an address, a version, a word with a capital inside the sentence. */
const names = new RegExp(
  `\`[^\`]+\`|“[^”]*”|"[^"]*"|https?:\\S+|(?<![\\w.])v\\d+(?:\\.\\d+)*|${codeLike.source}|(?<=[^.!?:]\\s)\\p{Lu}[\\p{L}\\p{N}]*`,
  "gu",
);

/** Words that begin a sentence and name nothing; of any other first word a capital letter may hide that it is a name. */
const openings =
  /^(?:the|this|that|these|those|it|its|they|an?|in|on|at|by|with|without|when|where|while|if|for|to|from|as|and|but|so|because|since|before|after|now|instead|also|then|there|both|all|each|some|one|previously|additionally|finally|overall|old|new|users?|callers?|people|changes?|code|functions?|tests?|values?|adds?|adding|removes?|removing|fix(?:es|ing)?|updates?|improves?|makes?|making|lets?|allows?|ensures?|prevents?|introduces?|refactors?|moves?|renames?|replaces?|simplifies|reduces?)$/i;

/** Names put in quotation marks or code font, so that the checker looks them up. */
const marked = (sentence: string): string =>
  markedFirst(sentence).replace(names, (name) => {
    if (/^[`“]/.test(name)) return name;
    if (name.startsWith('"')) return `“${name.slice(1, -1)}”`;
    return /^\p{Lu}[\p{L}\p{N}]*$/u.test(name) ? `“${name}”` : `\`${name.replace(/[.,;:]+$/, "")}\``;
  });

const markedFirst = (sentence: string): string =>
  sentence.replace(/^\p{Lu}[\p{L}\p{N}]*(?=[\s,])/u, (word) => (openings.test(word) ? word : `“${word}”`));

const lettersOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
