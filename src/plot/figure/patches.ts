import { MatlabError } from "../evaluate/builtin.js";
import { array, textOf, textsOf, type Value } from "../evaluate/values.js";
import { type Draw, drawingAxes, optionsFrom, positionals, targetAxes } from "./call.js";
import { asColumn, columnsOf, dataOf, imaginaryPart, pairSeries } from "./data.js";
import { addLine, specAndOptions, writtenAs } from "./lineObject.js";
import type { Data, PlotObject } from "./model.js";
import { applyOptions } from "./objectProperties.js";
import { addObject, handleTo, takeColor } from "./scene.js";
import { parseColor } from "./style.js";

const pie: Draw = (call) => {
  const axes = drawingAxes(call);
  axes.visible = false;
  axes.equal = true;
  const values = dataOf(call.args[0]);
  if (values === undefined) throw new MatlabError(`${call.name}: numbers are needed`);
  const labels = textsOf(call.args.find((each) => each.kind === "cell" || each.kind === "string"));
  if (values.kind !== "array") {
    const object = addObject(call.scene, axes, "pie", call.name, call.site);
    object.x = values;
    object.y = values;
    return [handleTo(object)];
  }
  const sum = values.re.reduce((a, b) => a + b, 0);
  const total = sum <= 1 + Number.EPSILON * 8 ? 1 : sum;
  let from = 0;
  const slices = [...values.re].map((value, i) => {
    const object = addObject(call.scene, axes, "pie", call.name, call.site);
    const share = value / total;
    const points = slice(from, from + share);
    from += share;
    object.x = points.x;
    object.y = points.y;
    object.share = share;
    object.style.color = takeColor(axes);
    const label = labels?.[i] ?? `${Math.round(share * 100)}%`;
    object.notes.push(`slice '${label}'`);
    axes.texts.push({ id: -1, text: { text: label }, line: call.site.line });
    return object;
  });
  return [handleTo(...slices)];
};

/** Shares of the circle, from the top and against the clock. */
function slice(from: number, to: number): { x: Data; y: Data } {
  const n = Math.max(2, Math.ceil((to - from) * 90) + 1);
  const angle = (i: number) => Math.PI / 2 + 2 * Math.PI * (from + ((to - from) * i) / (n - 1));
  const values = (of: (a: number) => number) =>
    array(
      [n + 1, 1],
      Float64Array.from({ length: n + 1 }, (_, i) => (i === 0 ? 0 : of(angle(i - 1)))),
    );
  return { x: values(Math.cos), y: values(Math.sin) };
}

/** `fill`: one polygon a column. `patch`: one object of all of them. */
const fill: Draw = (call) => {
  // `patch` is a primitive and clears nothing.
  const axes = call.name === "patch" ? targetAxes(call) : drawingAxes(call);
  const objects: PlotObject[] = [];
  const dimensions = call.name === "fill3" ? 3 : 2;
  let i = 0;
  while (dataOf(call.args[i]) && dataOf(call.args[i + 1])) {
    const coordinates = call.args.slice(i, i + dimensions).map(dataOf);
    const [x, y, z] = coordinates;
    if (x === undefined || y === undefined) break;
    const color = call.args[i + dimensions];
    const names = writtenAs(call.written[i], call.written[i + 1]);
    const zs = z ? columnsOf(asColumn(z)) : undefined;
    const isOne = call.name === "patch" && x.size?.join() === y.size?.join();
    const pairs = isOne ? [{ x: asColumn(x), y: asColumn(y) }] : pairSeries(x, y);
    pairs.forEach((pair, j) => {
      const polygonZ = isOne ? z && asColumn(z) : zs?.[j];
      const object = addLine(
        call,
        axes,
        "patch",
        { ...pair, ...(polygonZ && { z: polygonZ }) },
        names,
        undefined,
        [],
      );
      setPatchColor(object, color);
      objects.push(object);
    });
    i += dimensions + 1;
  }
  const options = optionsFrom(call.args, i);
  if (objects.length === 0) {
    const corners = polygonFromFaces(options);
    objects.push(addLine(call, axes, "patch", corners, {}, undefined, []));
  }
  for (const object of objects) applyOptions(object, options);
  return [handleTo(...objects)];
};

