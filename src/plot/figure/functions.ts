import { MatlabError, NotKnown } from "../evaluate/builtin.js";
import { array, type FunctionValue, numberOf, text, textOf, type Value } from "../evaluate/values.js";
import { type Call, type Draw, drawingAxes } from "./call.js";
import { dataOf } from "./data.js";
import { addLine, specAndOptions } from "./lineObject.js";
import type { Axes, Data, Limits, PlotObject } from "./model.js";
import { adaptive } from "./objectProperties.js";
import { addObject, handleTo } from "./scene.js";

/** Points at which a curve is computed; the drawing functions choose their own, so the count is not said. */
const curvePoints = 801;
const surfacePoints = 60;

const twoPi: Limits = [-2 * Math.PI, 2 * Math.PI];

/** The function behind an argument: a handle, or a text such as `x^2-1`. */
function functionOf(
  value: Value | undefined,
  call: Call,
  variables: readonly string[],
): FunctionValue | undefined {
  if (value?.kind === "function") return value;
  const expression = textOf(value);
  if (expression === undefined || expression === "") return undefined;
  if (/^[a-zA-Z]\w*$/.test(expression) && !variables.includes(expression)) {
    return { kind: "function", text: expression, name: expression, parameters: -1 };
  }
  const side = /^([^=]+)=([^=]+)$/.exec(expression);
  const body = elementwise(side ? `(${side[1]})-(${side[2]})` : expression);
  try {
    const [made] = call.context.apply("str2func", [text(`@(${variables.join(",")}) ${body}`)], 1);
    return made?.kind === "function" ? made : undefined;
  } catch (error) {
    if (error instanceof NotKnown) return undefined;
    throw error;
  }
}

