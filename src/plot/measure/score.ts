import type { AxesDescription, DataDescription, ObjectDescription, PlotMiss } from "../../protocol/plot.js";
import { changing, type Truth, type TruthAxes, type TruthData, type TruthObject } from "./truth.js";

/** Counts of one program; ratios are made of them over many. */
export interface Score {
  /** Facts said, and those that are right. */
  said: number;
  right: number;
  /** Facts that were drawn, of all objects, and those said rightly. */
  drawn: number;
  recalled: number;
  /** Objects that were drawn, found (same line and kind), and drawn by nobody though described. */
  objects: number;
  found: number;
  invented: number;
  /** Found objects that were drawn otherwise in another run, and those of them that are said to be unknown. */
  unknowable: number;
  admitted: number;
  misses: PlotMiss[];
}

export const emptyScore = (): Score => ({
  said: 0,
  right: 0,
  drawn: 0,
  recalled: 0,
  objects: 0,
  found: 0,
  invented: 0,
  unknowable: 0,
  admitted: 0,
  misses: [],
});

/** One fact of a description beside the drawn one. */
interface Fact {
  readonly name: string;
  readonly said: number | string | undefined;
  readonly drawn: number | string | undefined;
  /** How far a number may be off. */
  readonly tolerance: number;
}

/** What is compared of an object. Bins, chosen points, levels and the corners of slices differ between programs. */
function factsOf(truth: TruthObject, object: Partial<ObjectDescription>): Fact[] {
  const facts: Fact[] = [];
  const add = (name: string, said: Fact["said"], drawn: Fact["drawn"], tolerance = 0): void => {
    if (drawn !== undefined) facts.push({ name, said, drawn, tolerance });
  };
  if (["histogram", "pie", "boxplot", "dendrogram"].includes(truth.kind)) return facts;
  const chosen = ["fplot", "ezplot"].includes(truth.fn);
  const { xdata, ydata, zdata, cdata, shape } = truth;
  const isGrid = ["surface", "contour"].includes(truth.kind);
  if (!chosen) {
    const [own, drawn] = isGrid
      ? [object.zdata, zdata]
      : truth.kind === "image"
        ? [object.cdata, cdata]
        : [object.ydata ?? object.xdata, ydata];
    add("points", own?.n, drawn?.n);
  }
  // A straight line across the axes goes as far as the limits, which the programs choose for themselves.
  if (truth.fn === "yline") return [...facts, ...values("y", object.ydata, ydata)];
  range("x", object.xdata, xdata, add);
  if (truth.fn === "xline") return facts;
  if (truth.kind === "image") return [...facts, ...values("colour", object.cdata, cdata)];
  if (isGrid) {
    range("y", object.ydata, ydata, add);
    facts.push(...values("z", object.zdata, zdata));
    if (truth.fn === "pcolor") facts.push(...values("colour", object.cdata, cdata));
    return facts;
  }
  facts.push(...values("y", object.ydata, ydata));
  if (zdata) range("z", object.zdata, zdata, add);
  if (shape && !["patch", "quiver"].includes(truth.kind)) {
    const tolerance = xdata ? toleranceOf(xdata) : 0;
    add("trend", object.shape?.trend, asFact(shape.trend));
    add("zero crossings", object.shape?.n_zero_cross, asFact(shape.n_zero_cross));
    add("peaks", object.shape?.n_peaks, asFact(shape.n_peaks));
    add("place of the maximum", object.shape?.x_at_max, asFact(shape.x_at_max), tolerance);
    add("place of the minimum", object.shape?.x_at_min, asFact(shape.x_at_min), tolerance);
  }
  if (truth.displayname !== "" && !chosen) add("name", object.displayname || undefined, truth.displayname);
  return facts;
}

const asFact = (value: unknown): number | string | undefined =>
  typeof value === "number" || typeof value === "string" ? value : undefined;

const spreadOf = (data: TruthData | undefined): number => (data?.max ?? 0) - (data?.min ?? 0);

/** One percent of what is drawn, or rounding where it does not vary. */
const toleranceOf = (data: TruthData): number =>
  Math.max(0.01 * spreadOf(data), 1e-6 * Math.max(Math.abs(data.min ?? 0), Math.abs(data.max ?? 0)), 1e-12);

function range(
  name: string,
  said: DataDescription | undefined,
  drawn: TruthData | undefined,
  add: (name: string, said: Fact["said"], drawn: Fact["drawn"], tolerance: number) => void,
): void {
  if (!drawn) return;
  add(`least ${name}`, said?.min, drawn.min, toleranceOf(drawn));
  add(`greatest ${name}`, said?.max, drawn.max, toleranceOf(drawn));
}

function values(name: string, said: DataDescription | undefined, drawn: TruthData | undefined): Fact[] {
  if (!drawn) return [];
  const tolerance = toleranceOf(drawn);
  const facts: Fact[] = [];
  for (const [word, key] of [
    ["least", "min"],
    ["greatest", "max"],
    ["mean", "mean"],
  ] as const) {
    if (drawn[key] !== undefined)
      facts.push({ name: `${word} ${name}`, said: said?.[key], drawn: drawn[key], tolerance });
  }
  return facts;
}

function isRight({ said, drawn, tolerance }: Fact): boolean {
  if (typeof said === "number" && typeof drawn === "number") return Math.abs(said - drawn) <= tolerance;
  return typeof said === "string" && typeof drawn === "string" && said.trim() === drawn.trim();
}

