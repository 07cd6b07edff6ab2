import { withoutMarkup } from "../base/markup.js";

/** A person's text as a target for the model: one plain paragraph of at most `limit` characters that ends with a sentence; "" when unfit. */
export function goldText(text: string, limit: number): string {
  const paragraph = text.trim().split(/\n\s*\n|\n\s*(?:\.\. |>>>|```|[-*] |\d+\. )/)[0] ?? "";
  const plain = withoutMarkup(paragraph).replace(/\s+/g, " ").trim();
  if (unfit.test(plain)) return "";
  const sentences = splitSentences(plain);
  let kept = "";
  for (const sentence of sentences) {
    if (kept !== "" && kept.length + 1 + sentence.length > limit) break;
    kept = kept === "" ? sentence : `${kept} ${sentence}`;
    if (kept.length > limit) return "";
  }
  if (!/[\p{L}]{2}/u.test(kept)) return "";
  const capital = kept.replace(/^[a-z](?=[a-z]* )/, (letter) => letter.toUpperCase());
  return /[.!?)`]$/.test(capital) ? capital : `${capital.replace(/[:;,]$/, "")}.`;
}

/** Addresses, links, issue numbers, markers of unfinished text, and pointers to other places: nothing that a model should learn to say. */
const unfit =
  /\S+@\S+\.\S+|https?:|www\.|(?:^|\s)#\d+|gh-\d+|\b(?:todo|fixme|xxx|tbd)\b|^(?:see|same as|refer to|inherit|\{?@?inheritdoc)|^deprecated|^undocumented/i;

function splitSentences(text: string): string[] {
  return text.split(/(?<=[a-z0-9)`"'\]][.!?])\s+(?=[A-Z`"([])/).filter((sentence) => sentence !== "");
}