/** `^`, `*` and `/` act element by element in the expressions that `ezplot` takes. */
const elementwise = (expression: string): string => expression.replace(/(?<![.'])([*/^])/g, ".$1");

const limitsOf = (value: Value | undefined): Limits | undefined => {
  if (value?.kind !== "array" || value.class === "char" || value.re.length < 2) return undefined;
  return [value.re[0] ?? 0, value.re[1] ?? 1];
};

function sample([low, high]: Limits, n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => low + ((high - low) * i) / (n - 1));
}

/** Values of a function at each point: in one call where it takes arrays, else point by point. */
function applyTo(call: Call, callee: FunctionValue, inputs: readonly Data[]): Data {
  try {
    const [result] = call.context.apply(callee, inputs, 1);
    const data = dataOf(result);
    if (data === undefined) throw new MatlabError(`${call.name}: the function gives no numbers`);
    const [first] = inputs;
    if (data.kind !== "array" || first?.kind !== "array" || data.re.length === first.re.length) return data;
    return data.re.length === 1
      ? { ...first, re: first.re.map(() => data.re[0] ?? 0) }
      : pointwise(call, callee, inputs);
  } catch (error) {
    if (error instanceof MatlabError) return pointwise(call, callee, inputs);
    if (error instanceof NotKnown)
      return { kind: "unknown", reason: error.reason, line: call.site.inner.line };
    throw error;
  }
}

function pointwise(call: Call, callee: FunctionValue, inputs: readonly Data[]): Data {
  const [first] = inputs;
  if (first?.kind !== "array") return first ?? array([0, 0], new Float64Array(0));
  const re = new Float64Array(first.re.length);
  for (let i = 0; i < re.length; i++) {
    const at = inputs.map((each) =>
      array([1, 1], Float64Array.of(each.kind === "array" ? (each.re[i] ?? 0) : 0)),
    );
    const [result] = call.context.apply(callee, at, 1);
    if (result?.kind === "unknown") return result;
    re[i] = numberOf(result) ?? Number.NaN;
  }
  return array(first.size, re);
}

const fplot: Draw = (call) => [handleTo(curve(call, drawingAxes(call)))];

function curve(call: Call, axes: Axes): PlotObject {
  const isImplicitRange = call.name === "fplot";
  const first = functionOf(call.args[0], call, ["x"]);
  const second = call.args[1]?.kind === "function" ? call.args[1] : undefined;
  const at = second ? 2 : 1;
  const limits = limitsOf(call.args[at]);
  const span = limits ?? (isImplicitRange ? ([-5, 5] as const) : twoPi);
  const { spec, options } = specAndOptions(call.args, limits ? at + 1 : at);
  const object = addLine(call, axes, "line", {}, {}, spec, options);
  object.sampled = true;
  object.notes.push(adaptive);
  if (first === undefined) {
    const reason =
      call.args[0]?.kind === "unknown" ? call.args[0].reason : "the function that is drawn is not known";
    object.y = { kind: "unknown", reason, line: call.site.inner.line };
    return object;
  }
  const t: Data = array([1, curvePoints], sample(span, curvePoints));
  object.x = second ? applyTo(call, first, [t]) : t;
  object.y = applyTo(call, second ?? first, [t]);
  object.written = { x: /^@\(\s*(\w+)/.exec(first.text)?.[1] ?? "x", y: bodyOf(first) };
  return object;
}

const bodyOf = ({ text }: FunctionValue): string => text.replace(/^@\([^)]*\)\s*/, "");

/** `ezplot`: a curve with a title, or the zeros of a function of two variables. */
const ezplot: Draw = (call) => {
  const [value] = call.args;
  const expression = textOf(value) ?? (value?.kind === "function" ? bodyOf(value) : "");
  const isImplicit =
    value?.kind === "function"
      ? value.parameters === 2
      : /\by\b/.test(expression) && /\bx\b/.test(expression);
  const axes = drawingAxes(call);
  axes.title = { text: expression };
  axes.x.label = { text: /\bt\b/.test(expression) && !/\bx\b/.test(expression) ? "t" : "x" };
  if (!isImplicit) {
    const variable = axes.x.label.text ?? "x";
    const made = functionOf(value, call, [variable]);
    const rest = call.args.slice(1);
    return [handleTo(curve({ ...call, args: made ? [made, ...rest] : call.args }, axes))];
  }
  axes.y.label = { text: "y" };
  const callee = functionOf(value, call, ["x", "y"]);
  const object = addObject(call.scene, axes, "contour", call.name, call.site);
  object.notes.push("the curve where the expression is zero");
  if (callee) Object.assign(object, gridValues(call, callee, call.args[1]));
  return [handleTo(object)];
};

function gridValues(
  call: Call,
  callee: FunctionValue,
  range: Value | undefined,
): { x: Data; y: Data; z: Data } {
  const given = range?.kind === "array" ? [...range.re] : [];
  const [xLow = -2 * Math.PI, xHigh = 2 * Math.PI, yLow = xLow, yHigh = xHigh] = given;
  const xs = sample([xLow, xHigh], surfacePoints);
  const ys = sample([yLow, yHigh], surfacePoints);
  const size = [surfacePoints, surfacePoints];
  const fill = (at: (i: number, j: number) => number): Data =>
    array(
      size,
      Float64Array.from({ length: surfacePoints ** 2 }, (_, k) =>
        at(k % surfacePoints, Math.floor(k / surfacePoints)),
      ),
    );
  const x = fill((_, j) => xs[j] ?? 0);
  const y = fill((i) => ys[i] ?? 0);
  return { x, y, z: applyTo(call, callee, [x, y]) };
}

const overPlane =
  (kind: "surface" | "contour"): Draw =>
  (call) => {
    const axes = drawingAxes(call);
    if (kind === "surface") axes.grid = true;
    const callee = functionOf(call.args[0], call, ["x", "y"]);
    const object = addObject(call.scene, axes, kind, call.name, call.site);
    object.notes.push(adaptive);
    if (callee === undefined) {
      object.z = {
        kind: "unknown",
        reason: "the function that is drawn is not known",
        line: call.site.inner.line,
      };
      return [handleTo(object)];
    }
    const standard = call.name.startsWith("ez") ? undefined : array([1, 2], Float64Array.of(-5, 5));
    const range = limitsOf(call.args[1]) ? call.args[1] : standard;
    Object.assign(object, gridValues(call, callee, range));
    object.written = { z: bodyOf(callee) };
    return [handleTo(object)];
  };

export const functionCalls: Readonly<Record<string, Draw>> = {
  fplot,
  ezplot,
  ezpolar: ezplot,
  fsurf: overPlane("surface"),
  fmesh: overPlane("surface"),
  fcontour: overPlane("contour"),
  fimplicit: overPlane("contour"),
  ezsurf: overPlane("surface"),
  ezsurfc: overPlane("surface"),
  ezmesh: overPlane("surface"),
  ezmeshc: overPlane("surface"),
  ezcontour: overPlane("contour"),
  ezcontourf: overPlane("contour"),
};
