import { isTestPath } from "../base/fileKinds.js";
import type { FileFacts } from "./types.js";
import { humanWords } from "./words.js";

/** Folders that say how a project is laid out and not what it is about. */
const layout =
  /^(?:src|lib|libs|source|sources|app|apps|packages|pkg|internal|include|main|java|kotlin|scala|python|php|ruby|js|ts|com|org|io|net|github|www|core|modules|crates|components|cmd|tests?|specs?|__tests__|unit|integration|docs?|examples?|\.+|\d.*)$/i;

/** The path without its layout and without tests' own folders: `packages/api/src/auth/token.test.ts` is `api/auth/token`. */
function meaningfulParts(path: string): string[] {
  const parts = path.split("/");
  const file = parts.pop() ?? "";
  const stem = file
    .replace(/\.[^.]*$/, "")
    .replace(/[._-](?:test|tests|spec|d|min|stories|module|component)$/i, "")
    .replace(/^(?:test_|tests_)|(?:_test|_spec|Tests?|Spec)$/g, "");
  const folders = parts.filter((part) => !layout.test(part));
  return [...folders, ...(/^(?:__init__|index|mod|main|lib|conftest)?$/.test(stem) ? [] : [stem])];
}

/** Where a change is, for grouping: the first folder that means something, else the file itself. */
function areaOf(path: string): string {
  const folders = path.split("/").slice(0, -1);
  const meaningful = folders.filter((part) => !layout.test(part));
  // The package that carries the project's whole code is no area; what is below it is.
  const [first, second] = meaningful;
  if (first === undefined) {
    if (/^\.github|^\.circleci/.test(path)) return "automation";
    if (isTestPath(path)) return "tests";
    return folders.length > 0 && /^docs?$/i.test(folders[0] ?? "") ? "documentation" : "project";
  }
  if (first.startsWith(".")) return "automation";
  return second !== undefined ? `${first}/${second}` : first;
}

/** Areas of a change, the one with most changed lines first. */
export function areasOf(files: readonly FileFacts[]): string[] {
  const sizes = new Map<string, number>();
  for (const { path, added, removed } of files) {
    const area = areaOf(path);
    sizes.set(area, (sizes.get(area) ?? 0) + 1 + added + removed);
  }
  return [...sizes].sort((a, b) => b[1] - a[1]).map(([area]) => area);
}

/** Where it is, in words: the one file, the one folder, or up to three areas. Empty when there is nothing to say. */
export function placeWords(paths: readonly string[]): string[] {
  const all = paths.map(meaningfulParts).filter((parts) => parts.length > 0);
  const [first] = all;
  if (first === undefined) return [];
  if (all.length === 1 || all.every((parts) => parts.join("/") === first.join("/")))
    return wordsOf(first.slice(-2));
  const shared = first.filter((part, i) => all.every((parts) => parts[i] === part));
  if (shared.length > 0 && (shared.length > 1 || all.length > 3)) return wordsOf(shared.slice(-1));
  const heads = [...new Set(all.map((parts) => parts[shared.length] ?? parts.at(-1) ?? ""))];
  return heads.length <= 3
    ? heads.map((part) => humanWords(part)).filter((words) => words !== "")
    : wordsOf(shared.slice(-1));
}

/** The file, with its folder where the two say different things. */
function wordsOf(parts: readonly string[]): string[] {
  const words = parts.map(humanWords).filter((each) => each !== "");
  const last = words.at(-1);
  return last === undefined ? [] : [last];
}
