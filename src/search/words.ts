const wordParts = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{M}]+|\p{Lo}+|\p{N}+/gu;

/** The words of code or prose in order, lower case; identifiers split at case changes, digits and punctuation. */
export const wordsOf = (text: string): string[] =>
  text.match(wordParts)?.map((word) => word.toLowerCase()) ?? [];

/** Code as the encoder reads it: identifiers as words, operators and brackets kept, layout and block punctuation dropped. */
export const encoderText = (code: string): string =>
  code
    .replace(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu, " ")
    .replace(/[_{};$]+/g, " ")
    .replace(/([^\p{L}\p{N}\s])\1{2,}/gu, "$1")
    .replace(/\s+/g, " ")
    .trim();
