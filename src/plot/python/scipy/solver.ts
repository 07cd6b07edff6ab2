import { NotKnown } from "../../evaluate/builtin.js";
import { dormandPrince, integrate } from "../../evaluate/rungeKutta.js";
import { nd, needArray, num, reshaped, truthOf, vector } from "../arrays.js";
import { applier } from "../builtins.js";
import type { Environment } from "../environment.js";
import { option, type PyFunction, PyUnknown, type PyValue } from "../values.js";

/** Solutions of two tolerances that differ by more than this, of what they span, are not told. */
const sameSolution = 1e-4;

/** `odeint(f, y0, t)` and `solve_ivp(f, span, y0, t_eval=t)`, solved more exactly than they do it. */
export function solver(name: "odeint" | "solve_ivp", environment: Environment): PyFunction {
  return (args) => {
    const isOld = name === "odeint";
    const callee = option(args, isOld ? "func" : "fun", 0);
    const timesGiven = isOld ? option(args, "t", 2) : (args.named.get("t_eval") ?? args.positional[4]);
    if (!timesGiven || timesGiven.kind === "none") throw new PyUnknown("the solver chooses its steps");
    if (args.named.has("events")) throw new PyUnknown("events are not evaluated here");
    const times = needArray(timesGiven, "the times").data;
    const start = reshaped(needArray(option(args, "y0", isOld ? 1 : 2), "the start"), [-1]).data;
    const extra = isOld ? option(args, "args", 3) : args.named.get("args");
    const more = extra?.kind === "list" ? extra.items : extra ? [extra] : [];
    const isTimeFirst = !isOld || truthOf(args.named.get("tfirst")) === true;
    const call = applier(environment);
    const slope = (t: number, y: Float64Array): Float64Array => {
      const state = vector(y);
      const made = isTimeFirst ? call(callee, num(t), state, ...more) : call(callee, state, num(t), ...more);
      return reshaped(needArray(made, "the slope"), [-1]).data.slice();
    };
    if (times.length < 3) throw new PyUnknown("the solver chooses its steps");
    const solve = (relative: number): Float64Array[] => {
      try {
        return integrate(dormandPrince, slope, times, start.slice(), {
          relative,
          absolute: Array.from(start, () => relative * 1e-2),
          longest: Math.abs((times.at(-1) ?? 0) - (times[0] ?? 0)) / 10,
        }).y;
      } catch (error) {
        if (error instanceof NotKnown) throw new PyUnknown(error.message);
        throw error;
      }
    };
    const [exact, rough] = [solve(1e-8), solve(1e-6)];
    const n = start.length;
    for (let i = 0; i < n; i++) {
      const values = exact.map((y) => y[i] ?? 0);
      const span = Math.max(...values) - Math.min(...values) + 1e-9;
      if (exact.some((y, k) => !(Math.abs((y[i] ?? 0) - (rough[k]?.[i] ?? 0)) <= sameSolution * span)))
        throw new PyUnknown("rounding decides how the solution goes on");
    }
    const rows = new Float64Array(exact.length * n);
    exact.forEach((y, k) => {
      rows.set(y, k * n);
    });
    if (isOld) return nd([exact.length, n], rows);
    const turned = Float64Array.from(
      rows,
      (_, k) => exact[k % exact.length]?.[Math.floor(k / exact.length)] ?? 0,
    );
    return {
      kind: "object",
      of: { kind: "class", name: "OdeResult", members: new Map(), bases: [] },
      attributes: new Map<string, PyValue>([
        ["t", vector(times)],
        ["y", nd([n, exact.length], turned)],
      ]),
    };
  };
}
