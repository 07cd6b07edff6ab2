import { type AgentName, namedByNote } from "./agents.js";

/** Lines that a note attests, in the file as that commit left it. */
export interface Attestation {
  readonly path: string;
  /** One-based, inclusive. */
  readonly ranges: readonly { readonly first: number; readonly last: number }[];
  readonly by: { readonly kind: "ai"; readonly agent: AgentName } | { readonly kind: "human" };
}

export interface ParsedNote {
  readonly attestations: readonly Attestation[];
  /** Why the note, or a part of it, was not used. */
  readonly problem?: string;
  /** What it says is not known. */
  readonly isUnread?: true;
}

/** Older notes hold whole conversations. */
export const maxNoteBytes = 4 * 1024 * 1024;
const maxEntries = 20_000;
const maxLine = 10_000_000;

/**
 * A note of `refs/notes/ai`: the Git AI Standard 3.0.0, https://github.com/git-ai-project/git-ai, specs/git_ai_standard_v3.0.0.md. Never
 * throws; lines that break the format attest nothing.
 */
export function parseGitAiNote(text: string): ParsedNote {
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  const divider = lines.indexOf("---");
  if (divider < 0) return { attestations: [], problem: "it has no line ---" };
  const metadata = parseJson(lines.slice(divider + 1).join("\n"));
  if (!isObject(metadata)) return { attestations: [], problem: "its metadata is no JSON object" };
  const version = metadata.schema_version;
  if (typeof version !== "string" || !version.startsWith("authorship/3."))
    return { attestations: [], problem: "it is not of version authorship/3" };
  const attestations: Attestation[] = [];
  let ignored = 0;
  let path: string | undefined;
  for (const line of lines.slice(0, divider)) {
    if (attestations.length + ignored >= maxEntries)
      return { attestations, problem: `only its first ${maxEntries} entries were read` };
    if (line === "") continue;
    if (!/^\s/.test(line)) {
      path = /^"(.*)"$/s.exec(line)?.[1] ?? line;
      continue;
    }
    const [, key = "", spans = ""] = /^ {2}(\S+) ([\d,-]+)$/.exec(line) ?? [];
    const by = authorOf(key, metadata);
    const ranges = parseRanges(spans);
    if (path === undefined || by === undefined || ranges.length === 0) ignored++;
    else attestations.push({ path, ranges, by });
  }
  return ignored === 0
    ? { attestations }
    : { attestations, problem: `${ignored} of its entries cannot be read` };
}

function authorOf(key: string, metadata: Readonly<Record<string, unknown>>): Attestation["by"] | undefined {
  if (key.startsWith("h_")) return { kind: "human" };
  const session = key.split("::")[0] ?? key;
  const isSession = session.startsWith("s_");
  if (!isSession && !/^[0-9a-f]{7,64}$/.test(session)) return undefined;
  const records = isSession ? metadata.sessions : metadata.prompts;
  const record = isObject(records) && Object.hasOwn(records, session) ? records[session] : undefined;
  const id = isObject(record) ? record.agent_id : undefined;
  // A key without its record still attests that an AI session wrote the lines.
  const field = (name: string): string => {
    const value = isObject(id) && Object.hasOwn(id, name) ? id[name] : undefined;
    return typeof value === "string" ? value : "";
  };
  return { kind: "ai", agent: namedByNote(field("tool"), field("model")) };
}

function parseRanges(text: string): Attestation["ranges"] {
  const ranges: { first: number; last: number }[] = [];
  for (const part of text.split(",")) {
    const [, from, to] = /^(\d{1,8})(?:-(\d{1,8}))?$/.exec(part) ?? [];
    const first = Number(from);
    const last = Number(to ?? from);
    if (first >= 1 && last >= first && last <= maxLine) ranges.push({ first, last });
  }
  return ranges;
}

/**
 * A note of `refs/notes/agent-trace`: one record of the Agent Trace specification 0.1 (https://agent-trace.dev), a list of them, or
 * one a line. Never throws.
 */
export function parseAgentTrace(text: string): ParsedNote {
  const whole = parseJson(text);
  const records = Array.isArray(whole)
    ? whole
    : whole === undefined
      ? text.split("\n").slice(0, maxEntries).map(parseJson)
      : [whole];
  const attestations = records.filter(isObject).flatMap(attestationsOf).slice(0, maxEntries);
  return attestations.length > 0
    ? { attestations }
    : { attestations, problem: "it holds no record of Agent Trace that names lines" };
}

function attestationsOf(record: Readonly<Record<string, unknown>>): Attestation[] {
  const tool = isObject(record.tool) && typeof record.tool.name === "string" ? record.tool.name : "";
  const found: Attestation[] = [];
  for (const file of objects(record.files)) {
    const { path } = file;
    if (typeof path !== "string") continue;
    for (const conversation of objects(file.conversations)) {
      for (const range of objects(conversation.ranges)) {
        const by = contributor(range.contributor ?? conversation.contributor, tool);
        const ranges = parseRanges(`${range.start_line}-${range.end_line ?? range.start_line}`);
        if (by && ranges.length > 0) found.push({ path, ranges, by });
      }
    }
  }
  return found;
}

/** `mixed` and `unknown` say nothing that could be shown of a line. */
function contributor(value: unknown, tool: string): Attestation["by"] | undefined {
  if (!isObject(value)) return undefined;
  if (value.type === "human") return { kind: "human" };
  if (value.type !== "ai") return undefined;
  const model = typeof value.model_id === "string" ? value.model_id : "";
  return { kind: "ai", agent: namedByNote(tool, model.split("/").at(-1) ?? "") };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const objects = (value: unknown): Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) ? value.slice(0, maxEntries).filter(isObject) : [];

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
