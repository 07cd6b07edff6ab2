import { parse as parseToml } from "smol-toml";
import type { DependencyChange } from "../protocol/commit.js";
import { buildReaders, type Requirements } from "./buildManifests.js";

/** One for each kind of manifest; throws on text that is none. */
const readers: readonly (readonly [RegExp, (text: string) => Requirements])[] = [
  [/(^|\/)package\.json$/, readPackageJson],
  [/(^|\/)composer\.json$/, readComposer],
  [/(^|\/)pyproject\.toml$/, readPyproject],
  [/(^|\/)Cargo\.toml$/, readCargo],
  [
    /(^|\/)(?:requirements[\w.-]*|constraints[\w.-]*)\.(?:txt|in)$|(^|\/)requirements\/[\w.-]+\.(?:txt|in)$/,
    readRequirements,
  ],
  [/(^|\/)setup\.cfg$/, readSetupCfg],
  [/(^|\/)go\.mod$/, readGoMod],
  [/(^|\/)pom\.xml$/, readPom],
  [/\.(?:cs|fs|vb)proj$|(^|\/)Directory\.Packages\.props$/, readProject],
  [/(^|\/)(?:Gemfile|gems\.rb)$|\.gemspec$/, readGemfile],
  [/\.versions\.toml$/, readVersionCatalog],
];

export const isManifest = (path: string): boolean => readers.some(([pattern]) => pattern.test(path));

/** Also what only builds or checks the project. */
export const namesVersions = (path: string): boolean => isManifest(path) || buildReader(path) !== undefined;

const buildReader = (path: string): ((text: string) => Requirements) | undefined =>
  buildReaders.find(([pattern]) => pattern.test(path))?.[1];

/** What a change of a manifest did to the dependencies that it declares; nothing when a side cannot be read. */
export function compareManifests(path: string, before: string, after: string): DependencyChange[] {
  const read = readers.find(([pattern]) => pattern.test(path))?.[1] ?? buildReader(path);
  if (read === undefined) return [];
  try {
    const old = before.trim() === "" ? new Map<string, string>() : read(before);
    const now = after.trim() === "" ? new Map<string, string>() : read(after);
    return differences(path, old, now);
  } catch {
    return [];
  }
}

function differences(path: string, old: Requirements, now: Requirements): DependencyChange[] {
  const changes: DependencyChange[] = [];
  for (const [name, to] of now) {
    const from = old.get(name);
    if (from === undefined)
      changes.push({ name, manifest: path, change: "added", ...(to === "" ? {} : { to }) });
    else if (from !== to)
      changes.push({
        name,
        manifest: path,
        change: "changed",
        ...(from === "" ? {} : { from }),
        ...(to === "" ? {} : { to }),
      });
  }
  for (const [name, from] of old)
    if (!now.has(name))
      changes.push({ name, manifest: path, change: "removed", ...(from === "" ? {} : { from }) });
  return changes;
}

/** From the changed lines alone: only what has the same form in any manifest, a name with a version. */
export function compareManifestLines(path: string, removed: string, added: string): DependencyChange[] {
  const byLines = buildReader(path);
  if (byLines !== undefined) return differences(path, byLines(removed), byLines(added));
  if (!isManifest(path)) return [];
  const read = (lines: string): Requirements => {
    const found = new Map<string, string>();
    for (const line of lines.split("\n")) {
      const [, name, version] =
        /^\s*"?([\w@/.-]+)"?\s*[:=]\s*"([~^<>=*]*\s*v?\d[^"]*)",?\s*$/.exec(line) ??
        /^\s*(?:require\s+)?([\w./@-]+)\s*(v\d\S*|[=<>~!]=?\s*\d[^;#]*)/.exec(line) ??
        /^\s*["']([\w.-]+)(?:\[[^\]]*\])?\s*([=<>~!]=?\s*\d[^"';]*)["'],?\s*$/.exec(line) ??
        /^\s*gem\s+["']([^"']+)["'],\s*["']([^"']+)["']/.exec(line) ??
        [];
      if (name !== undefined && version !== undefined && !/^(?:version|name)$/.test(name))
        found.set(name, version.trim());
    }
    return found;
  };
  return differences(path, read(removed), read(added));
}

