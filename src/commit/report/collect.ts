import type { Commit } from "../../git/commits.js";
import { countChanges, type FileDiff, parseDiff } from "../../git/diff.js";
import { setAsideReason } from "../fileRoles.js";

/** A changed file by its name and size alone. */
export interface TouchedFile {
  readonly path: string;
  readonly status: FileDiff["status"];
  readonly added: number;
  readonly removed: number;
  /** Lock files, generated code and the like: their lines count for nothing. */
  readonly setAside: boolean;
}

/** A commit as a report keeps it: thousands of them fit into memory. */
export interface CollectedCommit {
  readonly sha: string;
  /** ISO 8601, of its arrival in this history. */
  readonly date: string;
  readonly subject: string;
  readonly body: string;
  readonly files: readonly TouchedFile[];
  /** Lines of the files that are read. */
  readonly added: number;
  readonly removed: number;
  /** git knows that somebody else looked at it, or that it came through a pull request. */
  readonly isReviewed: boolean;
  readonly isDiffCut: boolean;
}

/** `mainLine`: commits of the first-parent history; what came in by a merge was offered for review before. */
export function collect(commit: Commit, mainLine: ReadonlySet<string>): CollectedCommit {
  const { sha, committed: date, subject, body, isDiffCut } = commit;
  const files = parseDiff(commit.diff).files.map((file): TouchedFile => {
    const setAside = setAsideReason(file) !== undefined;
    return { path: file.path, status: file.status, ...countChanges(file), setAside };
  });
  const read = files.filter((file) => !file.setAside);
  return {
    sha,
    date,
    subject,
    body,
    files,
    added: read.reduce((sum, { added }) => sum + added, 0),
    removed: read.reduce((sum, { removed }) => sum + removed, 0),
    isReviewed: !mainLine.has(sha) || saysReviewed(commit),
    isDiffCut,
  };
}

const reviewTrailer =
  /^(reviewed|acked|approved|tested)[- ]by$|^(reviewed-on|pull-request|differential revision|change-id)$/i;

/** The number of a pull request at the end of the subject is what a squash merge leaves. */
const saysReviewed = ({ subject, body, trailers }: Commit): boolean =>
  trailers.some(({ key }) => reviewTrailer.test(key)) ||
  /\((?:#|!)\d+\)$/.test(subject.trim()) ||
  /^(?:See merge request|Merged? (?:pull request|PR|branch)|Differential Revision|Pull Request resolved)\b/im.test(
    body,
  );
