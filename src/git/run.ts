import { throwIfAborted } from "../base/errors.js";
import { gitFailed } from "./complaint.js";
import { startGit } from "./process.js";

interface RunOptions {
  readonly input?: string;
  /** What git prints beyond it is not read, and git is stopped. */
  readonly maxBytes?: number;
  readonly timeoutMilliseconds?: number;
}

interface Collected {
  readonly bytes: Buffer;
  /** The first 2,000 characters. */
  readonly stderr: string;
  /** `limit`: it printed more or took longer than was allowed, and was stopped. */
  readonly outcome: "ok" | "failed" | "limit";
}

interface GitOutput extends Pick<Collected, "stderr" | "outcome"> {
  readonly stdout: string;
}

const defaultMaxBytes = 64 * 1024 * 1024;

/** One git command from start to end, with bounds on time and memory. It is for the caller to judge how it ended. */
export async function runGit(
  root: string,
  args: readonly string[],
  options: RunOptions,
  signal: AbortSignal,
): Promise<GitOutput> {
  const bounds = { maxBytes: defaultMaxBytes, timeoutMilliseconds: 60_000, ...options };
  const { bytes, stderr, outcome } = await collect(root, args, bounds, signal);
  return { stdout: bytes.toString("utf8"), stderr, outcome };
}

/** What a git command prints, at most `maxBytes` of it. Throws `git-failed` with what git complained of. */
export async function gitOutput(
  root: string,
  args: readonly string[],
  maxBytes: number,
  signal: AbortSignal,
): Promise<{ bytes: Buffer; isCut: boolean }> {
  const { bytes, stderr, outcome } = await collect(root, args, { maxBytes }, signal);
  if (outcome === "failed") throw gitFailed(root, stderr);
  return { bytes, isCut: outcome === "limit" };
}

async function collect(
  root: string,
  args: readonly string[],
  { input = "", maxBytes = defaultMaxBytes, timeoutMilliseconds }: RunOptions,
  signal: AbortSignal,
): Promise<Collected> {
  throwIfAborted(signal);
  const { child, exit } = startGit(root, args);
  const parts: Buffer[] = [];
  let kept = 0;
  let stderr = "";
  let isStopped = false;
  const stop = (): void => {
    isStopped = true;
    child.kill();
  };
  const timer = timeoutMilliseconds === undefined ? undefined : setTimeout(stop, timeoutMilliseconds);
  signal.addEventListener("abort", stop);
  child.stdout.on("data", (data: Buffer) => {
    const part = data.subarray(0, maxBytes - kept);
    parts.push(part);
    kept += part.length;
    if (part.length < data.length) stop();
  });
  child.stdout.on("error", () => {});
  child.stderr.on("data", (data: Buffer) => {
    if (stderr.length < 2_000) stderr += data.toString("utf8");
  });
  child.stdin.end(input);
  try {
    const code = await exit;
    throwIfAborted(signal);
    const outcome = isStopped ? "limit" : code === 0 ? "ok" : "failed";
    return { bytes: Buffer.concat(parts), stderr, outcome };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
}
