// How much of public MATLAB code the grammar reads without an error, and how fast:
//
//     node bench/parse-matlab.mjs FOLDER…
//
// Prints the place of the first error of each file that has one. Speed is per second of the process's own CPU time.
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { Language, Parser } from "web-tree-sitter";

const require = createRequire(import.meta.url);
const runtime = path.join(path.dirname(require.resolve("web-tree-sitter")), "tree-sitter.wasm");
await Parser.init({ locateFile: () => runtime });
const parser = new Parser();
parser.setLanguage(
  await Language.load(path.join(import.meta.dirname, "../syntaxes/tree-sitter-matlab.wasm")),
);

function firstError(node) {
  if (node.isError || node.isMissing) return node;
  const child = node.children.find((each) => each.hasError);
  return child ? firstError(child) : node;
}

const total = { files: 0, withErrors: 0, bytes: 0, seconds: 0, slowest: 0 };
for (const folder of process.argv.slice(2)) {
  const names = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".m"));
  for (const name of names.sort()) {
    const text = readFileSync(path.join(folder, name), "utf8");
    if (text.trim() === "") continue;
    const before = process.cpuUsage();
    const tree = parser.parse(text);
    const { user, system } = process.cpuUsage(before);
    const seconds = (user + system) / 1e6;
    total.files++;
    total.bytes += Buffer.byteLength(text);
    total.seconds += seconds;
    total.slowest = Math.max(total.slowest, seconds);
    if (tree.rootNode.hasError) {
      total.withErrors++;
      const { row, column } = firstError(tree.rootNode).startPosition;
      console.log(`${path.join(folder, name)}:${row + 1}:${column + 1}`);
    }
    tree.delete();
  }
}
const share = (100 * (total.files - total.withErrors)) / total.files;
console.log(
  `${total.files} files, ${(total.bytes / 1e6).toFixed(1)} MB; without error ${share.toFixed(2)} %; ` +
    `${(total.bytes / 1e6 / total.seconds).toFixed(1)} MB/s, slowest file ${total.slowest.toFixed(2)} s`,
);
