import { textOf, textsOf, type Value } from "../evaluate/values.js";
import { type Draw, targetAxes } from "./call.js";
import type { Axes, PlotObject } from "./model.js";
import { handleTo, register, targetsOf } from "./scene.js";

/** Objects that a legend may name, in the order in which they were drawn. */
const legendable = (axes: Axes): PlotObject[] =>
  axes.objects.filter(({ kind, fn }) => kind !== "image" && fn !== "xline" && fn !== "yline");

export const legend: Draw = (call) => {
  const { scene } = call;
  const [first] = call.args;
  const isChoice = first?.kind === "handle" || (first?.kind === "array" && first.class !== "char");
  const chosen = isChoice
    ? targetsOf(scene, first).flatMap((each) => (each.kind === "object" ? [each] : []))
    : [];
  // Series of two axes share a legend, which stands in those of the first.
  const axes = chosen[0]?.axes ?? targetAxes(call);
  const result = [handleTo({ id: register(scene, () => ({ kind: "legend", axes })) })];
  const command = textOf(first)?.toLowerCase() ?? "";
  if (call.args.length === 1 && ["boxoff", "boxon", "toggle"].includes(command)) return result;
  if (["off", "hide", "show"].includes(command)) {
    if (command === "show") showAll(axes);
    else delete axes.legend;
    return result;
  }
  const names = labelTexts(isChoice ? call.args.slice(1) : call.args);
  const objects = chosen.length > 0 ? chosen.map(({ object }) => object) : legendable(axes);
  if (names.length > 0) nameInLegend(axes, objects, names);
  else showAll(axes);
  return result;
};

/** Gives the objects their names and shows those that have one. */
function nameInLegend(axes: Axes, objects: readonly PlotObject[], names: readonly string[]): void {
  names.forEach((name, i) => {
    const object = objects[i];
    if (object) object.displayName = name;
  });
  axes.legend = objects.slice(0, names.length);
}

/** `set(legend, "String", names)`. */
export function setLegendProperty(axes: Axes, name: string, value: Value): void {
  if (name === "string") nameInLegend(axes, axes.legend ?? [], textsOf(value) ?? []);
}

function showAll(axes: Axes): void {
  const objects = legendable(axes);
  objects.forEach((object, i) => {
    if (object.isNameUnknown !== true) object.displayName ||= `data${i + 1}`;
  });
  axes.legend = objects;
}

const legendOptions = new Set([
  "location",
  "orientation",
  "fontsize",
  "interpreter",
  "box",
  "position",
  "numcolumns",
  "autoupdate",
  "color",
  "textcolor",
  "edgecolor",
  "fontname",
  "fontweight",
  "linewidth",
  "units",
  "parent",
  "visible",
  "string",
  "itemtokensize",
]);

/** The texts of a legend call, up to its options; a number that follows is a place in the old style. */
function labelTexts(values: readonly Value[]): string[] {
  const texts: string[] = [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    const one = textOf(value);
    if (one !== undefined && legendOptions.has(one.toLowerCase()) && i + 1 < values.length) {
      if (one.toLowerCase() === "string") texts.push(...(textsOf(values[i + 1]) ?? []));
      i++;
    } else if (one !== undefined) texts.push(one);
    else if (value?.kind === "cell" || value?.kind === "string" || value?.kind === "array") {
      texts.push(...(textsOf(value) ?? []).map((each) => each.trimEnd()));
    } else if (value?.kind === "unknown") texts.push("");
  }
  return texts;
}
