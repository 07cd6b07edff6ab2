/** Name → version as the file writes it; "" where it asks for any. */
export type Requirements = ReadonlyMap<string, string>;

/** Files that build or check a project and say which versions of others they take for it; all are read line by line. */
export const buildReaders: readonly (readonly [RegExp, (text: string) => Requirements])[] = [
  [/(^|\/)\.(?:github|gitea|forgejo)\/.*\.ya?ml$|(^|\/)action\.ya?ml$/, readActions],
  [/(^|\/)\.pre-commit-config\.yaml$/, readHooks],
  [/(^|\/)(?:Dockerfile|Containerfile)[\w.-]*$|\.Dockerfile$/i, readImages],
  [/\.gradle(?:\.kts)?$/, readGradle],
  [/(^|\/)dotnet-tools\.json$/, readTools],
];

/** What is taken for building and checking alone, and is no part of the program. */
export const isAutomation = (path: string): boolean =>
  /(^|\/)\.(?:github|gitea|forgejo)\/|(^|\/)action\.ya?ml$|(^|\/)\.pre-commit-config\.yaml$|(^|\/)dotnet-tools\.json$/.test(
    path,
  );

const read = (text: string, find: (line: string) => readonly [string, string] | undefined): Requirements =>
  new Map(text.split("\n").flatMap((line) => [find(line) ?? []].filter((each) => each.length === 2)));

/** `uses: actions/checkout@v4`, or by commit with the version behind it: `@8f4b7f8 # v4.1.1`. */
function readActions(text: string): Requirements {
  return read(text, (line) => {
    const [, name, ref = "", comment] =
      /^\s*(?:-\s+)?uses:\s*["']?([\w.-]+\/[\w.-]+)(?:\/[\w./-]+)?@([\w./-]+)["']?\s*(?:#\s*(?:tag=)?v?(\d[\w.]*))?/.exec(
        line,
      ) ?? [];
    if (name === undefined) return undefined;
    return [name, comment ?? (/^[0-9a-f]{40}$/.test(ref) ? ref.slice(0, 7) : ref)];
  });
}

/** `repo:` and the `rev:` below it. */
function readHooks(text: string): Requirements {
  let name = "";
  return read(text, (line) => {
    name =
      /^\s*-\s+repo:\s*["']?(?:https?:\/\/[^/]+\/)?([^\s"']+?)(?:\.git)?["']?\s*$/.exec(line)?.[1] ?? name;
    const version = /^\s*rev:\s*["']?([^\s"'#]+)/.exec(line)?.[1];
    return version === undefined || name === "" ? undefined : [name, version];
  });
}

function readImages(text: string): Requirements {
  return read(text, (line) => {
    const [, name, version] = /^\s*FROM\s+(?:--\S+\s+)?([\w./-]+):([\w.-]+)/i.exec(line) ?? [];
    return name === undefined || version === undefined ? undefined : [name, version];
  });
}

/** `implementation("group:name:1.2")`, also without brackets, and `id("plugin") version "1.2"`. */
function readGradle(text: string): Requirements {
  return read(text, (line) => {
    const [, plugin, of] =
      /\bid\s*\(?\s*["']([\w.-]+)["']\s*\)?\s*version\s*\(?\s*["']([^"'$]+)["']/.exec(line) ?? [];
    if (plugin !== undefined && of !== undefined) return [plugin, of];
    const [, name, version] =
      /^\s*(?!\/\/)[\w.]+\s*\(?\s*(?:platform\s*\(\s*|enforcedPlatform\s*\(\s*)?["']([\w.-]+:[\w.-]+):([\w.+-]+)(?:[:@][\w.-]+)?["']/.exec(
        line,
      ) ?? [];
    return name === undefined || version === undefined ? undefined : [name, version];
  });
}

/** The tools of .NET: `"name": {` and the `"version"` below it. */
function readTools(text: string): Requirements {
  let name = "";
  return read(text, (line) => {
    name = /^\s*"([\w.-]+)":\s*\{\s*$/.exec(line)?.[1] ?? name;
    const version = /^\s*"version":\s*"([^"]+)"/.exec(line)?.[1];
    return version === undefined || name === "" ? undefined : [name, version];
  });
}
