// Makes a data set for `codepatch eval plot` from the MATLAB files of a folder:
//   node bench/plot-truth.mjs FOLDER COMMAND OUT [AGAIN]
// AGAIN is a command like COMMAND with other random numbers: what differs then cannot be known without running the program.
// COMMAND is run as `COMMAND file.m truth.json`: it runs the program in GNU Octave and writes what it drew. OUT is a folder for
// the truths and for plots.jsonl. What is there already is kept, so that a run may go on where the one before stopped.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const [folder, command, out, repeat] = process.argv.slice(2);
if (!folder || !command || !out) {
  console.error(
    "Name a folder, the command that runs Octave and a folder for the results: node bench/plot-truth.mjs FOLDER COMMAND OUT",
  );
  process.exit(2);
}
mkdirSync(out, { recursive: true });
const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".m"));
const lines = [];
for (const [i, name] of files.sort().entries()) {
  const file = path.resolve(folder, name);
  const truth = path.resolve(out, `${name.replaceAll(path.sep, "_")}.json`);
  if (!existsSync(truth)) spawnSync(command, [file, truth], { stdio: "ignore" });
  if (!existsSync(truth)) continue;
  // The first folder below is the repository, over which averages are taken first.
  const [repository] = name.includes(path.sep) ? name.split(path.sep) : [path.basename(path.resolve(folder))];
  const again = truth.replace(/json$/, "again.json");
  if (repeat && !existsSync(again)) spawnSync(repeat, [file, again], { stdio: "ignore" });
  lines.push(JSON.stringify({ file, truth, ...(existsSync(again) && { again }), repository }));
  process.stderr.write(`\r${i + 1} of ${files.length}`);
}
writeFileSync(path.join(out, "plots.jsonl"), `${lines.join("\n")}\n`);
console.log(`\n${lines.length} programs in ${path.join(out, "plots.jsonl")}`);