type Json = Readonly<Record<string, unknown>>;
const asObject = (value: unknown): Json =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
const asStrings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];

const versionsOf = (table: Json): [string, string][] =>
  Object.entries(table).map(([name, value]) => [
    name,
    typeof value === "string"
      ? value
      : String(asObject(value).version ?? asObject(value).tag ?? asObject(value).rev ?? ""),
  ]);

function readPackageJson(text: string): Requirements {
  const json = asObject(JSON.parse(text));
  const groups = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"];
  const engines = Object.entries(asObject(json.engines)).map(([name, value]): [string, string] => [
    name === "node" ? "Node.js" : name,
    String(value),
  ]);
  return new Map([...engines, ...groups.flatMap((group) => versionsOf(asObject(json[group])))]);
}

function readComposer(text: string): Requirements {
  const json = asObject(JSON.parse(text));
  return new Map(["require", "require-dev"].flatMap((group) => versionsOf(asObject(json[group]))));
}

function readPyproject(text: string): Requirements {
  const toml = asObject(parseToml(text));
  const project = asObject(toml.project);
  const poetry = asObject(asObject(toml.tool).poetry);
  const lists = [
    ...asStrings(project.dependencies),
    ...Object.values(asObject(project["optional-dependencies"])).flatMap(asStrings),
    ...Object.values(asObject(toml["dependency-groups"])).flatMap(asStrings),
    ...asStrings(asObject(toml["build-system"]).requires),
  ];
  const groups = Object.values(asObject(poetry.group)).map((group) => asObject(asObject(group).dependencies));
  const python = project["requires-python"];
  return new Map([
    ...(typeof python === "string" ? [["Python", python] as const] : []),
    ...lists.flatMap(requirement),
    ...[asObject(poetry.dependencies), asObject(poetry["dev-dependencies"]), ...groups].flatMap(versionsOf),
  ]);
}

function readCargo(text: string): Requirements {
  const toml = asObject(parseToml(text));
  const groups = ["dependencies", "dev-dependencies", "build-dependencies"];
  const tables = [toml, asObject(toml.workspace), ...Object.values(asObject(toml.target)).map(asObject)];
  const rust = asObject(toml.package)["rust-version"];
  return new Map([
    ...(typeof rust === "string" ? [["Rust", rust] as const] : []),
    ...tables.flatMap((table) => groups.flatMap((group) => versionsOf(asObject(table[group])))),
  ]);
}

/** The version catalog of Gradle: a library or plugin names its version, or a key of `[versions]`. */
function readVersionCatalog(text: string): Requirements {
  const toml = asObject(parseToml(text));
  const versions = asObject(toml.versions);
  const entries = [asObject(toml.libraries), asObject(toml.plugins)].flatMap((table) => Object.values(table));
  return new Map(
    entries.flatMap((entry): [string, string][] => {
      if (typeof entry === "string") {
        const at = entry.lastIndexOf(":");
        return at < 0 ? [] : [[entry.slice(0, at), entry.slice(at + 1)]];
      }
      const { module, group, name, id, version } = asObject(entry);
      const named = module ?? id ?? (typeof group === "string" ? `${group}:${String(name)}` : undefined);
      const key = asObject(version).ref;
      const value = typeof key === "string" ? versions[key] : version;
      return typeof named === "string" ? [[named, typeof value === "string" ? value : ""]] : [];
    }),
  );
}

