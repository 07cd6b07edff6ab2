import type { OffsetRange } from "../../base/brand.js";
import type { ArrayValue, RandomValue, UnknownValue } from "../evaluate/values.js";

/** What is drawn along one coordinate: numbers, or the reason why they are not known. */
export type Data = ArrayValue | RandomValue | UnknownValue;

/** The names of `plot-truth`, which are those of GNU Octave's graphics objects. */
export type ObjectKind =
  | "line"
  | "line3"
  | "markers"
  | "bar"
  | "barh"
  | "histogram"
  | "area"
  | "stem"
  | "stem3"
  | "stairs"
  | "errorbar"
  | "scatter"
  | "scatter3"
  | "contour"
  | "quiver"
  | "pie"
  | "surface"
  | "image"
  | "patch"
  | "boxplot"
  | "dendrogram";

/** What can be counted or found along a series. */
export type ShapeFact =
  | "trend"
  | "n_turning"
  | "n_peaks"
  | "n_zero_cross"
  | "n_distinct"
  | "x_at_max"
  | "x_at_min";

export type Color = readonly [number, number, number];

/** As MATLAB writes them: `-`, `--`, `:`, `-.`, `none`; `o`, `x`, `none`. */
export interface Style {
  lineStyle: string;
  marker: string;
  /** Absent where the program computes it. */
  color?: Color | undefined;
  lineWidth?: number | undefined;
  filled?: boolean | undefined;
}

/** One drawn thing. Changed while the program runs (`set`), plain data afterwards. */
export interface PlotObject {
  readonly id: number;
  kind: ObjectKind;
  /** The function that drew it. */
  readonly fn: string;
  /** Of the statement; zero-based. */
  readonly line: number;
  readonly statement: OffsetRange;
  x?: Data | undefined;
  y?: Data | undefined;
  z?: Data | undefined;
  /** Values that are shown as colour. */
  c?: Data | undefined;
  /** Arrows. */
  u?: Data | undefined;
  v?: Data | undefined;
  /** Half length of error bars: below and above. */
  error?: readonly [Data, Data] | undefined;
  /** How the program writes the coordinates: `t`, `sin(t)`. */
  written: { readonly x?: string; readonly y?: string; readonly z?: string };
  /** Of a histogram; centres and edges of its bins. */
  bins?: { readonly centers: Float64Array; readonly counts: Float64Array; readonly of: Data } | undefined;
  /** Angle in radians and radius, where x and y were computed from them. */
  polar?: { readonly theta: Data; readonly rho: Data } | undefined;
  /** Share of the whole, of a slice. */
  share?: number | undefined;
  stacked?: boolean | undefined;
  /** What bars and areas stand on, each or all, where it is not zero. */
  base?: Data | undefined;
  /** The quartiles of a box are NumPy's percentiles and not MATLAB's quantiles. */
  percentiles?: boolean | undefined;
  /** MATLAB chooses the points when it draws: their number is not said. */
  sampled?: boolean | undefined;
  /** The mapping is logarithmic, the image is in true colour, …: said in the description. */
  notes: string[];
  displayName: string;
  /** The program computes the name from what is not known. */
  isNameUnknown?: boolean | undefined;
  style: Style;
  visible: boolean;
  /** What rounding decides of the course of its values. */
  undecided?: ReadonlySet<ShapeFact> | undefined;
  /** Present where nobody knows whether it is drawn at all. */
  doubt?: UnknownValue | undefined;
  /** Rounds of the loop it was drawn in. */
  readonly loops: readonly { readonly line: number; readonly round: number }[];
}

export type Limits = readonly [number, number];
export type Scale = "linear" | "log";

export interface Axis {
  label: Text;
  scale: Scale;
  /** Present where the program sets them; an infinite bound is automatic. */
  limits?: Limits | undefined;
  reversed: boolean;
  ticks?: readonly number[] | undefined;
  tickLabels?: readonly string[] | undefined;
}

/** What is written on a figure; without `text` it is not known. */
export interface Text {
  readonly text?: string;
  readonly unknown?: UnknownValue;
}

export interface Axes {
  readonly id: number;
  readonly figure: number;
  title: Text;
  x: Axis;
  y: Axis;
  z: Axis;
  grid: boolean;
  colorbar: boolean;
  colormap: string;
  colorLimits?: Limits | undefined;
  /** The objects in the legend; absent without one. */
  legend?: readonly PlotObject[] | undefined;
  polar: boolean;
  visible: boolean;
  equal: boolean;
  view?: readonly [number, number] | undefined;
  hold: "off" | "on" | "children";
  /** Row, column and extent in the grid of `subplot`; absent for axes that fill the figure. */
  cell?: SubplotCell | undefined;
  position?: readonly number[] | undefined;
  /** The right one of two value axes. */
  side?: "left" | "right" | undefined;
  texts: PlacedText[];
  objects: PlotObject[];
  /** Next colour of the order. */
  nextColor: number;
}

export interface SubplotCell {
  readonly rows: number;
  readonly columns: number;
  /** From 1, along the rows. */
  readonly first: number;
  readonly last: number;
}

export interface PlacedText {
  readonly id: number;
  text: Text;
  readonly line: number;
  readonly x?: number;
  readonly y?: number;
}

export interface Figure {
  readonly number: number;
  /** Of the statement that made it; zero-based. */
  readonly line: number;
  name: string;
  axes: Axes[];
  closed: boolean;
}

/** Axes as they were when a later statement cleared them. */
export interface PastAxes {
  readonly axes: Axes;

  readonly why: "replaced" | "cleared" | "closed";
  readonly line: number;
}

/** All that a program drew. */
export interface Drawn {
  readonly figures: readonly Figure[];
  readonly past: readonly PastAxes[];
  /** Axes that were cleared and are not kept, because there were very many. */
  readonly forgotten: number;
}

export const noText: Text = {};

export const allAxes = (drawn: Drawn): Axes[] => [
  ...drawn.figures.flatMap(({ axes }) => axes),
  ...drawn.past.map(({ axes }) => axes),
];
