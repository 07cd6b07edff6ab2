import phrases from "../../../src/dataset/plotTruth/phrases.json";

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
