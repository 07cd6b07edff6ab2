import { MatlabError } from "../evaluate/builtin.js";
import { textOf, type Value } from "../evaluate/values.js";
import { type Call, type Option, optionsFrom } from "./call.js";
import { dataOf } from "./data.js";
import type { Axes, Data, ObjectKind, PlotObject } from "./model.js";
import { applyOptions } from "./objectProperties.js";
import { addObject, takeColor } from "./scene.js";
import { type LineSpec, parseLineSpec } from "./style.js";

interface Group {
  readonly coordinates: readonly Data[];
  readonly written: readonly (string | undefined)[];
  readonly spec?: LineSpec;
}

/** Splits `x1, y1, spec1, x2, y2, …, name, value` into groups of `size` coordinates and the options. */
export function groupsOf(call: Call, size: number): { groups: Group[]; options: Option[] } {
  const { args, written, name } = call;
  const groups: Group[] = [];
  let i = 0;
  while (i < args.length) {
    const coordinates: Data[] = [];
    const texts: (string | undefined)[] = [];
    while (coordinates.length < size) {
      const data = dataOf(args[i]);
      if (data === undefined) break;
      coordinates.push(data);
      texts.push(written[i]);
      i++;
    }
    if (coordinates.length === 0) {
      if (textOf(args[i]) === undefined && args[i]?.kind !== "struct") {
        throw new MatlabError(`${name}: the arguments are no numbers`);
      }
      return { groups, options: optionsFrom(args, i) };
    }
    const text = textOf(args[i]);
    const spec = text === undefined ? undefined : parseLineSpec(text);
    if (spec) i++;
    groups.push({ coordinates, written: texts, ...(spec && { spec }) });
  }
  return { groups, options: [] };
}

/** A line, with the style that the specification and the options give it. */
export function addLine(
  call: Call,
  axes: Axes,
  kind: ObjectKind,
  data: Partial<Pick<PlotObject, "x" | "y" | "z">>,
  written: PlotObject["written"],
  spec: LineSpec | undefined,
  options: readonly Option[],
): PlotObject {
  const object = addObject(call.scene, axes, kind, call.name, call.site);
  Object.assign(object, data);
  object.written = written;
  const { displayName, ...style } = spec ?? {};
  Object.assign(object.style, style);
  if (displayName) {
    object.displayName = displayName;
    axes.legend = [...(axes.legend ?? []), object];
  }
  applyOptions(object, options);
  if (object.style.color === undefined) object.style.color = takeColor(axes);
  return object;
}

export const leftOut = "the values are complex; MATLAB draws their real parts and warns";

export const writtenAs = (
  x: string | undefined,
  y: string | undefined,
  z?: string | undefined,
): PlotObject["written"] => ({
  ...(x !== undefined && { x }),
  ...(y !== undefined && { y }),
  ...(z !== undefined && { z }),
});

/** A line specification and flags such as `filled`, then name-value pairs. */
export function specAndOptions(
  args: readonly Value[],
  from: number,
): { spec: LineSpec | undefined; options: Option[]; flags: Set<string> } {
  const flags = new Set<string>();
  let spec: LineSpec | undefined;
  let i = from;
  for (; i < args.length; i++) {
    const text = textOf(args[i]);
    if (text === undefined) break;
    const lower = text.toLowerCase();
    const isFlag = ["filled", "fill", "stacked", "grouped", "hist", "histc", "stack", "group"].includes(
      lower,
    );
    const read = isFlag ? undefined : parseLineSpec(text);
    if (isFlag) flags.add(lower);
    else if (read) spec = { ...spec, ...read };
    else break;
  }
  return { spec, options: optionsFrom(args, i), flags };
}
