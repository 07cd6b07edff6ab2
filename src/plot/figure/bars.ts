import { MatlabError } from "../evaluate/builtin.js";
import { array, numberOf } from "../evaluate/values.js";
import { type Draw, drawingAxes, optionsFrom, positionals } from "./call.js";
import { asColumn, columnsOf, countOf, dataOf, isVectorSize, pairSeries, realPart } from "./data.js";
import { addLine, specAndOptions, writtenAs } from "./lines.js";
import type { Data } from "./model.js";
import { addObject, handleTo, takeColor } from "./scene.js";

const bar =
  (kind: "bar" | "barh"): Draw =>
  (call) => {
    const axes = drawingAxes(call);
    const { values, next } = positionals(call.args);
    const { spec, options, flags } = specAndOptions(call.args, next);
    const [first, second, third] = values.map(dataOf);
    if (first === undefined) throw new MatlabError(`${call.name}: numbers are needed`);
    // `bar(y, width)`: a scalar after a vector is no second coordinate.
    const hasX =
      second !== undefined &&
      !(countOf(second) === 1 && countOf(first) !== 1) &&
      (third !== undefined || countOf(second) !== 1 || countOf(first) === 1);
    const y = realPart(hasX ? second : first);
    const names = hasX ? writtenAs(call.written[0], call.written[1]) : writtenAs(undefined, call.written[0]);
    const color = spec?.color && { color: spec.color };
    const pairs = pairSeries(hasX ? realPart(first) : undefined, y);
    const objects = pairs.map((pair) => {
      const object = addLine(call, axes, kind, pair, names, color, options);
      object.stacked = pairs.length > 1 && (flags.has("stacked") || flags.has("stack"));
      return object;
    });
    return [handleTo(...objects)];
  };

/** `bar3`: Octave has none; what is drawn stands in x (series), y (position) and z (height). */
const bar3: Draw = (call) => {
  const axes = drawingAxes(call);
  const { values, next } = positionals(call.args);
  const [first, second] = values.map(dataOf);
  if (first === undefined) throw new MatlabError("bar3: numbers are needed");
  const hasY = second !== undefined && countOf(second) !== 1;
  const z = realPart(hasY ? second : first);
  const names = hasY
    ? writtenAs(undefined, call.written[0], call.written[1])
    : writtenAs(undefined, undefined, call.written[0]);
  const objects = pairSeries(hasY ? first : undefined, z).map(({ x, y }, j) => {
    const at: Data = array([1, 1], Float64Array.of(j + 1));
    return addLine(call, axes, "bar", { x: at, y: x, z: y }, names, undefined, optionsFrom(call.args, next));
  });
  return [handleTo(...objects)];
};

const boxplot: Draw = (call) => {
  const axes = drawingAxes(call);
  const data = dataOf(call.args[0]);
  if (data === undefined) throw new MatlabError(`${call.name}: numbers are needed`);
  const columns = data.size && !isVectorSize(data.size) ? columnsOf(data) : [asColumn(data)];
  const objects = columns.map((each, j) => {
    const object = addObject(call.scene, axes, "boxplot", call.name, call.site);
    object.x = array([1, 1], Float64Array.of(j + 1));
    object.y = each;
    object.written = writtenAs(undefined, call.written[0]);
    object.style.color = takeColor(axes);
    return object;
  });
  return [handleTo(...objects)];
};

/** Of `p` leaves (30 when it does not say) as p − 1 branches; their places are not computed here. */
const dendrogram: Draw = (call) => {
  const axes = drawingAxes(call);
  const tree = dataOf(call.args[0]);
  if (tree === undefined) throw new MatlabError("dendrogram: a tree is needed");
  const links = tree.size?.[0];
  const asked = numberOf(call.args[1]) ?? 30;
  const n = links === undefined ? 1 : asked === 0 ? links : Math.min(links, asked - 1);
  const reason = tree.kind === "unknown" ? tree.reason : "the branches of a dendrogram are not computed here";
  const line = tree.kind === "unknown" ? tree.line : call.site.inner.line;
  const unknownData: Data = { kind: "unknown", reason, line };
  const branches = Array.from({ length: n }, () =>
    addLine(call, axes, "line", { x: unknownData, y: unknownData }, {}, { color: [0, 0, 1] }, []),
  );
  return [handleTo(...branches), unknownData, unknownData];
};

export const barCalls: Readonly<Record<string, Draw>> = {
  bar: bar("bar"),
  barh: bar("barh"),
  bar3,
  boxplot,
  boxchart: boxplot,
  dendrogram,
};
