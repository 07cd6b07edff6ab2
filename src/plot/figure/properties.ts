import type { Site } from "../evaluate/builtin.js";
import {
  cell,
  handle,
  numberOf,
  row,
  text,
  textOf,
  textsOf,
  unknown,
  type Value,
} from "../evaluate/values.js";
import { limitsOf, setLimits } from "./axesSettings.js";
import { type Draw, optionsFrom } from "./call.js";
import { setLegendProperty } from "./legend.js";
import type { Axes, Axis, Figure, Text } from "./model.js";
import { setObjectProperty } from "./objectProperties.js";
import { handleTo, register, type Scene, selectAxes, type Target, targetsOf } from "./scene.js";
import { textFrom } from "./text.js";

/** `set(h, name, value, …)`. */
export const set: Draw = ({ scene, args }) => {
  const options = optionsFrom(args, 1);
  for (const target of targetsOf(scene, args[0])) {
    for (const { name, value } of options) setProperty(scene, target, name, value);
  }
  return [];
};

/** `get(h, name)`. */
export const get: Draw = ({ scene, args, site }) => {
  const [target] = targetsOf(scene, args[0]);
  const name = textOf(args[1]);
  if (target === undefined || name === undefined) {
    return [unknown("properties of a figure are known only when it is drawn", site.inner.line)];
  }
  return [getProperty(scene, target, name.toLowerCase(), site)];
};

export function setProperty(scene: Scene, target: Target, name: string, value: Value): void {
  switch (target.kind) {
    case "object":
      setObjectProperty(target.object, name, value);
      break;
    case "axes":
      setAxesProperty(target.axes, name, value);
      break;
    case "figure":
      setFigureProperty(scene, target.figure, name, value);
      break;
    case "text":
      if (name === "string") target.text.text = textFrom(value);
      break;
    case "label":
      if (name === "string") setLabel(target.axes, target.which, textFrom(value));
      break;
    case "legend":
      setLegendProperty(target.axes, name, value);
      break;
    case "other":
      break;
  }
}

function setLabel(axes: Axes, which: "title" | "x" | "y" | "z", words: Text): void {
  if (which === "title") axes.title = words;
  else axes[which].label = words;
}

function setFigureProperty(scene: Scene, figure: Figure, name: string, value: Value): void {
  if (name === "name") figure.name = textOf(value) ?? figure.name;
  const target = name === "currentaxes" ? targetsOf(scene, value)[0] : undefined;
  if (target?.kind === "axes") selectAxes(scene, target.axes);
}

export function setAxesProperty(axes: Axes, name: string, value: Value): void {
  const parts = /^([xyz])(lim|scale|dir|tick|ticklabels?|label|grid)$/.exec(name);
  const word = textOf(value)?.toLowerCase();
  if (parts) {
    const axis = axes[parts[1] as "x" | "y" | "z"];
    setAxisProperty(axes, axis, parts[2] ?? "", value, word);
    return;
  }
  switch (name) {
    case "title":
      axes.title = textFrom(value);
      break;
    case "nextplot":
      axes.hold = word === "add" ? "on" : word === "replacechildren" ? "children" : "off";
      break;
    case "visible":
      axes.visible = word !== "off";
      break;
    case "clim":
      if (value.kind === "array" && value.re.length === 2)
        axes.colorLimits = [value.re[0] ?? 0, value.re[1] ?? 1];
      break;
    case "view":
      if (value.kind === "array" && value.re.length === 2) axes.view = [value.re[0] ?? 0, value.re[1] ?? 90];
      break;
    case "dataaspectratio":
      axes.equal = true;
      break;
    case "position":
      if (value.kind === "array" && value.re.length === 4) axes.position = [...value.re];
      break;
  }
}

function setAxisProperty(axes: Axes, axis: Axis, what: string, value: Value, word: string | undefined): void {
  switch (what) {
    case "lim":
      setLimits(axis, value);
      break;
    case "scale":
      axis.scale = word === "log" ? "log" : "linear";
      break;
    case "dir":
      axis.reversed = word?.startsWith("rev") === true;
      break;
    case "tick":
      if (value.kind === "array") axis.ticks = [...value.re];
      break;
    case "ticklabel":
    case "ticklabels": {
      const labels = word?.includes("|") ? word.split("|") : textsOf(value);
      if (labels) axis.tickLabels = labels;
      break;
    }
    case "label":
      if (value.kind !== "handle") axis.label = textFrom(value);
      break;
    case "grid":
      axes.grid = word === "on";
      break;
  }
}

