import { type Draw, drawingAxes } from "./call.js";
import { countOf, pairSeries, range, realPart } from "./data.js";
import { addLine, groupsOf, writtenAs } from "./lineObject.js";
import type { Data } from "./model.js";
import { handleTo } from "./scene.js";

export const polar: Draw = (call) => {
  const axes = drawingAxes(call);
  axes.polar = true;
  const { groups, options } = groupsOf(call, 2);
  const lines = groups.flatMap(({ coordinates: [first, second], written, spec }) => {
    if (first === undefined) return [];
    const rho = second ?? first;
    const theta = second ? first : angles(first);
    return pairSeries(realPart(theta), realPart(rho)).map((pair) => {
      const names = second ? writtenAs(written[0], written[1]) : writtenAs(undefined, written[0]);
      const object = addLine(call, axes, "line", cartesian(pair.x, pair.y), names, spec, options);
      object.polar = { theta: pair.x, rho: pair.y };
      return object;
    });
  });
  return [handleTo(...lines)];
};

/** `polar(rho)` spreads the values over the full circle. */
function angles(rho: Data): Data {
  const n = countOf(rho);
  if (n === undefined) return rho;
  const all = range(n);
  return all.kind === "array" ? { ...all, re: all.re.map((i) => ((i - 1) * 2 * Math.PI) / n) } : all;
}

function cartesian(theta: Data, rho: Data): { x: Data; y: Data } {
  if (theta.kind !== "array") return { x: theta, y: theta };
  if (rho.kind !== "array") return { x: rho, y: rho };
  return {
    x: { ...rho, re: rho.re.map((r, i) => r * Math.cos(theta.re[i] ?? Number.NaN)) },
    y: { ...rho, re: rho.re.map((r, i) => r * Math.sin(theta.re[i] ?? Number.NaN)) },
  };
}
