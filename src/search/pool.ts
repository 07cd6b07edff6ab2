import { readJsonLines } from "../base/jsonLines.js";
import type { TextEncoder } from "../inference/encoder.js";
import type { Progress } from "../protocol/messages.js";
import { searchTerms } from "./lexical.js";
import { encoderInput } from "./patches.js";
import type { NewPatch, SearchStore } from "./store.js";
import { toBytes } from "./vectors.js";

/** A function of the pool, with the names around it where the data set tells them. */
export interface PoolCode {
  readonly code: string;
  readonly name: string;
  readonly context: string;
  readonly path: string;
}

export interface Example extends PoolCode {
  readonly query: string;
  readonly language: string;
}

/** Examples {query, code, language?, name?, context?, path?} of a data set; what is none is counted in `skipped`. */
export const readExamples = (file: string, skipped: Record<string, number>): Promise<Example[]> =>
  readLines(file, "{query, code}", (json) => exampleOf(json, skipped));

/** Codes {code, name?, context?, path?} to choose from. */
export const readPool = (file: string): Promise<PoolCode[]> => readLines(file, "{code}", codeOf);

/** Puts the pool into the index as the engine would, each code with what is known around it. */
export async function fillStore(
  store: SearchStore,
  codes: readonly PoolCode[],
  encoder: TextEncoder | undefined,
  report: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<{ readonly idOf: Map<string, number>; readonly vectors: Map<number, Int8Array> }> {
  const patches: NewPatch[] = [];
  for (let from = 0; from < codes.length; from += 64) {
    if (encoder !== undefined) report({ message: "Embedding the pool", done: from, total: codes.length });
    const part = codes
      .slice(from, from + 64)
      .map((each): NewPatch => ({ ...each, kind: "function", line: 1, endLine: 1, docs: "", hash: "" }));
    const computed = (await encoder?.embed(part.map(encoderInput), "code", signal)) ?? [];
    for (const [i, patch] of part.entries()) {
      const vector = computed[i];
      patches.push({ ...patch, ...(vector && { vector: toBytes(vector) }) });
    }
  }
  const of = (path: string) => ({ path, hash: "", modified: 0, size: 0, language: "python" as const });
  // One file each, so that the number of a function is its place in the pool.
  await store.write(
    patches.map((patch, i) => ({ ...of(`${i}/${codes[i]?.path ?? ""}`), patches: [patch] })),
    [],
  );
  return {
    idOf: new Map(codes.map(({ code }, i) => [code, i + 1])),
    vectors: new Map(patches.flatMap(({ vector }, i) => (vector === undefined ? [] : [[i + 1, vector]]))),
  };
}

function exampleOf(json: Record<string, unknown>, skipped: Record<string, number>): Example | undefined {
  const { query, language = "" } = json;
  const code = codeOf(json);
  if (typeof query === "string" && code !== undefined && typeof language === "string") {
    if (searchTerms(query).length > 0) return { ...code, query, language };
  }
  const reason = "no query or no code";
  skipped[reason] = (skipped[reason] ?? 0) + 1;
  return undefined;
}

function codeOf({ code, name, context, path }: Record<string, unknown>): PoolCode | undefined {
  if (typeof code !== "string" || code.trim() === "") return undefined;
  const text = (value: unknown): string => (typeof value === "string" ? value : "");
  return { code, name: text(name) || nameIn(code), context: text(context), path: text(path) };
}

/** The first identifier before a parenthesis that is no keyword or decorator; empty where there is none. */
function nameIn(code: string): string {
  for (const [, name = ""] of code
    .replace(/^\s*[@#[].*$/gm, "")
    .matchAll(/([\p{L}_$][\w$:!?]*)\s*(?:<[^>(]*>)?\s*\(/gu))
    if (!/^(func|function|if|for|while|switch|return|async|fn|def)$/.test(name)) return name;
  return "";
}

async function readLines<T>(
  file: string,
  fields: string,
  read: (json: Record<string, unknown>) => T | undefined,
): Promise<T[]> {
  const items: T[] = [];
  const readLine = (line: unknown): T | undefined =>
    typeof line === "object" && line !== null ? read(line as Record<string, unknown>) : undefined;
  for await (const item of readJsonLines(file, fields, readLine)) if (item !== undefined) items.push(item);
  return items;
}
