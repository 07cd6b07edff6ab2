import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "vitest";
import type { Language } from "../../src/syntax/language.js";
import { createParser } from "../../src/syntax/parser.js";
import { readPatches } from "../../src/syntax/patches.js";
import { languageById } from "../../src/syntax/registry.js";
import { renderPatches } from "../../src/syntax/render.js";
import type { FilePatches, FunctionPatch, LanguageId } from "../../src/syntax/types.js";
import { grammars } from "../support/grammars.js";

export const parser = createParser(grammars);

export function language(id: LanguageId): Language {
  const found = languageById(id);
  if (!found) throw new Error(`No language ${id}`);
  return found;
}

export async function patchesOf(id: LanguageId, text: string): Promise<FilePatches> {
  const tree = await parser.parse(text, language(id));
  try {
    return readPatches(tree, text, language(id));
  } finally {
    tree.delete();
  }
}

/** The only function called `name`, or the only one of the text. */
export async function functionOf(id: LanguageId, text: string, name?: string): Promise<FunctionPatch> {
  const { functions } = await patchesOf(id, text);
  const found = functions.filter((patch) => name === undefined || patch.id === name);
  const [only] = found;
  if (!only || found.length !== 1)
    throw new Error(`${found.length} functions of ${functions.map((f) => f.id)}`);
  return only;
}

/** Compares the patches of a fixture with `FILE.patches.txt` beside it; `UPDATE=1` writes that file. */
export async function checkPatches(id: LanguageId, fixture: string): Promise<void> {
  const file = new URL(`../fixtures/syntax/${id}/${fixture}`, import.meta.url);
  const expected = new URL(`${file.href}.patches.txt`);
  const text = readFileSync(file, "utf8");
  const rendered = renderPatches(await patchesOf(id, text), text);
  if (process.env.UPDATE === "1") writeFileSync(expected, rendered);
  expect(rendered).toBe(readFileSync(expected, "utf8"));
}
