import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { readNotebook } from "../src/search/notebook.js";
import { notebookPatches } from "../src/search/notebookPatches.js";
import { bundledGrammars, createParser } from "../src/syntax/parser.js";

const [folder] = process.argv.slice(2);
const megabyte = 1_000_000;

/** A notebook whose outputs take this many characters, in a hundred cells. */
function notebookWith(output: (characters: number) => unknown, characters: number): string {
  const cells = Array.from({ length: 100 }, (_, i) => ({
    cell_type: "code",
    execution_count: i,
    metadata: {},
    outputs: [{ output_type: "display_data", metadata: {}, data: output(characters / 100) }],
    source: [`def level_${i}(tide):\n`, `    return tide + ${i}\n`, `levels_${i} = level_${i}(tides)`],
  }));
  return JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 4 }, undefined, 1);
}

const outputs: readonly (readonly [string, (characters: number) => unknown])[] = [
  ["pictures", (n) => ({ "image/png": "iVBORw0K".repeat(n / 8) })],
  [
    "lines of text",
    (n) => ({ "text/plain": Array.from({ length: n / 75 }, () => `${"0.25 ".repeat(12)}\n`) }),
  ],
  ["numbers", (n) => ({ "application/json": Array.from({ length: n / 16 }, (_, i) => i / 4 + 0.125) })],
];
for (const [name, output] of outputs) {
  const text = notebookWith(output, 20 * megabyte);
  readNotebook(text);
  const started = process.cpuUsage();
  for (let i = 0; i < 3; i++) readNotebook(text);
  const { user, system } = process.cpuUsage(started);
  const seconds = (user + system) / 3e6;
  console.log(`${(text.length / megabyte).toFixed(1)} MB of ${name}: ${seconds.toFixed(2)} s`);
}

if (folder !== undefined) {
  const parser = createParser(bundledGrammars(path.resolve("dist")));
  const kinds = new Map<string, number>();
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ipynb"),
  );
  const started = process.cpuUsage();
  for (const name of names) {
    const notebook = readNotebook(readFileSync(path.join(folder, name), "utf8"));
    const found = notebook === undefined ? ["damaged"] : notebook.language ? [] : ["other language"];
    if (notebook) found.push(...(await notebookPatches(name, notebook, parser)).map(({ kind }) => kind));
    for (const kind of found) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  const { user, system } = process.cpuUsage(started);
  const told = [...kinds].map(([kind, n]) => `${n} ${kind}`).join(", ");
  console.log(`${names.length} notebooks: ${told}; ${((user + system) / 1e6).toFixed(1)} s`);
}
