import { scalar } from "../../evaluate/values.js";
import { nd, needArray, numberOr, reshaped, sized, vector } from "../arrays.js";
import { elementwise } from "../operators.js";
import { option, type PyFunction, PyUnknown, textIn } from "../values.js";
import { borrowed, inColumns, inRows } from "./borrowed.js";
import { sampled, type Window, windows } from "./windows.js";

/** Convolution and the windows that go with it. */
export const signalFunctions: Readonly<Record<string, PyFunction>> = {
  convolve: (args) => {
    const [a, b] = [
      needArray(args.positional[0], "the array").data,
      needArray(args.positional[1], "the array").data,
    ];
    const mode = textIn(option(args, "mode", 2)) ?? "full";
    const whole = new Float64Array(sized(a.length + b.length - 1));
    if (a.length * b.length > 2e7) throw new PyUnknown("it is too large to evaluate here");
    a.forEach((x, i) => {
      b.forEach((y, j) => {
        whole[i + j] = (whole[i + j] ?? 0) + x * y;
      });
    });
    if (mode === "full") return vector(whole);
    const [long, short] = [Math.max(a.length, b.length), Math.min(a.length, b.length)];
    if (mode === "same") return vector(whole.slice((short - 1) >> 1, ((short - 1) >> 1) + long));
    return vector(whole.slice(short - 1, long));
  },
  correlate: (args) => {
    const [a, b, ...rest] = args.positional;
    const turned = vector(needArray(b, "the array").data.slice().reverse());
    return (
      signalFunctions.convolve?.({
        ...args,
        positional: [
          a ?? turned,
          turned,
          ...(rest.length > 0 || args.named.has("mode") ? rest : [{ kind: "text" as const, text: "valid" }]),
        ],
      }) ?? turned
    );
  },
  hanning: window(windows.hann),
  hamming: window(windows.hamming),
  blackman: window(windows.blackman),
  bartlett: window(windows.bartlett),
  kaiser: window(windows.kaiser, "beta"),
  i0: ({ positional: [value] }) =>
    elementwise(value, (at) =>
      nd(at.shape, inRows(borrowed("besseli", [scalar(0), inColumns(reshaped(at, [-1]))])[0], true).data),
    ),
};

/** `NAME(M)`, with one number more where it has a parameter. */
function window(of: Window, parameter?: string): PyFunction {
  return (args) => {
    const numbers = parameter === undefined ? [] : [numberOr(option(args, parameter, 1), Number.NaN)];
    return vector(sampled(of, numberOr(option(args, "M", 0), 1), numbers, false));
  };
}
