import * as vscode from "vscode";
import { languages } from "../syntax/registry.js";
import type { Settings } from "./settings.js";

/** Source files below a folder in the languages that are looked at, without those of `exclude` and of `files.exclude`. */
export function sourceFilesIn(
  folder: vscode.Uri,
  settings: Pick<Settings, "languages" | "exclude">,
  limit?: number,
): Thenable<vscode.Uri[]> {
  const extensions = languages
    .filter(({ id }) => settings.languages.includes(id))
    .flatMap((language) => language.extensions);
  const { exclude } = settings;
  return vscode.workspace.findFiles(
    new vscode.RelativePattern(folder, `**/*{${extensions.join(",")}}`),
    exclude.length > 0 ? `{${exclude.join(",")}}` : undefined,
    limit,
  );
}

export const byPath = (a: vscode.Uri, b: vscode.Uri): number => (a.path < b.path ? -1 : 1);
