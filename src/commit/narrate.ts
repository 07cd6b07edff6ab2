import { escapeLinks } from "../base/markdown.js";
import type { TextGenerator } from "../inference/types.js";
import type {
  ChangeClass,
  ChangeKind,
  NarratedFile,
  NarratedSymbol,
  NarrateProgress,
  Narration,
} from "../protocol/commit.js";
import type { SyntaxParser } from "../syntax/parser.js";
import { areasOf } from "./areas.js";
import { unfoundedIn } from "./check.js";
import { developerStatements } from "./developer.js";
import { briefStatements, everyoneStatements } from "./everyone/statements.js";
import { factsOf } from "./facts.js";
import { estimateIntent } from "./intent/estimate.js";
import { signatureWords } from "./signature.js";
import { isTold, type Story, sideOf, storyOf } from "./story.js";
import type { SymbolFacts } from "./symbols.js";
import type { Change, FileFacts } from "./types.js";

/**
 * What a change is, in words for everyone and for developers. `onGrown` gets the narration with its first sentence, then the text after each;
 * then, where `intentModel` is given, what it says of the purpose.
 */
export async function narrateChange(
  change: Change,
  parser: SyntaxParser,
  signal: AbortSignal,
  onGrown: (grown: Omit<NarrateProgress, "message" | "done">) => void = () => {},
  intentModel?: () => Promise<TextGenerator>,
): Promise<Narration> {
  const story = storyOf(await factsOf(change, parser, signal));
  const { notes } = story.facts;
  const [plain = [], precise = []] = founded([everyoneStatements(story), developerStatements(story)], story);
  const everyone = [...plain, ...notes];
  const developer = [...precise, ...notes.map((note) => `- Note: ${escapeLinks(note)}`)];
  const facts = narrationOf(story);
  onGrown({ narration: { ...facts, everyone: everyone[0] ?? "", developer: "" } });
  for (let n = 2; n < everyone.length; n++) onGrown({ everyone: everyone.slice(0, n).join(" ") });
  const narration = { ...facts, everyone: everyone.join(" "), developer: markdown(developer) };
  if (intentModel === undefined || change.files.length === 0) return narration;
  onGrown({ narration });
  const generator = await intentModel();
  const estimate = await estimateIntent(story, generator, (text) => onGrown({ estimate: text }), signal);
  return { ...narration, estimate };
}

/** As `narrateChange`, for where the author's title stands above: only what goes beyond it, in a sentence or two. */
export async function narrateBriefly(
  change: Change,
  parser: SyntaxParser,
  signal: AbortSignal,
): Promise<Omit<Narration, "developer">> {
  const story = storyOf(await factsOf(change, parser, signal));
  const [said = []] = founded([briefStatements(story)], story);
  return { ...narrationOf(story), everyone: said.join(" ") };
}

/** A sentence that names what the change does not have is left out. */
function founded(texts: readonly (readonly string[])[], story: Story): string[][] {
  const unfounded = unfoundedIn(texts.flat(), story);
  let next = 0;
  return texts.map((statements) => statements.filter(() => unfounded[next++]?.length === 0));
}

/** List items follow one another, all else stands apart. */
function markdown(blocks: readonly string[]): string {
  let text = "";
  for (const block of blocks) {
    const isList = block.startsWith("- ");
    const joins = isList && text.split("\n").at(-1)?.startsWith("- ") === true;
    text += text === "" ? block : joins ? `\n${block}` : `\n\n${block}`;
  }
  return text;
}

function narrationOf(story: Story): Omit<Narration, "everyone" | "developer"> {
  const { facts, kind, read, setAside } = story;
  const { change, files } = facts;
  const all = read.flatMap((file) => symbolsOfFile(file));
  return {
    sha: change.sha,
    subject: change.subject,
    ...(change.date === undefined ? {} : { date: change.date }),
    parents: change.parents,
    kind: kind.kind,
    certainty: kind.certainty,
    class: classOf(kind.kind),
    files: files.map(narratedFile),
    symbols: all,
    setAside: setAside.map(({ path }) => path),
    evidence: kind.evidence,
    dependencies: read.flatMap(({ dependencies }) => dependencies),
    areas: areasOf(read.length > 0 ? read : files),
    size: {
      files: files.length,
      added: sum(read.map(({ added }) => added)),
      removed: sum(read.map(({ removed }) => removed)),
      testsAdded: story.testsAdded.length,
      testsRemoved: story.testsRemoved.length,
    },
    notes: facts.notes,
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function classOf(kind: ChangeKind): ChangeClass {
  if (kind === "feature") return "new";
  if (kind === "repair" || kind === "security" || kind === "revert") return "repaired";
  return kind === "performance" ? "improved" : "housekeeping";
}

function narratedFile({ change: { diff }, path, role, setAside, added, removed }: FileFacts): NarratedFile {
  const { oldPath } = diff;
  return {
    path,
    ...(oldPath !== undefined && oldPath !== path ? { oldPath } : {}),
    status: diff.status,
    read: setAside === undefined,
    ...(setAside === undefined ? {} : { reason: setAside }),
    role,
    added,
    removed,
  };
}

function symbolsOfFile({ path, symbols, touched }: FileFacts): NarratedSymbol[] {
  const fromTree = symbols.filter(isTold).map((symbol) => narratedSymbol(symbol));
  const fromLines = touched.map(
    ({ name, change }): NarratedSymbol => ({
      name,
      kind: "function",
      change,
      path,
      isPublic: false,
      isTest: false,
      details: ["known from the changed lines alone"],
    }),
  );
  return [...fromTree, ...fromLines];
}

function narratedSymbol(symbol: SymbolFacts): NarratedSymbol {
  const { before, change, signature } = symbol;
  const { name, kind, path, isPublic, isTest } = sideOf(symbol);
  return {
    name,
    kind,
    change,
    path,
    ...(before !== undefined && before.name !== name ? { oldName: before.name } : {}),
    ...(before !== undefined && before.path !== path ? { oldPath: before.path } : {}),
    isPublic,
    isTest,
    details: signature.map(signatureWords),
  };
}
