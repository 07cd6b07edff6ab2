import { numberOf, textOf, textsOf, type Value } from "../evaluate/values.js";
import type { Text } from "./model.js";

/** What a title or label shows for a value: lines of a cell or char matrix joined, numbers as `num2str` writes them. */
export function textFrom(value: Value | undefined): Text {
  if (value === undefined) return {};
  if (value.kind === "unknown") return { unknown: value };
  if (value.kind === "random") {
    return { unknown: { kind: "unknown", reason: "it depends on random numbers", line: value.line } };
  }
  const one = textOf(value);
  if (one !== undefined) return { text: one };
  if (value.kind === "cell") {
    const parts = value.data.map(textFrom);
    const unknown = parts.find((part) => part.unknown)?.unknown;
    return unknown ? { unknown } : { text: parts.map((part) => part.text ?? "").join("\n") };
  }
  const lines = textsOf(value);
  if (lines) return { text: lines.map((line) => line.trimEnd()).join("\n") };
  const number = numberOf(value);
  return number === undefined ? { text: "" } : { text: num2str(number) };
}

/** `num2str` of a scalar. */
function num2str(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Inf" : "-Inf";
  if (Number.isInteger(value)) return String(value);
  const digits = Math.min(16, Math.max(5, Math.floor(Math.log10(Math.abs(value))) + 5));
  return String(Number(value.toPrecision(digits)));
}
