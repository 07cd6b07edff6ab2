import type { AreaReport, ReportItem } from "../../protocol/report.js";
import { narratedRole } from "../fileRoles.js";
import type { Area, AreaOf } from "./areas.js";
import type { TouchedFile } from "./collect.js";
import type { Entry } from "./entries.js";
import { type Intervals, intervalOf } from "./period.js";

interface Touched {
  readonly area: Area;
  readonly files: TouchedFile[];
}

interface Gathered {
  readonly area: Area;
  commits: number;
  added: number;
  removed: number;
  readonly files: Set<string>;
  readonly activity: number[];
  readonly items: ReportItem[];
}

/** Most active first, by changes and then by lines; what belongs nowhere last. */
export function groupByArea(entries: readonly Entry[], areaOf: AreaOf, intervals: Intervals): AreaReport[] {
  const gathered = new Map<string, Gathered>();
  for (const { commit, item } of entries) {
    const touched = new Map<string, Touched>();
    for (const file of commit.files) {
      const area = areaOf(file.path);
      const known = touched.get(area.name);
      if (known) known.files.push(file);
      else touched.set(area.name, { area, files: [file] });
    }
    const main = mainArea([...touched.values()]);
    for (const { area, files } of touched.values()) {
      const sum = gathered.get(area.name) ?? empty(area, intervals);
      gathered.set(area.name, sum);
      const at = intervalOf(commit.date, intervals);
      sum.commits++;
      sum.activity[at] = (sum.activity[at] ?? 0) + 1;
      for (const { path, added, removed, setAside } of files) {
        sum.files.add(path);
        sum.added += setAside ? 0 : added;
        sum.removed += setAside ? 0 : removed;
      }
      if (area.name === main?.name) sum.items.push(item);
    }
  }
  return [...gathered.values()]
    .sort(
      (a, b) =>
        Number(a.area.isRest ?? false) - Number(b.area.isRest ?? false) ||
        b.commits - a.commits ||
        b.added + b.removed - (a.added + a.removed),
    )
    .map(({ area, files, items, ...sums }) => ({
      name: area.name,
      ...(area.folder === undefined ? {} : { folder: area.folder }),
      ...sums,
      files: files.size,
      items: items.sort((a, b) => importance(b) - importance(a)),
    }));
}

const empty = (area: Area, { starts }: Intervals): Gathered => ({
  area,
  commits: 0,
  added: 0,
  removed: 0,
  files: new Set(),
  activity: starts.map(() => 0),
  items: [],
});

/** Where most of the product's own code changed: a repair is told there, however long its tests are. Else where most changed. */
function mainArea(touched: readonly Touched[]): Area | undefined {
  const own = touched.map(({ area, files }) => ({
    area,
    files: files.filter(({ path, setAside }) => !setAside && narratedRole(path) === "source"),
  }));
  const decisive = own.some(({ files }) => files.length > 0) ? own : touched;
  return [...decisive].sort((a, b) => weight(b.files) - weight(a.files))[0]?.area;
}

/** Changed lines that people read; a file without any still counts. */
const weight = (files: readonly TouchedFile[]): number =>
  files.reduce((sum, { added, removed, setAside }) => sum + (setAside ? 0.01 : 1 + added + removed), 0);

const ofKind: Partial<Record<ReportItem["kind"], number>> = {
  security: 4,
  feature: 3,
  performance: 2,
  repair: 2,
  revert: 1,
};

/** The larger a change, the more it matters, but ten times the lines is not ten times the matter. */
const importance = ({ kind, added, removed }: ReportItem): number =>
  (ofKind[kind] ?? 0) + Math.log10(1 + added + removed);
