import { Draw } from "../base/random.js";
import { escapeSpecial } from "../base/specialTokens.js";
import { unknownsOf } from "../plot/describe/objects.js";
import { evaluateProgram } from "../plot/evaluate/interpreter.js";
import { defaultLimits } from "../plot/evaluate/limits.js";
import type { Program, Statement } from "../plot/evaluate/program.js";
import { readProgram } from "../plot/evaluate/read.js";
import { createDrawing } from "../plot/figure/drawing.js";
import { allAxes, type PlotObject } from "../plot/figure/model.js";
import { encoderText } from "../search/words.js";
import type { SyntaxParser } from "../syntax/parser.js";
import { families, plotScript, seedOf } from "./plotScripts/scripts.js";
import { type DrawnFacts, factsOf } from "./plotTruth/facts.js";
import { dependenciesOf, patchesOf } from "./plotTruth/patches.js";
import { sentenceOf } from "./plotTruth/sentence.js";
import type { FileRecord, RecordSource } from "./source.js";

const perFile = 4;
/** Time must not decide what a data set holds: a script that needs more than this is left out. */
const limits = { ...defaultLimits, milliseconds: 5_000, operations: 4e6 };

/**
 * Drawing statements whose data somebody made unknown. The script is evaluated as it is written, which gives the truth; then one
 * variable that the drawing depends on is taken from a file, from the keyboard or from a function that is not there, so that the
 * evaluator must say unknown. `{patches, at, text, facts}`: what the CodePatch model reads, and what it should say.
 */
export function plotSource(parser: SyntaxParser): RecordSource {
  return {
    accepts: (path) => path.endsWith(".m"),
    read: (_path, text) => readScript(text, parser),
  };
}

/** One generated script for each number; families stand in for repositories. */
export async function* generatedRecords(
  family: string,
  count: number,
  parser: SyntaxParser,
  drop: (reason: string, count?: number) => void,
): AsyncGenerator<FileRecord> {
  for (let number = 0; number < count; number++) {
    const { records, dropped } = await readScript(plotScript(family, number), parser);
    for (const [reason, n] of Object.entries(dropped)) drop(reason, n);
    yield* records;
  }
}

export const generatedFamilies: readonly string[] = Object.keys(families);

async function readScript(
  text: string,
  parser: SyntaxParser,
): Promise<{ records: readonly FileRecord[]; dropped: Readonly<Record<string, number>> }> {
  const dropped: Record<string, number> = {};
  const records: FileRecord[] = [];
  const program = await readProgram(text, parser, new AbortController().signal);
  const draw = new Draw(seedOf(text));
  for (const [line, objects] of objectsByLine(program)) {
    if (records.length === perFile) break;
    const facts = factsOf(objects);
    const record = facts
      ? await hiddenRecord(program, line, facts, draw, parser)
      : "plot: nothing to say without numbers";
    if (typeof record === "string") dropped[record] = (dropped[record] ?? 0) + 1;
    else records.push(record);
  }
  return { records, dropped };
}

/** What each line draws, the last time that it does. */
function objectsByLine(program: Program): Map<number, PlotObject[]> {
  const drawing = createDrawing();
  const { exhausted } = evaluateProgram(program, { drawing, limits });
  const found = new Map<number, PlotObject[]>();
  if (exhausted) return found;
  for (const { objects } of allAxes(drawing.drawn))
    for (const line of new Set(objects.map((object) => object.line)))
      if (!found.has(line))
        found.set(
          line,
          objects.filter((object) => object.line === line),
        );
  return new Map([...found].sort(([a], [b]) => a - b));
}

async function hiddenRecord(
  program: Program,
  line: number,
  facts: DrawnFacts,
  draw: Draw,
  parser: SyntaxParser,
): Promise<FileRecord | string> {
  const candidates = shuffled(dependenciesOf(program, line), draw);
  for (const statement of candidates) {
    const text = hide(program.text, statement, draw);
    if (text === undefined) continue;
    const hidden = await readProgram(text, parser, new AbortController().signal);
    const objects = objectsByLine(hidden).get(line) ?? [];
    if (objects.length === 0 || !objects.every((object) => unknownsOf(object).length > 0)) continue;
    const sequence = patchesOf(hidden, line);
    if (!sequence) continue;
    const code = sequence.patches.join("\n");
    const description = sentenceOf(facts, draw);
    return {
      key: code,
      language: "matlab",
      style: facts.kind,
      fields: {
        patches: sequence.patches.map(encoderText),
        at: sequence.at,
        text: description,
        facts: { kind: facts.kind, courses: [...new Set(facts.courses.flat())] },
        code,
        prompt: `<|file|>matlab\n<|code|>${escapeSpecial(code)}\n`,
        slots: [{ open: "<|plot|>", text: description }],
        language: "matlab",
      },
    };
  }
  return candidates.length === 0 ? "plot: it depends on nothing" : "plot: it stays known whatever is hidden";
}

/** The text with the value of one assignment taken from elsewhere, in as many lines. Undefined of what is no plain assignment. */
function hide(text: string, statement: Statement, draw: Draw): string | undefined {
  if (statement.type !== "assign" || statement.value.type === "lambda") return undefined;
  const [target] = statement.targets;
  if (!target || statement.targets.length > 1 || target.path.length > 0) return undefined;
  const { name } = target;
  const { start, end } = statement.range;
  const written = text.slice(start, end);
  const given = [
    ...new Set(written.slice(written.indexOf("=") + 1).match(/(?<![\w.'])[a-zA-Z]\w*(?!\s*\(|\w)/g)),
  ].slice(0, 3);
  const value = draw.of([
    `input('${name} = ')`,
    `csvread('${draw.of(["data", "run", name])}.csv')`,
    `load('${draw.of(["data", "run", name])}.txt')`,
    `xlsread('${draw.of(["values", "data"])}.xlsx')`,
    `${draw.of(["measure", "compute", "get", "simulate"])}_${name}(${given.join(", ")})`,
    `${draw.of(["my", "calc", "read"])}${name.charAt(0).toUpperCase()}${name.slice(1)}(${given.join(", ")})`,
  ]);
  return `${text.slice(0, start)}${name} = ${value}${"\n".repeat(written.split("\n").length - 1)}${text.slice(end)}`;
}

function shuffled<T>(items: readonly T[], draw: Draw): T[] {
  const left = [...items];
  const result: T[] = [];
  while (left.length > 0) result.push(...left.splice(draw.int(0, left.length - 1), 1));
  return result;
}