function setPatchColor(object: PlotObject, value: Value | undefined): void {
  const named = textOf(value);
  const color = named === undefined ? undefined : parseColor(named);
  if (color) object.style.color = color;
  else if (value?.kind === "array" && value.re.length === 3) {
    object.style.color = [value.re[0] ?? 0, value.re[1] ?? 0, value.re[2] ?? 0];
  }
}

/** `patch("Faces", f, "Vertices", v)`: the corners of the faces, one column a face. */
function polygonFromFaces(
  options: readonly { readonly name: string; readonly value: Value }[],
): Partial<Pick<PlotObject, "x" | "y" | "z">> {
  const faces = dataOf(options.find(({ name }) => name === "faces")?.value);
  const vertices = dataOf(options.find(({ name }) => name === "vertices")?.value);
  if (!faces || !vertices) return {};
  if (faces.kind !== "array" || vertices.kind !== "array") {
    const reason = faces.kind === "array" ? vertices : faces;
    return { x: reason, y: reason };
  }
  const [nFaces = 0, corners = 0] = faces.size;
  const [nVertices = 0, dimensions = 0] = vertices.size;
  const along = (d: number): Data => {
    const re = new Float64Array(nFaces * corners);
    for (let face = 0; face < nFaces; face++)
      for (let corner = 0; corner < corners; corner++) {
        const vertex = (faces.re[face + corner * nFaces] ?? 0) - 1;
        re[corner + face * corners] = vertices.re[vertex + d * nVertices] ?? Number.NaN;
      }
    return array([corners, nFaces], re);
  };
  return { x: along(0), y: along(1), ...(dimensions > 2 && { z: along(2) }) };
}

/** `compass` and `feather`: each arrow is a line of five points. */
const arrows: Draw = (call) => {
  const axes = drawingAxes(call);
  const isCompass = call.name === "compass";
  axes.polar = isCompass;
  const { values, next } = positionals(call.args);
  const [first, second] = values.map(dataOf);
  if (first === undefined) throw new MatlabError(`${call.name}: numbers are needed`);
  const { spec, options } = specAndOptions(call.args, next);
  const style = { color: [0, 0, 1] as const, ...spec };
  const v = second ?? (first.kind === "array" ? imaginaryPart(first) : first);
  if (first.kind !== "array" || v.kind !== "array") {
    const unknownPart = first.kind === "array" ? v : first;
    return [handleTo(addLine(call, axes, "line", { x: unknownPart, y: unknownPart }, {}, style, options))];
  }
  const lines = [...first.re].map((u, i) => {
    const w = v.re[i] ?? v.re[0] ?? 0;
    const [xs, ys] = arrow(u, w, isCompass ? 0 : i + 1);
    return addLine(call, axes, "line", { x: xs, y: ys }, {}, style, options);
  });
  return [handleTo(...lines)];
};

/** From a point on the x axis along (u, v), with a head of a fifth of its length, as MATLAB draws it. */
function arrow(u: number, v: number, from: number): [Data, Data] {
  const shape = [
    [0, 0],
    [1, 0],
    [0.8, 0.08],
    [1, 0],
    [0.8, -0.08],
  ] as const;
  const along = (at: (a: number, b: number) => number): Data =>
    array(
      [5, 1],
      Float64Array.from(shape, ([a, b]) => at(a, b)),
    );
  return [along((a, b) => from + a * u - b * v), along((a, b) => a * v + b * u)];
}

/** `rectangle("Position", [x y w h])` as a polygon. */
const rectangle: Draw = (call) => {
  const axes = targetAxes(call);
  const options = optionsFrom(call.args, 0);
  const position = options.find(({ name }) => name === "position")?.value;
  const object = addObject(call.scene, axes, "patch", call.name, call.site);
  const at = dataOf(position);
  if (at?.kind === "array") {
    const [x = 0, y = 0, w = 1, h = 1] = at.re;
    object.x = array([4, 1], Float64Array.of(x, x + w, x + w, x));
    object.y = array([4, 1], Float64Array.of(y, y, y + h, y + h));
  } else if (at) {
    object.x = at;
    object.y = at;
  }
  applyOptions(object, options);
  return [handleTo(object)];
};

export const patchCalls: Readonly<Record<string, Draw>> = {
  pie,
  pie3: pie,
  fill,
  fill3: fill,
  patch: fill,
  compass: arrows,
  feather: arrows,
  rectangle,
};
