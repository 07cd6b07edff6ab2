import agentData from "./agents.json";

/** Who wrote, as a note or a commit names it: a tool and perhaps its model. Short plain text, whatever the source held. */
export interface AgentName {
  /** `Claude`, `GitHub Copilot`, … */
  readonly tool: string;
  readonly model?: string;
  /** Who makes the model, where its name tells. */
  readonly family?: string;
}

interface Agent {
  readonly name: string;
  readonly family?: string;
  readonly tools?: RegExp;
  readonly trailers: readonly RegExp[];
  readonly lines: readonly RegExp[];
  readonly authors: readonly RegExp[];
  readonly branches: readonly RegExp[];
}

interface AgentEntry {
  readonly name: string;
  readonly family?: string;
  readonly tools?: string;
  readonly trailers?: readonly string[];
  readonly lines?: readonly string[];
  readonly authors?: readonly string[];
  readonly branches?: readonly string[];
}

const pattern = (source: string): RegExp => new RegExp(source, "i");
const entries: readonly AgentEntry[] = agentData.agents;
const agents: readonly Agent[] = entries.map(({ name, family, tools, ...lists }) => ({
  name,
  ...(family === undefined ? {} : { family }),
  ...(tools === undefined ? {} : { tools: pattern(tools) }),
  trailers: (lists.trailers ?? []).map(pattern),
  lines: (lists.lines ?? []).map(pattern),
  authors: (lists.authors ?? []).map(pattern),
  branches: (lists.branches ?? []).map((branch) => pattern(`^(?:[\\w.-]+/)??${branch}`)),
}));
const families = Object.entries(agentData.families)
  .filter(([name]) => name !== "comment")
  .map(([name, source]) => ({ name, pattern: pattern(source) }));
const trailerKeys = new Set(agentData.trailerKeys.keys);

/** Models whose name says nothing. */
const namelessModel = /^(?:unknown|default|auto|none|n\/a|)$/i;

/** From a git note: any tool counts, known or not. */
export function namedByNote(tool: string, model: string): AgentName {
  const plainTool = plain(tool);
  const known = agents.find(({ tools }) => tools?.test(plainTool));
  return nameOf(known?.name ?? (plainTool === "" ? "an AI tool" : plainTool), plain(model), known?.family);
}

/** The agent that a trailer credits; `model` is what the trailer adds to the name (`Claude Opus 4.6`, `aider (gpt-5)`). */
export function namedByTrailer(key: string, value: string): AgentName | undefined {
  if (!trailerKeys.has(key.toLowerCase())) return undefined;
  const known = agents.find(({ trailers }) => trailers.some((each) => each.test(value)));
  if (!known) return undefined;
  const credited = plain(value.replace(/<[^>]*>?/g, "").replace(/\[bot\]|\(1M context\)/gi, ""));
  const model = /\(([^)]+)\)/.exec(credited)?.[1] ?? /^[\w .-]+:\s*(\S+)/.exec(credited)?.[1] ?? credited;
  return nameOf(known.name, /\d/.test(model) ? model : "", known.family);
}

export const namedByLine = (line: string): AgentName | undefined =>
  nameIn(({ lines }) => lines.some((each) => each.test(line)));

export const namedByAuthor = (author: { name: string; email: string }): AgentName | undefined =>
  nameIn(({ authors }) => authors.some((each) => each.test(`${author.name} <${author.email}>`)));

/** `branch` may begin with the name of a remote or an owner. */
export const namedByBranch = (branch: string): AgentName | undefined =>
  nameIn(({ branches }) => branches.some((each) => each.test(branch)));

function nameIn(accepts: (agent: Agent) => boolean): AgentName | undefined {
  const known = agents.find(accepts);
  return known && nameOf(known.name, "", known.family);
}

function nameOf(tool: string, model: string, family: string | undefined): AgentName {
  const found = families.find((each) => each.pattern.test(model))?.name ?? family;
  return {
    tool,
    ...(namelessModel.test(model) || model.toLowerCase() === tool.toLowerCase() ? {} : { model }),
    ...(found === undefined ? {} : { family: found }),
  };
}

/** What comes out of a repository is shown to people: no control or direction characters, one line, short. */
export const plain = (text: string): string =>
  text
    .slice(0, 400)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 60);

export const titleOf = ({ tool, model }: AgentName): string =>
  model === undefined ? tool : model.startsWith(tool) ? model : `${tool} (${model})`;
