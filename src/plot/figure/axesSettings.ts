import { row, textOf, textsOf, type Value } from "../evaluate/values.js";
import { type Call, type Draw, none, targetAxes } from "./call.js";
import { dataOf } from "./data.js";
import type { Axes, Axis } from "./model.js";

export function setLimits(axis: Axis, value: Value | undefined): void {
  const data = dataOf(value);
  if (data?.kind !== "array" || data.re.length !== 2) {
    delete axis.limits;
    return;
  }
  axis.limits = [data.re[0] ?? 0, data.re[1] ?? 1];
}

/** `xlim([0 1])`; without a range it says the limits, which are known only where the program has set them. */
export const limits =
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

export const axis: Draw = (call) => {
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

export const view: Draw = (call) => {
  const axes = targetAxes(call);
  const values = call.args.flatMap((each) => (each.kind === "array" ? [...each.re] : []));
  if (values.length === 2) axes.view = [values[0] ?? 0, values[1] ?? 90];
  else if (values.length === 1) axes.view = values[0] === 2 ? [0, 90] : [-37.5, 30];
  return call.outputs > 0 ? [row(axes.view ?? [0, 90])] : none;
};

export const ticks =
  (which: "x" | "y" | "z"): Draw =>
  (call) => {
    const value = call.args[0];
    if (value?.kind === "array" && value.class !== "char") targetAxes(call)[which].ticks = [...value.re];
    return none;
  };

export const tickLabels =
  (which: "x" | "y" | "z"): Draw =>
  (call) => {
    const labels = textsOf(call.args[0]);
    if (labels) targetAxes(call)[which].tickLabels = labels;
    return none;
  };
