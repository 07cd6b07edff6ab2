import { offset } from "../../base/brand.js";
import { type CallContext, type Drawing, MatlabError, NotKnown, type Site } from "../evaluate/builtin.js";
import { array, cell, emptyArray, handle, scalar, text, unknown, type Value } from "../evaluate/values.js";
import { type Environment, lineOf } from "./environment.js";
import { arrayOf, none, num, numberIn, type PyArguments, PyUnknown, type PyValue } from "./values.js";

/** What matplotlib's functions do, said to the drawing in MATLAB's words. */
export interface Plotting {
  pyplot(name: string, args: PyArguments, environment: Environment): PyValue;
  method(object: PyValue, name: string, args: PyArguments, environment: Environment): PyValue;
}

/** Functions that draw, by the MATLAB function that draws the same. */
const drawn: Readonly<Record<string, string>> = {
  plot: "plot",
  scatter: "scatter",
  bar: "bar",
  barh: "barh",
  stem: "stem",
  step: "stairs",
  semilogx: "semilogx",
  semilogy: "semilogy",
  loglog: "loglog",
  contour: "contour",
  contourf: "contourf",
  pcolormesh: "pcolor",
  pcolor: "pcolor",
  imshow: "imagesc",
  matshow: "imagesc",
  plot_surface: "surf",
  plot_wireframe: "mesh",
  quiver: "quiver",
  pie: "pie",
  polar: "polar",
  hist: "histogram",
  errorbar: "errorbar",
  fill: "fill",
  fill_between: "fill",
  boxplot: "boxplot",
  axvline: "xline",
  axhline: "yline",
  plot3D: "plot3",
};

