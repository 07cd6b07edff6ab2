import { createHash } from "node:crypto";
import path from "node:path";
import { isTestPath } from "../base/fileKinds.js";
import type { Repository, TreeEntry } from "../git/repository.js";
import { evidenceOf } from "../origin/evidence.js";
import { readProvenance } from "../origin/provenance/provenance.js";
import { createRepositories } from "../origin/provenance/repository.js";
import { filesOfAgents } from "../origin/provenance/touched.js";
import { linesIn, minLines, pieceOf } from "../origin/style/piece.js";
import type { SyntaxParser } from "../syntax/parser.js";
import { readPatches } from "../syntax/patches.js";
import { languageByPath } from "../syntax/registry.js";
import type { FunctionPatch } from "../syntax/types.js";
import { decodeText, excludedPath, excludedText } from "./selection.js";
import type { RepositoryRecord, RepositorySource } from "./source.js";

/** Before assistants wrote whole functions: Copilot's preview came in June 2021. */
const lastHumanDay = "2021-01-01";
const maxFunctionsOfFile = 6;
const maxFunctionsOfLanguage = 700;
const maxFiles = 1_500;
/** So much of a function must be from an agent for it to be an example of one. */
const agentShare = 0.9;

/**
 * Functions of people and of agents, `{code, language, label, family?, evidence}`. People: as they stood before 2021. Agents: functions of
 * `HEAD` whose lines are given to an AI tool by notes, or by commits that name one; that needs a clone that is not bare.
 */
export const originSource = (parser: SyntaxParser): RepositorySource =>
  async function* (repository, drop, signal) {
    const before = await repository.commitBefore(lastHumanDay, signal);
    if (before !== undefined)
      yield* functionsAt(
        before,
        () => true,
        () => Promise.resolve(people),
      );
    const probe = await createRepositories().find(path.join(repository.root, "x"), signal);
    if (!probe) return;
    // The references of a repository that is read for a data set stay where they are.
    const repositories = { find: () => Promise.resolve(probe) };
    const touched = await filesOfAgents(probe.root, signal);
    const ofAgents: JudgeOf = async (file, text) => {
      const provenance = await readProvenance(path.join(probe.root, file), text, repositories, signal);
      const lines = text.split("\n");
      return (first, last) => {
        const { lines: counts, recorded, declared } = evidenceOf(provenance, lines, first, last);
        if ((counts.recordedAi + counts.declared) / Math.max(1, counts.total) < agentShare) return undefined;
        const isRecorded = counts.recordedAi >= counts.declared;
        const { agent } = (isRecorded ? recorded : declared) ?? {};
        return {
          label: 1,
          evidence: isRecorded ? "recorded" : "declared",
          ...(agent?.family === undefined ? {} : { family: agent.family }),
        };
      };
    };
    yield* functionsAt("HEAD", (file) => touched.has(file), ofAgents);

    async function* functionsAt(
      revision: string,
      accepts: (file: string) => boolean,
      judge: JudgeOf,
    ): AsyncGenerator<RepositoryRecord> {
      const entries = await eligible(repository, revision, accepts, drop, signal);
      const counts = new Map<string, number>();
      for await (const { entry, content } of repository.readFiles(entries, signal)) {
        const language = languageByPath(entry.path);
        const text = decodeText(content);
        if (!language || text === undefined || excludedText(text) !== undefined) continue;
        if ((counts.get(language.id) ?? 0) >= maxFunctionsOfLanguage) continue;
        const tree = await parser.parse(text, language, { signal });
        try {
          const long = readPatches(tree, text, language).functions.filter(
            (patch) => !patch.isNested && !patch.hasErrors && linesIn(pieceOf(patch, text)) >= minLines,
          );
          if (long.length === 0) continue;
          const labelled = await judge(entry.path, text);
          let taken = 0;
          for (const patch of shuffled(long, ({ id }) => id)) {
            const label = labelled(...linesOf(patch, text));
            if (!label) continue;
            const code = pieceOf(patch, text);
            const fields = { code, language: language.id, ...label };
            yield { key: code, language: language.id, style: "", fields, path: entry.path };
            counts.set(language.id, (counts.get(language.id) ?? 0) + 1);
            if (++taken === maxFunctionsOfFile) break;
          }
        } finally {
          tree.delete();
        }
      }
    }
  };

interface Label {
  readonly label: 0 | 1;
  readonly family?: string;
  readonly evidence?: string;
}
/** For the lines of a function, one-based and inclusive. */
type Judge = (first: number, last: number) => Label | undefined;
type JudgeOf = (file: string, text: string) => Promise<Judge>;

const people: Judge = () => ({ label: 0 });

async function eligible(
  repository: Repository,
  revision: string,
  accepts: (file: string) => boolean,
  drop: (reason: string) => void,
  signal: AbortSignal,
): Promise<TreeEntry[]> {
  const entries = (await repository.listFiles(signal, revision)).filter((entry) => {
    if (!languageByPath(entry.path) || !accepts(entry.path)) return false;
    const reason = isTestPath(entry.path) ? "test" : excludedPath(entry);
    if (reason !== undefined) drop(`file: ${reason}`);
    return reason === undefined;
  });
  return shuffled(entries, (entry) => entry.path).slice(0, maxFiles);
}

/** In an order that has nothing to do with names and is the same each time. */
const shuffled = <T>(items: readonly T[], nameOf: (item: T) => string): T[] =>
  items
    .map((item) => ({ item, key: createHash("sha1").update(nameOf(item)).digest("hex") }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ item }) => item);

function linesOf(patch: FunctionPatch, text: string): [first: number, last: number] {
  const lineAt = (offset: number): number => text.slice(0, offset).split("\n").length;
  return [lineAt(patch.range.start), lineAt(Math.max(patch.range.start, patch.range.end - 1))];
}
