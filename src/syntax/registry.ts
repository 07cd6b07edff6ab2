import type { Language } from "./language.js";
import { c } from "./languages/c.js";
import { cpp } from "./languages/cpp.js";
import { csharp } from "./languages/csharp.js";
import { go } from "./languages/go.js";
import { java } from "./languages/java.js";
import { javascript, tsx, typescript } from "./languages/javascript.js";
import { matlab } from "./languages/matlab.js";
import { php } from "./languages/php.js";
import { python } from "./languages/python.js";
import { ruby } from "./languages/ruby.js";
import { rust } from "./languages/rust.js";
import type { LanguageId } from "./types.js";

export const languages: readonly Language[] = [
  python,
  javascript,
  typescript,
  tsx,
  java,
  go,
  php,
  ruby,
  c,
  cpp,
  csharp,
  rust,
  matlab,
];

const byId = new Map(languages.map((language) => [language.id, language]));
const byEditorId = new Map(languages.flatMap((language) => language.editorIds.map((id) => [id, language])));
const byExtension = new Map(
  languages.flatMap((language) => language.extensions.map((ext) => [ext, language])),
);

export const languageById = (id: LanguageId): Language | undefined => byId.get(id);

/** By VS Code's language identifier. */
export const languageByEditorId = (id: string): Language | undefined => byEditorId.get(id);

/** By the extension of a path or URI; the longest known one wins. */
export function languageByPath(path: string): Language | undefined {
  const name = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1).toLowerCase();
  for (let dot = name.indexOf("."); dot >= 0; dot = name.indexOf(".", dot + 1)) {
    const language = byExtension.get(name.slice(dot));
    if (language) return language;
  }
  return undefined;
}
