import type { Drawing, Site } from "../../../src/plot/evaluate/builtin.js";
import { numberText } from "../../../src/plot/evaluate/format.js";
import {
  type Evaluation,
  type EvaluationOptions,
  evaluateProgram,
} from "../../../src/plot/evaluate/interpreter.js";
import { defaultLimits } from "../../../src/plot/evaluate/limits.js";
import type { Program } from "../../../src/plot/evaluate/program.js";
import { readProgram } from "../../../src/plot/evaluate/read.js";
import { count, textOf, type Value } from "../../../src/plot/evaluate/values.js";
import { parser } from "../../syntax/support.js";

export const programOf = (text: string): Promise<Program> =>
  readProgram(text, parser, new AbortController().signal);

/** Operations and sizes are limited as always; only a busy machine takes longer. */
const unhurried = { ...defaultLimits, milliseconds: 30_000 };

export const run = async (text: string, options: EvaluationOptions = {}): Promise<Evaluation> =>
  evaluateProgram(await programOf(text), { limits: unhurried, ...options });

/** What the variable `r` is after `text`, written as a person can read it. */
export async function result(text: string, options?: EvaluationOptions): Promise<string> {
  const { variables, error } = await run(text, options);
  if (error) return `error in line ${error.line + 1}: ${error.message}`;
  const value = variables.get("r");
  return value ? shown(value) : "nothing";
}

export function shown(value: Value): string {
  switch (value.kind) {
    case "array":
      if (value.class === "char") return `'${textOf(value) ?? numberText(value).join("|")}'`;
      if (count(value.size) === 0) return `empty ${value.size.join("x")}`;
      return `${value.class === "double" ? "" : `${value.class} `}${value.size.length > 2 ? `${value.size.join("x")} ` : ""}[${numberText(
        { ...value, class: "double" },
      )
        .map((row) => row.trim().replace(/ +/g, " "))
        .join("; ")}]`;
    case "string":
      return value.data.map((each) => `"${each}"`).join(" ");
    case "cell":
      return `{${value.data.map(shown).join(", ")}}`;
    case "struct":
      return `struct ${value.size.join("x")} ${[...value.fields].map(([name, values]) => `${name}: ${values.map(shown).join(" | ")}`).join(", ")}`;
    case "unknown":
      return `unknown${value.size ? ` ${value.size.join("x")}` : ""}: ${value.reason} (line ${value.line + 1})`;
    case "random":
      return `${value.distribution} ${value.size.join("x")} from ${value.low} to ${value.high}`;
    case "function":
      return value.text;
    case "map":
      return `map of ${value.store.entries.size}`;
    case "handle":
      return `handle ${value.ids.join(" ")}`;
  }
}

/** Notes every call that draws. */
export function recorder(
  ...names: string[]
): Drawing & { readonly calls: { name: string; args: readonly Value[]; site: Site }[] } {
  const calls: { name: string; args: readonly Value[]; site: Site }[] = [];
  return {
    calls,
    names: new Set(names),
    call(name, args, outputs, site) {
      calls.push({ name, args, site });
      return outputs > 0 ? [{ kind: "handle", size: [1, 1], ids: [calls.length] }] : [];
    },
    getProperty: () => ({ kind: "unknown", reason: "the property is not kept", line: 0 }),
    setProperty: () => {},
  };
}
