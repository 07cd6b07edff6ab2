import { gitFailed } from "./complaint.js";
import { openRepository, type TreeEntry } from "./repository.js";
import { runGit } from "./run.js";

/** Commit id → blob of its note. Empty where the reference does not exist. Throws `git-damaged` where it cannot be read. */
export async function listNotes(
  root: string,
  ref: string,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const notes = new Map<string, string>();
  // Notes lie in a tree whose paths are commit ids, in folders of two digits once there are many.
  const { stdout, stderr, outcome } = await runGit(root, ["ls-tree", "-r", "-z", ref], { maxBytes }, signal);
  if (outcome === "failed" && /not a valid object name/i.test(stderr)) return notes;
  if (outcome === "failed") throw gitFailed(root, stderr);
  if (outcome === "limit") return notes;
  for (const entry of stdout.split("\0")) {
    const [, blob = "", path = ""] = /^100\d{3} blob ([0-9a-f]+)\t([0-9a-f/]+)$/.exec(entry) ?? [];
    const commit = path.replaceAll("/", "");
    if (/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(commit)) notes.set(commit, blob);
  }
  return notes;
}

/** All texts of one call together. */
const maxTotalBytes = 256 * 1024 * 1024;

/** Blob → text; blobs larger than `maxBytes` are left out, unread. */
export async function readSmallBlobs(
  root: string,
  blobs: readonly string[],
  maxBytes: number,
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  if (blobs.length === 0) return texts;
  const asked = await runGit(root, ["cat-file", "--batch-check"], { input: `${blobs.join("\n")}\n` }, signal);
  const small: TreeEntry[] = [];
  let total = 0;
  for (const line of asked.stdout.split("\n")) {
    const [, blob = "", bytes] = /^([0-9a-f]+) blob (\d+)$/.exec(line) ?? [];
    if (blob === "" || Number(bytes) > maxBytes || total + Number(bytes) > maxTotalBytes) continue;
    total += Number(bytes);
    small.push({ path: blob, blob, bytes: Number(bytes) });
  }
  for await (const { entry, content } of openRepository(root).readFiles(small, signal))
    texts.set(entry.blob, content.toString("utf8"));
  return texts;
}
