import { mkdir, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { isAlive } from "../base/processes.js";

/** Of what was replaced. */
const oldEnding = ".old";
let claimed = 0;

/**
 * A folder in `models` for one installation of `name`, which no other process writes to. What an attempt that has ended left behind is
 * taken over: it is renamed, so that one process gets it.
 */
export async function claimStaging(models: string, name: string): Promise<string> {
  await mkdir(models, { recursive: true });
  // No id of a model holds an @.
  const own = path.join(models, `.${name}@${process.pid}-${++claimed}.part`);
  for (const entry of await readdir(models)) {
    const left = path.join(models, entry);
    if (entry.endsWith(oldEnding) && isAbandoned(entry.slice(0, -oldEnding.length), name))
      await rm(left, { recursive: true, force: true });
    if (isAbandoned(entry, name) && (await renamed(left, own))) return own;
  }
  await mkdir(own);
  return own;
}

/** Leaves what has been gathered to the next attempt. */
export async function keepStaging(staging: string, models: string, name: string): Promise<void> {
  try {
    await rename(staging, path.join(models, `.${name}.part`));
  } catch {
    // Another attempt has left as much.
    await rm(staging, { recursive: true, force: true });
  }
}

function isAbandoned(entry: string, name: string): boolean {
  if (entry === `.${name}.part`) return true;
  if (!entry.startsWith(`.${name}@`)) return false;
  const pid = /@(\d+)-\d+\.part$/.exec(entry)?.[1];
  return pid !== undefined && !isAlive(Number(pid));
}

/** Puts `folder` in the place of `target`, whose files are removed only then: who opened them reads on. */
export async function replaceFolder(folder: string, target: string): Promise<void> {
  const old = `${folder}${oldEnding}`;
  for (let attemptsLeft = 20; ; attemptsLeft--) {
    const hadOld = await renamed(target, old);
    try {
      await rename(folder, target);
      break;
    } catch (error) {
      // Between the two steps another process may have put its own there.
      if (attemptsLeft === 0 || !hasCode(error, "ENOTEMPTY", "EEXIST", "EPERM")) {
        if (hadOld) await rename(old, target);
        throw error;
      }
      await rm(old, { recursive: true, force: true });
    }
  }
  await rm(old, { recursive: true, force: true });
}

/** Whether there was something to rename. */
async function renamed(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (hasCode(error, "ENOENT")) return false;
    throw error;
  }
}

const hasCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && "code" in error && codes.includes(String(error.code));
