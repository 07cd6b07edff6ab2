import { changeOfCommit } from "../commit/changes.js";
import { factsOf } from "../commit/facts.js";
import { isSourcePath, mainLanguage } from "../commit/fileRoles.js";
import { conventionalSubject, declaredKind } from "../commit/kind/declared.js";
import { ruleSigns } from "../commit/kind/estimate.js";
import { provenKind, shownKind } from "../commit/kind/proven.js";
import { ruledKind } from "../commit/kind/rules.js";
import { signsOf } from "../commit/kind/signs.js";
import type { Change } from "../commit/types.js";
import { openBlobs } from "../git/blobs.js";
import { listCommits } from "../git/log.js";
import type { SyntaxParser } from "../syntax/parser.js";
import { housekeeping } from "./commitText.js";
import type { RepositoryRecord, RepositorySource } from "./source.js";

const maxDiffBytes = 2_000_000;
/** Of the commits whose titles look as if they declared a kind. */
const newest = 20_000;

/**
 * Commits in the form of Conventional Commits: `{signs, kind, shown?}`, the prefix hidden from the signs. `shown`: the kind that the
 * files alone show. `limit`: so many of a repository, evenly from the whole of its history.
 */
export const kindSource = (parser: SyntaxParser, limit = Number.POSITIVE_INFINITY): RepositorySource =>
  async function* (repository, drop, signal) {
    const blobs = openBlobs(repository.root);
    try {
      for (const sha of await declaringCommits(repository.root, limit, drop, signal)) {
        const options = { range: sha, merges: false, maxCount: 1, maxDiffBytes, fullIndex: true };
        for await (const commit of repository.commits(options, signal)) {
          const change = await changeOfCommit(repository.root, commit, blobs, signal);
          const record = await recordOf(change, parser, signal);
          if (record !== undefined) yield record;
        }
      }
    } finally {
      blobs.close();
    }
  };

/** Newest first. */
async function declaringCommits(
  root: string,
  limit: number,
  drop: (reason: string, count?: number) => void,
  signal: AbortSignal,
): Promise<string[]> {
  const range = ["--no-merges", "--extended-regexp", "--grep=^[a-z]+(\\([^)]*\\))?!?: ", "HEAD"];
  const declaring = (await listCommits(root, range, 0, newest, signal)).filter(
    ({ subject }) => declaration(subject) !== undefined,
  );
  const found = declaring.filter(({ author }) => housekeeping("", author) === undefined);
  if (found.length < declaring.length) drop("commit: bot", declaring.length - found.length);
  const n = Math.min(limit, found.length);
  return Array.from({ length: n }, (_, i) => found[Math.floor((i * found.length) / n)]?.sha ?? "");
}

/** Of the tags of single projects (`BUG:`, `ENH:`) nothing is learned. */
const declaration = (subject: string) => {
  const declared = conventionalSubject(subject);
  return declared !== undefined && /^[a-z]+$/.test(declared.type) ? declared : undefined;
};

async function recordOf(
  change: Change,
  parser: SyntaxParser,
  signal: AbortSignal,
): Promise<RepositoryRecord | undefined> {
  const declared = declaration(change.subject);
  const kind = declared && declaredKind(declared.type);
  if (declared === undefined || kind === undefined) return undefined;
  const facts = await factsOf({ ...change, subject: declared.rest }, parser, signal);
  const shown = (provenKind(facts) ?? shownKind(facts))?.kind;
  const diffs = change.files.map(({ diff }) => diff);
  return {
    key: `${declared.rest}\n${diffs.map(({ path }) => path).join("\n")}`,
    language: diffs.some(({ path }) => isSourcePath(path)) ? mainLanguage(diffs) : "text",
    style: kind,
    fields: {
      signs: [...signsOf(facts), ...ruleSigns(ruledKind(facts))],
      kind,
      ...(shown === undefined ? {} : { shown }),
      sha: change.sha,
    },
  };
}
