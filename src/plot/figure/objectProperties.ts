import { numberOf, textOf, type Value } from "../evaluate/values.js";
import type { Option } from "./call.js";
import { dataOf } from "./data.js";
import type { Color, PlotObject } from "./model.js";
import { parseColor } from "./style.js";
import { textFrom } from "./text.js";

/** Said of what MATLAB samples as it sees fit. */
export const adaptive = "the points are chosen when the figure is drawn, so their number is not known";

export function applyOptions(object: PlotObject, options: readonly Option[]): void {
  for (const { name, value } of options) setObjectProperty(object, name, value);
}

/** What `set` does to a drawn object; properties that change nothing a description says are left alone. */
export function setObjectProperty(object: PlotObject, name: string, value: Value): void {
  const text = textOf(value);
  const { style } = object;
  switch (name) {
    case "color":
    case "facecolor":
    case "markeredgecolor":
    case "edgecolor": {
      const color = colorFrom(value);
      if (color && (name === "color" || name === "facecolor" || style.color === undefined))
        style.color = color;
      break;
    }
    case "markerfacecolor":
      style.filled = text !== "none";
      break;
    case "linestyle":
      if (text !== undefined) style.lineStyle = text;
      break;
    case "marker":
      if (text !== undefined) style.marker = text;
      break;
    case "linewidth":
      style.lineWidth = numberOf(value);
      break;
    case "displayname":
      object.displayName = textFrom(value).text ?? "";
      object.isNameUnknown = textFrom(value).unknown !== undefined;
      break;
    // Of the functions of `evaluate/library`: what else is to be said, and that MATLAB chooses the points.
    case "note":
      if (text !== undefined) object.notes.push(text);
      break;
    case "sampled":
      object.sampled = true;
      object.notes.push(adaptive);
      break;
    // Of matplotlib's boxes.
    case "percentiles":
      object.percentiles = true;
      break;
    // What matplotlib calls the bottom or the left of bars.
    case "base":
      object.base = dataOf(value);
      break;
    case "visible":
      object.visible = text !== "off" && numberOf(value) !== 0;
      break;
    case "xdata":
      object.x = dataOf(value) ?? object.x;
      break;
    case "ydata":
      object.y = dataOf(value) ?? object.y;
      break;
    case "zdata":
      object.z = dataOf(value) ?? object.z;
      break;
    case "cdata":
      object.c = dataOf(value) ?? object.c;
      break;
    case "udata":
      object.u = dataOf(value) ?? object.u;
      break;
    case "vdata":
      object.v = dataOf(value) ?? object.v;
      break;
  }
}

function colorFrom(value: Value | undefined): Color | undefined {
  const text = textOf(value);
  if (text !== undefined) return parseColor(text);
  if (value?.kind !== "array" || value.re.length !== 3) return undefined;
  const [r = 0, g = 0, b = 0] = value.re;
  return [r, g, b];
}
