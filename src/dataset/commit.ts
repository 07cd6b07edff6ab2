import { escapeSpecial } from "../base/specialTokens.js";
import { isSourcePath, mainLanguage, setAsideReason } from "../commit/fileRoles.js";
import { commitPrompt, commitSlots } from "../commit/prompt.js";
import { cleanSubject } from "../commit/subject.js";
import type { Commit } from "../git/commits.js";
import { type FileDiff, parseDiff, printDiff } from "../git/diff.js";
import { cleanBody, housekeeping, unfitSubject } from "./commitText.js";
import type { FileRecord, RepositorySource } from "./source.js";

const limits = { sourceFiles: 3, diff: 4_000, diffBytes: 200_000, sameSubject: 2 } as const;

/** Commits that people made for their own sake: the prompt that the engine would build, and what the author wrote. */
export const commitSource: RepositorySource = async function* (repository, drop, signal) {
  const subjects = new Map<string, number>();
  const options = { range: "HEAD", merges: false, maxDiffBytes: limits.diffBytes };
  for await (const commit of repository.commits(options, signal)) {
    const record = readCommit(commit);
    if (typeof record === "string") {
      drop(record);
      continue;
    }
    const subject = String(record.fields.subject).toLowerCase();
    const seen = subjects.get(subject) ?? 0;
    subjects.set(subject, seen + 1);
    if (seen >= limits.sameSubject) drop("subject: repeated");
    else yield record;
  }
};

/** A record, or why the commit is none. */
function readCommit(commit: Commit): FileRecord | string {
  const chore = housekeeping(commit.subject, commit.author);
  if (chore !== undefined) return `commit: ${chore}`;
  const subject = cleanSubject(commit.subject);
  const unfit = unfitSubject(subject) ?? (housekeeping(subject, commit.author) && "housekeeping");
  if (unfit !== undefined) return `subject: ${unfit}`;
  if (commit.isDiffCut) return "diff: too long";
  const { files } = parseDiff(commit.diff);
  const read = files.filter((file) => setAsideReason(file) === undefined && file.parents === 1);
  const sources = read.filter(({ path }) => isSourcePath(path)).length;
  if (sources === 0) return "diff: no source file";
  if (sources > limits.sourceFiles) return "diff: more than 3 source files";
  const diff = printDiff({ preamble: [], files: read, unterminated: false });
  if (diff.length > limits.diff) return "diff: too long";
  const key = changedLines(read);
  if (key.trim() === "") return "diff: no changed line";
  if (diff.includes("\uFFFD")) return "diff: not UTF-8";
  const body = cleanBody(commit.body, subject);
  const { prefix } = commitPrompt(files);
  const language = mainLanguage(read);
  const slots = [
    { open: commitSlots.subject, text: escapeSpecial(subject) },
    ...(body === "" ? [] : [{ open: commitSlots.body, text: escapeSpecial(body) }]),
  ];
  return {
    key,
    language,
    style: body === "" ? "subject" : "subject and body",
    fields: {
      prompt: prefix,
      slots,
      language,
      sha: commit.sha,
      diff,
      subject,
      ...(body === "" ? {} : { body }),
    },
  };
}

/** Cherry-picks on several branches change the same lines. */
const changedLines = (files: readonly FileDiff[]): string =>
  files
    .flatMap(({ path, hunks }) => [
      path,
      ...hunks.flatMap(({ lines }) => lines.filter((line) => /^[+-]/.test(line))),
    ])
    .join("\n");
