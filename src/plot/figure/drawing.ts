import type { CallContext, Drawing, Site } from "../evaluate/builtin.js";
import { type HandleValue, unknown, type Value } from "../evaluate/values.js";
import { animatedCalls } from "./animated.js";
import { barCalls } from "./bars.js";
import { type Call, takeAxes } from "./call.js";
import { decorationCalls, decorationCallsOrValues } from "./decoration.js";
import { functionCalls } from "./functions.js";
import { histogramCalls, histogramCallsOrValues } from "./histograms.js";
import { lineCalls, plot } from "./lines.js";
import type { Drawn } from "./model.js";
import { patchCalls } from "./patches.js";
import { findObjects, get, getProperty, set, setProperty } from "./properties.js";
import { createScene, drawnIn, targetsOf } from "./scene.js";
import { statisticalCalls } from "./statistical.js";
import { surfaceCalls } from "./surfaces.js";
import { windowCalls } from "./windows.js";

const calls: ReadonlyMap<string, (call: Call) => readonly Value[] | undefined> = new Map(
  Object.entries({
    ...decorationCalls,
    ...lineCalls,
    ...animatedCalls,
    ...barCalls,
    ...statisticalCalls,
    ...histogramCalls,
    ...patchCalls,
    ...surfaceCalls,
    ...functionCalls,
    ...windowCalls(plot),
    ...histogramCallsOrValues,
    ...decorationCallsOrValues,
    set,
    get,
    findobj: findObjects,
    findall: findObjects,
  }),
);

/** The first argument of these is what they act on, and not where they draw. */
const aboutHandles = new Set([
  "addpoints",
  "clearpoints",
  "getpoints",
  "set",
  "get",
  "findobj",
  "findall",
  "axes",
  "subplot",
  "delete",
  "figure",
  "close",
  "clf",
  "ishandle",
  "ishghandle",
  "isgraphics",
  "isvalid",
  "isfigure",
  "isaxes",
]);

/** A drawing that notes what would be on the screen. */
export function createDrawing(): Drawing & { readonly drawn: Drawn } {
  const scene = createScene();
  return {
    names: new Set(calls.keys()),
    get drawn() {
      return drawnIn(scene);
    },
    call(name: string, args: readonly Value[], outputs: number, site: Site, context: CallContext) {
      if (name === "stairs" && outputs > 1) return undefined;
      const draw = calls.get(name);
      const own = aboutHandles.has(name)
        ? { args, written: site.written }
        : takeAxes(scene, args, site.written);
      return draw?.({ scene, name, outputs, site, context, ...own });
    },
    getProperty(handle: HandleValue, name: string, site: Site) {
      const [target] = targetsOf(scene, handle);
      if (target === undefined) return unknown("the graphics object is gone", site.inner.line);
      return getProperty(scene, target, name.toLowerCase(), site);
    },
    setProperty(handle: HandleValue, name: string, value: Value) {
      for (const target of targetsOf(scene, handle)) setProperty(scene, target, name.toLowerCase(), value);
    },
  };
}
