import { expect, test } from "vitest";
import { languageByEditorId, languageById, languageByPath, languages } from "../../src/syntax/registry.js";

test.each([
  ["a/b.py", "python"],
  ["C:\\a\\b.PYI", "python"],
  ["types.d.ts", "typescript"],
  ["Panel.tsx", "tsx"],
  ["x.test.mjs", "javascript"],
  ["a.py/README", undefined],
  [".py", "python"],
  ["Makefile", undefined],
  ["", undefined],
])("%s is %s", (path, id) => expect(languageByPath(path)?.id).toBe(id));

test("every language is found by its id, its editor ids and its extensions", () => {
  for (const language of languages) {
    expect(languageById(language.id)).toBe(language);
    for (const id of language.editorIds) expect(languageByEditorId(id)).toBe(language);
    for (const extension of language.extensions) expect(languageByPath(`a${extension}`)).toBe(language);
  }
});
