import {
  isUncertain,
  numberOf,
  type RandomValue,
  type Size,
  type UnknownValue,
  unknown,
  type Value,
} from "./values.js";

/** Why `x` is not known; undefined where it is, all that it contains included. */
export function doubtOf(x: Value): UnknownValue | undefined {
  switch (x.kind) {
    case "unknown":
      return x;
    case "random":
      return unknown("it depends on random numbers", x.line, x.size);
    case "map":
      return x.store.doubt;
    case "cell":
      return firstDoubt(x.data);
    case "struct":
      for (const values of x.fields.values()) {
        const doubt = firstDoubt(values);
        if (doubt) return doubt;
      }
      return undefined;
    default:
      return undefined;
  }
}

export function firstDoubt(values: readonly Value[]): UnknownValue | undefined {
  for (const each of values) {
    const doubt = doubtOf(each);
    if (doubt) return doubt;
  }
  return undefined;
}

/** What comes of values of which at least one is uncertain. */
export function spreadUnknown(from: readonly Value[], size?: Size): UnknownValue {
  const doubt = firstDoubt(from);
  return unknown(doubt?.reason ?? "it is not known", doubt?.line ?? 0, size);
}

/** Random numbers times and plus a known scalar are random numbers of the same kind; undefined for all else. */
export function affine(operator: string, a: Value, b: Value): RandomValue | undefined {
  if (a.kind === "random" && !isUncertain(b)) {
    const k = numberOf(b);
    if (k === undefined || !Number.isFinite(k)) return undefined;
    if (operator === "+") return transformed(a, 1, k);
    if (operator === "-") return transformed(a, 1, -k);
    if (operator === ".*") return transformed(a, k, 0);
    if (operator === "./" && k !== 0) return transformed(a, 1 / k, 0);
  }
  if (b.kind === "random" && !isUncertain(a)) {
    const k = numberOf(a);
    if (k === undefined || !Number.isFinite(k)) return undefined;
    if (operator === "+") return transformed(b, 1, k);
    if (operator === "-") return transformed(b, -1, k);
    if (operator === ".*") return transformed(b, k, 0);
  }
  return undefined;
}

function transformed(x: RandomValue, factor: number, shift: number): RandomValue | undefined {
  const whole = x.distribution === "integer" || x.distribution === "permutation";
  if (factor === 0 || (whole && (factor !== 1 || !Number.isInteger(shift)))) return undefined;
  const ends = [x.low * factor + shift, x.high * factor + shift];
  return {
    ...x,
    distribution: x.distribution === "permutation" && shift !== 0 ? "integer" : x.distribution,
    low: Math.min(...ends),
    high: Math.max(...ends),
    mean: x.mean * factor + shift,
    deviation: x.deviation * Math.abs(factor),
  };
}