/** The colours that series get in turn, "tab10". */
const cycle: readonly string[] = [
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

export function createPlotting(drawing: Drawing): Plotting {
  const labelled = new Map<number, { ids: number[]; names: string[] }>();
  const colors = new Map<number, number>();

  const invoke = (
    name: string,
    args: readonly Value[],
    written: readonly string[],
    environment: Environment,
  ): Value => {
    try {
      return drawing.call(name, args, 1, siteOf(environment, written), context)?.[0] ?? emptyArray;
    } catch (error) {
      if (error instanceof MatlabError || error instanceof NotKnown) throw new PyUnknown(error.message);
      throw error;
    }
  };

  const idOf = (value: Value): number => (value.kind === "handle" ? (value.ids[0] ?? 0) : 0);
  const currentAxes = (environment: Environment): number => idOf(invoke("gca", [], [], environment));

  const draw = (name: string, axes: number, args: PyArguments, environment: Environment): PyValue => {
    const own = drawn[name] ?? name;
    invoke("hold", [handle(axes), text("on")], [], environment);
    const { values, written } = argumentsFor(name, args);
    const options = optionsFor(args);
    const isColoured = ![
      "contour",
      "contourf",
      "pcolor",
      "imagesc",
      "surf",
      "mesh",
      "quiver",
      "pie",
      "boxplot",
      "xline",
      "yline",
    ].includes(own);
    const hasColor =
      args.named.has("color") ||
      args.named.has("c") ||
      (values.length > 0 &&
        args.positional.some((each) => each.kind === "text" && /[bgrcmykw]|C\d/.test(each.text)));
    if (isColoured && !hasColor) {
      const turn = colors.get(axes) ?? 0;
      colors.set(axes, turn + 1);
      options.push(text("Color"), text(cycle[turn % cycle.length] ?? "#1f77b4"));
    }
    const made = invoke(own, [handle(axes), ...values, ...options], ["axes", ...written], environment);
    if (own === "imagesc" && textIn(args.named.get("origin")) === "lower")
      invoke("axis", [handle(axes), text("xy")], [], environment);
    const label = args.named.get("label");
    if (made.kind === "handle" && label?.kind === "text" && !label.text.startsWith("_")) {
      const list = labelled.get(axes) ?? { ids: [], names: [] };
      labelled.set(axes, list);
      list.ids.push(made.ids[0] ?? 0);
      list.names.push(label.text);
    }
    return none;
  };

  const decorate = (
    name: string,
    axes: number,
    args: PyArguments,
    environment: Environment,
  ): PyValue | undefined => {
    const target = handle(axes);
    const { positional, named: options } = args;
    const [first, second] = positional;
    const tell = (own: string, ...values: Value[]) => {
      invoke(own, [target, ...values], [], environment);
      return none;
    };
    switch (name.replace(/^set_/, "")) {
      case "title":
      case "xlabel":
      case "ylabel":
      case "zlabel":
        return tell(name.replace(/^set_/, ""), toValue(first ?? none));
      case "xlim":
      case "ylim": {
        const pair =
          arrayOf(first)?.data ??
          Float64Array.of(numberIn(first) ?? Number.NaN, numberIn(second) ?? Number.NaN);
        return pair.length === 2 && pair.every(Number.isFinite)
          ? tell(name.replace(/^set_/, ""), array([1, 2], pair))
          : none;
      }
      case "xscale":
      case "yscale": {
        const property = text(name.endsWith("xscale") ? "XScale" : "YScale");
        invoke("set", [target, property, toValue(first ?? none)], [], environment);
        return none;
      }
      case "grid":
        return tell("grid", text(numberIn(first) === 0 ? "off" : "on"));
      case "legend": {
        const names = first?.kind === "list" ? first.items.map(textIn) : undefined;
        if (names)
          return tell(
            "legend",
            cell(
              [1, names.length],
              names.map((each) => text(each ?? "")),
            ),
          );
        const list = labelled.get(axes);
        if (list)
          return tell("legend", handle(...list.ids), cell([1, list.names.length], list.names.map(text)));
        return none;
      }
      case "colorbar":
        return tell("colorbar");
      case "axis":
        return first?.kind === "text" ? tell("axis", text(first.text)) : none;
      case "invert_yaxis":
        return tell("axis", text("ij"));
      case "text":
        return tell("text", ...positional.slice(0, 3).map(toValue));
      case "":
        for (const [key, value] of options)
          decorate(key, axes, { positional: [value], named: new Map(), written: [] }, environment);
        return none;
      case "twinx": {
        invoke("axes", [target], [], environment);
        invoke("yyaxis", [text("right")], [], environment);
        return { kind: "axes", id: currentAxes(environment) };
      }
    }
    return undefined;
  };

  const newAxes = (m: number, n: number, p: number, environment: Environment): PyValue => ({
    kind: "axes",
    id: idOf(invoke("subplot", [scalar(m), scalar(n), scalar(p)], [], environment)),
  });

  const onAxes = (name: string, axes: number, args: PyArguments, environment: Environment): PyValue => {
    if (drawn[name] !== undefined) return draw(name, axes, args, environment);
    return decorate(name, axes, args, environment) ?? none;
  };

  const cellOf = ({ positional }: PyArguments): [number, number, number] => {
    const [a = 111, b, c] = positional.map(numberIn);
    if (b !== undefined && c !== undefined) return [a, b, c];
    const [m = 1, n = 1, p = 1] = [...String(a)].map(Number);
    return [m, n, p];
  };

  return {
    pyplot(name, args, environment) {
      switch (name) {
        case "figure": {
          const number = numberIn(args.positional[0]);
          return {
            kind: "figure",
            id: idOf(invoke("figure", number === undefined ? [] : [scalar(number)], [], environment)),
          };
        }
        case "subplots": {
          const rows = numberIn(args.named.get("nrows") ?? args.positional[0]) ?? 1;
          const columns = numberIn(args.named.get("ncols") ?? args.positional[1]) ?? 1;
          const figure: PyValue = { kind: "figure", id: idOf(invoke("figure", [], [], environment)) };
          if (rows * columns > 100) throw new PyUnknown("so many axes are not described here");
          const grid = Array.from({ length: rows }, (_, i) =>
            Array.from({ length: columns }, (__, j) =>
              newAxes(rows, columns, i * columns + j + 1, environment),
            ),
          );
          const flat = grid.flat();
          const axes: PyValue =
            flat.length === 1
              ? (flat[0] ?? none)
              : rows === 1 || columns === 1
                ? { kind: "list", items: flat }
                : { kind: "list", items: grid.map((items) => ({ kind: "list", items })) };
          return { kind: "list", items: [figure, axes] };
        }
        case "subplot":
          return newAxes(...cellOf(args), environment);
        case "gca":
        case "axes":
          return { kind: "axes", id: currentAxes(environment) };
        case "gcf":
          return { kind: "figure", id: idOf(invoke("gcf", [], [], environment)) };
        case "show":
        case "tight_layout":
        case "savefig":
        case "pause":
        case "draw":
        case "style":
        case "suptitle":
          return none;
        case "close":
          // Windows close; what was drawn has been seen or saved.
          return none;
        case "clf":
        case "cla":
          invoke(name, [], [], environment);
          return none;
        default:
          return onAxes(name, currentAxes(environment), args, environment);
      }
    },
    method(object, name, args, environment) {
      if (object.kind === "axes") return onAxes(name, object.id, args, environment);
      if (object.kind === "figure" && (name === "add_subplot" || name === "gca")) {
        invoke("figure", [scalar(object.id)], [], environment);
        return name === "gca"
          ? { kind: "axes", id: currentAxes(environment) }
          : newAxes(...cellOf(args), environment);
      }
      if (object.kind === "figure" && name === "colorbar")
        return onAxes("colorbar", currentAxes(environment), args, environment);
      return none;
    },
  };
}

/** The functions of the drawing take nothing from the interpreter here: the values have been computed. */
const context: CallContext = {
  line: 0,
  apply: () => {
    throw new NotKnown("a function is not evaluated here");
  },
  exist: () => 0,
};

function siteOf({ statement, doubt, loops }: Environment, written: readonly string[]): Site {
  const line = statement ? lineOf(statement) : 0;
  return {
    line,
    statement: { start: offset(statement?.startIndex ?? 0), end: offset(statement?.endIndex ?? 0) },
    inner: { line },
    written,
    loops: loops.map((loop) => ({ ...loop })),
    ...(doubt && { doubt }),
  };
}

const textIn = (value: PyValue | undefined): string | undefined =>
  value?.kind === "text" ? value.text : undefined;

/** Positional arguments in the order in which MATLAB takes them. */
function argumentsFor(
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
    case "barh":
    case "scatter":
      if (x?.kind === "list" && x.items.every((each) => each.kind === "text")) {
        // Categories stand at 0, 1, 2, …
        const places = array([1, x.items.length], Float64Array.from(x.items.keys()));
        return { values: [places, ...values.slice(1, 2)], written: ["category", ...texts.slice(1, 2)] };
      }
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

function lengthOf(value: PyValue): number | undefined {
  if (value.kind === "random") return value.shape[0];
  return arrayOf(value)?.shape[0];
}

/** A matrix over its columns and rows. */
function onGrid(
  grid: PyValue | undefined,
  values: Value[],
  written: string[],
): { values: Value[]; written: string[] } {
  const [rows, columns] = arrayOf(grid)?.shape ?? (grid?.kind === "random" ? grid.shape : []);
  if (rows === undefined || columns === undefined) return { values, written };
  return { values: [upTo(columns), upTo(rows), ...values], written: ["x", "y", ...written] };
}

/** `"C1--"` names a colour that MATLAB has no letter for. */
const formatOf = (value: Value): Value => {
  if (value.kind !== "array" || value.class !== "char") return value;
  const letters = String.fromCharCode(...value.re)
    .replace(/C\d/, "")
    .replace(/,/g, ".");
  return text(letters);
};

function optionsFor({ named: given }: PyArguments): Value[] {
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
function toValue(value: PyValue): Value {
  switch (value.kind) {
    case "array": {
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
      const texts = value.items.map((each) => text(textIn(each) ?? ""));
      return cell([1, texts.length], texts);
    }
    case "random":
      return value.value;
    case "unknown":
      return unknown(value.reason, value.line);
    default:
      return emptyArray;
  }
}
