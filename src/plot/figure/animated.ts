import { array, type Value } from "../evaluate/values.js";
import { type Draw, optionsFrom, positionals, targetAxes } from "./call.js";
import { asColumn, countOf, dataOf } from "./data.js";
import { addLine, writtenAs } from "./lineObject.js";
import type { Data, PlotObject } from "./model.js";
import { handleTo, targetsOf } from "./scene.js";

/** A line that grows: empty, or with its first points. */
const animatedline: Draw = (call) => {
  const axes = targetAxes(call);
  const { values, next } = positionals(call.args);
  const [x, y, z] = values.map(dataOf);
  const empty: Data = array([0, 1], new Float64Array(0));
  const object = addLine(
    call,
    axes,
    z ? "line3" : "line",
    { x: x ? asColumn(x) : empty, y: y ? asColumn(y) : empty, ...(z && { z: asColumn(z) }) },
    writtenAs(call.written[0], call.written[1], z && call.written[2]),
    undefined,
    optionsFrom(call.args, next),
  );
  object.notes.push("drawn as an animation");
  return [handleTo(object)];
};

const linesOf = (scene: Parameters<typeof targetsOf>[0], value: Value | undefined): PlotObject[] =>
  targetsOf(scene, value).flatMap((target) => (target.kind === "object" ? [target.object] : []));

/** Points behind those that are there; once some are not known, the whole line is not. */
function extended(before: Data | undefined, more: Data | undefined): Data | undefined {
  if (!before || !more) return before ?? more;
  const added = asColumn(more);
  if (countOf(before) === 0) return added;
  if (before.kind === "array" && added.kind === "array") {
    const re = new Float64Array(before.re.length + added.re.length);
    re.set(before.re);
    re.set(added.re, before.re.length);
    return array([re.length, 1], re);
  }
  const [m, n] = [countOf(before), countOf(added)];
  const from = before.kind === "array" ? added : before;
  const reason = from.kind === "unknown" ? from.reason : "it depends on random numbers";
  return {
    kind: "unknown",
    reason,
    line: from.kind === "array" ? 0 : from.line,
    ...(m !== undefined && n !== undefined && { size: [m + n, 1] }),
  };
}

const addpoints: Draw = ({ scene, args, written }) => {
  const [x, y, z] = args.slice(1).map(dataOf);
  for (const object of linesOf(scene, args[0])) {
    object.x = extended(object.x, x);
    object.y = extended(object.y, y);
    if (z) {
      object.z = extended(object.z, z);
      object.kind = "line3";
    }
    if (object.written.y === undefined) object.written = writtenAs(written[1], written[2], z && written[3]);
  }
  return [];
};

const clearpoints: Draw = ({ scene, args }) => {
  const empty: Data = array([0, 1], new Float64Array(0));
  for (const object of linesOf(scene, args[0])) Object.assign(object, { x: empty, y: empty });
  return [];
};

const getpoints: Draw = ({ scene, args }) => {
  const [object] = linesOf(scene, args[0]);
  return [object?.x, object?.y, object?.z].filter((data) => data !== undefined);
};

export const animatedCalls: Readonly<Record<string, Draw>> = {
  animatedline,
  addpoints,
  clearpoints,
  getpoints,
};
