import { readFile } from "node:fs/promises";
import path from "node:path";
import { CodePatchError, messageOf, throwIfAborted } from "../base/errors.js";
import { arrayAt, countAt, numberAt, objectAt } from "./json.js";
import type { TextModel } from "./model.js";

export const parityName = "parity.json";

/**
 * `parity.json`: `{"tolerance": {VARIANT: largest difference of a logit}, "cases": [{"input_ids": [id …], "rows": [position …],
 * "top": [[[id, logit] …] one list for each row]}]}`, computed by the framework that trained the model, in float32.
 */
interface ParityCase {
  readonly inputIds: readonly number[];
  readonly rows: readonly number[];
  readonly top: readonly (readonly (readonly [id: number, logit: number])[])[];
}

export interface ParityResult {
  readonly largestDifference: number;
  readonly tolerance: number;
  readonly logits: number;
}

/** Undefined when the model has no reference for this variant. Throws `model-corrupt` when the file is damaged. */
export async function checkParity(
  folder: string,
  model: TextModel,
  signal: AbortSignal,
): Promise<ParityResult | undefined> {
  if (!model.manifest.files.some((file) => file.path === parityName)) return undefined;
  const { tolerances, cases } = parseParity(
    await readFile(path.join(folder, parityName), "utf8"),
    model.manifest.id,
  );
  const tolerance = tolerances[model.variant];
  if (tolerance === undefined) return undefined;
  const { decoder } = model;
  let largestDifference = 0;
  let logits = 0;
  for (const { inputIds, rows, top } of cases) {
    throwIfAborted(signal);
    const computed = await decoder.createCache(1, inputIds.length).feed(0, inputIds, rows);
    for (const [row, expected] of top.entries()) {
      for (const [id, logit] of expected) {
        const difference = Math.abs((computed[row * decoder.vocabulary + id] ?? Number.NaN) - logit);
        largestDifference = Math.max(largestDifference, difference);
        logits++;
      }
    }
  }
  return { largestDifference, tolerance, logits };
}

function parseParity(text: string, id: string): { tolerances: Record<string, number>; cases: ParityCase[] } {
  try {
    const json = objectAt(JSON.parse(text), parityName);
    const tolerances = Object.fromEntries(
      Object.entries(objectAt(json.tolerance, "tolerance")).map(([name, value]) => [
        name,
        numberAt(value, name),
      ]),
    );
    return { tolerances, cases: arrayAt(json.cases, "cases", readCase) };
  } catch (error) {
    throw new CodePatchError(
      "model-corrupt",
      `The file ${parityName} of the model ${id} cannot be used (${messageOf(error)}); install the model again.`,
      { cause: error },
    );
  }
}

function readCase(value: unknown, where: string): ParityCase {
  const json = objectAt(value, where);
  const pair = (entry: unknown, place: string): readonly [number, number] => {
    const [id, logit] = arrayAt(entry, place, numberAt);
    return [countAt(id, place), numberAt(logit, place)];
  };
  return {
    inputIds: arrayAt(json.input_ids, `${where}.input_ids`, countAt),
    rows: arrayAt(json.rows, `${where}.rows`, countAt),
    top: arrayAt(json.top, `${where}.top`, (row, place) => arrayAt(row, place, pair)),
  };
}
