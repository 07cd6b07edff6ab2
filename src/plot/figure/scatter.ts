import { MatlabError } from "../evaluate/builtin.js";
import { textOf, type Value } from "../evaluate/values.js";
import { type Draw, drawingAxes, positionals } from "./call.js";
import { asColumn, countOf, dataOf, realPart } from "./data.js";
import { addLine, specAndOptions, writtenAs } from "./lineObject.js";
import { handleTo } from "./scene.js";
import { type LineSpec, parseLineSpec } from "./style.js";

export const scatter =
  (dimensions: 2 | 3): Draw =>
  (call) => {
    const axes = drawingAxes(call);
    const { values } = positionals(call.args);
    const rest = call.args.slice(dimensions);
    const [x, y, z] = values.slice(0, dimensions).map(dataOf);
    if (x === undefined || y === undefined) throw new MatlabError(`${call.name}: x and y are needed`);
    const colorValue = rest[1];
    const c = dataOf(colorValue);
    const isColorData =
      c !== undefined && countOf(c) !== undefined && countOf(c) !== 3 && (countOf(c) ?? 0) > 1;
    const textsFrom = call.args.findIndex(
      (each, i) =>
        i >= dimensions && textOf(each) !== undefined && !(i === dimensions + 1 && isColorText(each)),
    );
    const { spec, options, flags } = specAndOptions(call.args, textsFrom < 0 ? call.args.length : textsFrom);
    const names = writtenAs(call.written[0], call.written[1], dimensions === 3 ? call.written[2] : undefined);
    const named = isColorText(colorValue) ? parseLineSpec(textOf(colorValue) ?? "") : undefined;
    const style: LineSpec = { marker: "o", ...named, ...spec, lineStyle: "none" };
    const data = {
      x: asColumn(realPart(x)),
      y: asColumn(realPart(y)),
      ...(z && { z: asColumn(realPart(z)) }),
    };
    const object = addLine(
      call,
      axes,
      dimensions === 3 ? "scatter3" : "scatter",
      data,
      names,
      style,
      options,
    );
    object.style.filled = flags.size > 0;
    if (isColorData) object.c = c;
    else if (c?.kind === "array" && c.re.length === 3)
      object.style.color = [c.re[0] ?? 0, c.re[1] ?? 0, c.re[2] ?? 0];
    return [handleTo(object)];
  };

const isColorText = (value: Value | undefined): boolean => {
  const spec = parseLineSpec(textOf(value) ?? "?");
  return spec?.color !== undefined && spec.marker === undefined && spec.lineStyle === undefined;
};
