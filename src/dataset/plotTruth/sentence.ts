import type { Draw } from "../../base/random.js";
import type { Course, DrawnFacts } from "./facts.js";
import phrases from "./phrases.json" with { type: "json" };

/** Facts in one sentence without a number; `draw` chooses among the wordings. */
export function sentenceOf({ kind, isSeveral, courses }: DrawnFacts, draw: Draw): string {
  const noun = draw.of(phrases.kinds[kind]);
  const [one = "", another] = courses.map((each) => each.map((course) => verb(course, draw)).join(" and "));
  if (another !== undefined) return `Several plots of the kind ${noun}: one ${one}, another ${another}.`;
  if (isSeveral) return `Several plots of the kind ${noun}: each ${one}.`;
  const article = /^[aeiou]/.test(noun) ? "An" : "A";
  return draw.of([`${article} ${noun} that ${one}.`, `The ${noun} ${one}.`]);
}

const verb = (course: Course, draw: Draw): string => draw.of(phrases.courses[course]);
