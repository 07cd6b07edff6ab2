import { changeOfCommit } from "../commit/changes.js";
import { factsOf } from "../commit/facts.js";
import { isSourcePath, mainLanguage } from "../commit/fileRoles.js";
import { conventionalSubject, declaredKind } from "../commit/kind/declared.js";
import { ruleSigns } from "../commit/kind/estimate.js";
import { provenKind, shownKind } from "../commit/kind/proven.js";
import { ruledKind } from "../commit/kind/rules.js";
import { signsOf } from "../commit/kind/signs.js";
import { openBlobs } from "../git/blobs.js";
import type { SyntaxParser } from "../syntax/parser.js";
import { housekeeping } from "./commitText.js";
import type { RepositorySource } from "./source.js";

const maxDiffBytes = 2_000_000;

/** Commits in the form of Conventional Commits whose kind the files alone do not show: `{signs, kind}`, the prefix hidden from the signs. */
export const kindSource = (parser: SyntaxParser): RepositorySource =>
  async function* (repository, drop, signal) {
    const options = { range: "HEAD", merges: false, maxDiffBytes, fullIndex: true };
    const blobs = openBlobs(repository.root);
    try {
      for await (const commit of repository.commits(options, signal)) {
        const declared = conventionalSubject(commit.subject);
        const kind = declared && declaredKind(declared.type);
        if (declared === undefined || kind === undefined || !/^[a-z]+$/.test(declared.type)) {
          drop("subject: no kind");
          continue;
        }
        if (housekeeping("", commit.author) !== undefined) {
          drop("commit: bot");
          continue;
        }
        const change = await changeOfCommit(repository.root, commit, blobs, signal);
        const facts = await factsOf({ ...change, subject: declared.rest }, parser, signal);
        if ((provenKind(facts) ?? shownKind(facts)) !== undefined) {
          drop("kind: shown by the files");
          continue;
        }
        const diffs = change.files.map(({ diff }) => diff);
        const signs = [...signsOf(facts), ...ruleSigns(ruledKind(facts))];
        const language = diffs.some(({ path }) => isSourcePath(path)) ? mainLanguage(diffs) : "text";
        yield {
          key: `${declared.rest}\n${diffs.map(({ path }) => path).join("\n")}`,
          language,
          style: kind,
          fields: { signs, kind, sha: commit.sha },
        };
      }
    } finally {
      blobs.close();
    }
  };
