import { array, cell, handle, text, type Value } from "../../evaluate/values.js";
import { arrayOf, numberIn, truthOf } from "../arrays.js";
import type { Environment } from "../environment.js";
import { none, type PyArguments, type PyValue, textIn } from "../values.js";
import { toValue } from "./arguments.js";
import { type Canvas, currentAxes, invoke } from "./canvas.js";

/** Titles, limits, scales, legends; undefined for what is none of them. */
export function decorate(
  canvas: Canvas,
  environment: Environment,
  name: string,
  axes: number,
  args: PyArguments,
): PyValue | undefined {
  const target = handle(axes);
  const { positional, named } = args;
  const [first, second, third] = positional;
  const tell = (own: string, ...values: Value[]): PyValue => {
    invoke(canvas, environment, own, [target, ...values]);
    return opaque(axes);
  };
  const own = name.replace(/^set_/, "");
  switch (own) {
    case "title":
      if ((textIn(named.get("loc")) ?? "center") !== "center") return opaque(axes);
      return tell("title", toValue(first ?? named.get("label") ?? none));
    case "xlabel":
    case "ylabel":
    case "zlabel":
      return tell(own, toValue(first ?? named.get(own) ?? named.get("label") ?? none));
    case "xlim":
    case "ylim":
    case "zlim":
    case "rlim":
    case "rmax":
      return limits(canvas, environment, own, axes, args);
    case "xscale":
    case "yscale":
    case "zscale": {
      const property = text(`${own.charAt(0).toUpperCase()}Scale`);
      const scale = textIn(first);
      if (scale === "log" || scale === "linear")
        invoke(canvas, environment, "set", [target, property, text(scale)]);
      return none;
    }
    case "grid":
      return textIn(named.get("which")) === "minor"
        ? none
        : tell("grid", text(truthOf(first ?? named.get("visible")) === false ? "off" : "on"));
    case "legend":
      return legend(canvas, environment, axes, args);
    case "colorbar":
      return tell("colorbar");
    case "axis":
      return axis(canvas, environment, axes, first);
    case "axis_off":
      return tell("axis", text("off"));
    case "aspect":
      return textIn(first) === "equal" || numberIn(first) === 1 ? tell("axis", text("equal")) : none;
    case "invert_yaxis":
      return tell("axis", text("ij"));
    case "text":
      return tell("text", ...positional.slice(0, canvas.spatial.has(axes) ? 4 : 3).map(toValue));
    case "annotate": {
      const words = first ?? named.get("text");
      const at = arrayOf(named.get("xytext") ?? third ?? named.get("xy") ?? second);
      const isData = !named.has("textcoords") && !named.has("xycoords");
      if (textIn(words) && at?.data.length === 2 && isData)
        tell("text", ...[...at.data].map((x) => array([1, 1], Float64Array.of(x))), toValue(words ?? none));
      return opaque(axes);
    }
    case "set":
    case "":
      for (const [key, value] of named)
        decorate(canvas, environment, key, axes, { positional: [value], named: new Map(), written: [] });
      return none;
    case "twinx":
      invoke(canvas, environment, "axes", [target]);
      invoke(canvas, environment, "yyaxis", [text("right")]);
      return { kind: "axes", id: currentAxes(canvas, environment) };
    case "cla":
    case "clear":
      canvas.labelled.delete(axes);
      canvas.colors.delete(axes);
      return tell("cla", text("reset"));
    case "view_init": {
      const [elevation, azimuth] = [
        numberIn(first ?? named.get("elev")),
        numberIn(second ?? named.get("azim")),
      ];
      if (elevation !== undefined && azimuth !== undefined)
        tell("view", array([1, 2], Float64Array.of(azimuth + 90, elevation)));
      return none;
    }
  }
  return undefined;
}

/** What is of no consequence for what is said: spines, ticks, patches. */
export const opaque = (axes: number): PyValue => ({ kind: "artist", ids: [], axes });

