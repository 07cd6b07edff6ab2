import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { styles } from "../src/docstring/styles/registry.js";
import { commandIds } from "../src/editor/commandIds.js";
import { defaultSettings, readSettings } from "../src/editor/settings.js";
import { styleChoices } from "../src/editor/styles.js";
import { plotLanguages } from "../src/protocol/plot.js";
import type { Language } from "../src/syntax/language.js";
import { languages } from "../src/syntax/registry.js";

const root = path.join(import.meta.dirname, "..");
const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
const { contributes } = manifest;

interface Entry {
  readonly command?: string;
  readonly submenu?: string;
  readonly when?: string;
}
interface Property {
  readonly default: unknown;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly markdownDescription: string;
  readonly items?: { readonly enum?: readonly string[] };
}
const menus: Record<string, Entry[]> = contributes.menus;
const sections: { readonly title: string; readonly properties: Record<string, Property> }[] =
  contributes.configuration;
const properties: Record<string, Property> = Object.assign({}, ...sections.map((each) => each.properties));
const property = (key: string): Property => {
  const found = properties[`codepatch.${key}`];
  if (!found) throw new Error(`no setting codepatch.${key}`);
  return found;
};

describe("commands", () => {
  test("the manifest declares exactly what the code handles", () => {
    expect(contributes.commands.map(({ command }: Entry) => command)).toEqual([...commandIds]);
  });

  test("menus, keys and walkthrough name declared commands", () => {
    const used = [...Object.values(menus).flat(), ...contributes.keybindings].flatMap(
      ({ command = [] }) => command,
    );
    const inText = [
      ...JSON.stringify(contributes.walkthroughs).matchAll(/command:(codepatch\.[\w.]+)/gi),
    ].map(([, id]) => id);
    for (const id of [...used, ...inText]) expect(commandIds).toContain(id);
  });

  test("commands are offered for the languages that are read or whose plots are described, and no others", () => {
    const idsOf = (read: readonly Language[]): string[] => read.flatMap(({ editorIds }) => editorIds).sort();
    const editorIds = idsOf(languages);
    const plotted = idsOf(languages.filter(({ id }) => plotLanguages.has(id)));
    const entries = Object.values(menus).flat();
    const offered = entries.filter(({ when }) => when?.includes("LangId"));
    expect(offered.length).toBeGreaterThan(5);
    for (const { command, when = "" } of offered) {
      const ids = /LangId =~ \/\^\(([^)]*)\)\$\//.exec(when)?.[1]?.split("|").sort();
      expect(ids, when).toEqual(/plot/i.test(command ?? "") ? plotted : editorIds);
    }
    const onLanguage = manifest.activationEvents.map((event: string) => event.replace("onLanguage:", ""));
    expect(onLanguage.sort()).toEqual(editorIds);
  });

  test("submenus exist", () => {
    const ids = contributes.submenus.map(({ id }: { id: string }) => id);
    for (const { submenu } of Object.values(menus).flat()) if (submenu) expect(ids).toContain(submenu);
    for (const id of ids) expect(menus[id]?.length).toBeGreaterThan(0);
  });
});

describe("settings", () => {
  test("keys and defaults are the same in the manifest and in the code", () => {
    const declared = Object.entries(properties).map(([key, { default: value }]) => [
      key.replace("codepatch.", ""),
      value,
    ]);
    expect(Object.fromEntries(declared)).toEqual(defaultSettings);
  });

  test("each has a description, and one for each choice", () => {
    for (const { markdownDescription, enum: choices, enumDescriptions } of Object.values(properties)) {
      expect(markdownDescription).toMatch(/^[A-Z].*\.$/);
      if (choices) expect(enumDescriptions).toHaveLength(choices.length);
    }
  });

  test("the choices are what the code knows", () => {
    expect(property("style").enum).toEqual(["auto", ...styleChoices.map(({ id }) => id)]);
    expect(property("languages").items?.enum).toEqual(languages.map(({ id }) => id).sort());
  });

  test("a choice of the manifest is read as it is, anything else counts as not set", () => {
    for (const [key, { enum: choices = [] }] of Object.entries(properties)) {
      const name = key.replace("codepatch.", "") as keyof typeof defaultSettings;
      for (const choice of choices) {
        expect(readSettings({ get: (section) => (section === name ? choice : undefined) })[name]).toBe(
          choice,
        );
      }
      for (const nonsense of [null, {}, ["?"], -1, Number.NaN]) {
        const read = readSettings({ get: (section) => (section === name ? nonsense : undefined) });
        if (!(name.endsWith("exclude") && Array.isArray(nonsense))) expect(read).toEqual(defaultSettings);
      }
    }
  });

  test("the styles are those of the docstring writer", () => {
    const choices = styleChoices.map(({ id, languages }) => [id, [...languages].sort()]);
    expect(Object.fromEntries(choices)).toEqual(
      Object.fromEntries(Object.values(styles).map(({ id, languages }) => [id, [...languages].sort()])),
    );
  });
});

test("pictures and icons exist", () => {
  const files = JSON.stringify(manifest).match(/media\/[\w/.-]+\.(?:png|svg)/g) ?? [];
  expect(files.length).toBeGreaterThan(3);
  for (const file of files) expect(existsSync(path.join(root, file)), file).toBe(true);
});
