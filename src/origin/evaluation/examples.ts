import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { CodePatchError, messageOf, throwIfAborted } from "../../base/errors.js";
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
export function languageNamed(name: string): LanguageId | undefined {
  const lower = name.toLowerCase();
  const id = otherNames[lower] ?? lower;
  return languageById(id as LanguageId)?.id ?? languageByEditorId(id)?.id;
}

/** Reads JSON Lines, gzipped where the name ends so. Throws `file-unreadable` with the line that cannot be used. */
export async function* readExamples(file: string, signal: AbortSignal): AsyncGenerator<OriginExample> {
  const raw = createReadStream(file);
  const input = file.endsWith(".gz") ? raw.pipe(createGunzip()) : raw;
  let number = 0;
  try {
    // A stream's error does not reach readline by itself.
    raw.on("error", (error) => input.destroy(error));
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      throwIfAborted(signal);
      number++;
      if (line.trim() !== "") yield readExample(JSON.parse(line));
    }
  } catch (error) {
    if (signal.aborted) throw error;
    throw new CodePatchError(
      "file-unreadable",
      `${file} cannot be used as a data set of origin (line ${Math.max(1, number)}: ${messageOf(error)}); give one JSON object a line: {code, language, label: 0 or 1, family?}.`,
      { cause: error },
    );
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
