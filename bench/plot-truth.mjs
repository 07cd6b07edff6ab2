// Makes the data set of `codepatch eval plot` from the MATLAB programs of git repositories, bare ones too:
//   node bench/plot-truth.mjs OUT --octave COMMAND [--again COMMAND] REPOSITORY…
// COMMAND is run as `COMMAND program.m truth.json`: it runs the program in GNU Octave, alone in its folder, and writes what it drew.
// The command of --again does the same with other random numbers: what differs then cannot be known without running the
// program. OUT gets the programs, the truths and plots.jsonl. Truths that are there are kept, so that a run may go on where the
// one before stopped.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { octave: { type: "string" }, again: { type: "string" } },
});
const [out, ...repositories] = positionals;
if (!out || repositories.length === 0 || !values.octave) {
  console.error(
    "Name a folder for the results, the command that runs Octave and git repositories: node bench/plot-truth.mjs OUT --octave COMMAND REPOSITORY…",
  );
  process.exit(2);
}

const draws =
  /(?<![\w.])(plot3?|plotyy|line|semilog[xy]|loglog|(scatter|bar|stem)3?|barh|hist(ogram)?|area|stairs|errorbar|pie|fill|patch|surf[cl]?|mesh[cz]?|waterfall|ribbon|contour[f3]?|pcolor|image(sc)?|imshow|quiver3?|polar(plot)?|compass|feather|rose|boxplot|fplot|ez\w+)\s*\(/;
/** A function whose first line is this takes no argument, so that it can be called like a script. */
const withoutArguments = /^function\s+((\w+|\[[^\]]*\])\s*=\s*)?\w+\s*(\(\s*\))?\s*(%.*)?$/;
const varies = /\b(\w*rand\w*|rng|normrnd|unifrnd|kmeans|clock|now|tic|toc|cputime|datestr)\b/;

/** Does a file draw something when it is run by itself? */
function isProgram(text) {
  const code = text.replace(/[%#].*/g, "");
  if (!draws.test(code)) return false;
  const first =
    code
      .split("\n")
      .find((line) => line.trim() !== "")
      ?.trim() ?? "";
  return first.startsWith("function") ? withoutArguments.test(first) : !first.startsWith("classdef");
}

const seen = new Set();
const examples = [];
for (const given of repositories) {
  const repository = path.basename(path.resolve(given)).replace(/\.git$/, "");
  // A partial clone lacks some files.
  const contentOf = (name) => {
    const { status, stdout } = spawnSync("git", ["-C", given, "show", `HEAD:${name}`], {
      maxBuffer: 1 << 30,
    });
    return status === 0 ? stdout : undefined;
  };
  const names = execFileSync("git", ["-C", given, "ls-tree", "-r", "-z", "--name-only", "HEAD"])
    .toString()
    .split("\0");
  for (const name of names.filter((each) => each.endsWith(".m")).sort()) {
    const bytes = contentOf(name);
    if (bytes === undefined) continue;
    const digest = createHash("sha256").update(bytes).digest("hex");
    const text = bytes.toString("latin1");
    if (seen.has(digest) || !isProgram(text)) continue;
    seen.add(digest);
    const file = path.join("programs", repository, name);
    mkdirSync(path.dirname(path.join(out, file)), { recursive: true });
    writeFileSync(path.join(out, file), bytes);
    const truth = truthOf(file, "truth", values.octave);
    const again = values.again && varies.test(text) && truthOf(file, "again", values.again);
    if (truth) examples.push({ file, truth, ...(again && { again }), repository });
    process.stderr.write(`\r${examples.length} of ${seen.size} programs`);
  }
}
writeFileSync(path.join(out, "plots.jsonl"), examples.map((each) => `${JSON.stringify(each)}\n`).join(""));
console.log(`\n${examples.length} programs in ${path.join(out, "plots.jsonl")}`);

/** What a program draws, as a path beside the data set; undefined where the command wrote nothing. */
function truthOf(file, kind, command) {
  const truth = `${file.replaceAll(path.sep, "_")}.${kind}.json`;
  const at = path.resolve(out, "truth", truth);
  mkdirSync(path.dirname(at), { recursive: true });
  if (!existsSync(at)) spawnSync(command, [path.resolve(out, file), at], { stdio: "ignore" });
  return existsSync(at) ? path.join("truth", truth) : undefined;
}
