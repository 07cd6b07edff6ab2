import { textOf, textsOf, type Value } from "../evaluate/values.js";
import { type Draw, targetAxes } from "./call.js";
import type { Axes, PlotObject } from "./model.js";
import { handleTo, register, targetsOf } from "./scene.js";

/** Objects that a legend may name, in the order in which they were drawn. */
const legendable = (axes: Axes): PlotObject[] =>
  axes.objects.filter(({ kind, fn }) => kind !== "image" && fn !== "xline" && fn !== "yline");

export const legend: Draw = (call) => {
  const { scene } = call;
  const axes = targetAxes(call);
  const [first] = call.args;
  const result = [handleTo({ id: register(scene, () => ({ kind: "other" })) })];
  const command = textOf(first)?.toLowerCase();
  if (
    call.args.length === 1 &&
    ["off", "hide", "show", "boxoff", "boxon", "toggle"].includes(command ?? "")
  ) {
    if (command === "off" || command === "hide") delete axes.legend;
    else if (command === "show") showAll(axes);
    return result;
  }
  let objects = legendable(axes);
  let labels: readonly Value[] = call.args;
  if (first?.kind === "handle" || (first?.kind === "array" && first.class !== "char")) {
    const chosen = targetsOf(scene, first).flatMap((each) => (each.kind === "object" ? [each.object] : []));
    if (chosen.length > 0) objects = chosen;
    labels = call.args.slice(1);
  }
  const names = labelTexts(labels);
  if (names.length === 0) {
    showAll(axes);
    return result;
  }
  names.forEach((name, i) => {
    const object = objects[i];
    if (object) object.displayName = name;
  });
  axes.legend = objects.slice(0, names.length).map(({ id }) => id);
  return result;
};

function showAll(axes: Axes): void {
  const objects = legendable(axes);
  objects.forEach((object, i) => {
    if (object.isNameUnknown !== true) object.displayName ||= `data${i + 1}`;
  });
  axes.legend = objects.map(({ id }) => id);
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
