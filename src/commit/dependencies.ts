import type { FileDiff } from "../git/diff.js";
import type { DependencyChange } from "../protocol/commit.js";

export interface GroupedDependency extends Omit<DependencyChange, "manifest"> {
  readonly manifests: readonly string[];
}

/** The same change in several manifests is told once. */
export function groupedDependencies(changes: readonly DependencyChange[]): GroupedDependency[] {
  const groups = new Map<string, GroupedDependency>();
  for (const { manifest, ...change } of changes) {
    const key = [change.name, change.change, change.from, change.to].join("\u0000");
    const manifests = groups.get(key)?.manifests ?? [];
    groups.set(key, { ...change, manifests: [...manifests, manifest] });
  }
  return [...groups.values()];
}

/** Whether the changed lines differ in versions alone. */
export function changesVersionsAlone({ hunks }: FileDiff): boolean {
  const side = (marker: string): string[] =>
    hunks.flatMap(({ lines }) =>
      lines
        .filter((line) => line.startsWith(marker))
        .map((line) => line.slice(1).replace(/\b[0-9a-f]{40}\b|\bv?\d[\w.+-]*/g, "…")),
    );
  const [removed, added] = [side("-"), side("+")];
  return removed.length > 0 && removed.join("\n") === added.join("\n");
}

/** In manifests, as a constant of a program (`VERSION = "1.2.0".freeze`, `export const version = "1.2.0";`) or as an element. */
const versionLine =
  /^\s*(?:(?:"version"\s*:|(?:(?:const|export|final|let|pub|public|static|string|String|var)\s+)*(?:version|Version|VERSION|STRING|__version__)(?:\s*:\s*[&\w' ]+)?\s*:?=)\s*["'](?<quoted>[^"']+)["'](?:\.freeze)?[,;]?|<Version(?:Prefix)?>(?<element>[^<]+)<\/Version(?:Prefix)?>)\s*$/;

/** The project's own version, where a manifest changes it. */
export function versionChange(removed: string, added: string): { from: string; to: string } | undefined {
  const of = (lines: string): string[] =>
    lines.split("\n").flatMap((line) => {
      const { quoted, element } = versionLine.exec(line)?.groups ?? {};
      return quoted ?? element ?? [];
    });
  const [from, ...others] = of(removed);
  const [to, ...more] = of(added);
  return from !== undefined && to !== undefined && from !== to && others.length + more.length === 0
    ? { from, to }
    : undefined;
}

/** A version that stands for a moment in the other project's history, as Go writes it: `v0.0.0-20260708182218-49f421fb7959`. */
const dated = /^v?\d+\.\d+\.\d+-(?:[\w.]+\.)?0?\.?(\d{4})(\d{2})(\d{2})\d{6}-[0-9a-f]{12}/;
const months = "January February March April May June July August September October November December".split(
  " ",
);

/** The day of such a version, "8 July 2026"; undefined for all others. */
export function dayOfVersion(version: string): string | undefined {
  const [, year, month, day] = dated.exec(version) ?? [];
  const name = months[Number(month) - 1];
  return name === undefined ? undefined : `${Number(day)} ${name} ${year}`;
}
