import { emptyArray, textOf, type Value } from "../evaluate/values.js";
import { axis, limits, tickLabels, ticks, view } from "./axesSettings.js";
import { type Call, type Draw, none, targetAxes } from "./call.js";
import { dataOf } from "./data.js";
import { annotation, figureTitle, label, placedText, subtitle } from "./labels.js";
import { legend } from "./legend.js";
import { handleTo, register } from "./scene.js";

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
