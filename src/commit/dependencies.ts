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

const versionLine = /^\s*(?:"version"\s*:|version\s*=|__version__\s*=)\s*["']([^"']+)["'],?\s*$/;

/** The project's own version, where a manifest changes it. */
export function versionChange(removed: string, added: string): { from: string; to: string } | undefined {
  const of = (lines: string): string[] =>
    lines.split("\n").flatMap((line) => versionLine.exec(line)?.[1] ?? []);
  const [from, ...others] = of(removed);
  const [to, ...more] = of(added);
  return from !== undefined && to !== undefined && from !== to && others.length + more.length === 0
    ? { from, to }
    : undefined;
}
