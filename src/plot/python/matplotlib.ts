import type { Drawing } from "../evaluate/builtin.js";
import { handle, scalar, text } from "../evaluate/values.js";
import { arrayOf, int, num, numberIn, numberOr } from "./arrays.js";
import type { Environment } from "./environment.js";
import { toValue } from "./plotting/arguments.js";
import {
  axesAt,
  type Canvas,
  currentAxes,
  currentFigure,
  idOf,
  invoke,
  newCanvas,
  select,
} from "./plotting/canvas.js";
import { decorate, opaque } from "./plotting/decorate.js";
import { draw, relabel } from "./plotting/draw.js";
import {
  cellsOf,
  gridOfAxes,
  mosaic,
  newAxes,
  projectionIn,
  subplot,
  subplotOfGrid,
} from "./plotting/layout.js";
import { drawn } from "./plotting/names.js";
import { fn, none, option, type PyArguments, PyUnknown, type PyValue, textIn, tuple } from "./values.js";

/** What matplotlib's functions do, said to the drawing in MATLAB's words. */
export interface Plotting {
  /** A function of `matplotlib.pyplot`. */
  pyplot(name: string, args: PyArguments, environment: Environment): PyValue;
  /** A function of another module of matplotlib. */
  other(name: string, args: PyArguments, environment: Environment): PyValue;
  /** What a figure, axes or an artist has by a name: methods mostly. */
  attribute(object: PyValue, name: string, environment: Environment): PyValue;
}

export function createPlotting(drawing: Drawing): Plotting {
  const canvas = newCanvas(drawing);
  return {
    pyplot: (name, args, environment) => pyplot(canvas, environment, name, args),
    other: (name, args) => other(name, args),
    attribute: (object, name, environment) => attribute(canvas, environment, object, name),
  };
}

function onAxes(
  canvas: Canvas,
  environment: Environment,
  name: string,
  axes: number,
  args: PyArguments,
): PyValue {
  if (Object.hasOwn(drawn, name)) return draw(canvas, environment, name, axes, args);
  return decorate(canvas, environment, name, axes, args) ?? asked(canvas, name, axes);
}

/** What a method of axes that says nothing gives back. */
function asked(canvas: Canvas, name: string, axes: number): PyValue {
  const limits = canvas.limits.get(`${axes} ${name === "get_rmax" ? "ylim" : name.slice("get_".length)}`);
  if (limits && name === "get_rmax") return num(limits[1]);
  if (limits) return tuple(limits.map((each) => num(each)));
  const isObject =
    /^get_(figure|[xyz]axis|legend|\w*(labels|lines|ticklines|spines?|transform|frame|children))$/.test(name);
  if (name.startsWith("get_") && !isObject) throw new PyUnknown("matplotlib chooses it");
  return opaque(axes);
}

function pyplot(canvas: Canvas, environment: Environment, name: string, args: PyArguments): PyValue {
  const [first] = args.positional;
  switch (name) {
    case "figure":
      return figure(canvas, environment, option(args, "num", 0));
    case "subplots":
      return tuple([
        figure(canvas, environment, args.named.get("num")),
        gridOfAxes(canvas, environment, args),
      ]);
    case "subplot_mosaic":
      return tuple([figure(canvas, environment, undefined), mosaic(canvas, environment, first)]);
    case "subplot":
      return withSettings(canvas, environment, subplot(canvas, environment, args), args);
    case "subplot2grid":
      return subplotOfGrid(canvas, environment, args);
    case "GridSpec":
      return other(name, args);
    case "gca":
      return { kind: "axes", id: currentAxes(canvas, environment) };
    case "axes":
      return withSettings(canvas, environment, newAxes(canvas, environment, args), args);
    case "sca":
      if (first?.kind === "axes") select(canvas, environment, first.id);
      return none;
    case "gcf":
      return { kind: "figure", id: currentFigure(canvas, environment) };
    case "show":
    case "close":
    case "suptitle":
      // Windows close; what was drawn has been seen or saved.
      return none;
    case "clf":
      invoke(canvas, environment, "clf", []);
      canvas.labelled.clear();
      canvas.colors.clear();
      return none;
    default:
      return onAxes(canvas, environment, name, currentAxes(canvas, environment), args);
  }
}

/** `subplot(…, xlim=…, title=…)` */
function withSettings(canvas: Canvas, environment: Environment, axes: PyValue, args: PyArguments): PyValue {
  if (axes.kind === "axes")
    for (const [name, value] of args.named)
      if (/^(title|[xyz](label|lim|scale))$/.test(name))
        decorate(canvas, environment, name, axes.id, { positional: [value], named: new Map(), written: [] });
  return axes;
}

/** A new figure, or the one of that number or name. */
function figure(canvas: Canvas, environment: Environment, which: PyValue | undefined): PyValue {
  const name = textIn(which);
  const number = name === undefined ? numberIn(which) : canvas.figures.get(name);
  const id = idOf(invoke(canvas, environment, "figure", number === undefined ? [] : [scalar(number)]));
  if (name !== undefined) canvas.figures.set(name, id);
  return { kind: "figure", id };
}

