import { type CodePatchError, throwIfAborted } from "../base/errors.js";
import { gitFailed } from "./complaint.js";
import { diffFlags, diffSettings } from "./diffFlags.js";
import { type Message, splitMessage } from "./message.js";
import { startGit } from "./process.js";

export interface Commit extends Message {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly author: { readonly name: string; readonly email: string };
  /** When it was written: ISO 8601, with the author's time zone. */
  readonly date: string;
  /** When it came to be in this history, which a rebase changes: ISO 8601, with that time zone. `since` and `until` go by it. */
  readonly committed: string;
  /** Against the first parent, for `parseDiff`; "" when the commit changes nothing. */
  readonly diff: string;
  /** The diff was longer than the limit and ends anywhere. */
  readonly isDiffCut: boolean;
  /** Why git could not read all of it: an object is damaged or missing, or a partial clone lacks it. `isDiffCut` is then true. */
  readonly unread?: CodePatchError;
}

export interface CommitOptions {
  /** A revision or range as git understands it. */
  readonly range: string;
  readonly merges: boolean;
  /** Bounds, ISO 8601. */
  readonly since?: string;
  readonly until?: string;
  /** Bytes kept of each diff. */
  readonly maxDiffBytes: number;
  readonly maxCount?: number;
  /** Name both sides of each file by their whole ids, for who wants to read them. */
  readonly fullIndex?: boolean;
}

/** Room for ids, names and the message of a commit, in bytes. */
const headBytes = 256 * 1024;
const recordStart = "\n\0\0";
const flags = ["--no-show-signature", "--no-notes", "--no-mailmap", "--encoding=UTF-8"];
const format = "%x00%x00%H%x00%P%x00%aI%x00%cI%x00%an%x00%ae%x00%B%x00";

/** Commits whose files git cannot read before the history is given up. */
const maxUnreadable = 1_000;

/**
 * Newest first, from one `git log -p` process that waits while the reader works; memory is bounded by one commit.
 * Where git stops at a commit because an object is missing, that commit counts as cut and git goes on after it.
 *
 * @throws CodePatchError `git-damaged` where a commit itself cannot be read, or too many cannot.
 */
export async function* readCommits(
  root: string,
  options: CommitOptions,
  signal: AbortSignal,
): AsyncGenerator<Commit> {
  let done = 0;
  for (let unreadable = 0; ; unreadable++) {
    if (options.maxCount !== undefined && done >= options.maxCount) return;
    const log = startLog(root, options, [...diffFlags, ...limitOf(options, done), `--skip=${done}`], signal);
    const { printed, complaint } = yield* readRun(root, log, options.maxDiffBytes, undefined, signal);
    done += printed;
    if (complaint === undefined) return;
    const error = gitFailed(root, complaint);
    if (unreadable === maxUnreadable) throw error;
    if (printed > 0) continue;
    // git looks for renames before it prints anything of a commit; without its diff the commit can still be read.
    const bare = startLog(root, options, ["--no-patch", "--max-count=1", `--skip=${done}`], signal);
    const alone = yield* readRun(root, bare, options.maxDiffBytes, complaint, signal);
    done += alone.printed;
    if (alone.printed === 0) throw error;
  }
}

const limitOf = ({ maxCount }: CommitOptions, done: number): string[] =>
  maxCount === undefined ? [] : [`--max-count=${maxCount - done}`];

interface Outcome {
  readonly printed: number;
  /** What git printed when it ended with an error, else undefined. */
  readonly complaint: string | undefined;
}

