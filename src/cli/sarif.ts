import path from "node:path";
import { pathToFileURL } from "node:url";
import { codes, type FindingCode } from "../protocol/findingCodes.js";
import type { Finding } from "../protocol/messages.js";

const findingCodes = Object.keys(codes) as FindingCode[];

export interface FileFindings {
  readonly file: string;
  readonly text: string;
  readonly findings: readonly Finding[];
}

/**
 * A SARIF 2.1.0 log (OASIS Standard, 27 March 2020) of one run. Columns are UTF-16 code units, one-based; paths are
 * relative to the working folder.
 */
export function sarifLog(files: readonly FileFindings[], version: string, root: string): unknown {
  const found = new Set(files.flatMap((file) => file.findings.map((finding) => finding.code)));
  const ids = findingCodes.filter((id) => found.has(id));
  return sarifRun(
    ids.map((id) => ({ id, text: codes[id], level: "warning" })),
    files.flatMap((file) => file.findings.map((finding) => sarifResult(file, finding, ids, root))),
    version,
    root,
  );
}

interface Rule {
  readonly id: string;
  readonly text: string;
  readonly level: "note" | "warning";
}

/** The frame of a log: one run of CodePatch with these rules and results. */
export function sarifRun(
  rules: readonly Rule[],
  results: readonly unknown[],
  version: string,
  root: string,
): unknown {
  return {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "codepatch",
            version,
            rules: rules.map(({ id, text, level }) => ({
              id,
              shortDescription: { text },
              defaultConfiguration: { level },
            })),
          },
        },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { ROOT: { uri: `${pathToFileURL(root).href.replace(/\/$/, "")}/` } },
        results,
      },
    ],
  };
}

function sarifResult(file: FileFindings, finding: Finding, ids: readonly string[], root: string): unknown {
  const artifactLocation = artifact(file.file, root);
  return {
    ruleId: finding.code,
    ruleIndex: ids.indexOf(finding.code),
    level: "warning",
    message: { text: messageText(finding.message) },
    locations: [
      {
        physicalLocation: {
          artifactLocation,
          region: region(file.text, finding.range.start, finding.range.end),
        },
        logicalLocations: [{ fullyQualifiedName: finding.id, name: finding.function, kind: "function" }],
      },
    ],
    ...(finding.fix && {
      fixes: [
        {
          description: { text: messageText(finding.fix.title) },
          artifactChanges: [
            {
              artifactLocation,
              replacements: finding.fix.edits.map((edit) => ({
                deletedRegion: region(file.text, edit.range.start, edit.range.end),
                insertedContent: { text: edit.newText },
              })),
            },
          ],
        },
      ],
    }),
  };
}

/**
 * Text as a message string of SARIF: braces would be placeholders (2.1.0, section 3.11.5), and `[text](target)` a link (3.11.6).
 */
export const messageText = (text: string): string =>
  text.replace(/[{}]/g, "$&$&").replace(/\[(?=[^\]]*\]\()/g, "\\[");

export function artifact(file: string, root: string): { uri: string; uriBaseId?: string } {
  const relative = path.relative(root, path.resolve(file));
  if (relative.startsWith("..") || path.isAbsolute(relative)) return { uri: pathToFileURL(file).href };
  return { uri: relative.split(path.sep).map(encodeURIComponent).join("/"), uriBaseId: "ROOT" };
}

function region(text: string, start: number, end: number) {
  const from = lineAndColumn(text, start);
  const to = lineAndColumn(text, end);
  return { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
}

/** Both one-based. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  let line = 1;
  for (let i = before.indexOf("\n"); i !== -1; i = before.indexOf("\n", i + 1)) line++;
  return { line, column: offset - lineStart + 1 };
}
