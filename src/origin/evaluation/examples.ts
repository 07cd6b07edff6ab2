import { throwIfAborted } from "../../base/errors.js";
import { readJsonLines } from "../../base/jsonLines.js";
import { languageByEditorId, languageById } from "../../syntax/registry.js";
import type { LanguageId } from "../../syntax/types.js";

/** One line of a data set: `{code, language, label: 0 | 1, family?}`. */
export interface OriginExample {
  readonly code: string;
  /** Undefined for languages that CodePatch does not read. */
  readonly language?: LanguageId;
  readonly label: 0 | 1;
  readonly family?: string;
  /** Everything else that the line holds, without the code. */
  readonly rest: Readonly<Record<string, unknown>>;
}

const otherNames: Readonly<Record<string, LanguageId>> = { "c++": "cpp", "c#": "csharp" };

/** Languages as data sets spell them: `Python`, `C++`, `typescript`. */
function languageNamed(name: string): LanguageId | undefined {
  const lower = name.toLowerCase();
  const id = otherNames[lower] ?? lower;
  return languageById(id as LanguageId)?.id ?? languageByEditorId(id)?.id;
}

/** Throws `file-unreadable` with the line that cannot be used. */
export async function* readExamples(file: string, signal: AbortSignal): AsyncGenerator<OriginExample> {
  const fields = "{code, language, label: 0 or 1, family?}";
  for await (const example of readJsonLines(file, fields, readExample)) {
    throwIfAborted(signal);
    yield example;
  }
}

function readExample(value: unknown): OriginExample {
  if (typeof value !== "object" || value === null) throw new TypeError("not an object");
  const { code, language, label, family, ...rest } = value as Readonly<Record<string, unknown>>;
  if (typeof code !== "string") throw new TypeError("code is not a string");
  if (typeof language !== "string") throw new TypeError("language is not a string");
  if (label !== 0 && label !== 1) throw new TypeError("label is neither 0 nor 1");
  const id = languageNamed(language);
  return {
    code: code.replaceAll("\r\n", "\n"),
    label,
    rest,
    ...(id === undefined ? {} : { language: id }),
    ...(typeof family === "string" ? { family } : {}),
  };
}
