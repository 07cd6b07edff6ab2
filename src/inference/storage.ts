import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { writeWhole } from "../base/wholeFile.js";
import { isObject, type JsonObject } from "./json.js";

export const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

/** Small facts that are remembered between runs, in one JSON file. A file that is missing or damaged is an empty memory. */
export interface Memory {
  get(key: string): Promise<unknown>;
  /** Failing to write (a full or read-only disk) costs a repetition of the work and is no error. */
  set(key: string, value: unknown): Promise<void>;
}

/** For checks that must not rely on earlier ones. */
export const forgetful: Memory = { get: async () => undefined, set: async () => {} };

export function openMemory(storage: string, name: string): Memory {
  const file = path.join(storage, name);
  const read = async (): Promise<JsonObject> => {
    try {
      const json: unknown = JSON.parse(await readFile(file, "utf8"));
      return isObject(json) ? json : {};
    } catch {
      return {};
    }
  };
  const write = async (key: string, value: unknown): Promise<void> => {
    try {
      await mkdir(storage, { recursive: true });
      const text = JSON.stringify({ ...(await read()), [key]: value }, null, 1);
      await writeWhole(file, (temporary) => writeFile(temporary, text));
    } catch {
      // Nothing is lost but the memory.
    }
  };
  // One after the other: each adds to what the one before wrote.
  let last = Promise.resolve();
  return {
    get: async (key) => (await read())[key],
    set(key, value) {
      last = last.then(() => write(key, value));
      return last;
    },
  };
}
