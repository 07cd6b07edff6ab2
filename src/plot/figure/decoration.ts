import { emptyArray, numberOf, row, textOf, textsOf, type Value } from "../evaluate/values.js";
import { type Call, type Draw, optionsFrom, targetAxes } from "./call.js";
import { dataOf } from "./data.js";
import type { Axes, Axis, PlotObject } from "./model.js";
import { handleTo, register, targetsOf } from "./scene.js";
import { textFrom } from "./text.js";

const none: readonly Value[] = [];

/** `title`, `xlabel`, …: a text of the axes. */
const label =
  (which: "title" | "x" | "y" | "z"): Draw =>
  ({ scene, args, ...call }) => {
    const axes = targetAxes({ scene, args, ...call });
    const words = textFrom(args[0]);
    if (which === "title") axes.title = words;
    else axes[which].label = words;
    return [handleTo({ id: register(scene, () => ({ kind: "label", axes, which })) })];
  };

const subtitle: Draw = (call) => {
  const axes = targetAxes(call);
  const words = textFrom(call.args[0]);
  if (axes.title.text !== undefined && words.text !== undefined) {
    axes.title = { text: [axes.title.text, words.text].filter((each) => each !== "").join("\n") };
  }
  return none;
};

const figureTitle: Draw = ({ scene, args }) => {
  const words = textFrom(args[0]);
  if (scene.currentFigure && words.text) scene.currentFigure.name ||= words.text;
  return none;
};

const placedText: Draw = (call) => {
  const axes = targetAxes(call);
  const at = call.args.slice(0, 3).map(numberOf);
  const index = call.args.findIndex((each) => textsOf(each) !== undefined || each.kind === "unknown");
  const words = textFrom(call.args[index]);
  const [x, y] = at;
  const id = call.scene.nextId++;
  const entry = {
    id,
    text: words,
    line: call.site.line,
    ...(x !== undefined && { x }),
    ...(y !== undefined && { y }),
  };
  axes.texts.push(entry);
  call.scene.targets.set(id, { kind: "text", text: entry, axes });
  return [handleTo({ id })];
};

const annotation: Draw = (call) => {
  const words = optionsFrom(call.args, 1).find(({ name }) => name === "string");
  if (words) {
    const axes = targetAxes(call);
    axes.texts.push({ id: -1, text: textFrom(words.value), line: call.site.line });
  }
  return [handleTo({ id: register(call.scene, () => ({ kind: "other" })) })];
};

/** Objects that a legend may name, in the order in which they were drawn. */
const legendable = (axes: Axes): PlotObject[] =>
  axes.objects.filter(({ kind, fn }) => kind !== "image" && fn !== "xline" && fn !== "yline");

