import { readdir, readFile } from "node:fs/promises";
import os from "node:os";

/** `wanted`, or for 0 the physical cores − 1 and at least 1, so that a laptop stays usable. */
export async function threadCount(wanted: number): Promise<number> {
  if (wanted > 0) return Math.min(wanted, os.availableParallelism());
  return Math.max(1, Math.min(await physicalCores(), os.availableParallelism()) - 1);
}

/** Linux says which logical processors share a core; elsewhere x64 is taken to have two on each and ARM one. */
async function physicalCores(): Promise<number> {
  if (process.platform === "linux") {
    const root = "/sys/devices/system/cpu";
    try {
      const names = (await readdir(root)).filter((name) => /^cpu\d+$/.test(name));
      const siblings = await Promise.all(
        names.map((name) =>
          readFile(`${root}/${name}/topology/thread_siblings_list`, "utf8").catch(() => name),
        ),
      );
      if (siblings.length > 0) return new Set(siblings).size;
    } catch {
      // No such folder in some sandboxes.
    }
  }
  return process.arch === "x64" ? Math.ceil(os.cpus().length / 2) : os.cpus().length;
}
