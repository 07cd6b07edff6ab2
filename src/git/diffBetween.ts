import { throwIfAborted } from "../base/errors.js";
import { diffFlags, diffSettings } from "./diffFlags.js";
import { gitFailed, startGit } from "./process.js";

export interface DiffText {
  readonly text: string;
  /** The diff was longer than the limit and ends anywhere. */
  readonly isCut: boolean;
}

/** `git diff` with `args` (`--cached`, `A B`, nothing for the work tree against the index), at most `maxBytes` of it. */
export async function diffBetween(
  root: string,
  args: readonly string[],
  maxBytes: number,
  signal: AbortSignal,
): Promise<DiffText> {
  const run = [...diffSettings, "diff", ...diffFlags, "--full-index", ...args, "--"];
  const { bytes, isCut } = await gitOutput(root, run, maxBytes, signal);
  return { text: bytes.toString("utf8"), isCut };
}

/** What a git command prints, at most `maxBytes` of it. Throws `git-failed` with what git complained of. */
export async function gitOutput(
  root: string,
  args: readonly string[],
  maxBytes: number,
  signal: AbortSignal,
): Promise<{ bytes: Buffer; isCut: boolean }> {
  throwIfAborted(signal);
  const { child, exit } = startGit(root, args);
  child.stdin.end();
  let complaint = "";
  child.stderr.on("data", (data: Buffer) => {
    if (complaint.length < 2_000) complaint += data.toString("utf8");
  });
  const kill = (): void => void child.kill();
  signal.addEventListener("abort", kill);
  const parts: Buffer[] = [];
  let kept = 0;
  let isCut = false;
  try {
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      const part = chunk.subarray(0, maxBytes - kept);
      if (part.length > 0) parts.push(part);
      kept += part.length;
      isCut ||= part.length < chunk.length;
      if (isCut) break;
    }
    if (isCut) kill();
    const code = await exit;
    throwIfAborted(signal);
    if (code !== 0 && !isCut) throw gitFailed(root, complaint);
    return { bytes: Buffer.concat(parts), isCut };
  } finally {
    signal.removeEventListener("abort", kill);
    kill();
  }
}
