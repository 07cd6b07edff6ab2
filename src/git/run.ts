import { cancelled } from "../base/errors.js";
import { startGit } from "./process.js";

export interface RunOptions {
  readonly input?: string;
  /** What git prints beyond it is not read, and git is stopped. */
  readonly maxBytes?: number;
  readonly timeoutMilliseconds?: number;
}

export interface GitOutput {
  readonly stdout: string;
  /** The first 2,000 characters. */
  readonly stderr: string;
  /** `limit`: it printed more or took longer than was allowed, and was stopped. */
  readonly outcome: "ok" | "failed" | "limit";
}

const defaultMaxBytes = 64 * 1024 * 1024;

/** Whatever the repository configures, git starts no other program and follows nobody's list of commits to pass over. */
const settings = ["core.fsmonitor=false", "blame.ignoreRevsFile=", "core.quotePath=false"];

/** One git command from start to end, with bounds on time and memory. */
export function runGit(
  root: string,
  args: readonly string[],
  { input = "", maxBytes = defaultMaxBytes, timeoutMilliseconds = 60_000 }: RunOptions,
  signal: AbortSignal,
): Promise<GitOutput> {
  if (signal.aborted) return Promise.reject(cancelled());
  const { child, exit } = startGit(root, [...settings.flatMap((setting) => ["-c", setting]), ...args]);
  const chunks: Buffer[] = [];
  let bytes = 0;
  let stderr = "";
  let isStopped = false;
  const stop = (): void => {
    isStopped = true;
    child.kill();
  };
  const timer = setTimeout(stop, timeoutMilliseconds);
  signal.addEventListener("abort", stop);
  child.stdout.on("data", (data: Buffer) => {
    bytes += data.length;
    if (bytes > maxBytes) stop();
    else chunks.push(data);
  });
  child.stdout.on("error", () => {});
  child.stderr.on("data", (data: Buffer) => {
    if (stderr.length < 2_000) stderr += data.toString("utf8");
  });
  child.stdin.end(input);
  return exit
    .then((code): GitOutput => {
      if (signal.aborted) throw cancelled();
      const outcome = isStopped ? "limit" : code === 0 ? "ok" : "failed";
      return { stdout: Buffer.concat(chunks).toString("utf8"), stderr, outcome };
    })
    .finally(() => {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
    });
}
