import { array, cell, emptyArray, scalar, text, unknown, type Value } from "../../evaluate/values.js";
import { arrayOf, broadcast, doubtIn, num, shapeOf } from "../arrays.js";
import { type PyArguments, type PyValue, textIn } from "../values.js";

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
  { positional, named: options, written }: PyArguments,
): { values: Value[]; written: string[] } {
  const values = positional.map(toValue);
  const texts = [...written];
  const [x, a, b] = positional;
  switch (name) {
    case "fill_between": {
      const [xs, low, high] = [arrayOf(x), arrayOf(a), arrayOf(b ?? num(0))];
      if (!xs || !low || !high) return { values: values.slice(0, 2), written: texts.slice(0, 2) };
      const at = (data: Float64Array, i: number) => data[data.length === 1 ? 0 : i] ?? Number.NaN;
      const n = xs.data.length;
      const around = Array.from({ length: 2 * n }, (_, k) => (k < n ? k : 2 * n - 1 - k));
      const outline = (of: (i: number, k: number) => number) =>
        array([2 * n, 1], Float64Array.from(around, of));
      return {
        values: [
          outline((i) => xs.data[i] ?? 0),
          outline((i, k) => at(k < n ? low.data : high.data, i)),
          text("b"),
        ],
        written: texts.slice(0, 2),
      };
    }
    case "hist": {
      const bins = options.get("bins") ?? a;
      return { values: [values[0] ?? emptyArray, bins ? toValue(bins) : scalar(10)], written: texts };
    }
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
      return {
        values: [middles ? toValue(middles) : (values[0] ?? emptyArray), ...values.slice(1, 2)],
        written: texts.slice(0, 2),
      };
    }
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
    case "contourf":
    case "pcolormesh":
    case "pcolor":
      return positional.length < 3 ? onGrid(x, values, texts) : { values, written: texts };
    case "boxplot":
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
export function toValue(value: PyValue): Value {
  switch (value.kind) {
    case "array": {
      if (value.im) return unknown("complex numbers are not evaluated here", 0);
      const [rows = 1, columns] = value.shape;
      if (value.shape.length > 2)
        return unknown("arrays of more than two dimensions are not evaluated here", 0);
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
      if (numbers) return toValue(numbers);
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
