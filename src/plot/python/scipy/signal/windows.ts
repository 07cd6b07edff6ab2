import { numberOr, vector } from "../../arrays.js";
import { sampled, type Window, windows } from "../../numpy/windows.js";
import { known, option, type PyFunction, PyUnknown, type PyValue } from "../../values.js";
import { flagOr, lineOf } from "./arguments.js";

const byName: ReadonlyMap<string, Window> = new Map(Object.entries(windows));

/** What `get_window` calls them besides. */
const otherNames: ReadonlyMap<string, string> = new Map(
  Object.entries({
    hanning: "hann",
    han: "hann",
    hamm: "hamming",
    ham: "hamming",
    black: "blackman",
    blk: "blackman",
    blackharr: "blackmanharris",
    bkh: "blackmanharris",
    nutt: "nuttall",
    nut: "nuttall",
    flat: "flattop",
    flt: "flattop",
    bart: "bartlett",
    brt: "bartlett",
    tri: "triang",
    triangle: "triang",
    box: "boxcar",
    rect: "boxcar",
    rectangular: "boxcar",
    ones: "boxcar",
    par: "parzen",
    parz: "parzen",
    bman: "bohman",
    bmn: "bohman",
    brthan: "barthann",
    bth: "barthann",
    halfcosine: "cosine",
    gauss: "gaussian",
    gss: "gaussian",
    poisson: "exponential",
    tuk: "tukey",
    ksr: "kaiser",
  }),
);

/** `windows.NAME(M, …, sym=True)` */
const windowFunction =
  (window: Window): PyFunction =>
  (args) => {
    const { parameters = [] } = window;
    const values = parameters.map(([name, usual], i) => {
      const value = option(args, name, i + 1);
      if (value === undefined && usual === undefined) throw new PyUnknown(`${name} is missing`);
      return numberOr(value, usual ?? Number.NaN);
    });
    const isSymmetric = flagOr(option(args, "sym", parameters.length + 1), true);
    return vector(sampled(window, numberOr(option(args, "M", 0), Number.NaN), values, !isSymmetric));
  };

/** A window that is asked for as `get_window` is: by a name, a name with parameters, or Kaiser's parameter alone. @throws {PyUnknown} */
export function windowOf(asked: PyValue, length: number, isPeriodic: boolean): Float64Array {
  const value = known(asked);
  const [word, ...parameters] = value.kind === "list" ? value.items : value.kind === "text" ? [value] : [];
  if (word === undefined) return sampled(windows.kaiser, length, [numberOr(value, Number.NaN)], isPeriodic);
  const [, name = "", kind] =
    /^(.*?)(_symmetric|_periodic)?$/.exec(word.kind === "text" ? word.text : "") ?? [];
  const window = byName.get(otherNames.get(name) ?? name);
  const missing = window?.parameters?.slice(parameters.length).some(([, usual]) => usual === undefined);
  if (!window || missing || parameters.length > (window.parameters?.length ?? 0))
    throw new PyUnknown(`the window ${name} is not evaluated here`);
  const values = (window.parameters ?? []).map(([, usual = Number.NaN], i) => numberOr(parameters[i], usual));
  return sampled(window, length, values, kind === undefined ? isPeriodic : kind === "_periodic");
}

/** A periodic window that is asked for, of the usual length, or given point by point, of the length that is given. @throws {PyUnknown} */
export function windowGiven(
  asked: PyValue,
  length: { given: number | undefined; usual: number },
): Float64Array {
  const isNamed = asked.kind === "text" || (asked.kind === "list" && asked.items[0]?.kind === "text");
  if (isNamed) return windowOf(asked, length.usual, true);
  const points = lineOf(asked, "the window");
  if (points.length < 2 || (length.given ?? points.length) !== points.length)
    throw new PyUnknown("this window is not evaluated here");
  return points;
}

export const windowFunctions: Readonly<Record<string, PyFunction>> = {
  ...Object.fromEntries(Object.entries(windows).map(([name, window]) => [name, windowFunction(window)])),
  get_window: (args) =>
    vector(
      windowOf(
        option(args, "window", 0) ?? { kind: "none" },
        numberOr(option(args, "Nx", 1), Number.NaN),
        flagOr(option(args, "fftbins", 2), true),
      ),
    ),
};
