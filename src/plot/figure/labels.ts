import { numberOf, textsOf } from "../evaluate/values.js";
import { type Draw, none, optionsFrom, targetAxes } from "./call.js";
import { handleTo, register } from "./scene.js";
import { textFrom } from "./text.js";

/** `title`, `xlabel`, …: a text of the axes. */
export const label =
  (which: "title" | "x" | "y" | "z"): Draw =>
  ({ scene, args, ...call }) => {
    const axes = targetAxes({ scene, args, ...call });
    const words = textFrom(args[0]);
    if (which === "title") axes.title = words;
    else axes[which].label = words;
    return [handleTo({ id: register(scene, () => ({ kind: "label", axes, which })) })];
  };

export const subtitle: Draw = (call) => {
  const axes = targetAxes(call);
  const words = textFrom(call.args[0]);
  if (axes.title.text !== undefined && words.text !== undefined) {
    axes.title = { text: [axes.title.text, words.text].filter((each) => each !== "").join("\n") };
  }
  return none;
};

export const figureTitle: Draw = ({ scene, args }) => {
  const words = textFrom(args[0]);
  if (scene.currentFigure && words.text) scene.currentFigure.name ||= words.text;
  return none;
};

export const placedText: Draw = (call) => {
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

export const annotation: Draw = (call) => {
  const words = optionsFrom(call.args, 1).find(({ name }) => name === "string");
  if (words) {
    const axes = targetAxes(call);
    axes.texts.push({ id: -1, text: textFrom(words.value), line: call.site.line });
  }
  return [handleTo({ id: register(call.scene, () => ({ kind: "other" })) })];
};
