import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const source = path.join(import.meta.dirname, "../src");

/** The table of ARCHITECTURE.md: folder → what it may import; `NAME (types)` allows `import type` only. */
const mayImport = new Map([
  // extension.ts builds the parts by hand.
  ["", ["editor", "client", "syntax", "base"]],
  ...[
    ...readFileSync(path.join(source, "../ARCHITECTURE.md"), "utf8").matchAll(
      /^\| `src\/(\w+)`\s*\|[^|]*\|([^|]*)\|$/gm,
    ),
  ].map(([, folder = "", allowed = ""]): [string, string[]] => [folder, allowed.trim().split(", ")]),
]);

/** Packages that one place alone may import. */
const confined: readonly (readonly [name: string, place: RegExp])[] = [
  ["vscode", /^(editor\/|extension\.ts$)/],
  ["onnxruntime-node", /^inference\/session\.ts$/],
  ["onnxruntime-common", /^inference\/session\.ts$/],
  ["web-tree-sitter", /^syntax\/parser\.ts$/],
  ["node-sqlite3-wasm", /^search\/database\.ts$/],
  ["pg", /^search\/postgres\.ts$/],
  ["@huggingface/tokenizers", /^inference\/tokenizer\.ts$/],
  ["vscode-jsonrpc", /^(protocol|client|engine)\//],
];

interface Import {
  /** Relative to src/, with forward slashes. */
  readonly from: string;
  readonly specifier: string;
  readonly typesOnly: boolean;
}

const files = readdirSync(source, { recursive: true, encoding: "utf8" })
  .map((file) => file.split(path.sep).join("/"))
  .filter((file) => file.endsWith(".ts"));

function importsOf(from: string, text: string): Import[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
  const statements = code.matchAll(
    /^(?:import|export)\s+(type\s)?(?:([^"';]*?)\s+from\s+)?["']([^"']+)["']/gm,
  );
  const found = [...statements].map(([, type, names = "", specifier = ""]) => ({
    from,
    specifier,
    typesOnly: type !== undefined || allTypes(names),
  }));
  const calls = code.matchAll(/\b(?:import|require)\(\s*["']([^"']+)["']\s*\)/g);
  // `typeof import("…")` is a type and nothing at run time.
  for (const call of calls) {
    const typesOnly = /typeof\s+$/.test(code.slice(0, call.index));
    found.push({ from, specifier: call[1] ?? "", typesOnly });
  }
  return found;
}

/** `{ type A, type B }` */
function allTypes(names: string): boolean {
  const braces = /^\{([^}]*)\}$/.exec(names.trim());
  const parts = braces?.[1]?.split(",").filter((part) => part.trim() !== "") ?? [];
  return parts.length > 0 && parts.every((part) => part.trim().startsWith("type "));
}

const imports = files.flatMap((file) => importsOf(file, readFileSync(path.join(source, file), "utf8")));
const folderOf = (file: string): string => (file.includes("/") ? (file.split("/")[0] ?? "") : "");

test("imports are read in every form", () => {
  const text = [
    'import { a } from "../base/a.js";',
    'import type { B } from "../base/b.js";',
    "import {\n  type C,\n  type D,\n} from '../base/c.js';",
    'export { e, type F } from "../base/e.js";',
    'import "../base/f.js";',
    '// import { no } from "../base/no.js";',
    'const g = await import("../base/g.js");',
    'type H = typeof import("../base/h.js");',
  ].join("\n");
  expect(importsOf("x.ts", text).map(({ specifier, typesOnly }) => `${specifier} ${typesOnly}`)).toEqual([
    "../base/a.js false",
    "../base/b.js true",
    "../base/c.js true",
    "../base/e.js false",
    "../base/f.js false",
    "../base/g.js false",
    "../base/h.js true",
  ]);
});

test("every folder of src/ is in the table", () => {
  expect([...new Set(files.map(folderOf))].filter((folder) => !mayImport.has(folder))).toEqual([]);
});

test("folders import only what the table allows", () => {
  const offences = imports
    .filter(({ specifier }) => specifier.startsWith(".") && !specifier.endsWith(".json"))
    .filter(({ from, specifier, typesOnly }) => {
      const target = folderOf(path.posix.join(path.posix.dirname(from), specifier));
      const folder = folderOf(from);
      const allowed = mayImport.get(folder) ?? [];
      return !(
        target === folder ||
        allowed.includes(target) ||
        (typesOnly && allowed.includes(`${target} (types)`))
      );
    })
    .map(({ from, specifier }) => `${from} imports ${specifier}`);
  expect(offences).toEqual([]);
});

test("relative imports end with .js or .json and lead to a file", () => {
  const lost = imports
    .filter(({ specifier }) => specifier.startsWith("."))
    .map(({ from, specifier }) => path.posix.join(path.posix.dirname(from), specifier))
    .filter((target) => !files.includes(target.replace(/\.js$/, ".ts")) && !/\.json$/.test(target));
  expect(lost).toEqual([]);
});

test("scripts import files that are there", () => {
  const root = path.join(source, "..");
  const scripts = execFileSync("git", ["ls-files", "*.mjs"], { cwd: root, encoding: "utf8" })
    .trim()
    .split("\n");
  const lost = scripts
    .flatMap((script) => importsOf(script, readFileSync(path.join(root, script), "utf8")))
    // What is in out/ is built before it is imported.
    .filter(({ specifier }) => specifier.startsWith(".") && !specifier.includes("/out/"))
    .filter(({ from, specifier }) => !existsSync(path.join(root, path.dirname(from), specifier)))
    .map(({ from, specifier }) => `${from} imports ${specifier}`);
  expect(scripts.length).toBeGreaterThan(20);
  expect(lost).toEqual([]);
});

test.each(confined)("%s is imported in its own place only", (name, place) => {
  const users = imports.filter(({ specifier }) => specifier === name || specifier.startsWith(`${name}/`));
  expect(users.map(({ from }) => from).filter((from) => !place.test(from))).toEqual([]);
});

test("no file only passes on what others export", () => {
  const barrels = files.filter((file) => {
    const lines = readFileSync(path.join(source, file), "utf8")
      .split("\n")
      .filter((line) => line.trim() !== "" && !/^\s*(\/\/|\*|\/\*)/.test(line));
    return lines.length > 1 && lines.every((line) => /^export .* from /.test(line));
  });
  expect(barrels).toEqual([]);
});