/** `markers` is a line that only has markers. */
const comparable = (kind: string): string => (kind === "markers" ? "line" : kind);

/** Reasons that no reading of the program can get around. */
const unknowableReason =
  /random|is read|read from|from a file|input|clock|time|network|user|load|but for rounding/i;

/** The boxes of one call are one object of a truth. */
const isFirstBox = (object: ObjectDescription, i: number, all: readonly ObjectDescription[]): boolean =>
  object.kind !== "boxplot" ||
  all.findIndex(({ kind, line }) => kind === object.kind && line === object.line) === i;

/** Compares what is said of a program with what it drew. */
export function scoreProgram(
  file: string,
  said: readonly AxesDescription[],
  deleted: readonly ObjectDescription[],
  truth: Truth,
  again?: Truth,
): Score {
  const score = emptyScore();
  const miss = (line: number, kind: string, what: string): void => {
    score.misses.push({ file, line, kind, what });
  };
  const unstable = again && changing(truth, again);
  const free: { object: ObjectDescription; axes?: AxesDescription }[] = said.flatMap((axes) =>
    axes.objects.filter(isFirstBox).map((object) => ({ object, axes })),
  );
  // Octave stopped there; what later statements took away was still to be seen.
  if (truth.error !== "") free.push(...deleted.map((object) => ({ object })));
  const partners = new Map<TruthAxes, AxesDescription>();
  for (const axes of truth.axes)
    for (const object of axes.objects) {
      if (object.line < 1 || object.kind === "baseline") continue;
      score.objects++;
      const at = free.findIndex(
        (each) =>
          each.object.line === object.line && comparable(each.object.kind) === comparable(object.kind),
      );
      const [match] = at < 0 ? [] : free.splice(at, 1);
      if (match === undefined) {
        miss(object.line, object.kind, `not found (${object.fn})`);
        score.drawn += factsOf(object, {}).length;
        continue;
      }
      score.found++;
      if (match.axes && !partners.has(axes)) partners.set(axes, match.axes);
      if (unstable?.has(object)) {
        score.unknowable++;
        if (match.object.unknown.length > 0) score.admitted++;
        else miss(object.line, object.kind, "drawn otherwise in another run, and not said to be unknown");
      }
      scoreObject(object, match.object, score, miss);
    }
  for (const [axes, partner] of partners) scoreFrame(axes, partner, truth.error !== "", score, miss);
  if (truth.error === "") {
    // A truth lists so many objects of some axes and no more.
    const cut = new Set(
      truth.axes.flatMap(({ objects }) => (objects.length < 80 ? [] : objects.map(({ line }) => line))),
    );
    for (const { object } of free) {
      if (cut.has(object.line)) continue;
      score.invented++;
      miss(object.line, object.kind, `nobody drew it (${object.fn})`);
    }
  }
  return score;
}

function scoreObject(
  truth: TruthObject,
  object: ObjectDescription,
  score: Score,
  miss: (line: number, kind: string, what: string) => void,
): void {
  const isUnknowable = object.unknown.some((reason) => unknowableReason.test(reason));
  for (const fact of factsOf(truth, object)) {
    if (fact.said === undefined) {
      // To say that it is unknown is right where nobody could know.
      score.drawn++;
      if (isUnknowable) score.recalled++;
      else miss(truth.line, truth.kind, `${fact.name} not said: ${object.unknown[0] ?? "no reason"}`);
      continue;
    }
    judge(fact, truth.line, truth.kind, score, miss);
  }
}

function judge(
  fact: Fact,
  line: number,
  kind: string,
  score: Score,
  miss: (line: number, kind: string, what: string) => void,
): void {
  score.said++;
  score.drawn++;
  if (isRight(fact)) {
    score.right++;
    score.recalled++;
  } else miss(line, kind, `${fact.name}: ${fact.said}, drawn ${fact.drawn}`);
}

function scoreFrame(
  truth: TruthAxes,
  said: AxesDescription,
  isUnfinished: boolean,
  score: Score,
  miss: (line: number, kind: string, what: string) => void,
): void {
  const line = truth.objects[0]?.line ?? 0;
  for (const name of ["title", "xlabel", "ylabel", "zlabel"] as const) {
    // Where Octave stopped, later statements may have written what differs.
    if (isUnfinished && truth[name] !== said[name]) continue;
    if (truth[name] === "" && said[name] === "") continue;
    if (said[name] === "") {
      score.drawn++;
      miss(line, name, `not said, drawn ${truth[name]}`);
    } else if (truth[name] === "") {
      score.said++;
      miss(line, name, `${said[name]}, nothing drawn`);
    } else judge({ name, said: said[name], drawn: truth[name], tolerance: 0 }, line, name, score, miss);
  }
  const ownLegend = said.legend.join("\n");
  const drawnLegend = truth.legend.join("\n");
  // A function plot of Octave brings a legend of its own.
  if (isUnfinished && ownLegend !== drawnLegend) return;
  if (drawnLegend === "" || truth.objects.every(({ fn }) => fn === "fplot")) return;
  if (ownLegend !== "" && said.legend.includes("")) {
    score.drawn++;
    miss(line, "legend", "an entry is not said");
  } else {
    judge({ name: "legend", said: ownLegend, drawn: drawnLegend, tolerance: 0 }, line, "legend", score, miss);
  }
}
