/** Three significant digits, the last one rounded half away from zero; powers of ten for the very large and small. */
export function number(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (Number.isInteger(value) && size < 1e5) return signed(String(size), value);
  const rounded = Number(size.toPrecision(3));
  if (rounded >= 1e5 || rounded < 1e-3) {
    const [mantissa = "", exponent = ""] = rounded.toExponential(2).split("e");
    return signed(
      `${trimmed(mantissa)}×10${[...exponent.replace("+", "")].map((each) => raised[each] ?? each).join("")}`,
      value,
    );
  }
  return signed(trimmed(String(rounded)), value);
}

const raised: Readonly<Record<string, string>> = {
  "0": "⁰",
  "1": "¹",
  "2": "²",
  "3": "³",
  "4": "⁴",
  "5": "⁵",
  "6": "⁶",
  "7": "⁷",
  "8": "⁸",
  "9": "⁹",
  "-": "⁻",
};

const trimmed = (text: string): string => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);

const signed = (text: string, value: number): string => (value < 0 ? `−${text}` : text);

/**
 * A number as it is said of data that spans `spread`: what is a ten-billionth of the spread is rounding error, and is said
 * as zero.
 */
export const within = (value: number, spread: number): string =>
  number(Math.abs(value) < 1e-10 * spread ? 0 : value);

/** `1 point`, `2 points`. */
export const counted = (n: number, noun: string, plural = `${noun}s`): string =>
  `${n.toLocaleString("en-US")} ${n === 1 ? noun : plural}`;

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  if (items.length <= 1) return items[0] ?? "";
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1) ?? ""}`;
}

export const sentence = (text: string): string => {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
};
