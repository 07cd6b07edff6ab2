import type { FunctionPatch } from "../syntax/types.js";
import { plainWords, sentence } from "./nameWords.js";

/** What a test is about, where its name is a sentence or only a mark in front of it says that it is one. */
export function testSummary(patch: FunctionPatch, declaration: string): string | undefined {
  const words = plainWords(patch.name);
  const isNamed = words[0] === "test";
  const isMarked = marks.test(declaration.slice(0, declaration.indexOf(patch.name)));
  const [first = "", ...others] = isNamed ? words.slice(1) : words;
  if (!(isNamed || isMarked) || first === "") return undefined;
  if (outcomes.test(first)) return sentence("test that it", first, ...others);
  if (first === "it" || others.some((word) => finite.test(word) || outcomes.test(word)))
    return sentence("test that", first, ...others);
  return isNamed ? undefined : sentence("test", first, ...others);
}

/** How frameworks for Java, C# and Rust mark what they run. */
const marks =
  /@(?:\w*Test|Theory|Property)\b|\[(?:Fact|Test|TestCase|TestMethod|Theory)\b|#\[(?:\w+::)?test\b/;
/** Verbs that have a subject in front of them, and are no plural of a noun. */
const finite = /^(?:are|can|cannot|does|has|have|is|must|should|was|were|will|would)$/;
const outcomes = /^(?:accepts|causes|fails|gives|ignores|keeps|raises|rejects|returns|should|throws|works)$/;
