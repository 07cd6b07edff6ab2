import type { SearchHit, SentenceMatch } from "../protocol/search.js";

/** Which part of a paper speaks of which code, as Markdown: a line for each section, then the sentences. Paths are relative to the root. */
export function paperMap(
  title: string,
  sentences: readonly SentenceMatch[],
  hits: readonly SearchHit[],
): string {
  const lines = [`# ${title}: paper and code`, ""];
  lines.push("## Most spoken of", "", ...hits.slice(0, 10).map((hit) => `- ${link(hit)}`), "");
  lines.push("## By section", "");
  for (const [section, own] of bySection(sentences)) {
    const best = own.flatMap(({ hits: found }) => found.slice(0, 1)).sort((a, b) => b.score - a.score);
    const names = [...new Map(best.map((hit) => [`${hit.path}:${hit.line}`, link(hit)])).values()].slice(
      0,
      3,
    );
    lines.push(
      `- **${section || "(no heading)"}** → ${names.length > 0 ? names.join(", ") : "nothing close"}`,
    );
  }
  lines.push("", "## By sentence", "");
  for (const {
    sentence,
    hits: [best],
  } of sentences)
    if (best !== undefined)
      lines.push(`> ${sentence}`, "", `→ ${link(best)} (score ${best.score.toFixed(2)}; ${best.reason})`, "");
  lines.push("Matches are estimated from words and meaning; nobody has confirmed them.");
  return `${lines.join("\n")}\n`;
}

const link = ({ name, path, line }: SearchHit): string => `[\`${name}\`](${encodeURI(path)}#L${line})`;

function bySection(sentences: readonly SentenceMatch[]): Map<string, SentenceMatch[]> {
  const sections = new Map<string, SentenceMatch[]>();
  for (const sentence of sentences) {
    const own = sections.get(sentence.section);
    if (own) own.push(sentence);
    else sections.set(sentence.section, [sentence]);
  }
  return sections;
}
