import type { OffsetRange } from "../base/brand.js";
import type { DocumentSnapshot, MetricValue, Progress } from "./messages.js";

export interface PlotMethods {
  "engine/plots": { params: PlotsParams; result: PlotsResult; partial: never };
  "engine/evaluatePlots": { params: EvaluatePlotsParams; result: EvaluatePlotsResult; partial: Progress };
}

/** Ids of the languages whose plots are described. */
export const plotLanguages: ReadonlySet<string> = new Set(["matlab", "python"]);

/** 1: what is drawn. 2: with its statistics. 3: with what it looks like. After Lundgard & Satyanarayan, IEEE TVCG 2022. */
export type DescriptionLevel = 1 | 2 | 3;

export interface PlotsParams {
  readonly document: DocumentSnapshot;
  /** Texts of the other files of the folder, by name without `.m`, as far as the document may call them. */
  readonly files: Readonly<Record<string, string>>;
  readonly level: DescriptionLevel;
  /** An offset: the statement there alone is described, for a hover; figures are left out. */
  readonly only?: number;
  /** Seconds that evaluation may take; without it a quarter of one, for a hover. */
  readonly patience?: number;
  /** With a picture of each, in colours for that background; `auto` follows the viewer's preference. */
  readonly pictures?: "light" | "dark" | "auto";
}

export interface PlotsResult {
  readonly version: number;
  readonly figures: readonly FigureDescription[];
  /** Drawn, and taken away again by what followed. */
  readonly deleted_objects: readonly ObjectDescription[];
  /** What each drawing statement draws, in the order of the text. */
  readonly statements: readonly StatementDescription[];
  /** Where the program would stop with an error; what was drawn before is described. */
  readonly error?: { readonly message: string; readonly line: number };
  /** The first line that cannot be read; what is described is the program without such lines. */
  readonly faultyLine?: number;
}

export interface FigureDescription {
  readonly number: number;
  readonly name: string;
  readonly axes: readonly AxesDescription[];
  readonly text: string;
  readonly svg?: string;
}

/** Names as in `plot-truth`, which are those of GNU Octave. */
export interface AxesDescription {
  readonly title: string;
  readonly xlabel: string;
  readonly ylabel: string;
  readonly zlabel: string;
  readonly xscale: string;
  readonly yscale: string;
  readonly zscale: string;
  /** Present where the program sets them. */
  readonly xlim?: readonly [number | null, number | null];
  readonly ylim?: readonly [number | null, number | null];
  readonly zlim?: readonly [number | null, number | null];
  readonly grid: boolean;
  readonly colorbar: boolean;
  readonly legend: readonly string[];
  readonly texts: readonly string[];
  readonly view?: readonly [number, number];
  readonly objects: readonly ObjectDescription[];
  readonly text: string;
}

export interface DataDescription {
  /** Absent where not even the number of values is known. */
  readonly n?: number;
  readonly nfinite?: number;
  readonly min?: number;
  readonly max?: number;
  readonly mean?: number;
  /** `null` where the value is not finite. */
  readonly first?: number | null;
  readonly last?: number | null;
}

export interface ObjectDescription {
  readonly kind: string;
  /** One-based. */
  readonly line: number;
  readonly fn: string;
  readonly displayname: string;
  readonly linestyle: string;
  readonly marker: string;
  readonly color?: readonly [number, number, number];
  readonly xdata?: DataDescription;
  readonly ydata?: DataDescription;
  readonly zdata?: DataDescription;
  readonly cdata?: DataDescription;
  readonly udata?: DataDescription;
  readonly vdata?: DataDescription;
  readonly shape?: ShapeDescription;
  /** Why something about it cannot be known; empty where all is. */
  readonly unknown: readonly string[];
  readonly text: string;
}

/** What rounding errors decide is left out. */
export interface ShapeDescription {
  readonly trend?: string;
  readonly n_turning?: number;
  readonly n_peaks?: number;
  readonly n_zero_cross?: number;
  readonly n_distinct?: number;
  readonly x_at_max?: number;
  readonly x_at_min?: number;
}

export interface StatementDescription {
  readonly range: OffsetRange;
  /** One-based. */
  readonly line: number;
  /** One sentence, then a list; plain text. */
  readonly sentence: string;
  readonly details: readonly string[];
  readonly isUnknown: boolean;
  readonly svg?: string;
}

export interface EvaluatePlotsParams {
  /** Path of the JSONL data set (optionally .gz). */
  readonly dataset: string;
  readonly limit?: number;
}

export interface PlotMiss {
  readonly file: string;
  readonly line: number;
  readonly kind: string;
  readonly what: string;
}

export interface EvaluatePlotsResult {
  readonly metrics: Readonly<Record<string, MetricValue>>;
  readonly baselines: Readonly<Record<string, Readonly<Record<string, MetricValue>>>>;
  readonly n: number;
  readonly skipped: Readonly<Record<string, number>>;
  /** What was wrong or missing, the first ones. */
  readonly misses: readonly PlotMiss[];
}
