// Bundles the three programs into dist/ and reports their sizes. Native and WebAssembly parts stay beside the bundles.
import { cp, mkdir, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import * as esbuild from "esbuild";

const require = createRequire(import.meta.url);
const watch = process.argv.includes("--watch");

const options = {
  entryPoints: { extension: "src/extension.ts", engine: "src/engine/main.ts", cli: "src/cli/main.ts" },
  outdir: "dist",
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  sourcemap: "linked",
  minify: !watch,
  // pg loads pg-native only where it is asked for by name; nobody asks here.
  external: ["vscode", "onnxruntime-node", "pg-native"],
  // The ES module of web-tree-sitter needs import.meta.url, which a CommonJS bundle does not have; the other one of
  // jsonc-parser hides its parts from the bundler.
  alias: {
    "web-tree-sitter": require.resolve("web-tree-sitter").replace(/\.js$/, ".cjs"),
    "jsonc-parser": require.resolve("jsonc-parser/lib/esm/main.js"),
  },
  logLevel: "warning",
};

await mkdir("dist/grammars", { recursive: true });
await cp(
  path.join(path.dirname(require.resolve("web-tree-sitter")), "tree-sitter.wasm"),
  "dist/tree-sitter.wasm",
);
await cp(
  path.join(path.dirname(require.resolve("node-sqlite3-wasm")), "node-sqlite3-wasm.wasm"),
  "dist/node-sqlite3-wasm.wasm",
);
const grammars = path.join(path.dirname(require.resolve("tree-sitter-wasms/package.json")), "out");
for (const name of [
  "python",
  "javascript",
  "typescript",
  "tsx",
  "java",
  "go",
  "php",
  "ruby",
  "c",
  "cpp",
  "c_sharp",
  "rust",
]) {
  await cp(path.join(grammars, `tree-sitter-${name}.wasm`), `dist/grammars/tree-sitter-${name}.wasm`);
}
await cp("syntaxes/tree-sitter-matlab.wasm", "dist/grammars/tree-sitter-matlab.wasm");

if (watch) {
  await (await esbuild.context(options)).watch();
} else {
  await esbuild.build(options);
  for (const name of Object.keys(options.entryPoints)) {
    const { size } = await stat(`dist/${name}.js`);
    console.log(`dist/${name}.js`.padEnd(20), `${(size / 1024).toFixed(0)} KiB`.padStart(10));
  }
}
