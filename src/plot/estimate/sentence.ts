import type { Draw } from "../../base/draw.js";
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

const kinds = entries(phrases.kinds);
const courses = entries(phrases.courses);

function entries(
  table: Readonly<Record<string, readonly string[]>>,
): readonly (readonly [wording: string, fact: string])[] {
  return Object.entries(table)
    .flatMap(([fact, wordings]) => wordings.map((wording) => [wording, fact] as const))
    .sort(([a], [b]) => b.length - a.length);
}

export interface SaidFacts {
  readonly kind: string | undefined;
  readonly courses: ReadonlySet<string>;
}

/** The facts that a sentence of these wordings says. Longer wordings win: "horizontal bar chart" is no "bar chart". */
export function factsSaid(text: string): SaidFacts {
  let rest = text;
  const found = new Set<string>();
  for (const [wording, fact] of courses) {
    if (!rest.includes(wording)) continue;
    rest = rest.replaceAll(wording, " ");
    found.add(fact);
  }
  return { kind: kinds.find(([wording]) => rest.includes(wording))?.[1], courses: found };
}
