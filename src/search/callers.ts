import { isTestPath } from "../base/fileKinds.js";
import { escapeRegExp } from "../base/regex.js";
import type { SearchStore, StoredPatch } from "./store.js";

/** A shorter name (`get`, `run`) belongs to too many functions for its mention to mean this one. */
const fewestLetters = 5;
/** Mentions that are read: enough to name a few callers, and as quick in a large index as in a small one. */
const mentionsRead = 60;

/**
 * Names of functions whose code calls something of this name. By name alone: which of several
 * functions of the name is meant, an index of words cannot tell. Tests, which call everything, come last.
 */
export async function callersOf({ id, kind, name }: StoredPatch, store: SearchStore): Promise<string[]> {
  const ownName = lastPart(name);
  if (kind !== "function" || ownName.length < fewestLetters) return [];
  const call = new RegExp(
    `(?<!\\b(?:def|function|func|fn)\\s+)(?<![\\p{L}\\p{N}_])${escapeRegExp(ownName)}\\s*\\(`,
    "u",
  );
  const mentions = await store.mentions(ownName, mentionsRead);
  const callers = [...(await store.patches(mentions)).values()].filter(
    (patch) =>
      patch.id !== id &&
      patch.kind === "function" &&
      lastPart(patch.name) !== ownName &&
      call.test(patch.code),
  );
  const isTest = (patch: StoredPatch): number => Number(isTestPath(patch.path));
  callers.sort((a, b) => isTest(a) - isTest(b));
  return [...new Set(callers.map((patch) => patch.name))];
}

const lastPart = (name: string): string => name.split(".").at(-1) ?? name;
