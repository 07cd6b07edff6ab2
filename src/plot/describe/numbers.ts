import { raised } from "../figure/tex.js";

/** Three significant digits, the last one rounded half away from zero; powers of ten for the very large and small. */
export function number(value: number, digits = 3): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (Number.isInteger(value) && size < 1e5) return signed(String(size), value);
  const rounded = Number(size.toPrecision(digits));
  if (rounded >= 1e5 || rounded < 1e-3) {
    const [mantissa = "", exponent = ""] = rounded.toExponential(digits - 1).split("e");
    return signed(
      `${trimmed(mantissa)}×10${[...exponent.replace("+", "")].map((each) => raised[each] ?? each).join("")}`,
      value,
    );
  }
  return signed(trimmed(String(rounded)), value);
}

const trimmed = (text: string): string => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);

const signed = (text: string, value: number): string => (value < 0 ? `−${text}` : text);

/**
 * A number as it is said of data that spans `spread`: with as many digits as tell a hundredth of the spread, three at least;
 * what is a ten-billionth of the spread is rounding error, and is said as zero.
 */
export function within(value: number, spread: number): string {
  const size = Math.abs(value);
  if (!(spread > 0) || !Number.isFinite(size)) return number(value);
  if (size < 1e-10 * spread) return "0";
  return number(
    value,
    Math.min(12, Math.max(3, Math.floor(Math.log10(size)) - Math.floor(Math.log10(spread)) + 3)),
  );
}

export const sentence = (text: string): string => {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
};
