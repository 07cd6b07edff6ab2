/** Names with capitals inside that are one word to everyone, and that people also write in small letters. */
const oneWord =
  "(?:La|Bib|Xe|Con)?TeX|Git(?:Hub|Lab)|(?:Java|Type|Coffee|Post|Action)Script|(?:Num|Sci|Sym|Cu)Py|PyTorch|PyPI|TensorFlow|GraphQL|(?:My|No|Postgre)SQL|" +
  "SQLite|MongoDB|OAuth|(?:Open|Web)GL|OpenCV|OpenSSL|IPv|YouTube|LinkedIn|WiFi|(?:i|mac|tv|watch)OS|(?:Free|Open|Net)BSD|[JN]Unit|PowerShell|MathML|LibreOffice";
const wordParts = new RegExp(
  `${oneWord}|\\p{Lu}+(?!\\p{Ll})|\\p{Lu}?[\\p{Ll}\\p{M}]+|\\p{Lo}+|\\p{N}+`,
  "gu",
);

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
