import type { ChangeClass, ChangeKind, DependencyChange } from "./commit.js";
import type { Progress } from "./messages.js";

/** The wire types of reports on a period. `messages.ts` extends its table with `ReportMethods`. */
export interface ReportMethods {
  "engine/report": { params: ReportParams; result: ReportResult; partial: Progress };
}

export interface ReportParams {
  /** A folder in the repository. */
  readonly root: string;
  /** As git understands dates: `2.weeks`, `yesterday`, `2026-10-01`. */
  readonly since?: string;
  readonly until?: string;
  /** `A..B` or a revision; `HEAD` when left out. */
  readonly range?: string;
  readonly areas: Areas;
  readonly render: readonly ReportFormat[];
}

/** Name of an area → patterns as in `.gitignore`, relative to the top of the repository. Empty: areas are found from folders and packages. */
export type Areas = Readonly<Record<string, readonly string[]>>;

export const isAreas = (value: unknown): value is Areas =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every(
    (patterns) => Array.isArray(patterns) && patterns.every((pattern) => typeof pattern === "string"),
  );

export type ReportFormat = "md" | "html";

export interface ReportResult {
  readonly report: PeriodReport;
  /** As asked for in `render`. */
  readonly rendered: Readonly<Partial<Record<ReportFormat, string>>>;
}

/** What happened in a period, by area of the product. Nothing in it says who did what. */
export interface PeriodReport {
  readonly repository: { readonly name: string; readonly address?: string };
  readonly period: {
    /** ISO 8601: the period that was asked for, or what the commits of the range span. */
    readonly from: string;
    readonly to: string;
    readonly range: string;
  };
  /** ISO 8601. */
  readonly made: string;
  /** A few plain sentences. */
  readonly summary: readonly string[];
  /** Most changed first; the last may gather small ones. */
  readonly areas: readonly AreaReport[];
  readonly underWay: readonly UnderWay[];
  readonly risks: readonly Risk[];
  readonly numbers: ReportNumbers;
  /** Beginning of each interval of `AreaReport.activity`, as a day (ISO 8601). */
  readonly activity: { readonly interval: "day" | "week" | "month"; readonly starts: readonly string[] };
  /** For people, one sentence each: what was not read, and why. */
  readonly notes: readonly string[];
}

export interface AreaReport {
  readonly name: string;
  /** The folder that it stands for; absent for areas of the user's own map. */
  readonly folder?: string;
  /** Commits that changed a file of the area. One that touches two areas counts in both. */
  readonly commits: number;
  readonly files: number;
  /** Lines, of files that are read. */
  readonly added: number;
  readonly removed: number;
  /** Commits in each interval. */
  readonly activity: readonly number[];
  /** Each commit is an item of one area, the one that it changed most. Most important first. */
  readonly items: readonly ReportItem[];
}

export interface ReportItem {
  readonly sha: string;
  readonly date: string;
  readonly class: ChangeClass;
  readonly kind: ChangeKind;
  /** What the author called it, without prefixes. */
  readonly title: string;
  /** In plain words; absent where only the title and the list of files were looked at. */
  readonly text?: string;
  /** Page of the commit. */
  readonly link?: string;
  readonly files: number;
  readonly added: number;
  readonly removed: number;
}

export interface UnderWay {
  /** `releases`: a branch that by its name keeps an older release alive. */
  readonly kind: "branch" | "releases" | "stash" | "uncommitted";
  readonly name: string;
  /** One plain sentence. */
  readonly text: string;
  readonly date?: string;
}

export interface Risk {
  readonly kind:
    | "unreviewed"
    | "tests-removed"
    | "dependencies"
    | "untested"
    | "security"
    | "reverted"
    | "migration";
  /** One plain sentence. */
  readonly text: string;
  readonly commits: readonly { readonly sha: string; readonly title: string; readonly link?: string }[];
  readonly dependencies?: readonly DependencyChange[];
}

export interface ReportNumbers {
  readonly commits: number;
  readonly merges: number;
  readonly files: number;
  readonly added: number;
  readonly removed: number;
  readonly byClass: Readonly<Record<ChangeClass, number>>;
  /** Commits whose code was compared before and after; the others are known by title, files and lines. */
  readonly readInFull: number;
}
