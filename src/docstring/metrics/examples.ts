import { readSample } from "../../metrics/sample.js";
import type { Language } from "../../syntax/language.js";
import type { SyntaxParser } from "../../syntax/parser.js";
import { readPatches } from "../../syntax/patches.js";
import type { FilePatches, FunctionPatch } from "../../syntax/types.js";

/** One line of an evaluation data set. */
export interface Example {
  readonly code: string;
  readonly language: string;
  readonly style: string;
  readonly imports: readonly string[];
  /** The header of the class around the function: `class Ridge(Base):`. */
  readonly enclosing?: string;
  readonly docstring: string;
  readonly repository?: string;
}

/** A function in a file of its own, its documentation removed. */
export interface StrippedFunction {
  readonly text: string;
  readonly file: FilePatches;
  readonly patch: FunctionPatch;
}

export const readExamples = (dataset: string, limit?: number): Promise<Example[]> =>
  readSample(dataset, "{code, language, style, docstring}", exampleOf, limit);

function exampleOf(value: unknown): Example {
  const fields = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  const text = (name: string): string => {
    const field = fields[name];
    if (typeof field !== "string" || field === "") throw new Error(`the field ${name} is missing`);
    return field;
  };
  const { imports, enclosing, repo } = fields;
  const lines = typeof imports === "string" ? imports.split("\n") : Array.isArray(imports) ? imports : [];
  const header = typeof enclosing === "object" && enclosing !== null ? Object(enclosing).header : enclosing;
  return {
    code: text("code"),
    language: text("language"),
    style: typeof fields.style === "string" ? fields.style : "auto",
    imports: lines.filter((line): line is string => typeof line === "string" && line.trim() !== ""),
    ...(typeof header === "string" && header !== "" ? { enclosing: header } : {}),
    docstring: text("docstring"),
    ...(typeof repo === "string" ? { repository: repo } : {}),
  };
}

/** The function of an example as a file that parses, or undefined when no arrangement of its parts does. */
export async function strippedFunction(
  example: Example,
  language: Language,
  parser: SyntaxParser,
  signal: AbortSignal,
): Promise<StrippedFunction | undefined> {
  for (const text of arrangements(example)) {
    const found = await readOutermost(text, language, parser, signal);
    if (!found) continue;
    const stripped = withoutDocstring(text, found.patch);
    const again = await readOutermost(stripped, language, parser, signal);
    if (again && again.patch.docstring === undefined) return { text: stripped, ...again };
  }
  return undefined;
}

/**
 * Ways to put imports, class and code together. `code` was cut out of a file, so that its first line has lost the
 * indentation that the others may still have, and a method parses only inside of a class in most languages.
 */
function* arrangements({ code, imports, enclosing }: Example): Generator<string> {
  const [first = "", ...others] = code.replaceAll("\r\n", "\n").trimEnd().split("\n");
  const common = Math.min(
    ...others.filter((line) => line.trim() !== "").map((line) => line.length - line.trimStart().length),
    80,
  );
  const shifts = new Set([common, common - 4, common - 2, common - 8, 0].filter((n) => n >= 0 && n < 80));
  for (const opening of ["", "<?php\n"]) {
    const head = opening + imports.map((line) => `${line}\n`).join("");
    for (const shift of shifts) {
      const plain = [first.trimStart(), ...others.map((line) => line.slice(Math.min(shift, line.length)))];
      const indented = plain.map((line) => (line === "" ? "" : `    ${line}`)).join("\n");
      const header = enclosing?.replace(/\s*\{\s*$/, "");
      if (header !== undefined) {
        if (header.endsWith(":")) yield `${head}\n${header}\n${indented}\n`;
        yield `${head}\n${header} {\n${indented}\n}\n`;
        yield `${head}\n${header}\n${indented}\nend\n`;
      }
      yield `${head}\n${plain.join("\n")}\n`;
    }
  }
}

async function readOutermost(
  text: string,
  language: Language,
  parser: SyntaxParser,
  signal: AbortSignal,
): Promise<{ file: FilePatches; patch: FunctionPatch } | undefined> {
  const tree = await parser.parse(text, language, { signal });
  try {
    const file = readPatches(tree, text, language);
    const [patch] = [...file.functions].sort(
      (a, b) => b.range.end - b.range.start - (a.range.end - a.range.start),
    );
    // Of a function that does not parse only the inner ones may be whole.
    const isBroken = file.functions.some(({ hasErrors }) => hasErrors);
    return patch === undefined || isBroken ? undefined : { file, patch };
  } finally {
    tree.delete();
  }
}

function withoutDocstring(text: string, patch: FunctionPatch): string {
  if (patch.docstring === undefined) return text;
  const { start, end } = patch.docstring.range;
  return text.slice(0, start).replace(/[ \t]+$/, "") + text.slice(end).replace(/^[ \t;]*\n/, "");
}
