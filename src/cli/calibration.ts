import { readFile } from "node:fs/promises";
import { CodePatchError, messageOf } from "../base/errors.js";
import type { CalibrateResult } from "../protocol/messages.js";
import { cell } from "./evaluation.js";
import { alignColumns, type Terminal } from "./terminal.js";
import { writeOutput } from "./writeFile.js";

/** The thresholds as they go into a manifest; what they rest on as notes, so that the output can be pasted. */
export function printCalibration(result: CalibrateResult, terminal: Terminal): void {
  terminal.progress("");
  terminal.printJson({ confidence: confidenceOf(result) });
  const rows = Object.entries(result.kinds).map(([kind, { texts, passing, model, code, chance }]) => [
    kind,
    `${passing} of ${texts}`,
    ...[model, code, chance].map(cell),
  ]);
  for (const line of alignColumns([["kind", "pass", "model", "code", "chance"], ...rows]))
    terminal.note(line);
  terminal.note(
    `${result.n} functions; agreement with what people wrote: of the texts that pass, or of all where none does.`,
  );
}

/**
 * Puts the thresholds into the manifest of the model that was measured and leaves all else there as it is; its checksums are of other
 * files. Throws `stale-document` where another model has come into the folder meanwhile, and `write-failed`.
 */
export async function writeConfidence(result: CalibrateResult, terminal: Terminal): Promise<void> {
  const { id, version, manifest: file } = result.model;
  const manifest = await readJson(file);
  if (manifest.id !== id || manifest.version !== version)
    throw new CodePatchError(
      "stale-document",
      `${file} was changed meanwhile and was not written; run the command again.`,
    );
  const changed = { ...manifest, confidence: confidenceOf(result) };
  await writeOutput(file, `${JSON.stringify(changed, null, 2)}\n`);
  terminal.note(`Written to ${file}.`);
}

async function readJson(file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    throw new CodePatchError(
      "stale-document",
      `${file} cannot be read any more (${messageOf(cause)}) and was not written; run the command again.`,
      { cause },
    );
  }
}

const confidenceOf = ({ kinds }: CalibrateResult): Readonly<Record<string, number | null>> =>
  Object.fromEntries(Object.entries(kinds).map(([kind, { threshold }]) => [kind, rounded(threshold)]));

/** Upwards: a rounded threshold lets through no text that the measured one does not. */
const rounded = (threshold: number | null): number | null =>
  threshold === null ? null : Math.ceil(threshold * 1000) / 1000;
