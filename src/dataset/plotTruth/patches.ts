import { assignedNames } from "../../plot/evaluate/names.js";
import type { Program, Statement } from "../../plot/evaluate/program.js";

/** What the CodePatch model reads of one drawing statement. */
export interface PatchSequence {
  /** Source text of statements in the order of the file: what the drawing depends on, the drawing, what is said of it after. */
  readonly patches: readonly string[];
  /** Which of them draws. */
  readonly at: number;
}

const patchLimits = { before: 15, after: 6, characters: 240 } as const;

/** One statement without those inside it, and how its text is cut for that. */
interface Leaf {
  readonly statement: Statement;
  readonly text: string;
  readonly assigns: ReadonlySet<string>;
  readonly mentions: ReadonlySet<string>;
  /** The loops and branches around it, the outermost first. */
  readonly within: readonly Leaf[];
}

/**
 * The statements that the drawing in zero-based `line` depends on, found backwards by the names they assign, with the headers
 * of loops and branches around them; then the titles and labels that follow. Undefined where no statement begins in that line.
 */
export function patchesOf(program: Program, line: number): PatchSequence | undefined {
  const found = drawingAt(program, line);
  if (!found) return undefined;
  const { leaves, at, drawing } = found;
  const before = dependencies(leaves, at, drawing);
  const after: Leaf[] = [];
  for (const leaf of leaves.slice(at + 1)) {
    if (after.length === patchLimits.after || drawsAnew.test(leaf.text)) break;
    if (decorates.test(leaf.text)) after.push(leaf);
  }
  return { patches: [...before, drawing, ...after].map(({ text }) => text), at: before.length };
}

/** The statements among them that come before the drawing. */
export function dependenciesOf(program: Program, line: number): readonly Statement[] {
  const found = drawingAt(program, line);
  return found ? dependencies(found.leaves, found.at, found.drawing).map(({ statement }) => statement) : [];
}

function drawingAt(
  program: Program,
  line: number,
): { leaves: readonly Leaf[]; at: number; drawing: Leaf } | undefined {
  const bodies = [program.body, ...[...program.functions.values()].map(({ body }) => body)];
  for (const body of bodies) {
    const leaves = leavesOf(body, program.text, []);
    // The last one of the line: `x = 1; plot(x)` draws at its end.
    const at = leaves.findLastIndex(({ statement }) => statement.line === line);
    const drawing = leaves[at];
    if (drawing) return { leaves, at, drawing };
  }
  return undefined;
}

function dependencies(leaves: readonly Leaf[], at: number, drawing: Leaf): readonly Leaf[] {
  const needed = new Set(drawing.mentions);
  const chosen = new Set<Leaf>(drawing.within);
  for (let i = at - 1; i >= 0 && chosen.size < patchLimits.before; i--) {
    const leaf = leaves[i];
    if (!leaf || ![...leaf.assigns].some((name) => needed.has(name))) continue;
    for (const each of [leaf, ...leaf.within]) {
      chosen.add(each);
      for (const name of each.mentions) needed.add(name);
    }
  }
  return leaves
    .slice(0, at)
    .filter((leaf) => chosen.has(leaf))
    .slice(-patchLimits.before);
}

const decorates = /^\s*(title|[xyz]label|legend|ylim|xlim|axis|sgtitle|colorbar|text|set)\b/;
const drawsAnew =
  /^\s*(figure|subplot|nexttile|clf|(sub)?plot\w*|sem\w+|loglog|stem\w*|bar\w*|hist\w*|area|scatter\w*|surf\w*|mesh\w*|contour\w*|im\w+|pie|errorbar|stairs)\b/;

function leavesOf(body: readonly Statement[], text: string, within: readonly Leaf[]): Leaf[] {
  return body.flatMap((statement) => {
    const inner = innerOf(statement);
    const end = Math.min(statement.range.end, ...inner.map(({ range }) => range.start));
    const own = text.slice(statement.range.start, end).replace(/\s+/g, " ").trim();
    const leaf: Leaf = {
      statement,
      text: own.slice(0, patchLimits.characters),
      assigns: assignedNames([shallow(statement)]),
      mentions: new Set(withoutText(own).match(/[A-Za-z]\w*/g)),
      within,
    };
    return [leaf, ...leavesOf(inner, text, inner.length > 0 ? [...within, leaf] : within)];
  });
}

/** A loop assigns its variable here; what its body assigns is the body's. */
const shallow = (statement: Statement): Statement =>
  statement.type === "for"
    ? { ...statement, body: [] }
    : innerOf(statement).length > 0
      ? nothing(statement)
      : statement;

const nothing = ({ line, range }: Statement): Statement => ({ type: "block", body: [], line, range });

function innerOf(statement: Statement): readonly Statement[] {
  switch (statement.type) {
    case "if":
      return [...statement.clauses.flatMap(({ body }) => body), ...statement.otherwise];
    case "switch":
      return [...statement.cases.flatMap(({ body }) => body), ...statement.otherwise];
    case "for":
    case "while":
    case "block":
      return statement.body;
    case "try":
      return [...statement.body, ...statement.handler, ...statement.cleanup];
    default:
      return [];
  }
}

const withoutText = (code: string): string => code.replace(/"[^"]*"|(?<![\w\])}.'])'[^']*'/g, "");
