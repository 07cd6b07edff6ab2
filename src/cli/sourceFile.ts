import { readFile, realpath, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { CodePatchError, messageOf } from "../base/errors.js";
import type { DocumentSnapshot } from "../protocol/messages.js";
import type { Language } from "../syntax/language.js";
import { languageByPath, languages } from "../syntax/registry.js";

/** Larger files are generated or data; a docstring for each of their functions would take hours. */
const maxFileBytes = 4 * 1024 * 1024;

/** A text file as it was read, with what is needed to put it back in the same form. */
export interface SourceFile {
  /** As the user named it: for messages and output. */
  readonly path: string;
  /** Symbolic links resolved: where a write goes. */
  readonly realPath: string;
  readonly language: Language;
  /** Without the byte order mark. */
  readonly text: string;
  readonly hasBom: boolean;
  /** What was on disk, to notice a change before writing. */
  readonly bytes: Buffer;
  readonly mode: number;
}

const unreadable = (message: string, cause?: unknown) =>
  new CodePatchError("file-unreadable", message, cause === undefined ? undefined : { cause });

/**
 * Reads a source file of a supported language.
 *
 * `otherwise`: the encoding of what is not UTF-8, for commands that do not write; old MATLAB files are often in it.
 *
 * Throws `file-unreadable` (missing, folder, too large, binary, not UTF-8) or `unsupported-language`.
 */
export async function readSource(path: string, otherwise?: "windows-1252"): Promise<SourceFile> {
  const info = await stat(path).catch((error: unknown) => {
    throw unreadable(explainAccess(path, error), error);
  });
  if (info.isDirectory()) throw unreadable(`${path} is a folder; name a file in it.`);
  if (!info.isFile()) throw unreadable(`${path} is not an ordinary file; name a source file.`);
  const language = languageByPath(path);
  if (language === undefined) {
    throw new CodePatchError(
      "unsupported-language",
      `${path} is not in a language that CodePatch reads; name a file that ends in ${languages.flatMap((l) => l.extensions).join(", ")}.`,
    );
  }
  if (info.size > maxFileBytes) {
    const size = (info.size / 1024 / 1024).toFixed(1);
    throw unreadable(
      `${path} has ${size} MiB, more than the ${maxFileBytes / 1024 / 1024} MiB that CodePatch reads; split it or leave it out.`,
    );
  }
  const bytes = await readFile(path).catch((error: unknown) => {
    throw unreadable(explainAccess(path, error), error);
  });
  const { text, hasBom } = decode(path, bytes, otherwise);
  return { path, realPath: await realpath(path), language, text, hasBom, bytes, mode: info.mode & 0o7777 };
}

export const snapshotOf = (source: SourceFile): DocumentSnapshot => ({
  path: resolve(source.path),
  language: source.language.id,
  version: 0,
  text: source.text,
});

export const encodeText = (source: Pick<SourceFile, "hasBom">, text: string): Buffer =>
  Buffer.from(source.hasBom ? `\uFEFF${text}` : text, "utf8");

function decode(
  path: string,
  bytes: Buffer,
  otherwise: "windows-1252" | undefined,
): { text: string; hasBom: boolean } {
  if (bytes.includes(0)) {
    const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    throw unreadable(
      utf16
        ? `${path} is UTF-16 text; save it as UTF-8.`
        : `${path} is a binary file; name a source file in UTF-8.`,
    );
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const hasBom = text.startsWith("\uFEFF");
    return { text: hasBom ? text.slice(1) : text, hasBom };
  } catch (cause) {
    if (otherwise) return { text: new TextDecoder(otherwise).decode(bytes), hasBom: false };
    throw unreadable(`${path} is not valid UTF-8; save it in that encoding first.`, cause);
  }
}

/** Why a file cannot be read, with the remedy. */
export function explainAccess(path: string, error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case "ENOENT":
    case "ENOTDIR":
      return `${path} does not exist; check the path.`;
    case "EACCES":
    case "EPERM":
      return `${path} may not be read; change its permissions.`;
    case "ELOOP":
      return `${path} is a symbolic link that leads back to itself; repair the link.`;
    default:
      return `${path} cannot be read (${messageOf(error)}); check the path.`;
  }
}