/** `numpy>=1.20,<2; python_version > "3.8"` (PEP 508) → `numpy`, `>=1.20,<2`. */
function requirement(line: string): [string, string][] {
  const [, name, version = ""] =
    /^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*\(?([=<>!~^][^;#)]*)?/.exec(line) ?? [];
  return name === undefined || /^(?:https?|git|file)\b/.test(line.trim())
    ? []
    : [[name, version.replace(/\s+/g, "")]];
}

function readRequirements(text: string): Requirements {
  return new Map(
    text
      .split("\n")
      .filter((line) => !/^\s*(?:#|-|$)/.test(line))
      .flatMap(requirement),
  );
}

function readSetupCfg(text: string): Requirements {
  const found: [string, string][] = [];
  let isInside = false;
  for (const line of text.split("\n")) {
    if (/^\S/.test(line))
      isInside = /^(?:install_requires|setup_requires|tests_require)\s*=|^\[options\.extras_require\]/.test(
        line,
      );
    else if (isInside && line.trim() !== "") found.push(...requirement(line));
  }
  return new Map(found);
}

function readGoMod(text: string): Requirements {
  const found: [string, string][] = [];
  const [, go] = /^go\s+(\S+)/m.exec(text) ?? [];
  if (go !== undefined) found.push(["Go", go]);
  const blocks = [...text.matchAll(/^require\s*\(([\s\S]*?)^\)/gm)].map((match) => match[1] ?? "");
  const single = [...text.matchAll(/^require\s+([^\s(]\S*\s+v\S+)/gm)].map((match) => match[1] ?? "");
  for (const line of [...blocks.flatMap((block) => block.split("\n")), ...single]) {
    const [, name, version] = /^\s*([^\s/]\S*)\s+(v\S+)/.exec(line) ?? [];
    if (name !== undefined && version !== undefined) found.push([name, version]);
  }
  return new Map(found);
}

function readPom(text: string): Requirements {
  const found: [string, string][] = [];
  const plain = text.replace(/<!--[\s\S]*?-->/g, "");
  const properties = new Map(
    [...plain.matchAll(/<([\w.-]+)>([^<]*)<\/\1>/g)].map((match) => [match[1] ?? "", match[2] ?? ""]),
  );
  for (const [, block = ""] of plain.matchAll(
    /<(?:dependency|plugin|parent|extension)>([\s\S]*?)<\/(?:dependency|plugin|parent|extension)>/g,
  )) {
    const name = /<artifactId>\s*([^<]*?)\s*<\/artifactId>/.exec(block)?.[1];
    const version = /<version>\s*([^<]*?)\s*<\/version>/.exec(block)?.[1] ?? "";
    if (name === undefined) continue;
    const property = /^\$\{(.+)\}$/.exec(version)?.[1];
    found.push([name, property === undefined ? version : (properties.get(property) ?? version)]);
  }
  return new Map(found);
}

/** The package references of .NET. */
function readProject(text: string): Requirements {
  const found: [string, string][] = [];
  const references =
    /<Package(?:Reference|Version)\b([^>]*?)(?:\/>|>([\s\S]*?)<\/Package(?:Reference|Version)>)/g;
  for (const [, attributes = "", inner = ""] of text.matchAll(references)) {
    const name = /\b(?:Include|Update)="([^"]+)"/.exec(attributes)?.[1];
    const version =
      /\bVersion="([^"]*)"/.exec(attributes)?.[1] ?? /<Version>([^<]*)<\/Version>/.exec(inner)?.[1];
    if (name !== undefined) found.push([name, version ?? ""]);
  }
  return new Map(found);
}

function readGemfile(text: string): Requirements {
  const found: [string, string][] = [];
  for (const line of text.split("\n")) {
    const [, name, rest = ""] =
      /^\s*(?:gem|\w+\.add(?:_runtime|_development)?_dependency)[\s(]+["']([^"']+)["']\s*(.*)$/.exec(line) ??
      [];
    if (name === undefined) continue;
    const versions = [...rest.matchAll(/["']\s*((?:[~<>=!]+\s*)?\d[\w.]*)["']/g)].map(
      (match) => match[1] ?? "",
    );
    found.push([name, versions.join(", ")]);
  }
  return new Map(found);
}