export function getProperty(scene: Scene, target: Target, name: string, site: Site): Value {
  const drawnOnly = () =>
    unknown(`the property '${name}' is known only when the figure is drawn`, site.inner.line);
  switch (target.kind) {
    case "object": {
      const { object, axes } = target;
      if (name === "displayname") return text(object.displayName);
      if (name === "parent") return handleTo(axes);
      if (name === "type")
        return text(["line", "line3", "markers"].includes(object.kind) ? "line" : object.kind);
      if (name === "color" && object.style.color) return row(object.style.color);
      if (name === "linestyle") return text(object.style.lineStyle);
      if (name === "marker") return text(object.style.marker);
      if (name === "linewidth") return row([object.style.lineWidth ?? 0.5]);
      const data = { xdata: object.x, ydata: object.y, zdata: object.z, cdata: object.c }[name];
      return data ?? drawnOnly();
    }
    case "axes":
      return axesProperty(scene, target.axes, name, site) ?? drawnOnly();
    case "figure": {
      const { figure } = target;
      if (name === "name") return text(figure.name);
      if (name === "number") return row([figure.number]);
      if (name === "type") return text("figure");
      if (name === "children") return handle(...figure.axes.map(({ id }) => id).reverse());
      const current = scene.currentAxes.get(figure.number);
      if (name === "currentaxes") return current ? handleTo(current) : handle();
      return drawnOnly();
    }
    case "text":
      return name === "string" ? text(target.text.text.text ?? "") : drawnOnly();
    case "label":
      return name === "string" ? text(labelText(target.axes, target.which)) : drawnOnly();
    case "legend":
    case "other":
      return drawnOnly();
  }
}

const labelText = (axes: Axes, which: "title" | "x" | "y" | "z"): string =>
  (which === "title" ? axes.title : axes[which].label).text ?? "";

function axesProperty(scene: Scene, axes: Axes, name: string, site: Site): Value | undefined {
  const parts = /^([xyz])(lim|scale|label|tick|ticklabel)$/.exec(name);
  if (parts) {
    const which = parts[1] as "x" | "y" | "z";
    const axis = axes[which];
    if (parts[2] === "lim") return limitsOf(axes, which, { site });
    if (parts[2] === "scale") return text(axis.scale);
    if (parts[2] === "label") return handle(register(scene, () => ({ kind: "label", axes, which })));
    if (parts[2] === "tick" && axis.ticks) return row(axis.ticks);
    if (parts[2] === "ticklabel" && axis.tickLabels)
      return cell([axis.tickLabels.length, 1], axis.tickLabels.map(text));
    return undefined;
  }
  if (name === "title") return handle(register(scene, () => ({ kind: "label", axes, which: "title" })));
  if (name === "children") return handle(...axes.objects.map(({ id }) => id).reverse());
  if (name === "parent") return handle(axes.figure);
  if (name === "type") return text("axes");
  if (name === "nextplot") return text({ on: "add", off: "replace", children: "replacechildren" }[axes.hold]);
  return undefined;
}

const matches = (scene: Scene, target: Target, name: string, value: Value, site: Site): boolean => {
  const own = getProperty(scene, target, name, site);
  const wanted = textOf(value)?.toLowerCase();
  return wanted === undefined ? numberOf(own) === numberOf(value) : textOf(own)?.toLowerCase() === wanted;
};

/** `findobj(h, name, value)`, `findall`. */
export const findObjects: Draw = ({ scene, args, site }) => {
  const within = args[0]?.kind === "handle" ? args[0].ids : undefined;
  const options = optionsFrom(args, within ? 1 : 0).filter(({ name }) => !name.startsWith("-"));
  const found = [...scene.targets].filter(
    ([id, target]) =>
      target.kind !== "other" &&
      target.kind !== "legend" &&
      (within === undefined || within.some((each) => each === id || isInside(target, each))) &&
      options.every(({ name, value }) => matches(scene, target, name, value, site)),
  );
  return [handle(...found.map(([id]) => id).reverse())];
};

function isInside(target: Target, id: number): boolean {
  if (target.kind === "axes") return target.axes.figure === id;
  if (target.kind === "figure" || target.kind === "other") return false;
  return target.axes.id === id || target.axes.figure === id;
}
