import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { messageOf } from "../src/base/errors.js";
import { thisMachine } from "../src/cli/measure.js";
import { alignColumns } from "../src/cli/terminal.js";
import type { TextManifest } from "../src/inference/manifest.js";
import { loadTextModel } from "../src/inference/model.js";
import { findTextModel } from "../src/inference/store.js";
import { threadCount } from "../src/inference/threads.js";
import { type Agreement, measureAgreement } from "./agreement.js";
import type { Contender } from "./contender.js";
import { engineContender } from "./engine.js";
import {
  convertWeights,
  type GgufType,
  installLlama,
  type LlamaInstallation,
  llamaContender,
  startLlama,
} from "./llama.js";
import { measureRounds, type Row, ratiosOf, summarise } from "./measure.js";
import { type Job, recordJobs } from "./prompts.js";

const { values: options } = parseArgs({
  options: {
    weights: { type: "string" },
    model: { type: "string", default: "" },
    threads: { type: "string", default: "0" },
    rounds: { type: "string", default: "5" },
    save: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});

/** A variant of ours and the form of the same weights that is nearest to it. */
const counterparts: readonly { readonly variant: string; readonly type: GgufType }[] = [
  { variant: "fp32", type: "f32" },
  { variant: "int8", type: "q8_0" },
  { variant: "int4", type: "q4_0" },
];

const asShipped = "CodePatch, as shipped";
const nameOfOurs = (variant: string): string => `CodePatch ${variant}`;
const nameOfTheirs = (type: GgufType): string => `node-llama-cpp ${type}`;

const say = (line: string): void => console.error(line);

interface Theirs {
  readonly installation: LlamaInstallation;
  readonly weights: string;
}

async function findTheirs(): Promise<Theirs | string> {
  const { weights } = options;
  if (weights === undefined) {
    return "node-llama-cpp was left out: --weights names the trained model (config.json, model.safetensors, tokenizer.json).";
  }
  try {
    return { installation: await installLlama(say), weights };
  } catch (error) {
    return `node-llama-cpp was left out: it could not be installed (${messageOf(error).split("\n")[0]}).`;
  }
}

async function agreements(
  folder: string,
  manifest: TextManifest,
  threads: number,
  jobs: readonly Job[],
  { installation, weights }: Theirs,
): Promise<Agreement[]> {
  const results: Agreement[] = [];
  for (const { variant, type } of counterparts.filter((pair) => pair.variant in manifest.variants)) {
    say(`Comparing greedy tokens of ${variant} and ${type}`);
    const model = await loadTextModel(folder, manifest, { variant, provider: "cpu", threads });
    const llama = await startLlama();
    try {
      await llama.load({
        entry: installation.entry,
        model: await convertWeights(installation.python, weights, type),
        threads,
        contextLength: manifest.contextLength,
        kv: type === "f32" ? "float32" : "default",
      });
      results.push(await measureAgreement(model, llama, jobs, type));
    } finally {
      await llama.stop();
      await model.release();
    }
  }
  return results;
}

/** Share of the processors that is busy while this program waits, to tell a quiet machine from a busy one. */
async function busyShare(): Promise<number | undefined> {
  if (process.platform !== "linux") return undefined;
  const read = async (): Promise<{ idle: number; all: number }> => {
    const [line = ""] = (await readFile("/proc/stat", "utf8")).split("\n");
    const times = line.trim().split(/\s+/).slice(1).map(Number);
    return {
      idle: (times[3] ?? 0) + (times[4] ?? 0),
      all: times.slice(0, 8).reduce((sum, time) => sum + time, 0),
    };
  };
  const before = await read();
  await sleep(3000);
  const after = await read();
  return Math.round((1 - (after.idle - before.idle) / (after.all - before.all)) * 100) / 100;
}

/** A copy of a model, with another default variant, that is asked for every text, whatever its manifest says of its confidence. */
async function askedForAll(shipped: string, folder: string, defaultVariant: string) {
  await cp(shipped, folder, { recursive: true });
  const file = path.join(folder, "manifest.json");
  const { confidence: _, ...manifest } = JSON.parse(await readFile(file, "utf8"));
  await writeFile(file, JSON.stringify({ ...manifest, defaultVariant }));
  return findTextModel([], folder);
}

async function main(): Promise<void> {
  const scratch = await mkdtemp(path.join(tmpdir(), "codepatch-bench-"));
  try {
    await bench(scratch);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function bench(scratch: string): Promise<void> {
  const shipped = await findTextModel([path.resolve("models")], options.model);
  const { defaultVariant, variants } = shipped.manifest;
  const { folder, manifest } = await askedForAll(shipped.folder, path.join(scratch, "model"), defaultVariant);
  const threads = await threadCount(Number(options.threads));
  const recorder = await loadTextModel(folder, manifest, { provider: "cpu", threads });
  const recorded = await recordJobs(recorder);
  await recorder.release();
  const { jobs } = recorded;
  const theirs = await findTheirs();
  if (typeof theirs === "string") say(theirs);
  const agreement =
    typeof theirs === "string" ? [] : await agreements(folder, manifest, threads, jobs, theirs);

  const storage = path.join(scratch, "storage");
  const settings = { modelFolders: [], provider: "cpu", threads, storage } as const;
  const contenders: Contender[] = [];
  for (const variant of Object.keys(variants)) {
    const copy = await askedForAll(shipped.folder, path.join(scratch, variant), variant);
    contenders.push(engineContender(nameOfOurs(variant), { ...settings, textModel: copy.folder }));
  }
  if (shipped.manifest.confidence !== undefined) {
    contenders.push(engineContender(asShipped, { ...settings, textModel: shipped.folder }));
  }
  if (typeof theirs !== "string") {
    const { installation, weights } = theirs;
    for (const type of ["q8_0", "q4_0"] as const) {
      contenders.push(
        llamaContender(nameOfTheirs(type), {
          entry: installation.entry,
          model: await convertWeights(installation.python, weights, type),
          threads,
          contextLength: manifest.contextLength,
          kv: "default",
        }),
      );
    }
  }
  const loadBefore = { busy: await busyShare(), average1: loadavg()[0] };
  // The first start of an engine checks the model's files, which is remembered; and it brings all files into memory.
  const firstLoads: Record<string, number> = {};
  for (const { name, start } of contenders) {
    const { loadMs, loaded } = await start(recorded.warmUp);
    firstLoads[name] = Math.round(loadMs);
    await loaded.stop();
  }
  const rows = summarise(await measureRounds(contenders, recorded, Number(options.rounds), say));
  const result = {
    date: new Date().toISOString(),
    machine: { ...thisMachine(), ...loadBefore },
    model: { id: manifest.id, version: manifest.version, parameters: manifest.parameters },
    threads,
    rounds: Number(options.rounds),
    functions: jobs.length,
    prompts: promptSizes(jobs),
    ...(typeof theirs === "string" ? { missing: theirs } : { nodeLlamaCpp: theirs.installation.version }),
    agreement,
    firstLoads,
    rows,
    ratios: Object.fromEntries(
      counterparts
        .map(
          ({ variant, type }) =>
            [nameOfTheirs(type), ratiosOf(nameOfOurs(variant), nameOfTheirs(type), rows)] as const,
        )
        .filter(([, ratios]) => Object.keys(ratios).length > 0),
    ),
  };
  if (options.json) console.log(JSON.stringify(result, null, 2));
  else print(result);
  if (options.save) {
    const name = `${result.date.slice(0, 10)}-${manifest.id}-${threads}-threads.json`;
    await mkdir(path.join("bench", "results"), { recursive: true });
    await writeFile(path.join("bench", "results", name), `${JSON.stringify(result, null, 2)}\n`);
    say(`Wrote bench/results/${name}`);
  }
}

function promptSizes(jobs: readonly Job[]) {
  const lengths = jobs.flatMap(({ prompts }) => prompts.map((prompt) => prompt.length));
  const counts = jobs.flatMap(({ texts }) => texts.map((text) => text.length));
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return {
    slots: lengths.length,
    longestPrompt: Math.max(...lengths),
    meanPrompt: Math.round(sum(lengths) / lengths.length),
    generatedTokens: sum(counts),
  };
}

function print({
  rows,
  ratios,
  agreement,
  ...about
}: {
  rows: readonly Row[];
  ratios: Record<string, Record<string, number>>;
  agreement: readonly Agreement[];
  machine: object;
  model: object;
  prompts: object;
  threads: number;
  functions: number;
}): void {
  const engines = [...new Set(rows.map(({ engine }) => engine))];
  const names = [...new Set(rows.map(({ name }) => name))];
  const table = [
    ["", ...engines.flatMap((engine) => (engine in ratios ? [engine, "ratio"] : [engine]))],
    ...names.map((name) => {
      const cells = engines.flatMap((engine) => {
        const row = rows.find((each) => each.name === name && each.engine === engine);
        const value = row === undefined ? "" : `${row.value.toFixed(row.value < 100 ? 1 : 0)} ${row.unit}`;
        return engine in ratios ? [value, ratios[engine]?.[name]?.toFixed(2) ?? ""] : [value];
      });
      return [name, ...cells];
    }),
  ];
  for (const line of alignColumns(table)) console.log(line);
  for (const { ours, theirs, texts, sameTexts, tokens, sameTokens } of agreement) {
    console.log(
      `same greedy tokens, ${ours} and ${theirs}: ${sameTexts} of ${texts} texts, ${sameTokens} of ${tokens} tokens before the first difference`,
    );
  }
  console.log(JSON.stringify({ ...about }, null, 1));
}

await main();
