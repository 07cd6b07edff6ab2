import { createHash } from "node:crypto";

const shingleLength = 6;
const sketchSize = 16;
const bandSize = 4;

/**
 * Exact and near duplicates of code, by bottom-k sketches of hashed token shingles (Broder 1997, "On the resemblance and
 * containment of documents"): two texts that share one of four bands of their sketches are taken for near duplicates.
 */
export function duplicateFilter(): { isNew(code: string): boolean } {
  const seen = new Set<string>();
  return {
    isNew(code) {
      const tokens = code.match(/\w+|[^\w\s]/g) ?? [];
      const keys = [`=${createHash("sha1").update(tokens.join(" ")).digest("base64")}`];
      const hashes = new Set<number>();
      for (let i = 0; i + shingleLength <= tokens.length; i++)
        hashes.add(hash(tokens.slice(i, i + shingleLength).join(" ")));
      const sketch = [...hashes].sort((a, b) => a - b).slice(0, sketchSize);
      if (sketch.length === sketchSize) {
        for (let i = 0; i < sketchSize; i += bandSize)
          keys.push(`${i}:${sketch.slice(i, i + bandSize).join(",")}`);
      }
      const isNew = keys.every((key) => !seen.has(key));
      for (const key of keys) seen.add(key);
      return isNew;
    },
  };
}

/** 32-bit FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
