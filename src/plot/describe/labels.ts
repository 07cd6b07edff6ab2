import type { Axes, Axis, Text } from "../figure/model.js";
import { readableTex } from "../figure/tex.js";

const atom =
  "(?:[kMGmµunpcd]?(?:s|sec|seconds?|m|g|Hz|V|A|W|Pa|N|J|K|F|H|T|Wb|bar|mol|L|l|eV|B|bit|bits|Ω|ohm|rad|Wh|VA|VAr)|ms|min|mins|minutes?|h|hr|hrs|hours?|days?|day|d|weeks?|months?|years?|yr|deg|degrees?|°|°C|°F|C|%|dB|dBm|rpm|in|ft|mph|px|pixels?|samples?|points?|kg|mm|cm|km|rad|cycles|USD|\\$|€|pu|p\\.u\\.|a\\.u\\.|meters?|metres?|volts?|amps?|amperes?|watts?|newtons?|pascals?)";
const unit = new RegExp(
  `^${atom}(?:[²³]|\\^\\(?-?\\d\\)?)?(?:\\s?[/·*⋅]\\s?${atom}(?:[²³]|\\^\\(?-?\\d\\)?)?)*$`,
);

export const readable = (text: Text): string => (text.text === undefined ? "" : readableTex(text.text));

/** What an axis is called and in which unit it is measured: `Time (s)` is `Time` in `s`. */
export function nameAndUnit(axis: Axis): { readonly name: string; readonly unit: string } {
  const label = readable(axis.label);
  const match = /^(.*\S)\s*(?:\s\(([^()]+)\)|\[([^[\]]+)\]|,\s+([^,()[\]]+)|\s\/\s(\S+)|\s+in\s+(\S+))$/.exec(
    label,
  );
  const found = (match?.[2] ?? match?.[3] ?? match?.[4] ?? match?.[5] ?? match?.[6])?.trim();
  if (match && found !== undefined && unit.test(found)) return { name: match[1] ?? "", unit: found };
  return { name: label, unit: "" };
}

/** Title, labels, scales and what else frames the drawing, as short clauses. */
export function framing(axes: Axes): string[] {
  const clauses: string[] = [];
  const title = readable(axes.title);
  if (title !== "") clauses.push(`title '${title}'`);
  if (axes.title.unknown) clauses.push(`a title that is not known, because ${axes.title.unknown.reason}`);
  for (const which of ["x", "y", "z"] as const) {
    const label = readable(axes[which].label);
    const parts = [
      ...(label === "" ? [] : [`'${label}'`]),
      ...(axes[which].scale === "log" ? ["logarithmic"] : []),
      ...(axes[which].reversed && !(which === "y" && axes.objects.some(({ kind }) => kind === "image"))
        ? ["reversed"]
        : []),
    ];
    if (parts.length > 0) clauses.push(`${which} axis ${parts.join(", ")}`);
  }
  if (axes.grid && !axes.objects.some(({ kind }) => kind === "surface")) clauses.push("grid on");
  if (axes.colorbar) clauses.push("colour bar");
  return clauses;
}
