import { isFixturePath, isGeneratedPath, isVendoredPath, saysGenerated } from "../base/fileKinds.js";
import type { TreeEntry } from "../git/repository.js";

/** Why a file is not training text; undefined when it is. */
export function excludedPath(entry: TreeEntry): string | undefined {
  if (isVendoredPath(entry.path)) return "vendored";
  if (isFixturePath(entry.path)) return "fixture";
  if (isGeneratedPath(entry.path)) return "generated";
  if (entry.bytes > 400_000) return "too-large";
  if (entry.bytes < 80) return "too-small";
  return undefined;
}

/** Why the text is not written by hand; undefined when it seems to be. */
export function excludedText(text: string): string | undefined {
  if (text.includes("\0")) return "binary";
  if (saysGenerated(text.slice(0, 1500))) return "generated";
  const lines = text.split("\n");
  const longest = lines.reduce((max, line) => Math.max(max, line.length), 0);
  if (longest > 2_000 || text.length / lines.length > 160) return "minified";
  return undefined;
}

/** Strict UTF-8 without a byte order mark; undefined when the bytes are something else. */
export function decodeText(content: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content).replaceAll("\r\n", "\n");
  } catch {
    return undefined;
  }
}
