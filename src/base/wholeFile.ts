import { readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { isAlive } from "./processes.js";

let written = 0;

/**
 * Writes a file in one step: `write` fills a temporary one beside it, which no other process writes to and which then takes its name. Readers
 * find the old file or the new one; where `write` fails the old one stays.
 */
export async function writeWhole(file: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const temporary = `${file}.${process.pid}-${++written}.tmp`;
  try {
    await write(temporary);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
}

/** Removes the temporary files in `folder` whose processes were killed. */
export async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = /\.(\d+)-\d+\.tmp$/.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) await rm(path.join(folder, name), { force: true });
  }
}
