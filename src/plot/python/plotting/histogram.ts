import { array, text, unknown, type Value } from "../../evaluate/values.js";
import { arrayOf, type NdArray, numberOr, truthOf } from "../arrays.js";
import { isMissing, option, type PyArguments, type PyValue, textIn } from "../values.js";

/** Bins where none are asked for. */
const usualBins = 10;

/**
 * `hist(x, bins, range, density, weights, cumulative)` as values, edges and the normalisation of MATLAB's `histogram`. What is not
 * evaluated leaves the counts unknown. `given` are the values of the first argument in MATLAB's terms.
 */
export function histogramArguments(args: PyArguments, given: Value, line: number): Value[] {
  const data = arrayOf(args.positional[0]);
  const bins = option(args, "bins", 1);
  const edges = edgesOf(bins, option(args, "range", 2));
  const normalization = normalizationOf(args);
  const because = (reason: string): Value[] => [unknown(reason, line)];
  if (data && data.shape.length > 1) return because("a histogram of several sets is not evaluated here");
  if (!isMissing(args.named.get("weights"))) return because("weights of hist is not evaluated here");
  if (textIn(bins) !== undefined) return because("NumPy chooses the bins");
  if (normalization === undefined) return because("this form of a histogram is not evaluated here");
  const places = edges ?? array([1, 1], Float64Array.of(numberOr(bins, usualBins)));
  return [
    data && edges ? within(data, edges) : given,
    isUnknown(bins) ? unknown(bins.reason, bins.line) : places,
    text("Normalization"),
    text(normalization),
  ];
}

const isUnknown = (value: PyValue | undefined): value is Extract<PyValue, { kind: "unknown" }> =>
  value?.kind === "unknown";

/** Edges that are given, or those of so many bins over a range. */
function edgesOf(
  bins: PyValue | undefined,
  range: PyValue | undefined,
): (Value & { kind: "array" }) | undefined {
  const asked = arrayOf(bins);
  if (asked && asked.shape.length > 0) return array([1, asked.data.length], asked.data);
  const [low, high] = arrayOf(range)?.data ?? [];
  if (low === undefined || high === undefined) return undefined;
  const n = Math.min(100_000, Math.max(1, Math.floor(asked?.data[0] ?? usualBins)));
  return array(
    [1, n + 1],
    Float64Array.from({ length: n + 1 }, (_, i) => low + ((high - low) * i) / n),
  );
}

function normalizationOf({ named }: PyArguments): string | undefined {
  const [density, cumulative] = [truthOf(named.get("density")), named.get("cumulative")];
  if (numberOr(cumulative, 0) < 0) return undefined;
  if (truthOf(cumulative) === true) return density === true ? "cdf" : "cumcount";
  return density === true ? "pdf" : "count";
}

/** What lies outside of the bins counts for nothing. */
function within({ data }: NdArray, { re: edges }: { readonly re: Float64Array }): Value {
  const inside = data.filter((x) => x >= (edges[0] ?? x) && x <= (edges.at(-1) ?? x));
  return array([1, inside.length], inside);
}
