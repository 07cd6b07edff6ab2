import { randomBytes } from "node:crypto";
import {
  chown,
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  realpath,
  rename,
  stat,
  unlink,
  writeFile,
} from "node:fs/promises";
import path from "node:path";
import { CodePatchError, messageOf } from "../base/errors.js";
import { writeWhole } from "../base/wholeFile.js";
import { encodeText, type SourceFile } from "./sourceFile.js";

const failed = (message: string, cause?: unknown) =>
  new CodePatchError("write-failed", message, cause === undefined ? undefined : { cause });

/**
 * Replaces the text of a file that was read before, all or nothing: the new text goes to a temporary file in the same
 * folder, is flushed to the disk, and takes the old one's name. Mode, owner and byte order mark stay.
 *
 * Throws `stale-document` when the file is not what was read, `write-failed` when the disk or the permissions say no.
 * In both cases the file is as it was.
 */
export async function replaceText(source: SourceFile, text: string): Promise<void> {
  const info = await requireUnchanged(source);
  // A rename asks only the folder; the file's own protection counts here too.
  if ((info.mode & 0o222) === 0) {
    throw failed(`${source.path} is read-only and was not changed; make it writable.`);
  }
  const folder = path.dirname(source.realPath);
  await removeLeftovers(folder);
  const temporary = path.join(
    folder,
    `.${path.basename(source.realPath).slice(0, 80)}.${randomBytes(6).toString("hex")}.codepatch.tmp`,
  );
  let created = false;
  try {
    const file = await open(temporary, "wx", source.mode);
    created = true;
    try {
      await file.writeFile(encodeText(source, text));
      await file.chmod(source.mode);
      await file.sync();
    } finally {
      await file.close();
    }
    const made = await stat(temporary);
    if (made.uid !== info.uid || made.gid !== info.gid) await chown(temporary, info.uid, info.gid);
    await requireUnchanged(source);
    await rename(temporary, source.realPath);
  } catch (error) {
    if (created) await unlink(temporary).catch(() => {});
    if (error instanceof CodePatchError) throw error;
    throw failed(explain(source.path, "was not changed", error), error);
  }
}

const temporaryName = /^\..+\.[0-9a-f]{12}\.codepatch\.tmp$/;
/** Milliseconds. A write takes a few of them, on any machine that shares the folder; what is so old was left by one that was killed. */
const leftAfter = 600_000;
const tidied = new Set<string>();

/** Removes, once a run, what a killed run has left in the folder. It is in nobody's way: where it cannot be removed it stays. */
async function removeLeftovers(folder: string): Promise<void> {
  if (tidied.has(folder)) return;
  tidied.add(folder);
  for (const name of await readdir(folder).catch(() => [])) {
    if (!temporaryName.test(name)) continue;
    const file = path.join(folder, name);
    const info = await lstat(file).catch(() => undefined);
    if (info?.isFile() && Date.now() - info.mtimeMs > leftAfter) await unlink(file).catch(() => {});
  }
}

/** Writes a file that a person asked for: a report, a picture. An older one stays until it is whole. Throws `write-failed`. */
export async function writeOutput(file: string, text: string): Promise<void> {
  try {
    await mkdir(path.dirname(file), { recursive: true });
    const older = await stat(file).catch(() => undefined);
    // A pipe and a device are written to and not replaced.
    if (older !== undefined && !older.isFile()) await writeFile(file, text);
    else
      await writeWhole(older === undefined ? file : await realpath(file), (temporary) =>
        writeFile(temporary, text, { mode: older?.mode ?? 0o666 }),
      );
  } catch (error) {
    throw failed(explain(file, "was not written", error), error);
  }
}

async function requireUnchanged(source: SourceFile) {
  try {
    const [bytes, info] = await Promise.all([readFile(source.realPath), stat(source.realPath)]);
    if (bytes.equals(source.bytes)) return info;
  } catch (cause) {
    throw new CodePatchError(
      "stale-document",
      `${source.path} was removed meanwhile and was not written; restore it and run the command again.`,
      { cause },
    );
  }
  throw new CodePatchError(
    "stale-document",
    `${source.path} was changed meanwhile and was not written; run the command again.`,
  );
}

function explain(name: string, outcome: string, error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case "ENOSPC":
    case "EDQUOT":
    case "EFBIG":
      return `The disk is full and ${name} ${outcome}; free some space.`;
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return `${name} may not be written and ${outcome}; make the file and its folder writable.`;
    default:
      return `${name} could not be written and ${outcome} (${messageOf(error)}); check the path and the disk.`;
  }
}
