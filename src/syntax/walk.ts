import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import ignore, { type Ignore } from "ignore";
import { isGeneratedPath } from "../base/fileKinds.js";
import { readTextIfOrdinary } from "../base/textFile.js";
import { languageByPath } from "./registry.js";

/** Folders that hold other people's code or products of a build, whatever .gitignore says. */
const skippedFolders = new Set([
  "node_modules",
  "bower_components",
  "site-packages",
  "__pycache__",
  "vendor",
  "vendored",
  "third_party",
  "thirdparty",
  "venv",
  "dist",
  "build",
  "target",
]);

export interface Input {
  readonly path: string;
  /** Given by the user and not found in a folder. */
  readonly named: boolean;
}

/**
 * Source files under the given paths, in alphabetical order. A file that is named is always given, also when it does not
 * exist or is of no known language (`named`), so that the caller can say so; a folder gives the files of supported
 * languages that git does not ignore and that are neither vendored nor generated, without following links.
 */
export async function* sourceFiles(paths: readonly string[]): AsyncGenerator<Input> {
  for (const start of paths) {
    const info = await stat(start).catch(() => undefined);
    if (!info?.isDirectory()) {
      yield { path: start, named: true };
      continue;
    }
    for await (const file of filesBelow(start, isSource)) yield { path: file, named: false };
  }
}

const mostRuleBytes = 1_000_000;

/** The rules of one .gitignore and the folder that they are relative to. */
interface Rules {
  readonly folder: string;
  readonly rules: Ignore;
}

export const isSource = (name: string): boolean =>
  languageByPath(name) !== undefined && !isGeneratedPath(name);

/** Files below a folder whose name is wanted and that git does not ignore, in alphabetical order, without following links. */
export async function* filesBelow(
  folder: string,
  isWanted: (name: string) => boolean,
): AsyncGenerator<string> {
  yield* walk(folder, isWanted, await inheritedRules(folder));
}

async function* walk(
  folder: string,
  isWanted: (name: string) => boolean,
  inherited: readonly Rules[],
): AsyncGenerator<string> {
  const rules = [...inherited, ...(await rulesOf(path.resolve(folder)))];
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const child = path.join(folder, entry.name);
    if (entry.name.startsWith(".")) continue;
    if (entry.isDirectory()) {
      if (skippedFolders.has(entry.name.toLowerCase()) || isIgnored(`${path.resolve(child)}/`, rules))
        continue;
      yield* walk(child, isWanted, rules);
    } else if (entry.isFile() && isWanted(entry.name) && !isIgnored(path.resolve(child), rules)) {
      yield child;
    }
  }
}

/** Deeper .gitignore files overrule shallower ones, as in git. */
function isIgnored(absolute: string, inherited: readonly Rules[]): boolean {
  let ignored = false;
  for (const { folder, rules } of inherited) {
    const relative = path.relative(folder, absolute).split(path.sep).join("/");
    const verdict = rules.test(absolute.endsWith("/") ? `${relative}/` : relative);
    if (verdict.ignored) ignored = true;
    else if (verdict.unignored) ignored = false;
  }
  return ignored;
}

async function rulesOf(folder: string): Promise<Rules[]> {
  const text = await readTextIfOrdinary(path.join(folder, ".gitignore"), mostRuleBytes);
  return text === undefined ? [] : [{ folder, rules: ignore().add(text) }];
}

/** The rules of the folders above, up to the root of the repository; none outside of a repository. */
async function inheritedRules(start: string): Promise<Rules[]> {
  const above: string[] = [];
  for (let folder = path.resolve(start); ; folder = path.dirname(folder)) {
    const isRoot = await stat(path.join(folder, ".git")).then(
      () => true,
      () => false,
    );
    if (folder !== path.resolve(start)) above.unshift(folder);
    if (isRoot) break;
    if (folder === path.dirname(folder)) return [];
  }
  return (await Promise.all(above.map(rulesOf))).flat();
}