const legend: Draw = (call) => {
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

const grid: Draw = (call) => {
  const axes = targetAxes(call);
  const word = textOf(call.args[0])?.toLowerCase();
  if (word === undefined) axes.grid = !axes.grid;
  else if (word === "on") axes.grid = true;
  else if (word === "off") axes.grid = false;
  return none;
};

const hold: Draw = (call) => {
  const axes = targetAxes(call);
  const word = textOf(call.args[0])?.toLowerCase();
  axes.hold = word === "on" || word === "all" || (word === undefined && axes.hold !== "on") ? "on" : "off";
  return none;
};

export function setLimits(axis: Axis, value: Value | undefined): void {
  const data = dataOf(value);
  if (data?.kind !== "array" || data.re.length !== 2) {
    delete axis.limits;
    return;
  }
  axis.limits = [data.re[0] ?? 0, data.re[1] ?? 1];
}

/** `xlim([0 1])`; without a range it says the limits, which are known only where the program has set them. */
const limits =
  (which: "x" | "y" | "z"): Draw =>
  (call) => {
    const axes = targetAxes(call);
    const [value] = call.args;
    if (value === undefined) return [limitsOf(axes, which, call)];
    if (textOf(value) === undefined) setLimits(axes[which], value);
    else if (textOf(value) === "auto") delete axes[which].limits;
    return none;
  };

export function limitsOf(axes: Axes, which: "x" | "y" | "z", { site }: Pick<Call, "site">): Value {
  const set = axes[which].limits;
  if (set?.every(Number.isFinite)) return row(set);
  return {
    kind: "unknown",
    reason: "limits are chosen when the figure is drawn",
    line: site.inner.line,
    size: [1, 2],
  };
}

const axis: Draw = (call) => {
  const axes = targetAxes(call);
  for (const value of call.args) {
    const word = textOf(value)?.toLowerCase();
    if (word !== undefined) axisWord(axes, word);
    else if (value.kind === "array" && value.re.length >= 2) {
      const all = [...value.re];
      axes.x.limits = [all[0] ?? 0, all[1] ?? 1];
      if (all.length >= 4) axes.y.limits = [all[2] ?? 0, all[3] ?? 1];
      if (all.length >= 6) axes.z.limits = [all[4] ?? 0, all[5] ?? 1];
    }
  }
  if (call.args.length > 0 && call.outputs === 0) return none;
  const known = axes.x.limits && axes.y.limits ? [...axes.x.limits, ...axes.y.limits] : undefined;
  if (known) return [row(known)];
  return [
    {
      kind: "unknown",
      reason: "limits are chosen when the figure is drawn",
      line: call.site.inner.line,
      size: [1, 4],
    },
  ];
};

function axisWord(axes: Axes, word: string): void {
  switch (word) {
    case "equal":
    case "image":
    case "square":
      axes.equal = word !== "square";
      break;
    case "off":
      axes.visible = false;
      break;
    case "on":
      axes.visible = true;
      break;
    case "ij":
      axes.y.reversed = true;
      break;
    case "xy":
      axes.y.reversed = false;
      break;
    case "auto":
      for (const each of [axes.x, axes.y, axes.z]) delete each.limits;
      break;
  }
}

const colorbar: Draw = (call) => {
  const axes = targetAxes(call);
  axes.colorbar = textOf(call.args[0])?.toLowerCase() !== "off";
  return [handleTo({ id: register(call.scene, () => ({ kind: "other" })) })];
};

const colormap = (call: Call): readonly Value[] | undefined => {
  const axes = targetAxes(call);
  const [value] = call.args;
  const name = textOf(value) ?? (value && /^[a-z]\w*/i.exec(call.written[0] ?? "")?.[0]);
  if (name !== undefined) axes.colormap = name;
  if (call.outputs === 0) return none;
  return [
    { kind: "unknown", reason: "the colour map is not evaluated", line: call.site.inner.line, size: [64, 3] },
  ];
};

const colorLimits: Draw = (call) => {
  const data = dataOf(call.args[0]);
  if (data?.kind === "array" && data.re.length === 2)
    targetAxes(call).colorLimits = [data.re[0] ?? 0, data.re[1] ?? 1];
  return none;
};

const view: Draw = (call) => {
  const axes = targetAxes(call);
  const values = call.args.flatMap((each) => (each.kind === "array" ? [...each.re] : []));
  if (values.length === 2) axes.view = [values[0] ?? 0, values[1] ?? 90];
  else if (values.length === 1) axes.view = values[0] === 2 ? [0, 90] : [-37.5, 30];
  return call.outputs > 0 ? [row(axes.view ?? [0, 90])] : none;
};

const ticks =
  (which: "x" | "y" | "z"): Draw =>
  (call) => {
    const value = call.args[0];
    if (value?.kind === "array" && value.class !== "char") targetAxes(call)[which].ticks = [...value.re];
    return none;
  };

const tickLabels =
  (which: "x" | "y" | "z"): Draw =>
  (call) => {
    const labels = textsOf(call.args[0]);
    if (labels) targetAxes(call)[which].tickLabels = labels;
    return none;
  };

const ignored: Draw = ({ outputs }) => (outputs > 0 ? [emptyArray] : none);

export const decorationCalls: Readonly<Record<string, Draw>> = {
  title: label("title"),
  xlabel: label("x"),
  ylabel: label("y"),
  zlabel: label("z"),
  subtitle,
  sgtitle: figureTitle,
  suptitle: figureTitle,
  text: placedText,
  gtext: annotation,
  annotation,
  legend,
  grid,
  hold,
  xlim: limits("x"),
  ylim: limits("y"),
  zlim: limits("z"),
  axis,
  colorbar,
  caxis: colorLimits,
  clim: colorLimits,
  view,
  xticks: ticks("x"),
  yticks: ticks("y"),
  zticks: ticks("z"),
  xticklabels: tickLabels("x"),
  yticklabels: tickLabels("y"),
  zticklabels: tickLabels("z"),
  ...Object.fromEntries(
    [
      "box",
      "shading",
      "lighting",
      "light",
      "camlight",
      "material",
      "alpha",
      "drawnow",
      "pause",
      "refresh",
      "daspect",
      "pbaspect",
      "print",
      "saveas",
      "savefig",
      "exportgraphics",
      "export_fig",
      "axtoolbar",
      "linkaxes",
      "rotate3d",
      "zoom",
      "pan",
      "datacursormode",
      "brighten",
      "whitebg",
      "clabel",
      "xtickangle",
      "ytickangle",
      "ztickangle",
      "xtickformat",
      "ytickformat",
      "cameratoolbar",
      "campos",
      "camtarget",
      "camup",
      "camva",
      "camproj",
      "graphics_toolkit",
      "movegui",
      "shg",
      "uistack",
      "colororder",
      "getframe",
      "movie",
      "beep",
      "set_size",
      "matlab2tikz",
      "uicontrol",
      "waitforbuttonpress",
      "datetick",
      "refreshdata",
      "hgexport",
      "orient",
      "printpreview",
      "hidden",
      "texlabel",
      "rotate",
    ].map((name) => [name, ignored]),
  ),
};

export const decorationCallsOrValues: Readonly<Record<string, (call: Call) => readonly Value[] | undefined>> =
  { colormap };
