import path from "node:path";
import { originOfFile } from "../../src/origin/origin.js";
import { createRepositories } from "../../src/origin/provenance/repository.js";
import type { EvidenceLevel, OriginFunction, OriginResult } from "../../src/protocol/origin.js";
import { languageByPath } from "../../src/syntax/registry.js";
import type { TestRepository } from "../git/support.js";
import { parser } from "../syntax/support.js";

const signal = new AbortController().signal;

/** The functions of a file of the repository; `text` as an editor holds it, else as it is on disk. */
export async function originIn(
  repository: TestRepository,
  file: string,
  text: string,
  options: { readonly evidence?: EvidenceLevel } = {},
): Promise<OriginResult & { of(name: string): OriginFunction }> {
  const language = languageByPath(file);
  if (!language) throw new Error(`no language for ${file}`);
  const result = await originOfFile(
    {
      document: { path: path.join(repository.root, file), language: language.id, version: 7, text },
      evidence: options.evidence ?? "declared",
    },
    { parser, repositories: createRepositories() },
    signal,
  );
  return {
    ...result,
    of(name) {
      const found = result.functions.find((each) => each.name === name);
      if (!found) throw new Error(`no function ${name}`);
      return found;
    },
  };
}

/** A note as Git AI writes it: lines of files by agent session, or typed by a person. */
export function gitAiNote(
  files: Readonly<Record<string, { readonly ai?: string; readonly human?: string }>>,
  agent = { tool: "claude", id: "1", model: "claude-opus-4-6" },
): string {
  const attested = Object.entries(files).flatMap(([file, { ai, human }]) => [
    /\s/.test(file) ? `"${file}"` : file,
    ...(ai === undefined ? [] : [`  s_c9883b05a2487d::t_9f8e7d6c5b4a32 ${ai}`]),
    ...(human === undefined ? [] : [`  h_31dce776f88375 ${human}`]),
  ]);
  const metadata = {
    schema_version: "authorship/3.0.0",
    base_commit_sha: "0".repeat(40),
    prompts: {},
    sessions: { s_c9883b05a2487d: { agent_id: agent } },
    humans: { h_31dce776f88375: { author: "Tide <tide@example.org>" } },
  };
  return [...attested, "---", JSON.stringify(metadata, undefined, 2)].join("\n");
}

export const addNote = (repository: TestRepository, ref: string, commit: string, note: string): string =>
  repository.git("notes", `--ref=${ref}`, "add", "-f", "-m", note, commit);
