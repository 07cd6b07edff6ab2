import { stat } from "node:fs/promises";
import path from "node:path";
import { parse as parseToml } from "smol-toml";
import { readTextIfOrdinary } from "../base/textFile.js";
import type { DocumentSnapshot, ProjectConventions } from "../protocol/messages.js";
import { matchesGlob } from "./glob.js";

const mostBytes = 1_000_000;

type Settings = { style?: string; lineLength?: number };
type Reader = (text: string) => Settings;

/** Python tools in the order in which ruff looks for its own file; the nearest folder that says something wins. */
const pythonFiles: readonly (readonly [name: string, read: Reader])[] = [
  [".ruff.toml", (text) => ruff(table(parseToml(text)))],
  ["ruff.toml", (text) => ruff(table(parseToml(text)))],
  ["pyproject.toml", pyproject],
  [".pydocstyle", pydocstyle],
  [".pydocstyle.ini", pydocstyle],
  ["setup.cfg", pydocstyle],
  ["tox.ini", pydocstyle],
];

/**
 * What the configuration around `file` says of docstrings: ruff's and pydocstyle's convention, the line length of ruff,
 * black or EditorConfig. Folders are read from the file upwards to the root of the repository. Never throws: a
 * configuration file that cannot be read says nothing.
 */
export async function readConventions(
  file: string,
  language: DocumentSnapshot["language"],
): Promise<ProjectConventions> {
  const found: Settings = {};
  let editorConfigEnds = false;
  for (const folder of foldersUpwards(path.dirname(path.resolve(file)))) {
    if (language === "python") {
      for (const [name, read] of pythonFiles) add(found, await readSettings(path.join(folder, name), read));
    }
    if (!editorConfigEnds) {
      const relative = path.relative(folder, path.resolve(file)).split(path.sep).join("/");
      add(
        found,
        await readSettings(path.join(folder, ".editorconfig"), (text) => {
          const { sections, isRoot } = editorConfig(text);
          editorConfigEnds = isRoot;
          return editorConfigLength(sections, relative);
        }),
      );
    }
    if (await exists(path.join(folder, ".git"))) break;
  }
  return found;
}

function* foldersUpwards(folder: string): Generator<string> {
  for (let at = folder; ; at = path.dirname(at)) {
    yield at;
    if (path.dirname(at) === at) return;
  }
}

function add(found: Settings, more: Settings): void {
  if (found.style === undefined && more.style !== undefined) found.style = more.style;
  if (found.lineLength === undefined && more.lineLength !== undefined) found.lineLength = more.lineLength;
}

async function readSettings(file: string, read: Reader): Promise<Settings> {
  const text = await readTextIfOrdinary(file, mostBytes);
  if (text === undefined) return {};
  try {
    return read(text);
  } catch {
    // Malformed: other tools complain about that.
    return {};
  }
}

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

function pyproject(text: string): Settings {
  const tool = table(table(parseToml(text)).tool);
  const found: Settings = {};
  add(found, ruff(table(tool.ruff)));
  add(found, settings(table(tool.pydocstyle).convention, table(tool.black)["line-length"]));
  return found;
}

/** `lint.pydocstyle`, or `pydocstyle` as it was before ruff 0.2. */
function ruff(options: Record<string, unknown>): Settings {
  const convention = table(table(options.lint).pydocstyle).convention ?? table(options.pydocstyle).convention;
  const pycodestyle = table(table(options.lint).pycodestyle)["max-doc-length"];
  return settings(convention, pycodestyle ?? options["line-length"]);
}

function pydocstyle(text: string): Settings {
  const section = readIni(text).find(({ name }) => name === "pydocstyle");
  return settings(section?.values.get("convention"), undefined);
}

function settings(convention: unknown, lineLength: unknown): Settings {
  const length = Number(lineLength);
  return {
    ...(typeof convention === "string" && ["google", "numpy", "pep257"].includes(convention)
      ? { style: convention }
      : {}),
    ...(Number.isInteger(length) && length >= 20 && length <= 1000 ? { lineLength: length } : {}),
  };
}

const table = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

interface IniSection {
  readonly name: string;
  readonly values: ReadonlyMap<string, string>;
}

/** Section "" holds what comes before the first heading. Keys are lower case. */
function readIni(text: string): readonly IniSection[] {
  const sections: { name: string; values: Map<string, string> }[] = [{ name: "", values: new Map() }];
  for (const line of text.split("\n").map((each) => each.trim())) {
    const sign = line.search(/[=:]/);
    if (line.startsWith("[") && line.endsWith("]")) {
      sections.push({ name: line.slice(1, -1), values: new Map() });
    } else if (sign > 0 && !/^[#;]/.test(line)) {
      sections.at(-1)?.values.set(line.slice(0, sign).trim().toLowerCase(), line.slice(sign + 1).trim());
    }
  }
  return sections;
}

function editorConfig(text: string): { sections: readonly IniSection[]; isRoot: boolean } {
  const sections = readIni(text);
  return { sections, isRoot: sections[0]?.values.get("root")?.toLowerCase() === "true" };
}

/** Later sections win, as in EditorConfig. */
function editorConfigLength(sections: readonly IniSection[], relative: string): Settings {
  let length: unknown;
  for (const { name, values } of sections) {
    if (name !== "" && matchesGlob(name, relative)) length = values.get("max_line_length") ?? length;
  }
  return settings(undefined, length);
}
