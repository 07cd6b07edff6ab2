import { offset } from "../../base/brand.js";
import { type CallContext, type Drawing, MatlabError, NotKnown, type Site } from "../evaluate/builtin.js";
import { array, cell, emptyArray, handle, scalar, text, type Value } from "../evaluate/values.js";
import { type Environment, lineOf } from "./environment.js";
import { argumentsFor, cycle, optionsFor, textIn, toValue } from "./matplotlibArguments.js";
import { arrayOf, none, numberIn, type PyArguments, PyUnknown, type PyValue } from "./values.js";

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

/** What the same functions are called where the axes have three dimensions. */
const inSpace: Readonly<Record<string, string>> = { plot: "plot3", scatter: "scatter3" };

/** Entries of a legend come in this order: lines, what is filled, points, and what consists of several parts. */
const legendRank = (name: string): number =>
  /^(bar|barh|errorbar|stem|hist)$/.test(name)
    ? 3
    : /^(scatter|fill_between)$/.test(name)
      ? 2
      : name === "fill"
        ? 1
        : 0;

const isSpatial = ({ named }: PyArguments): boolean => textIn(named.get("projection")) === "3d";

export function createPlotting(drawing: Drawing): Plotting {
  const labelled = new Map<number, { id: number; name: string; rank: number }[]>();
  const colors = new Map<number, number>();
  /** Axes with three dimensions. */
  const spatial = new Set<number>();

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
    const flat = drawn[name] ?? name;
    const own = spatial.has(axes) ? (inSpace[flat] ?? flat) : flat;
    invoke("hold", [handle(axes), text("on")], [], environment);
    const { values, written } = argumentsFor(own === "scatter3" ? own : name, args);
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
      const list = labelled.get(axes) ?? [];
      labelled.set(axes, list);
      list.push({ id: made.ids[0] ?? 0, name: label.text, rank: legendRank(name) });
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
        // `legend(names)`, or `legend(handles, names)` of which the names are told.
        const names = [second, first].flatMap((each) => {
          const words = each?.kind === "list" ? each.items.map(textIn) : [];
          return words.length > 0 && words.every((word) => word !== undefined) ? [words] : [];
        })[0];
        if (names) return tell("legend", cell([1, names.length], names.map(text)));
        if (first) return none;
        const list = labelled.get(axes)?.sort((a, b) => a.rank - b.rank);
        if (list)
          return tell(
            "legend",
            handle(...list.map(({ id }) => id)),
            cell(
              [1, list.length],
              list.map(({ name: entry }) => text(entry)),
            ),
          );
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
      case "set":
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

  const newAxes = (m: number, n: number, p: number, environment: Environment, inThree = false): PyValue => {
    const id = idOf(invoke("subplot", [scalar(m), scalar(n), scalar(p)], [], environment));
    if (inThree) spatial.add(id);
    return { kind: "axes", id };
  };

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
          return newAxes(...cellOf(args), environment, isSpatial(args));
        case "gca":
        case "axes": {
          const id = currentAxes(environment);
          if (isSpatial(args)) spatial.add(id);
          return { kind: "axes", id };
        }
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
          : newAxes(...cellOf(args), environment, isSpatial(args));
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
