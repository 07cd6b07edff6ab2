import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { TextEncoder } from "../../src/inference/encoder.js";
import { wordsOf } from "../../src/search/words.js";

export const never = new AbortController().signal;
export const splitWords = (text: string): string => wordsOf(text).join(" ");

/** Texts with the same words are close: each word is a direction chosen by its hash. Counts what it is asked. */
export function wordEncoder(): TextEncoder & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    modelId: "words 1",
    width: 384,
    async embed(texts) {
      asked.push(...texts);
      return texts.map((text) => {
        const vector = new Float32Array(384).fill(0.001);
        for (const word of wordsOf(text)) {
          const digest = createHash("sha1").update(word).digest();
          for (let i = 0; i < 8; i++) {
            const at = digest.readUInt16BE(2 * i) % 384;
            vector[at] = (vector[at] ?? 0) + ((digest[16 + (i % 4)] ?? 0) > 127 ? 1 : -1);
          }
        }
        const norm = Math.hypot(...vector);
        return vector.map((value) => value / norm);
      });
    },
    release: async () => {},
  };
}

export async function writeFiles(folder: string, files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
}
