import ignore from "ignore";
import { isFixturePath, isTestPath, isVendoredPath } from "../../base/fileKinds.js";
import { isSourcePath } from "../fileRoles.js";

/** A part of the product, as a report names it. */
export interface Area {
  readonly name: string;
  /** The folder that it stands for; absent for areas of the user's own map and for what is left. */
  readonly folder?: string;
  /** It gathers what belongs to no other. */
  readonly isRest?: true;
}

export type AreaOf = (path: string) => Area;

const mostAreas = 12;
const deepestFolder = 8;
/** A folder with more than this share of what changed says nothing: its own folders are the areas. */
const dominant = 0.5;

const other: Area = { name: "Other", isRest: true };
const projectFiles: Area = { name: "Project files" };
/** Code that lies at the top of the repository. */
const mainFolder: Area = { name: "Main folder" };

/** Areas from the user's own map; the first whose patterns fit wins. What fits none is "Other". */
export function mappedAreas(map: Readonly<Record<string, readonly string[]>>): AreaOf {
  const areas = Object.entries(map).map(([name, patterns]) => ({
    area: { name },
    matcher: ignore().add([...patterns]),
  }));
  return (path) => areas.find(({ matcher }) => matcher.ignores(path))?.area ?? other;
}

/**
 * Areas by packages where a repository holds several, else by folders; `all` are the files of the repository, `changed` those
 * of the period, once for each commit.
 */
export function foundAreas(all: readonly string[], changed: readonly string[]): AreaOf {
  const packages = packageFolders(all);
  const inPackage = changed.filter((path) => folderAbove(path, packages) !== undefined).length;
  const folders =
    packages.size >= 2 && inPackage * 2 >= changed.length
      ? new Set([
          ...packages,
          ...topFolders(changed.filter((path) => folderAbove(path, packages) === undefined)),
        ])
      : productFolders(changed);
  const kept = busiest(folders, changed);
  const areas = new Map([...kept].map((folder) => [folder, { name: nameOf(folder, kept), folder }]));
  return (path) => {
    const above = folderAbove(path, kept);
    const folder = above === undefined || isTestPath(`${above}/x`) ? (mirrored(path, kept) ?? above) : above;
    if (folder !== undefined) return areas.get(folder) ?? other;
    if (path.includes("/")) return other;
    return isSourcePath(path) ? mainFolder : projectFiles;
  };
}

const manifest =
  /(^|\/)(package\.json|pyproject\.toml|setup\.py|cargo\.toml|go\.mod|pom\.xml|build\.gradle(?:\.kts)?|composer\.json|[^/]+\.(?:gemspec|csproj|fsproj))$/i;

/** Folders below the top with a manifest of their own; one inside another belongs to the outer one. */
function packageFolders(all: readonly string[]): Set<string> {
  const folders = all
    .filter((path) => manifest.test(path) && path.includes("/"))
    .map((path) => path.slice(0, path.lastIndexOf("/")))
    .filter(
      (folder) =>
        !isVendoredPath(`${folder}/x`) && !isTestPath(`${folder}/x`) && !isFixturePath(`${folder}/x`),
    )
    .filter((folder) => !/(^|\/)(examples?|samples?|templates?|docs?|demos?|\..+)(\/|$)/i.test(folder))
    .sort((a, b) => a.length - b.length);
  const found = new Set<string>();
  for (const folder of folders) if (folderAbove(folder, found) === undefined) found.add(folder);
  return found;
}

const topFolders = (paths: readonly string[]): string[] => [
  ...new Set(paths.filter((path) => path.includes("/")).map((path) => path.slice(0, path.indexOf("/")))),
];

/** Top folders, the dominant one opened as long as there is one. */
function productFolders(changed: readonly string[]): Set<string> {
  const code = changed.filter((path) => isSourcePath(path) && !isTestPath(path) && !isVendoredPath(path));
  const folders = new Set(topFolders(changed));
  for (let depth = 1; depth < deepestFolder; depth++) {
    const counted = countBy(code, (path) => folderAbove(path, folders));
    const [largest] = [...counted].sort((a, b) => b[1] - a[1]);
    if (largest === undefined || largest[1] < dominant * code.length) break;
    const [folder] = largest;
    const below = changed
      .filter((path) => path.startsWith(`${folder}/`))
      .map((path) => path.slice(folder.length + 1))
      .filter((path) => path.includes("/"))
      .map((path) => `${folder}/${path.slice(0, path.indexOf("/"))}`);
    if (below.length === 0) break;
    for (const each of below) folders.add(each);
  }
  return folders;
}

/** The deepest of `folders` that holds the path. */
function folderAbove(path: string, folders: ReadonlySet<string>): string | undefined {
  if (folders.has(path)) return path;
  for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
    const folder = path.slice(0, end);
    if (folders.has(folder)) return folder;
  }
  return undefined;
}

/** `test/git/diff.test.ts` belongs to an area `src/git`. */
function mirrored(path: string, folders: ReadonlySet<string>): string | undefined {
  if (!isTestPath(path)) return undefined;
  const parts = path.split("/").slice(0, -1);
  return [...folders].find(
    (folder) => !isTestPath(`${folder}/x`) && parts.includes(folder.slice(folder.lastIndexOf("/") + 1)),
  );
}

function busiest(folders: ReadonlySet<string>, changed: readonly string[]): Set<string> {
  const counted = countBy(changed, (path) => folderAbove(path, folders));
  const order = [...counted].sort((a, b) => b[1] - a[1]).map(([folder]) => folder);
  return new Set(order.slice(0, mostAreas));
}

function countBy(paths: readonly string[], key: (path: string) => string | undefined): Map<string, number> {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const found = key(path);
    if (found !== undefined) counts.set(found, (counts.get(found) ?? 0) + 1);
  }
  return counts;
}

const usual: readonly (readonly [RegExp, string])[] = [
  [/^(docs?|documentation|guides?|website|site)$/i, "Documentation"],
  [/^(tests?|specs?|__tests__)$/i, "Tests"],
  [/^(src|source)$/i, "Source code"],
  [/^(\.github|\.gitlab|\.circleci|\.buildkite|\.azure-pipelines|ci|\.ci)$/i, "Build and checks"],
  [/^(benchmarks?|bench|perf)$/i, "Benchmarks"],
  [/^(examples?|samples?|demos?)$/i, "Examples"],
];

/** The last part of the folder, or all of it where two folders end alike. */
function nameOf(folder: string, all: ReadonlySet<string>): string {
  const last = folder.slice(folder.lastIndexOf("/") + 1);
  const known = folder.includes("/") ? undefined : usual.find(([pattern]) => pattern.test(folder))?.[1];
  if (known !== undefined) return known;
  const alike = [...all].filter((each) => each === last || each.endsWith(`/${last}`)).length;
  const name = alike > 1 ? folder : last.replaceAll(/[_-]+/g, " ").trim();
  return name.charAt(0).toUpperCase() + name.slice(1);
}