/** `earlier`: what git complained of when it was asked for the diff too. */
async function* readRun(
  root: string,
  run: Run,
  maxDiffBytes: number,
  earlier: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<Commit, Outcome> {
  try {
    let printed = 0;
    let last: RawRecord | undefined;
    const records = splitRecords(run.stdout, maxDiffBytes + headBytes);
    for (;;) {
      const next = await records.next();
      throwIfAborted(signal);
      if (next.done === true) break;
      if (last) yield readCommit(last, maxDiffBytes);
      last = next.value;
      printed++;
    }
    const complaint = await run.complaint;
    throwIfAborted(signal);
    // The last one may have been cut by what stopped git.
    const why = earlier ?? complaint;
    if (last && why === undefined) yield readCommit(last, maxDiffBytes);
    else if (last && why !== undefined)
      yield { ...readCommit({ ...last, isCut: true }, maxDiffBytes), unread: gitFailed(root, why) };
    return { printed, complaint };
  } finally {
    run.stop();
  }
}

interface Run {
  readonly stdout: AsyncIterable<Buffer>;
  readonly complaint: Promise<string | undefined>;
  stop(): void;
}

function startLog(
  root: string,
  { range, merges, fullIndex, since, until }: CommitOptions,
  which: readonly string[],
  signal: AbortSignal,
): Run {
  throwIfAborted(signal);
  const { child, exit } = startGit(root, [
    ...diffSettings,
    ...["log", ...flags, merges ? "--diff-merges=first-parent" : "--no-merges", ...which],
    ...(fullIndex === true ? ["--full-index"] : []),
    ...(since === undefined ? [] : [`--since=${since}`]),
    ...(until === undefined ? [] : [`--until=${until}`]),
    ...[`--format=tformat:${format}`, "--end-of-options", range, "--"],
  ]);
  child.stdin.end();
  let printed = "";
  child.stderr.on("data", (data: Buffer) => {
    if (printed.length < 2_000) printed += data.toString("utf8");
  });
  const complaint = exit.then((code) => (code === 0 ? undefined : printed));
  complaint.catch(() => {});
  const kill = (): void => void child.kill();
  signal.addEventListener("abort", kill);
  const stop = (): void => {
    signal.removeEventListener("abort", kill);
    kill();
  };
  return { stdout: child.stdout, complaint, stop };
}

interface RawRecord {
  readonly bytes: Buffer;
  readonly isCut: boolean;
}

/** A line of a diff never begins with NUL and a message never contains it, so a line that begins with two starts a commit. */
async function* splitRecords(stream: AsyncIterable<Buffer>, limit: number): AsyncGenerator<RawRecord> {
  let parts: Buffer[] = [];
  let kept = 0;
  let isCut = false;
  const keep = (bytes: Buffer): void => {
    const part = bytes.subarray(0, limit - kept);
    isCut ||= part.length < bytes.length;
    if (part.length === 0) return;
    // A copy: a view would keep the whole chunk alive.
    parts.push(Buffer.from(part));
    kept += part.length;
  };
  const finish = (): RawRecord => {
    const record = { bytes: Buffer.concat(parts), isCut };
    [parts, kept, isCut] = [[], 0, false];
    return record;
  };
  // The mark may lie across two chunks: its possible beginning is looked at again with the next one.
  let rest = Buffer.from("\n");
  let isFirst = true;
  for await (const chunk of stream) {
    let bytes = Buffer.concat([rest, chunk]);
    for (let at = bytes.indexOf(recordStart); at >= 0; at = bytes.indexOf(recordStart)) {
      keep(bytes.subarray(0, at + 1));
      const record = finish();
      if (!isFirst) yield record;
      isFirst = false;
      bytes = bytes.subarray(at + recordStart.length);
    }
    const safe = Math.max(0, bytes.length - (recordStart.length - 1));
    keep(bytes.subarray(0, safe));
    rest = Buffer.from(bytes.subarray(safe));
  }
  keep(rest);
  if (!isFirst) yield finish();
}

function readCommit({ bytes, isCut }: RawRecord, maxDiffBytes: number): Commit {
  const fields: string[] = [];
  let at = 0;
  while (fields.length < 7) {
    const end = bytes.indexOf(0, at);
    fields.push(bytes.toString("utf8", at, end < 0 ? bytes.length : end));
    at = end < 0 ? bytes.length : end + 1;
  }
  const [sha = "", parents = "", date = "", committed = "", name = "", email = "", message = ""] = fields;
  // After the fields git ends the line, and leaves one empty before a diff.
  while (bytes[at] === 10) at++;
  const end = Math.min(bytes.length, at + maxDiffBytes);
  return {
    sha,
    parents: parents.split(" ").filter((parent) => parent !== ""),
    date,
    committed,
    author: { name, email },
    ...splitMessage(message),
    diff: bytes.toString("utf8", at, end),
    isDiffCut: isCut || end < bytes.length,
  };
}
