import { CodePatchError } from "../base/errors.js";
import { startGit } from "./process.js";

/** Reads contents by their id through one git process that stays open; `close` ends it. */
export interface BlobReader {
  /** `undefined` when git has no such blob or it is larger than `maxBytes`. Reads follow one another, in the order they were asked for. */
  read(id: string, maxBytes?: number): Promise<Buffer | undefined>;
  close(): void;
}

/** A process for each file would take a hundred times as long. */
export function openBlobs(root: string): BlobReader {
  const { child, exit } = startGit(root, ["cat-file", "--batch"]);
  child.stderr.resume();
  const chunks = child.stdout[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let pending: Buffer[] = [];
  let available = 0;

  const more = async (): Promise<void> => {
    const next = await chunks.next();
    if (next.done === true) {
      await exit;
      throw new CodePatchError("git-failed", `git ended early while reading ${root}; run git fsck there.`);
    }
    pending.push(next.value);
    available += next.value.length;
  };
  const take = async (bytes: number): Promise<Buffer> => {
    while (available < bytes) await more();
    const all = pending.length === 1 && pending[0] ? pending[0] : Buffer.concat(pending);
    pending = [all.subarray(bytes)];
    available -= bytes;
    return all.subarray(0, bytes);
  };
  const takeLine = async (): Promise<string> => {
    for (;;) {
      const all = pending.length === 1 && pending[0] ? pending[0] : Buffer.concat(pending);
      pending = [all];
      const end = all.indexOf(10);
      if (end >= 0) return (await take(end + 1)).subarray(0, end).toString("utf8");
      await more();
    }
  };
  const skip = async (bytes: number): Promise<void> => {
    for (let left = bytes; left > 0; ) {
      if (available === 0) await more();
      const part = Math.min(left, available);
      await take(part);
      left -= part;
    }
  };
  const readOne = async (id: string, maxBytes: number): Promise<Buffer | undefined> => {
    child.stdin.write(`${id}\n`);
    const size = Number(/ (\d+)$/.exec(await takeLine())?.[1] ?? Number.NaN);
    if (Number.isNaN(size)) return undefined;
    if (size > maxBytes) {
      await skip(size + 1);
      return undefined;
    }
    // A copy: a view would keep the whole chunk alive.
    const content = Buffer.from(await take(size));
    await skip(1);
    return content;
  };

  let last: Promise<unknown> = Promise.resolve();
  return {
    read(id, maxBytes = Number.POSITIVE_INFINITY) {
      const reading = last.then(() => readOne(id, maxBytes));
      last = reading.catch(() => {});
      return reading;
    },
    close: () => void child.kill(),
  };
}
