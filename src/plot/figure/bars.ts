import { MatlabError } from "../evaluate/builtin.js";
import { array } from "../evaluate/values.js";
import { type Draw, drawingAxes, optionsFrom, positionals } from "./call.js";
import { countOf, dataOf, pairSeries, realPart } from "./data.js";
import { addLine, specAndOptions, writtenAs } from "./lineObject.js";
import type { Data } from "./model.js";
import { handleTo } from "./scene.js";

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

export const barCalls: Readonly<Record<string, Draw>> = {
  bar: bar("bar"),
  barh: bar("barh"),
  bar3,
  bar3h: bar3,
};
