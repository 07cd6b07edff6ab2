import { type Builtin, NotKnown } from "../builtin.js";
import { multiply } from "../complex.js";
import { transform } from "./along.js";
import type { Builtins } from "./arguments.js";
import { lineArguments, omitsAnyway } from "./lineArguments.js";

const running =
  (start: number, f: (a: number, b: number) => number): Builtin =>
  (args) => {
    const { x, dimension, omits, isReversed } = lineArguments(args);
    const n = x.size[dimension] ?? 1;
    return transform(x, dimension, n, (line, imaginary) => {
      if (imaginary && (omits || isReversed)) throw new NotKnown("this form is not computed here");
      if (imaginary && start === 1) {
        let z: readonly [number, number] = [1, 0];
        const re: number[] = [];
        const im = Array.from(imaginary, (each, i) => {
          z = multiply(z, [line[i] ?? 0, each]);
          re.push(z[0]);
          return z[1];
        });
        return { re, im };
      }
      const along = (values: Float64Array): Float64Array => {
        let sum = start;
        const ordered = isReversed ? values.toReversed() : values;
        const sums = ordered.map((each) => {
          if (!omits || !Number.isNaN(each)) sum = f(sum, each);
          return sum;
        });
        return isReversed ? sums.reverse() : sums;
      };
      return { re: along(line), im: imaginary && along(imaginary) };
    });
  };

function cumulative(better: (a: number, b: number) => boolean): Builtin {
  return (args) => {
    const { x, dimension, isReversed } = lineArguments(args, 1, omitsAnyway);
    return transform(x, dimension, x.size[dimension] ?? 1, (line) => {
      let best = Number.NaN;
      const found = (isReversed ? line.toReversed() : line).map((each) => {
        if (Number.isNaN(best) || better(each, best)) best = each;
        return best;
      });
      return { re: isReversed ? found.reverse() : found };
    });
  };
}

/** Functions that keep the size. */
export const cumulatives: Builtins = {
  cumsum: running(0, (a, b) => a + b),
  cumprod: running(1, (a, b) => a * b),
  cummax: cumulative((a, b) => a > b),
  cummin: cumulative((a, b) => a < b),
};