/** Grids of axes; patches, colours, ticks and the like are of no consequence here. */
function other(name: string, args: PyArguments): PyValue {
  if (name === "GridSpec") {
    const rows = numberOr(option(args, "nrows", 0), 1);
    const columns = numberOr(option(args, "ncols", 1), 1);
    return cellsOf(rows, columns);
  }
  if (/^(use|rc|rcdefaults|update|context|filterwarnings|seterr)$/.test(name)) return none;
  throw new PyUnknown(`${name} of matplotlib is not evaluated here`);
}

function attribute(canvas: Canvas, environment: Environment, object: PyValue, name: string): PyValue {
  if (object.kind === "figure") return ofFigure(canvas, environment, object.id, name);
  if (object.kind === "axes") return ofAxes(canvas, environment, object.id, name);
  if (object.kind === "artist") return ofArtist(canvas, environment, object, name);
  return fn(() => object);
}

function ofFigure(canvas: Canvas, environment: Environment, id: number, name: string): PyValue {
  const enter = (): void => {
    invoke(canvas, environment, "figure", [scalar(id)]);
  };
  if (name === "axes")
    return { kind: "list", items: (canvas.axesOf.get(id) ?? []).map((each) => ({ kind: "axes", id: each })) };
  if (name === "number") return int(id);
  if (name === "canvas" || name === "patch" || name === "transFigure" || name === "dpi") return opaque(0);
  return fn((args) => {
    enter();
    switch (name) {
      case "add_subplot":
        return withSettings(canvas, environment, subplot(canvas, environment, args), args);
      case "add_axes":
        return withSettings(canvas, environment, newAxes(canvas, environment, args), args);
      case "subplots":
        return gridOfAxes(canvas, environment, args);
      case "subplot_mosaic":
        return mosaic(canvas, environment, args.positional[0]);
      case "add_gridspec":
        return other("GridSpec", args);
      case "gca":
        return { kind: "axes", id: currentAxes(canvas, environment) };
      case "sca":
        return pyplot(canvas, environment, name, args);
      case "clf":
      case "clear":
        return pyplot(canvas, environment, "clf", args);
      case "colorbar": {
        const on = args.named.get("ax");
        const axes = on?.kind === "axes" ? on.id : artistAxes(args.positional[0]);
        return onAxes(canvas, environment, "colorbar", axes ?? currentAxes(canvas, environment), {
          ...args,
          positional: [],
        });
      }
      default:
        return opaque(0);
    }
  });
}

const artistAxes = (value: PyValue | undefined): number | undefined =>
  value?.kind === "artist" && value.axes > 0 ? value.axes : undefined;

/** Properties of axes; everything else is a method. */
const properties =
  /^(spines|xaxis|yaxis|zaxis|trans\w+|patch|lines|patches|texts|collections|title|dataLim|viewLim|figure|fig|name|images|containers|artists)$/;

function ofAxes(canvas: Canvas, environment: Environment, id: number, name: string): PyValue {
  if (properties.test(name)) {
    if (name === "figure") return { kind: "figure", id: figureOf(canvas, id) };
    return opaque(id);
  }
  return fn((args) => {
    switch (name) {
      case "get_figure":
        return { kind: "figure", id: figureOf(canvas, id) };
      case "inset_axes":
      case "twiny": {
        const place = arrayOf(args.positional[0])?.data;
        return axesAt(
          canvas,
          environment,
          place?.length === 4 ? place : [0.125, 0.11, 0.775, 0.77],
          projectionIn(args),
        );
      }
      default:
        return onAxes(canvas, environment, name, id, args);
    }
  });
}

const figureOf = (canvas: Canvas, axes: number): number =>
  [...canvas.axesOf].find(([, list]) => list.includes(axes))?.[0] ?? 1;

type Artist = Extract<PyValue, { kind: "artist" }>;

function ofArtist(canvas: Canvas, environment: Environment, artist: Artist, name: string): PyValue {
  const { ids, axes } = artist;
  if (!/^(set|get|remove)/.test(name))
    return { kind: "artist", ids: name === "lines" || name === "markerline" ? ids : [], axes };
  return fn(({ positional }) => {
    const [first, second] = positional;
    const set = (property: string, value: PyValue | undefined): void => {
      if (ids.length > 0 && value)
        invoke(canvas, environment, "set", [handle(...ids), text(property), toValue(value)]);
    };
    switch (name) {
      case "set_label":
        relabel(canvas, axes, ids[0] ?? 0, textIn(first) ?? "", 0);
        set("DisplayName", first);
        break;
      case "set_data":
        set("XData", first);
        set("YData", second);
        break;
      case "set_xdata":
        set("XData", first);
        break;
      case "set_ydata":
        set("YData", first);
        break;
      case "remove":
        if (ids.length > 0) invoke(canvas, environment, "delete", [handle(...ids)]);
        break;
      default:
        if (name.startsWith("get_")) throw new PyUnknown("matplotlib chooses it");
    }
    return none;
  });
}
