import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

const root = path.join(import.meta.dirname, "..");
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
const documents = execFileSync("git", ["ls-files", "*.md"], { cwd: root, encoding: "utf8" })
  .split("\n")
  // What is shown on samples and fixtures is not ours to read.
  .filter((file) => file !== "" && !/^(samples|test)\//.test(file));
const manifest = JSON.parse(read("package.json"));
const settings: string[] = manifest.contributes.configuration.flatMap(
  ({ properties }: { properties: object }) => Object.keys(properties),
);

/** As GitHub names the heading's anchor. */
const anchor = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");

const withoutCode = (text: string): string =>
  text.replace(/^```[\s\S]*?^```/gm, "").replace(/`[^`\n]*`/g, "");

describe.each(documents)("%s", (file) => {
  const text = read(file);
  const links = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);

  test("links to files and headings that are there", () => {
    for (const link of links.filter((each) => !/^[a-z]+:/.test(each))) {
      const [target = "", heading] = link.split("#");
      const at = target === "" ? file : path.join(path.dirname(file), target);
      expect(existsSync(path.join(root, at)), link).toBe(true);
      if (heading === undefined) continue;
      const headings = [...read(at).matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) => anchor(title));
      expect(headings, link).toContain(heading);
    }
  });

  test("names scripts that there are", () => {
    const names = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name = ""]) => name);
    for (const name of names) expect(Object.keys(manifest.scripts), name).toContain(name);
    const files = [...text.matchAll(/\b(?:node|python) ((?:bench|scripts|media|test)\/[\w./-]+)/g)];
    for (const [, script = ""] of files) expect(existsSync(path.join(root, script)), script).toBe(true);
  });
});

test("the README's tables hold every setting with its default, and no other", () => {
  const rows = [...read("README.md").matchAll(/^\| `(codepatch\.[\w.]+)`\s*\|([^|]*)\|/gm)];
  expect(rows.map(([, key]) => key).sort()).toEqual([...settings].sort());
  const properties: Record<string, { default: unknown }> = Object.assign(
    {},
    ...manifest.contributes.configuration.map((each: { properties: object }) => each.properties),
  );
  for (const [, key = "", cell = ""] of rows) {
    const value = properties[key]?.default;
    if (typeof value !== "object" && value !== "") expect(cell.trim(), key).toBe(`\`${value}\``);
  }
});
