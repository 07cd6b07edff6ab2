import type { CallContext, Site } from "../evaluate/builtin.js";
import { type HandleValue, textOf, type Value } from "../evaluate/values.js";
import type { Axes } from "./model.js";
import { axesOf, newPlot, type Scene } from "./scene.js";

/** One call of a drawing function, without the axes handle that may stand first. */
export interface Call {
  readonly scene: Scene;
  readonly name: string;
  readonly args: readonly Value[];
  /** How each argument was written. */
  readonly written: readonly string[];
  readonly outputs: number;
  readonly site: Site;
  readonly context: CallContext;
  /** The axes that the call names. */
  readonly named?: Axes;
}

export type Draw = (call: Call) => readonly Value[];

/** What a call gives that gives nothing. */
export const none: readonly Value[] = [];

export interface Option {
  /** In lower case. */
  readonly name: string;
  readonly value: Value;
}

/** Takes an axes handle from the front of the arguments, and `"Parent"` from their end. */
export function takeAxes(
  scene: Scene,
  args: readonly Value[],
  written: readonly string[],
): Pick<Call, "args" | "written" | "named"> {
  const first = args[0];
  const named = first?.kind === "handle" && first.ids.length === 1 ? axesTarget(scene, first) : undefined;
  if (named) return { args: args.slice(1), written: written.slice(1), named };
  const at = args.findIndex((each, i) => i > 0 && textOf(each)?.toLowerCase() === "parent");
  const parent = at < 0 ? undefined : args[at + 1];
  const axes = parent?.kind === "handle" ? axesTarget(scene, parent) : undefined;
  if (axes === undefined) return { args, written };
  const without = <T>(list: readonly T[]): T[] => list.filter((_, i) => i !== at && i !== at + 1);
  return { args: without(args), written: without(written), named: axes };
}

function axesTarget(scene: Scene, value: HandleValue): Axes | undefined {
  const target = scene.targets.get(value.ids[0] ?? -1);
  return target?.kind === "axes" ? target.axes : undefined;
}

/** The axes that a call acts on. */
export const targetAxes = ({ scene, site, named }: Call): Axes => named ?? axesOf(scene, site.line);

/** The same, made ready for a new drawing: cleared unless they hold. */
export function drawingAxes(call: Call): Axes {
  const axes = targetAxes(call);
  newPlot(call.scene, axes, call.site.line);
  return axes;
}

/** Name-value pairs from position `from` on; a text without a value is left out. */
export function optionsFrom(args: readonly Value[], from: number): Option[] {
  const options: Option[] = [];
  for (let i = from; i < args.length; ) {
    const value = args[i];
    if (value?.kind === "struct") {
      for (const [name, [each]] of value.fields)
        if (each) options.push({ name: name.toLowerCase(), value: each });
      i++;
      continue;
    }
    const name = textOf(value);
    const next = args[i + 1];
    if (name !== undefined && next !== undefined) options.push({ name: name.toLowerCase(), value: next });
    i += 2;
  }
  return options;
}

/** Arguments up to the first text, and where the options begin. */
export function positionals(args: readonly Value[]): {
  readonly values: readonly Value[];
  readonly next: number;
} {
  const next = args.findIndex((each) => textOf(each) !== undefined && !isEmptyArray(each));
  return { values: next < 0 ? args : args.slice(0, next), next: next < 0 ? args.length : next };
}

const isEmptyArray = (value: Value): boolean =>
  value.kind === "array" && value.re.length === 0 && value.class !== "char";
