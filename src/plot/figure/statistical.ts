import { MatlabError } from "../evaluate/builtin.js";
import { array, numberOf } from "../evaluate/values.js";
import { type Draw, drawingAxes } from "./call.js";
import { asColumn, columnsOf, dataOf, isVectorSize } from "./data.js";
import { writtenAs } from "./lineObject.js";
import type { Data } from "./model.js";
import { addObject, handleTo, takeColor } from "./scene.js";

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

/** `[h, groups, order] = dendrogram(tree, p)`: a tree of `p` leaves at most, 30 when it does not say; its heights are drawn. */
const dendrogram: Draw = (call) => {
  const axes = drawingAxes(call);
  const tree = dataOf(call.args[0]);
  if (tree === undefined) throw new MatlabError("dendrogram: a tree is needed");
  const object = addObject(call.scene, axes, "dendrogram", call.name, call.site);
  const links = tree.size?.[0];
  const asked = numberOf(call.args[1]) ?? 30;
  const leaves = links === undefined ? undefined : asked === 0 ? links + 1 : Math.min(links + 1, asked);
  const shown = leaves === undefined ? undefined : [leaves - 1, 1];
  const line = call.site.inner.line;
  if (tree.kind === "array" && links !== undefined && leaves !== undefined) {
    const heights = tree.re.slice(3 * links - (leaves - 1), 3 * links);
    object.y = array([leaves - 1, 1], heights);
  } else {
    const reason = tree.kind === "unknown" ? tree.reason : "it depends on random numbers";
    object.y = {
      kind: "unknown",
      reason,
      line: tree.kind === "array" ? line : tree.line,
      ...(shown && { size: shown }),
    };
  }
  const open = (size?: readonly number[]): Data => ({
    kind: "unknown",
    reason: "the order of the leaves is not worked out here",
    line,
    ...(size && { size }),
  });
  return [
    handleTo(object),
    open(links === undefined ? undefined : [links + 1, 1]),
    open(leaves === undefined ? undefined : [1, leaves]),
  ];
};

export const statisticalCalls: Readonly<Record<string, Draw>> = {
  boxplot,
  boxchart: boxplot,
  violinplot: boxplot,
  dendrogram,
};
