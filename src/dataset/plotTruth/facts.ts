import { featureOf, isAscending } from "../../plot/describe/features.js";
import { correlation } from "../../plot/describe/fits.js";
import { criticalPoints, gridOf } from "../../plot/describe/grids.js";
import { kindOf } from "../../plot/describe/objects.js";
import { shapeOf, statisticsOf } from "../../plot/describe/statistics.js";
import type { Data, PlotObject } from "../../plot/figure/model.js";
import phrases from "./phrases.json" with { type: "json" };

/** What a curve, surface or chart does, said without a number. */
export type Course = keyof typeof phrases.courses;
/** What is drawn. */
export type DrawnKind = keyof typeof phrases.kinds;

export interface DrawnFacts {
  readonly kind: DrawnKind;
  readonly isSeveral: boolean;
  /** One or two sets: what one object does and, where there are several that differ, what another does. */
  readonly courses: readonly (readonly Course[])[];
}

/**
 * Facts without numbers of what one statement draws. Undefined where the kinds are mixed, values are not known, or there is
 * nothing that could be said of them. The criteria are those of the descriptions.
 */
export function factsOf(objects: readonly PlotObject[]): DrawnFacts | undefined {
  const [first] = objects;
  const kind = first && drawnKind(first);
  if (kind === undefined || objects.some((object) => drawnKind(object) !== kind)) return undefined;
  if (kind === "pie") {
    const shares = objects.map(({ share }) => share ?? Number.NaN);
    if (!shares.every(Number.isFinite)) return undefined;
    return { kind, isSeveral: false, courses: [[Math.max(...shares) > 0.5 ? "dominated" : "shared"]] };
  }
  const found = objects.map(coursesOf);
  const known = found.filter((courses) => courses !== undefined);
  if (known.length !== objects.length || known.some(({ length }) => length === 0)) return undefined;
  const different = [...new Map(known.map((courses) => [courses.join(), courses])).values()];
  return different.length > 2 ? undefined : { kind, isSeveral: objects.length > 1, courses: different };
}

function drawnKind(object: PlotObject): DrawnKind | undefined {
  const kind = object.polar ? "polar" : kindOf(object);
  return kind in phrases.kinds ? (kind as DrawnKind) : undefined;
}

/** Empty where there is nothing to say; undefined where values are not known. */
function coursesOf(object: PlotObject): readonly Course[] | undefined {
  switch (object.kind) {
    case "surface":
    case "contour":
    case "image":
      return reliefOf(object);
    case "histogram":
      return object.bins?.of.kind === "array" ? distributionOf(object.bins.counts) : undefined;
    case "scatter":
      return relationOf(object.x, object.y);
    default: {
      const { x, y } = object.polar ? { x: object.polar.theta, y: object.polar.rho } : object;
      return object.z ? closedOf([object.x, object.y, object.z]) : courseOf(x, y, object);
    }
  }
}

function courseOf(
  x: Data | undefined,
  y: Data | undefined,
  object: PlotObject,
): readonly Course[] | undefined {
  if (x?.kind !== "array" || y?.kind !== "array") return undefined;
  if (x.re.length !== y.re.length || y.re.length < 3 || ![...x.re, ...y.re].every(Number.isFinite)) return [];
  let at = object.kind === "barh" ? y.re : x.re;
  let values = object.kind === "barh" ? x.re : y.re;
  if ((at[0] ?? 0) > (at.at(-1) ?? 0)) [at, values] = [at.toReversed(), values.toReversed()];
  if (!isAscending(at)) {
    if (object.kind !== "line") return [];
    return kindOf(object) === "markers" ? relationOf(x, y) : closedOf([x, y]);
  }
  return [
    ...mainCourse(at, values),
    ...(shapeOf(at, values)?.n_zero_cross ? (["changes sign"] as const) : []),
  ];
}

function mainCourse(x: Float64Array, y: Float64Array): readonly Course[] {
  const shape = shapeOf(x, y);
  if (shape === undefined) return [];
  const { trend } = shape;
  if (trend === "constant") return ["constant"];
  const direction = trend === "increasing" ? "rises" : trend === "decreasing" ? "falls" : undefined;
  const straight = direction ? ([direction] as const) : [];
  const feature = featureOf(x, y);
  switch (feature?.kind) {
    case "line":
      return ["straight", ...straight];
    case "exponential":
      return [feature.rate > 0 ? "exponential growth" : "exponential decay"];
    case "bell":
      return ["bell"];
    case "periodic":
      return [feature.ratio < 0.97 ? "damped" : feature.ratio > 1.03 ? "growing" : "oscillates"];
    case "saturating":
      return [...straight, "levels off"];
    case "noisy":
      return ["noise"];
  }
  if (direction) return [direction];
  if (shape.n_turning === 1) return [shape.n_peaks === 1 ? "one peak" : "one valley"];
  return ["wavers"];
}

function closedOf(coordinates: readonly (Data | undefined)[]): readonly Course[] | undefined {
  const isClosed: boolean[] = [];
  for (const data of coordinates) {
    if (data?.kind !== "array") return undefined;
    const { min = 0, max = 0, first = 0, last = 1, n } = statisticsOf(data.re);
    isClosed.push(n > 3 && Math.abs(last - first) <= 1e-6 * (max - min));
  }
  return isClosed.every(Boolean) ? ["closed"] : [];
}

/** Pearson's coefficient from 0.5 on is called a relation, below 0.2 none. */
function relationOf(x: Data | undefined, y: Data | undefined): readonly Course[] | undefined {
  if (x?.kind !== "array" || y?.kind !== "array") return undefined;
  if (x.re.length !== y.re.length || x.re.length < 8 || ![...x.re, ...y.re].every(Number.isFinite)) return [];
  const r = correlation(x.re, y.re, x.re.length);
  if (Math.abs(r) >= 0.5) return [r > 0 ? "grows with x" : "shrinks with x"];
  return Math.abs(r) < 0.2 ? ["no relation"] : [];
}

function reliefOf(object: PlotObject): readonly Course[] | undefined {
  const values = object.kind === "image" || object.fn === "pcolor" ? object.c : object.z;
  if (values?.kind !== "array") return undefined;
  const [rows = 0, columns = 0] = values.size;
  const grid = gridOf(object, values) ?? { rows, columns, z: values.re };
  const { min = 0, max = 0 } = statisticsOf(values.re);
  if (rows < 5 || columns < 5 || rows * columns !== values.re.length || values.re.length > 250_000) return [];
  if (!values.re.every(Number.isFinite) || !(max > min)) return [];
  const { tops, hollows, saddles } = criticalPoints(grid, 1e-9 * (max - min));
  const courses: Course[] = [];
  if (tops.length > 0) courses.push(tops.length === 1 ? "one summit" : "several summits");
  if (hollows.length > 0) courses.push(hollows.length === 1 ? "one hollow" : "several hollows");
  if (courses.length === 0) courses.push(saddles.length > 0 ? "saddle" : "plain relief");
  return courses;
}

/** Even: no bar above one and a half times the mean of the bars. Else by the third in which the highest bar stands. */
function distributionOf(counts: Float64Array): readonly Course[] {
  const { max = 0, mean = 0 } = statisticsOf(counts);
  if (counts.length < 3 || mean === 0) return [];
  if (max <= 1.5 * mean) return ["even"];
  const place = (counts.indexOf(max) + 0.5) / counts.length;
  return [
    place < 1 / 3 ? "highest at the left" : place > 2 / 3 ? "highest at the right" : "highest in the middle",
  ];
}
