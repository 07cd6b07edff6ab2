import { throwIfAborted } from "../base/errors.js";
import { isGeneratedPath, saysGenerated } from "../base/fileKinds.js";
import type { OriginFunction, OriginParams, OriginResult } from "../protocol/origin.js";
import type { SyntaxParser } from "../syntax/parser.js";
import { readPatches } from "../syntax/patches.js";
import { languageById } from "../syntax/registry.js";
import { evidenceOf } from "./evidence.js";
import { readProvenance } from "./provenance/provenance.js";
import type { ProvenanceRepositories } from "./provenance/repository.js";
import { pieceOf } from "./style/piece.js";
import type { StyleScorer } from "./style/scorer.js";
import { verdictOf } from "./verdict.js";

export interface OriginParts {
  readonly parser: SyntaxParser;
  readonly repositories: ProvenanceRepositories;
  /** Absent where style is not to be judged. */
  readonly style?: StyleScorer;
}

/** Characters at the beginning of a file in which it says that it is generated. */
const headLength = 1_500;
const generated = "The file is generated, or says so at its beginning: its style is not judged.";

/** Who wrote each function of a file: recorded, declared by a commit, estimated from its style, or unknown. */
export async function originOfFile(
  { document, evidence: level }: OriginParams,
  { parser, repositories, style }: OriginParts,
  signal: AbortSignal,
): Promise<OriginResult> {
  const { text, path, version } = document;
  const language = languageById(document.language);
  if (!language) return { version, functions: [], problems: ["The language is not known."], context: [] };
  const tree = await parser.parse(text, language, { signal });
  try {
    const lineOf = lineIndex(text);
    const functions = readPatches(tree, text, language)
      .functions.filter(({ bodyRange }) => bodyRange !== undefined)
      .map((patch) => ({
        patch,
        firstLine: lineOf(patch.range.start),
        lastLine: lineOf(Math.max(patch.range.start, patch.range.end - 1)),
      }));
    if (functions.length === 0) return { version, functions: [], problems: [], context: [] };
    const provenance = await readProvenance(path, text, repositories, signal);
    const lines = text.split("\n");
    const pieces = functions.map(({ patch }) => ({ code: pieceOf(patch, text), language: language.id }));
    // What a program wrote has the style of that program.
    const isGenerated = isGeneratedPath(path) || saysGenerated(text.slice(0, headLength));
    const scores = isGenerated ? [] : ((await style?.score(pieces, signal)) ?? []);
    const results: OriginFunction[] = [];
    for (const [i, { patch, firstLine, lastLine }] of functions.entries()) {
      throwIfAborted(signal);
      const git = evidenceOf(provenance, lines, firstLine, lastLine);
      results.push({
        id: patch.id,
        name: patch.qualifiedName,
        line: patch.line + 1,
        firstLine,
        lastLine,
        ...verdictOf(git, scores[i], level),
      });
    }
    return {
      version,
      functions: results,
      problems: [...provenance.problems, ...(style && isGenerated ? [generated] : [])],
      ...(provenance.isUnread && { isUnread: true }),
      context: provenance.instructions.map(
        (name) => `The repository has ${name}: agents are used here, which says nothing of any function.`,
      ),
    };
  } finally {
    tree.delete();
  }
}

/** One-based line of an offset. */
function lineIndex(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}
