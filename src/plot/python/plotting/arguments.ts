import { array, cell, emptyArray, scalar, text, unknown, type Value } from "../../evaluate/values.js";
import { arrayOf, broadcast, doubtIn, num, numberOr, shapeOf } from "../arrays.js";
import { isMissing, option, type PyArguments, type PyValue, textIn } from "../values.js";
import { histogramArguments } from "./histogram.js";
import { levelsIn, middles } from "./several.js";

/** The colours that series get in turn, "tab10". */
export const cycle: readonly string[] = [
  "#1f77b4",
  "#ff7f0e",
  "#2ca02c",
  "#d62728",
  "#9467bd",
  "#8c564b",
  "#e377c2",
  "#7f7f7f",
  "#bcbd22",
  "#17becf",
];

const named: Readonly<Record<string, string>> = {
  c: "Color",
  color: "Color",
  facecolor: "Color",
  ls: "LineStyle",
  linestyle: "LineStyle",
  lw: "LineWidth",
  linewidth: "LineWidth",
  marker: "Marker",
  label: "DisplayName",
};

const lineStyles: Readonly<Record<string, string>> = {
  dashed: "--",
  dotted: ":",
  dashdot: "-.",
  solid: "-",
  None: "none",
  "": "none",
};

/** Positional arguments in the order in which MATLAB takes them. */
export function argumentsFor(
  name: string,
  args: PyArguments,
  line: number,
): { values: Value[]; written: string[] } {
  const { positional, named: options, written } = args;
  const values = positional.map((each) => toValue(each, line));
  const texts = [...written];
  const [x, a, b] = positional;
  switch (name) {
    case "fill_between":
    case "fill_betweenx": {
      const [along, low, high] = [arrayOf(x), arrayOf(a), arrayOf(b ?? num(0))];
      const left = ["where", "step", "interpolate"].find((each) => options.has(each));
      if (left !== undefined) {
        const part = unknown(`${left} of ${name} is not evaluated here`, line);
        return { values: [part, part], written: texts.slice(0, 2) };
      }
      if (!along || !low || !high) return { values: values.slice(0, 2), written: texts.slice(0, 2) };
      const outline = between(along.data, low.data, high.data);
      return {
        values: [...(name === "fill_between" ? outline : outline.toReversed()), text("b")],
        written: texts.slice(0, 2),
      };
    }
    case "axhspan":
    case "axvspan": {
      // From one side of the axes to the other, wherever these are.
      const [from, to] = [numberOr(x, Number.NaN), numberOr(a, Number.NaN)];
      const across = unknown("it reaches across the axes", line, [4, 1]);
      const span = array([4, 1], Float64Array.of(from, from, to, to));
      return { values: [...(name === "axhspan" ? [across, span] : [span, across]), text("b")], written: [] };
    }
    case "hist":
      return { values: histogramArguments(args, values[0] ?? emptyArray, line), written: texts.slice(0, 1) };
    case "errorbar": {
      const error = options.get("yerr") ?? b;
      return { values: [...values.slice(0, 2), error ? toValue(error) : scalar(0)], written: texts };
    }
    case "bar":
    case "barh": {
      // Places are the middles of bars unless their edges are given.
      const width = options.get(name === "bar" ? "width" : "height") ?? b ?? num(0.8);
      const places = textIn(options.get("align")) === "edge" ? arrayOf(x) : undefined;
      const widths = arrayOf(width);
      const middles = places && widths && broadcast(places, widths, (at, each) => at + each / 2);
      const base = option(args, name === "bar" ? "bottom" : "left", 3);
      return {
        values: [
          middles ? toValue(middles) : (values[0] ?? emptyArray),
          ...values.slice(1, 2),
          ...baseOption(base, line),
        ],
        written: texts.slice(0, 2),
      };
    }
    case "stackplot":
      return { values: [...values, ...baseOption(options.get("bottom"), line)], written: texts };
    case "scatter":
      return { values: values.slice(0, 2), written: texts.slice(0, 2) };
    case "pie": {
      const labels = options.get("labels") ?? a;
      return {
        values: [values[0] ?? emptyArray, ...(labels?.kind === "list" ? [toValue(labels)] : [])],
        written: texts,
      };
    }
    case "imshow":
    case "matshow":
      return onGrid(x, values.slice(0, 1), texts.slice(0, 1));
    case "contour":
    case "contourf": {
      const isGrid = positional.length > 2;
      const count = isGrid ? 3 : 1;
      const levels = levelsIn(args, count);
      const own = [values.slice(0, count), texts.slice(0, count)] as const;
      const grid = isGrid ? { values: own[0], written: own[1] } : onGrid(x, ...own);
      return { ...grid, values: [...grid.values, ...(levels ? [toValue(levels)] : [])] };
    }
    case "pcolormesh":
    case "pcolor":
      return positional.length < 3
        ? onGrid(x, values, texts)
        : {
            values: [...middles(positional).map((each) => toValue(each, line)), ...values.slice(2)],
            written: texts,
          };
    case "boxplot":
    case "violinplot":
    case "axhline":
    case "axvline":
      return { values: values.slice(0, 1), written: texts.slice(0, 1) };
    default: {
      const formatted = values.map(formatOf);
      const isAlone = x !== undefined && x.kind !== "text" && (a === undefined || a.kind === "text");
      const n = isAlone ? lengthOf(x) : undefined;
      if (n === undefined) return { values: formatted, written: texts };
      return { values: [upTo(n), ...formatted], written: ["x", ...texts] };
    }
  }
}

