import { readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { createTwoFilesPatch } from "diff";
import { factScope } from "../src/docstring/facts.js";
import { matchParameters } from "../src/docstring/merge.js";
import { styleAndFacts } from "../src/docstring/styleOf.js";
import { styles } from "../src/docstring/styles/registry.js";
import type { Docstring, ParameterDoc, ResultDoc } from "../src/docstring/types.js";
import { bundledGrammars, createParser } from "../src/syntax/parser.js";
import { readPatches } from "../src/syntax/patches.js";
import { languageByPath } from "../src/syntax/registry.js";
import type { FunctionPatch, LanguageId } from "../src/syntax/types.js";
import { sourceFiles } from "../src/syntax/walk.js";
import { documentWhole } from "./documentWhole.js";

/**
 * Renews the documentation of every documented function as Update Docstring does, without a model, and compares the words of each
 * comment before and after. Words may go with a parameter that is none, with a name, type or default that is wrong, and with a result
 * that does not exist; every other word that is gone is lost. Counts are printed as JSON, what was lost with its place.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { language: { type: "string" }, show: { type: "string", default: "0" } },
});
const parser = createParser(bundledGrammars(path.resolve("dist")));

type Bag = Map<string, number>;
function bagOf(text: string): Bag {
  const bag: Bag = new Map();
  for (const [word] of text.replace(/\\\r?\n/g, "").matchAll(/[\p{L}\p{N}_]+/gu))
    bag.set(word, (bag.get(word) ?? 0) + 1);
  return bag;
}

/** Words of `bag` that `taken` does not have as often. */
function without(bag: Bag, taken: Bag): Bag {
  const left: Bag = new Map();
  for (const [word, count] of bag)
    if (count > (taken.get(word) ?? 0)) left.set(word, count - (taken.get(word) ?? 0));
  return left;
}

/** What an update is meant to take away: whole entries of what the code does not have, and types, names and defaults of the rest. */
function outdated(existing: Docstring, facts: Docstring, patch: FunctionPatch): string {
  const scope = factScope(patch);
  const names = facts.parameters.map(({ name }) => name);
  const matched = matchParameters(
    existing.parameters.map(({ name }) => name),
    names,
  );
  const used = new Set(matched.values());
  const label = ({ name, type = "", default: value = "", direction = "" }: ParameterDoc): string =>
    `${name} ${type} ${value} ${direction} default Defaults to optional`;
  const whole = ({ type = "", description, name = "" }: ResultDoc): string =>
    `${name} ${type} ${description}`;
  const gone = (kind: "returns" | "yields"): string[] =>
    existing[kind].map((result) =>
      scope[kind] && facts[kind].length === 0
        ? `Returns Return Yields Yield ${kind} ${kind} return yield ${whole(result)}`
        : (result.type ?? ""),
    );
  return [
    ...existing.parameters.map((parameter) =>
      used.has(parameter.name)
        ? label(parameter)
        : `param param name ${label(parameter)} ${parameter.description}`,
    ),
    ...gone("returns"),
    ...gone("yields"),
  ].join(" ");
}

function styleOfDocstring(patch: FunctionPatch, id: string, language: LanguageId): [Docstring, Docstring] {
  const { style, facts } = styleAndFacts(patch, styles[id as keyof typeof styles], language, "auto", false);
  return [style.parse(patch.docstring?.raw ?? "", { language, patch }), facts];
}

const counts = { files: 0, documented: 0, kept: 0, updated: 0, allWordsKept: 0, outdatedTaken: 0, lost: 0 };
const byStyle: Record<string, { documented: number; updated: number; lost: number }> = {};
const skipped: Record<string, number> = {};
const refused: string[] = [];
const losses: string[] = [];
const shown: { lost: string[]; taken: string[] } = { lost: [], taken: [] };
for await (const { path: file } of sourceFiles(positionals)) {
  const language = languageByPath(file);
  if (!language || (values.language !== undefined && language.id !== values.language)) continue;
  const text = readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  const tree = await parser.parse(text, language);
  const { functions: all } = readPatches(tree, text, language);
  tree.delete();
  const patches = new Map(all.map((patch) => [patch.id, patch]));
  if (!all.some(({ docstring }) => docstring)) continue;
  counts.files += 1;
  const { functions } = await documentWhole(file, text, language, parser);
  for (const result of functions) {
    const patch = patches.get(result.id);
    if (!patch?.docstring) continue;
    counts.documented += 1;
    const id = result.style ?? "none";
    const style = byStyle[id] ?? { documented: 0, updated: 0, lost: 0 };
    byStyle[id] = style;
    style.documented += 1;
    if (result.status === "kept") counts.kept += 1;
    if (result.status === "skipped") skipped[result.reason ?? ""] = (skipped[result.reason ?? ""] ?? 0) + 1;
    if (result.status === "refused")
      refused.push(`${file}:${patch.line + 1} ${patch.qualifiedName}: ${result.reason}`);
    if (result.status !== "written") continue;
    counts.updated += 1;
    style.updated += 1;
    const gone = without(bagOf(patch.docstring.raw), bagOf(result.docstring ?? ""));
    if (gone.size === 0) {
      counts.allWordsKept += 1;
      continue;
    }
    const [existing, facts] = styleOfDocstring(patch, result.style ?? "", language.id);
    const lost = without(gone, bagOf(outdated(existing, facts, patch)));
    const change = createTwoFilesPatch("before", "after", patch.docstring.raw, result.docstring ?? "");
    const entry = `${file}:${patch.line + 1} ${patch.qualifiedName}: ${[...gone.keys()].join(" ")}`;
    if (lost.size === 0) {
      counts.outdatedTaken += 1;
      shown.taken.push(`${entry}\n${change}`);
    } else {
      counts.lost += 1;
      style.lost += 1;
      shown.lost.push(`${entry}\n${change}`);
      losses.push(`${entry} — LOST ${[...lost.keys()].join(" ")}`);
    }
  }
}
console.log(JSON.stringify({ ...counts, byStyle, skipped, refused, losses }, null, 2));
for (const changes of [shown.lost, shown.taken])
  for (const change of changes.slice(0, Number(values.show))) console.error(`\n${change}`);
