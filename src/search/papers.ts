import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { CodePatchError, throwIfAborted } from "../base/errors.js";
import type { TextEncoder } from "../inference/encoder.js";
import type { PaperMatch, PapersParams, PapersResult } from "../protocol/search.js";
import { filesBelow } from "../syntax/walk.js";
import { citedPapers } from "./citations.js";
import { matchedTerms, searchTerms } from "./lexical.js";
import { readPaper } from "./paper.js";
import type { SearchStore, StoredPatch } from "./store.js";
import { closeness } from "./vectors.js";

const mostPapers = 200;
const largestPaper = 500_000;
const shown = 5;
/** Below it the resemblance is that of any two technical texts. */
const leastCloseness = 0.3;

/**
 * Which paper a function implements: what its documentation, its class or its file cites, which is recorded; then sentences of papers in
 * the workspace that resemble it, which is estimated.
 *
 * @throws CodePatchError `usage` when the index has nothing at that line.
 */
export async function papersOf(
  { root, path: file, line }: PapersParams,
  store: SearchStore,
  encoder: TextEncoder | undefined,
  signal: AbortSignal,
): Promise<PapersResult> {
  const around = (await store.patchesOf(file))
    .filter((patch) => patch.kind === "file" || (patch.line <= line && line <= patch.endLine))
    .sort((a, b) => span(a) - span(b));
  const [patch] = around.filter(({ kind }) => kind !== "file");
  if (patch === undefined)
    throw new CodePatchError("usage", `There is no function at ${file}:${line}; put the cursor into one.`);
  const cited = around.flatMap((holder) =>
    citedPapers(`${holder.docs} ${holder.kind === "file" ? "" : holder.code}`).map(
      (paper): PaperMatch => ({
        paper,
        certainty: "recorded",
        reason: `cited in the ${holder.kind} ${holder.name}`,
      }),
    ),
  );
  const papers = await papersBelow(root, signal);
  const resembling =
    encoder === undefined || patch.vector === undefined
      ? []
      : await resemblances(root, papers, patch, encoder, signal);
  return {
    name: patch.name,
    matches: [
      ...new Map(
        [...resembling.reverse(), ...cited.reverse()].map((match) => [
          match.paper + (match.sentence ?? ""),
          match,
        ]),
      ).values(),
    ].reverse(),
    papers: papers.length,
  };
}

const span = ({ line, endLine, kind }: StoredPatch): number =>
  kind === "file" ? Number.POSITIVE_INFINITY : endLine - line;

async function papersBelow(root: string, signal: AbortSignal): Promise<string[]> {
  const papers: string[] = [];
  for await (const file of filesBelow(root, (name) =>
    /\.(bib|tex)$|^paper[\w-]*\.(md|txt)$|^abstract[\w-]*\.(md|txt)$/i.test(name),
  )) {
    throwIfAborted(signal);
    if ((await stat(file)).size <= largestPaper) papers.push(file);
    if (papers.length === mostPapers) break;
  }
  return papers;
}

async function resemblances(
  root: string,
  papers: readonly string[],
  patch: StoredPatch,
  encoder: TextEncoder,
  signal: AbortSignal,
): Promise<PaperMatch[]> {
  const found: { readonly score: number; readonly match: PaperMatch }[] = [];
  for (const file of papers) {
    const passages = readPaper(await readFile(file, "utf8"), file).slice(0, 500);
    const vectors = await encoder.embed(
      passages.map(({ sentence }) => sentence),
      "query",
      signal,
    );
    for (const [i, { section, sentence }] of passages.entries()) {
      const score = closeness(
        vectors[i] ?? new Float32Array(encoder.width),
        patch.vector ?? new Int8Array(encoder.width),
      );
      if (score < leastCloseness) continue;
      const words = matchedTerms(searchTerms(sentence), `${patch.name} ${patch.docs} ${patch.code}`).slice(
        0,
        6,
      );
      const relative = path.relative(root, file).split(path.sep).join("/");
      const reason = `closeness ${score.toFixed(2)}${words.length > 0 ? `; shares ${words.join(", ")}` : ""}`;
      found.push({ score, match: { paper: relative, section, sentence, certainty: "estimated", reason } });
    }
  }
  return found
    .sort((a, b) => b.score - a.score)
    .slice(0, shown)
    .map(({ match }) => match);
}