/** What bars and areas stand on, where it is not zero. */
const baseOption = (base: PyValue | undefined, line: number): Value[] =>
  base === undefined || isMissing(base) ? [] : [text("Base"), toValue(base, line)];

/** The outline of what lies between two curves: along the one and back along the other. */
function between(along: Float64Array, low: Float64Array, high: Float64Array): Value[] {
  const at = (data: Float64Array, i: number): number => data[data.length === 1 ? 0 : i] ?? Number.NaN;
  const n = along.length;
  const around = Array.from({ length: 2 * n }, (_, k) => (k < n ? k : 2 * n - 1 - k));
  const outline = (of: (i: number, k: number) => number): Value =>
    array([2 * n, 1], Float64Array.from(around, of));
  return [outline((i) => along[i] ?? 0), outline((i, k) => at(k < n ? low : high, i))];
}

/** Positions count from zero. */
const upTo = (n: number): Value =>
  array(
    [1, n],
    Float64Array.from({ length: n }, (_, i) => i),
  );

const lengthOf = (value: PyValue): number | undefined =>
  value.kind === "list" && !value.doubt ? value.items.length : shapeOf(value)?.[0];

/** A matrix over its columns and rows. */
function onGrid(
  grid: PyValue | undefined,
  values: Value[],
  written: string[],
): { values: Value[]; written: string[] } {
  const [rows, columns] = shapeOf(grid) ?? [];
  if (rows === undefined || columns === undefined) return { values, written };
  return { values: [upTo(columns), upTo(rows), ...values], written: ["x", "y", ...written] };
}

/** Whether a text says how a line looks: `"ro--"`, `"C1."`. */
export const isFormat = (word: string): boolean =>
  /^(?:[bgrcmykw]|C\d|[-:.,ov^<>1-48spP*hH+xXDd|_ ])*$/.test(word);

/** `"C1--"` names a colour that MATLAB has no letter for. */
const formatOf = (value: Value): Value => {
  if (value.kind !== "array" || value.class !== "char") return value;
  const letters = String.fromCharCode(...value.re)
    .replace(/C\d/, "")
    .replace(/,/g, ".");
  return text(letters);
};

export function optionsFor({ named: given }: PyArguments): Value[] {
  const options: Value[] = [];
  for (const [name, value] of given) {
    const own = named[name];
    if (own === undefined) continue;
    const word = textIn(value);
    const turn = /^C(\d)$/.exec(word ?? "");
    const known = turn
      ? cycle[Number(turn[1])]
      : own === "LineStyle"
        ? (lineStyles[word ?? ""] ?? word)
        : word?.replace(/^tab:/, "");
    if (known !== undefined) options.push(text(own), text(known));
    else if (value.kind === "array") options.push(text(own), toValue(value));
  }
  return options;
}

/** In MATLAB's terms: vectors are rows, matrices lie column by column. */
export function toValue(value: PyValue, line = 0): Value {
  switch (value.kind) {
    case "array": {
      if (value.im) return unknown("complex numbers are not evaluated here", line);
      const [rows = 1, columns] = value.shape;
      if (value.shape.length > 2)
        return unknown("arrays of more than two dimensions are not evaluated here", line);
      if (columns === undefined) return array([1, value.data.length], value.data);
      const data = Float64Array.from(
        { length: value.data.length },
        (_, k) => value.data[(k % rows) * columns + Math.floor(k / rows)] ?? 0,
      );
      return array([rows, columns], data);
    }
    case "text":
      return text(value.text);
    case "list": {
      const numbers = arrayOf(value);
      if (numbers) return toValue(numbers, line);
      const doubt = doubtIn(value);
      if (doubt) return toValue({ ...doubt, shape: shapeOf(value) ?? [value.items.length] });
      const texts = value.items.map((each) => text(textIn(each) ?? ""));
      return cell([1, texts.length], texts);
    }
    case "random":
      return value.value;
    case "unknown": {
      const { shape } = value;
      const size =
        shape === undefined || shape.length > 2 ? undefined : shape.length === 2 ? shape : [1, shape[0] ?? 1];
      return unknown(value.reason, value.line, size);
    }
    default:
      return emptyArray;
  }
}