function limits(
  canvas: Canvas,
  environment: Environment,
  name: "xlim" | "ylim" | "zlim" | "rlim" | "rmax",
  axes: number,
  { positional: [first, second], named }: PyArguments,
): PyValue {
  const [low, high] = name === "xlim" ? ["left", "right"] : ["bottom", "top"];
  const either = (...names: string[]): PyValue | undefined =>
    names.map((each) => named.get(each)).find((each) => each);
  const pair =
    arrayOf(first)?.data.length === 2
      ? (arrayOf(first)?.data ?? new Float64Array(0))
      : Float64Array.of(
          numberIn(first ?? either(low ?? "", `${name.charAt(0)}min`)) ?? Number.NaN,
          numberIn(second ?? either(high ?? "", `${name.charAt(0)}max`)) ?? Number.NaN,
        );
  if (name === "rmax") pair[1] = numberIn(first) ?? Number.NaN;
  if (name === "rlim" || name === "rmax") {
    canvas.limits.set(`${axes} ylim`, [pair[0] ?? 0, pair[1] ?? Number.NaN]);
    return none;
  }
  if (!pair.every(Number.isFinite)) return none;
  canvas.limits.set(`${axes} ${name}`, [pair[0] ?? 0, pair[1] ?? 0]);
  invoke(canvas, environment, name, [handle(axes), array([1, 2], pair.slice())]);
  return none;
}

function axis(canvas: Canvas, environment: Environment, axes: number, first: PyValue | undefined): PyValue {
  const target = handle(axes);
  if (first?.kind === "text") invoke(canvas, environment, "axis", [target, text(first.text)]);
  else if (first?.kind === "array" && first.dtype === "bool" && numberIn(first) === 0)
    invoke(canvas, environment, "axis", [target, text("off")]);
  const box = arrayOf(first);
  if (box?.data.length === 4 && box.data.every(Number.isFinite)) {
    invoke(canvas, environment, "xlim", [target, array([1, 2], box.data.slice(0, 2))]);
    invoke(canvas, environment, "ylim", [target, array([1, 2], box.data.slice(2, 4))]);
  }
  return none;
}

/** `legend()`, `legend(names)`, `legend(objects, names)`, `legend(handles=…, labels=…)`. */
function legend(
  canvas: Canvas,
  environment: Environment,
  axes: number,
  { positional, named }: PyArguments,
): PyValue {
  const wordsIn = (value: PyValue | undefined): string[] | undefined => {
    const words = value?.kind === "list" ? value.items.map(textIn) : [];
    return words.length > 0 && words.every((word) => word !== undefined) ? words : undefined;
  };
  const objects = (value: PyValue | undefined): number[] =>
    value?.kind === "artist"
      ? [...value.ids.slice(0, 1)]
      : value?.kind === "list"
        ? value.items.flatMap(objects)
        : [];
  const show = (ids: readonly number[], names: readonly string[]): void => {
    const target = ids.length === names.length && ids.length > 0 ? [handle(...ids)] : [];
    const words = cell(
      [1, names.length],
      names.map((each) => text(each)),
    );
    if (target.length > 0) invoke(canvas, environment, "legend", [handle(axes), ...target, words]);
    else invoke(canvas, environment, "legend", [handle(axes), words]);
  };
  const [first, second] = positional;
  const names = wordsIn(named.get("labels")) ?? wordsIn(second) ?? wordsIn(first);
  const chosen = objects(named.get("handles") ?? first);
  const entries = [...(canvas.labelled.get(axes) ?? [])].sort((a, b) => a.rank - b.rank);
  if (names) show(chosen, names);
  else if (chosen.length > 0) {
    const own = chosen.flatMap((id) => entries.filter((each) => each.id === id));
    if (own.length > 0)
      show(
        own.map(({ id }) => id),
        own.map(({ name }) => name),
      );
  } else if (!first && !named.has("handles") && entries.length > 0)
    show(
      entries.map(({ id }) => id),
      entries.map(({ name }) => name),
    );
  return opaque(axes);
}
