import type { FileDiff } from "../git/diff.js";
import { isSourcePath } from "./fileRoles.js";
import { sectionName } from "./hunks.js";
import type { TouchedSymbol } from "./types.js";

/** A line that begins the definition of something with a name; indented ones too. */
const definition =
  /^\s*(?:(?:export|default|public|private|protected|internal|static|final|abstract|async|pub(?:\([^)]*\))?|override|virtual|inline|unsafe|extern)\s+)*(?:def|class|func|function|fn|interface|struct|trait|impl|module|enum|type|sub|classdef)\b/;

/** MATLAB puts the results before the name: `function [a, b] = name(x)`. */
const nameIn = (text: string, path: string): string | undefined =>
  (path.endsWith(".m")
    ? /\bfunction\s+(?:(?:\[[^\]]*\]|\w+)\s*=\s*)?([A-Za-z][\w.]*)/.exec(text)?.[1]
    : undefined) ?? sectionName(text);

/** The functions and classes whose lines a diff changes, where it alone is known; a definition that is added or removed says so itself. */
export function touchedSymbols(diff: FileDiff): TouchedSymbol[] {
  if (!isSourcePath(diff.path)) return [];
  const added = new Set<string>();
  const removed = new Set<string>();
  const changed = new Set<string>();
  for (const { section, lines } of diff.hunks) {
    let current = section === "" ? undefined : nameIn(section, diff.path);
    for (const line of lines) {
      const marker = line.slice(0, diff.parents);
      const text = line.slice(diff.parents);
      const name = definition.test(text) ? nameIn(text, diff.path) : undefined;
      if (name !== undefined) {
        current = name;
        if (marker.includes("+")) added.add(name);
        if (marker.includes("-")) removed.add(name);
      } else if (/[+-]/.test(marker) && text.trim() !== "" && current !== undefined) changed.add(current);
    }
  }
  const found: TouchedSymbol[] = [];
  for (const name of added) found.push({ name, change: removed.has(name) ? "body" : "added" });
  for (const name of removed) if (!added.has(name)) found.push({ name, change: "removed" });
  for (const name of changed)
    if (!added.has(name) && !removed.has(name)) found.push({ name, change: "body" });
  return found;
}
