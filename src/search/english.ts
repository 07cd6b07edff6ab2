/** Letters of other scripts, or more function words of other languages than of English. */
export function readsForeign(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? [];
  if (letters.filter((letter) => !/\p{Script=Latin}/u.test(letter)).length * 2 > letters.length) return true;
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const count = (list: ReadonlySet<string>): number => words.filter((word) => list.has(word)).length;
  return count(foreign) >= 2 && count(foreign) > count(english);
}

const english = new Set(
  "the of and to a in is that for with on are be by this we from which as an where how what find".split(" "),
);
const foreign = new Set(
  (
    "der die das und ist nicht ein eine mit von zu den dem wird wo wie le la les des une est dans pour avec et que du sur el los las del " +
    "por para con una en como il lo gli di che per non sono o os uma com não um het een van voor"
  ).split(" "),
);
