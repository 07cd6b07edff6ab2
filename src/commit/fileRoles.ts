import {
  isFixturePath,
  isGeneratedPath,
  isNotebookPath,
  isTestPath,
  isVendoredPath,
  saysGenerated,
} from "../base/fileKinds.js";
import { countChanges, type FileDiff } from "../git/diff.js";
import type { FileRole as NarratedRole } from "../protocol/commit.js";
import { languageByPath } from "../syntax/registry.js";
import { isManifest } from "./manifests.js";

export type FileRole = "source" | "other" | "test" | "documentation";

/** What a changed file is to its project. `other`: configuration, data, anything that is not one of the rest. */
export function fileRole(path: string): FileRole {
  if (isTestPath(path)) return "test";
  if (isSourcePath(path)) return "source";
  const isDocument =
    /\.(md|markdown|mdx|rst|adoc|asciidoc|txt|tex|html?)$/i.test(path) ||
    /(^|\/)(docs?|documentation)\//i.test(path) ||
    /(^|\/)(readme|changelog|changes|news|authors|contributors|copying|licen[cs]e|history)[^/]*$/i.test(path);
  return isDocument ? "documentation" : "other";
}

/** A file in a programming language, tests included; languages beyond those that CodePatch parses count too. */
export const isSourcePath = (path: string): boolean =>
  languageByPath(path) !== undefined ||
  /\.(m|r|jl|kt|kts|swift|scala|dart|lua|pl|pm|sh|bash|ps1|sql|vue|svelte|css|scss|less|pyx|pxd|f90|f|cu|ex|exs|hs|ml|clj|vb|fs|coffee|tt|groovy|elm|erl|nim|zig|lisp|el|tcl|mm|metal|glsl|hlsl|wgsl)$/i.test(
    path,
  );

/** Why nobody reads the change of this file, in words for people; undefined when it is worth reading. */
export function setAsideReason(file: FileDiff): string | undefined {
  if (file.isSubmodule) return "submodule";
  if (file.isBinary) return "binary";
  if (lockFile.test(file.path)) return "lock file";
  if (isVendoredPath(file.path)) return "vendored";
  if (/[.-]min\.(js|css)$|\.(js|css)\.map$/i.test(file.path)) return "minified";
  if (isGeneratedPath(file.path) || saysGenerated(firstLines(file))) return "generated";
  if (hasLongLines(file)) return "minified";
  return undefined;
}

/** The same for a narration: what stands in a folder `build` that git knows is as often written by hand, and then it is read. */
export function narratedAsideReason(file: FileDiff): string | undefined {
  const reason = setAsideReason({ ...file, path: file.path.replace(/(^|\/)_?build\//gi, "$1") });
  // The long lines of a notebook are pictures among its results.
  return reason === "minified" && isNotebookPath(file.path) ? undefined : reason;
}

/** `python` for a Python change: the language with the most changed lines in source, else the extension of the largest file. */
export function mainLanguage(files: readonly FileDiff[]): string {
  const sizes = new Map<string, number>();
  const read = files.filter((file) => setAsideReason(file) === undefined);
  const source = read.filter(({ path }) => isSourcePath(path));
  for (const file of source.length > 0 ? source : read) {
    const language =
      languageByPath(file.path)?.id ?? /\.(\w+)$/.exec(file.path)?.[1]?.toLowerCase() ?? "text";
    const { added, removed } = countChanges(file);
    sizes.set(language, (sizes.get(language) ?? 0) + 1 + added + removed);
  }
  return [...sizes].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "text";
}

const lockFile =
  /(^|\/)(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|deno\.lock|cargo\.lock|poetry\.lock|uv\.lock|pdm\.lock|pipfile\.lock|conda-lock\.ya?ml|gemfile\.lock|composer\.lock|go\.sum|go\.work\.sum|mix\.lock|flake\.lock|pubspec\.lock|podfile\.lock|package\.resolved|gradle\.lockfile|packages\.lock\.json)$/i;

const hasLongLines = ({ hunks }: FileDiff): boolean =>
  hunks.some(({ lines }) => lines.some((line) => line.length > 2_000));

function firstLines({ hunks }: FileDiff): string {
  const [first] = hunks;
  return first !== undefined && first.new.start <= 5 ? first.lines.slice(0, 12).join("\n") : "";
}

/** Help for the tests of others is part of the product: `src/Illuminate/Support/Testing/Fakes/MailFake.php`. */
const isProductPath = (path: string): boolean =>
  /(?:^|\/)(?:src|lib)\/(?:[^/]+\/)*testing\//i.test(path) && !isTestPath(path.replace(/testing\//gi, ""));

/** What a file is to its project, finer than what the model's prompt needs. */
export function narratedRole(path: string): NarratedRole {
  if (isManifest(path) || lockFile.test(path)) return "dependencies";
  if (/(^|\/)(?:migrations?|migrate|alembic\/versions)\/[^/]*\d[^/]*\.\w+$/i.test(path)) return "migration";
  // A workflow called `gpu_test.yml` is no test.
  if (/(^|\/)\.(?:github|circleci|buildkite)\/.*\.ya?ml$/.test(path)) return "build";
  const role = fileRole(path);
  if (role === "test" && isProductPath(path)) return "source";
  if (role === "test" || isFixturePath(path)) return "test";
  if (buildFile.test(path)) return "build";
  if (role === "source") return "source";
  if (role === "documentation") return "documentation";
  if (
    /\.(?:ya?ml|toml|ini|cfg|conf|json5?|xml|properties|env|plist|neon|dist|rc)$|(^|\/)\.[\w-]+(?:rc|ignore|attributes|config|modules)?$/i.test(
      path,
    )
  )
    return "configuration";
  return /\.(?:csv|tsv|parquet|mat|npy|npz|h5|nc|png|jpe?g|gif|svg|ico|webp|pdf|ttf|woff2?|mp[34]|wav|zip|gz|db|sqlite)$/i.test(
    path,
  )
    ? "data"
    : "other";
}

const buildFile =
  /(^|\/)(?:Makefile|GNUmakefile|CMakeLists\.txt|meson\.build|BUILD(?:\.bazel)?|WORKSPACE|Dockerfile[\w.-]*|docker-compose[\w.-]*|Jenkinsfile|Rakefile|setup\.py|tox\.ini|noxfile\.py|MANIFEST\.in|azure-pipelines\.ya?ml|appveyor\.ya?ml|\.travis\.ya?ml|\.gitlab-ci\.ya?ml|\.pre-commit-config\.yaml|codecov\.ya?ml|build\.gradle(?:\.kts)?|gradlew?(?:\.bat)?|settings\.gradle(?:\.kts)?)$|(^|\/)\.(?:github|travis|circleci|buildkite|azure-pipelines|ci|spin)\/|\.(?:cmake|mk|gradle|bzl)$|(^|\/)(?:webpack|rollup|vite|gulpfile|Gruntfile|karma|babel|esbuild|jest|vitest|tsup)[\w.-]*\.(?:config\.)?[cm]?[jt]s$|(^|\/)tsconfig[\w.-]*\.json$/i;
