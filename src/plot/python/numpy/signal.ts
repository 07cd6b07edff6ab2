import { scalar } from "../../evaluate/values.js";
import { nd, needArray, numberOr, reshaped, sized, vector } from "../arrays.js";
import { elementwise } from "../operators.js";
import { option, type PyFunction, PyUnknown, textIn } from "../values.js";
import { borrowed, inColumns, inRows } from "./borrowed.js";

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
  hanning: window((n, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / (n - 1))),
  hamming: window((n, i) => 0.54 - 0.46 * Math.cos((2 * Math.PI * i) / (n - 1))),
  blackman: window(
    (n, i) =>
      0.42 - 0.5 * Math.cos((2 * Math.PI * i) / (n - 1)) + 0.08 * Math.cos((4 * Math.PI * i) / (n - 1)),
  ),
  bartlett: window((n, i) => 1 - Math.abs((2 * i) / (n - 1) - 1)),
  i0: ({ positional: [value] }) =>
    elementwise(value, (at) =>
      nd(at.shape, inRows(borrowed("besseli", [scalar(0), inColumns(reshaped(at, [-1]))])[0], true).data),
    ),
};

function window(of: (n: number, i: number) => number): PyFunction {
  return ({ positional: [size, ...rest], named }) => {
    if (rest.length > 0 || named.size > 0) throw new PyUnknown("this form of a window is not evaluated here");
    const n = sized(numberOr(size, 1));
    return vector(Float64Array.from({ length: n }, (_, i) => (n === 1 ? 1 : of(n, i))));
  };
}
