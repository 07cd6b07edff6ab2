import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { evaluateProgram } from "../../src/plot/evaluate/interpreter.js";
import { readProgram } from "../../src/plot/evaluate/read.js";
import type { Value } from "../../src/plot/evaluate/values.js";
import { parser } from "../matlab.js";
import { type Encoded, encoded, sameEncoded } from "./encoded.js";
import { expressions } from "./expressions.js";
import { compared, script } from "./scripts.js";

const count = Number(process.argv[2] ?? 6000);
const scripts = Number(process.argv[3] ?? 400);
const seed = Number(process.argv[4] ?? 1);
const show = process.argv.includes("--show");

interface Case {
  readonly family: string;
  readonly text: string;
  readonly names: readonly string[];
}

const cases: Case[] = [
  ...expressions(count, seed).map(({ family, text }) => ({ family, text: `r = ${text};`, names: ["r"] })),
  ...Array.from({ length: scripts }, (_, i) => ({
    family: "scripts",
    text: script(seed * 1000 + i),
    names: compared,
  })),
];

type Outcome = { readonly error: string } | { readonly values: Readonly<Record<string, Encoded>> };

/** What Octave makes of all cases, each in a function of its own. */
function octave(): Outcome[] {
  const folder = mkdtempSync(path.join(tmpdir(), "octave-"));
  try {
    copyFileSync("bench/octave/encode.m", path.join(folder, "encode.m"));
    for (const [i, { text }] of cases.entries()) writeFileSync(path.join(folder, `case${i}.m`), text);
    const names = `{${compared.map((each) => `'${each}'`).join(",")},'r'}`;
    writeFileSync(
      path.join(folder, "run_cases.m"),
      `warning('off', 'all'); for p = {'signal', 'statistics'}, try, pkg('load', p{1}); catch, end, end
function one (file, out, names)
  try
    source (file);
    parts = {};
    for k_ = 1:numel (names)
      if (exist (names{k_}, 'var')), parts{end+1} = sprintf ('"%s":%s', names{k_}, encode (eval (names{k_}))); end
    end
    fprintf (out, '{"values":{%s}}\\n', strjoin (parts, ','));
  catch err
    fprintf (out, '{"error":"%s"}\\n', regexprep (err.message, '[^\\w .,:=()-]', ' '));
  end
end
out = fopen ('out.jsonl', 'w');
for i = 0:${cases.length - 1}, one (sprintf ('case%d.m', i), out, ${names}); end
fclose (out);`,
    );
    execFileSync("octave-cli", ["-q", "--no-init-file", "--no-history", "run_cases.m"], {
      cwd: folder,
      stdio: ["ignore", "ignore", "inherit"],
      timeout: 1_200_000,
    });
    return readFileSync(path.join(folder, "out.jsonl"), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Outcome);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function ours({ text, names }: Case): Promise<Outcome | { unknown: string }> {
  const program = await readProgram(text, parser, new AbortController().signal);
  const { variables, error } = evaluateProgram(program);
  if (error) return { error: error.message };
  const values: Record<string, Encoded> = {};
  for (const name of names) {
    const value: Value | undefined = variables.get(name);
    const code = value && encoded(value);
    if (code && "unknown" in code) return { unknown: code.unknown };
    if (code) values[name] = code;
  }
  return { values };
}

const expected = octave();
const tally = new Map<string, Record<string, number>>();
const examples: string[] = [];
for (const [i, each] of cases.entries()) {
  const theirs = expected[i] ?? { error: "no answer" };
  const mine = await ours(each);
  const kind =
    "unknown" in mine
      ? "unknown"
      : "error" in mine
        ? "error" in theirs
          ? "an error in both"
          : "error here only"
        : "error" in theirs
          ? "error in Octave only"
          : Object.entries(theirs.values).every(
                ([name, value]) => each.names.includes(name) && sameEncoded(mine.values[name], value),
              )
            ? "equal"
            : "different";
  const row = tally.get(each.family) ?? {};
  row[kind] = (row[kind] ?? 0) + 1;
  tally.set(each.family, row);
  if (kind !== "equal" && kind !== "an error in both")
    examples.push(`${kind} [${each.family}] ${each.text}\n${difference(mine, theirs)}`);
}
/** What differs, and nothing of what does not. */
function difference(mine: Outcome | { unknown: string }, theirs: Outcome): string {
  const names =
    "values" in mine && "values" in theirs
      ? Object.keys(theirs.values).filter(
          (name) => !sameEncoded(mine.values[name], theirs.values[name] as Encoded),
        )
      : [];
  const shown = (of: object): string =>
    JSON.stringify(
      "values" in of ? names.map((name) => [name, (of.values as Record<string, unknown>)[name]]) : of,
    ).slice(0, 400);
  return `    here   ${shown(mine)}\n    Octave ${shown(theirs)}`;
}

const totals = (rows: readonly Record<string, number>[]): Record<string, number> => {
  const sum: Record<string, number> = {};
  for (const row of rows) for (const [kind, n] of Object.entries(row)) sum[kind] = (sum[kind] ?? 0) + n;
  return sum;
};
for (const [family, row] of tally) console.log(family.padEnd(16), JSON.stringify(row));
console.log(
  "expressions",
  JSON.stringify(totals([...tally].filter(([family]) => family !== "scripts").map(([, row]) => row))),
);
console.log("scripts", JSON.stringify(tally.get("scripts") ?? {}));
if (show) console.log(examples.join("\n"));
