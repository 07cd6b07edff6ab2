import type { OriginFunction, OriginVerdict } from "../protocol/origin.js";
import { artifact, messageText, sarifRun } from "./sarif.js";

export interface FileOrigin {
  readonly file: string;
  readonly functions: readonly OriginFunction[];
}

const rules: Readonly<Record<Exclude<OriginVerdict, "unknown">, string>> = {
  recorded: "A git note gives lines of the function to an AI tool.",
  declared: "A commit that last changed lines of the function names an AI tool.",
  estimated: "The style of the function resembles AI-written code. This is an estimate and no evidence.",
};

/** A SARIF 2.1.0 log of level `note`: where code came from is information and no fault. */
export function originSarif(files: readonly FileOrigin[], version: string, root: string): unknown {
  const results = files.flatMap(({ file, functions }) =>
    functions.flatMap((found) =>
      found.verdict === "unknown" ? [] : [resultOf(file, found, found.verdict, root)],
    ),
  );
  const used = new Set(results.map(({ ruleId }) => ruleId));
  const ids = Object.entries(rules).filter(([id]) => used.has(`origin-${id}`));
  return sarifRun(
    ids.map(([id, text]) => ({ id: `origin-${id}`, text, level: "note" as const })),
    results.map((result) => ({
      ...result,
      ruleIndex: ids.findIndex(([id]) => `origin-${id}` === result.ruleId),
    })),
    version,
    root,
  );
}

function resultOf(file: string, found: OriginFunction, verdict: keyof typeof rules, root: string) {
  return {
    ruleId: `origin-${verdict}`,
    level: "note",
    message: {
      text: messageText([`Origin of ${found.name}: ${found.summary}.`, ...found.evidence].join(" ")),
    },
    locations: [
      {
        physicalLocation: {
          artifactLocation: artifact(file, root),
          region: { startLine: found.firstLine, endLine: found.lastLine },
        },
        logicalLocations: [{ fullyQualifiedName: found.id, name: found.name, kind: "function" }],
      },
    ],
    ...(found.probability === undefined ? {} : { properties: { probability: found.probability } }),
  };
}
