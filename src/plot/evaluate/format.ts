import { MatlabError } from "./builtin.js";
import { type ArrayValue, codesToText, textOf, textsOf, type Value } from "./values.js";

/** What `sprintf` fills in: numbers, and texts where a `%s` may take them whole. */
type Item = number | string;

const escapes: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  a: "\x07",
  b: "\b",
  f: "\f",
  v: "\v",
  "\\": "\\",
  '"': '"',
  "'": "'",
};

/** Resolves `\n` and the like, as `sprintf` does in its format. */
export const unescaped = (text: string): string =>
  text.replace(/\\(?:x([0-9a-fA-F]{1,2})|([0-7]{1,3})|(.))/gs, (whole, hex, octal, letter) => {
    if (hex) return String.fromCharCode(Number.parseInt(hex, 16));
    if (octal) return String.fromCharCode(Number.parseInt(octal, 8));
    return escapes[letter] ?? whole;
  });

function itemsOf(args: readonly Value[]): Item[] {
  return args.flatMap((each): Item[] => {
    if (each.kind === "string") return [...each.data];
    if (each.kind === "cell") return itemsOf(each.data);
    if (each.kind !== "array") throw new MatlabError("sprintf: wrong type argument");
    if (each.class === "char") return [codesToText(each.re)];
    return [...each.re];
  });
}

const conversion = /%%|%([-+ 0#]*)(\*|\d+)?(?:\.(\*|\d*))?(?:[hlL]*)([diouxXcsfeEgGaAbt])/g;

type Part = string | { flags: string; width: string; precision: string | undefined; type: string };

function partsOf(format: string): Part[] {
  const parts: Part[] = [];
  let last = 0;
  for (const match of format.matchAll(conversion)) {
    if (match.index > last) parts.push(unescaped(format.slice(last, match.index)));
    last = match.index + match[0].length;
    if (match[0] === "%%") parts.push("%");
    else
      parts.push({
        flags: match[1] ?? "",
        width: match[2] ?? "",
        precision: match[3],
        type: match[4] ?? "d",
      });
  }
  if (last < format.length) parts.push(unescaped(format.slice(last)));
  return parts;
}

/** `sprintf(format, args…)`: the format is used again until all arguments are. @throws {MatlabError} */
export function sprintf(format: string, args: readonly Value[]): string {
  const parts = partsOf(format);
  const takes = parts.filter((each) => typeof each !== "string").length;
  const items = itemsOf(args);
  // An argument that is empty leaves its place empty; without any argument the text is as it stands.
  if (takes === 0) return parts.join("");
  if (items.length === 0 && args.length > 0) return withoutValues(parts);
  const queue = expanded(items, parts);
  let result = "";
  let first = true;
  while (first || queue.length > 0) {
    for (const part of parts) {
      if (typeof part === "string") {
        result += part;
        continue;
      }
      if (!first && queue.length === 0) return result;
      if (first && queue.length === 0 && args.length > 0 && items.length > 0) return result;
      const width = part.width === "*" ? Number(queue.shift() ?? 0) : Number(part.width || 0);
      const wanted = part.precision === "*" ? Number(queue.shift() ?? 0) : part.precision;
      const precision = wanted === undefined ? undefined : Number(wanted || 0);
      result += formatted(queue.shift(), part.type, part.flags, width, precision);
    }
    first = false;
  }
  return result;
}

/** Arguments that are all empty: conversions leave nothing, and the text ends before the second of them. */
function withoutValues(parts: readonly Part[]): string {
  let result = "";
  let seen = 0;
  for (const part of parts) {
    if (typeof part !== "string" && ++seen > 1) break;
    if (typeof part === "string") result += part;
  }
  return result;
}

/** Texts that meet a conversion for numbers are taken character by character, as MATLAB does. */
function expanded(items: readonly Item[], parts: readonly Part[]): Item[] {
  const types = parts.flatMap((each) => (typeof each === "string" ? [] : [each]));
  const result: Item[] = [];
  for (const item of items) {
    const part = types[result.length % types.length];
    if (typeof item === "number" || !part || part.type === "s") result.push(item);
    else if (part.type === "c") result.push(...item);
    else result.push(...Array.from(item, (each) => each.charCodeAt(0)));
  }
  return result;
}

function formatted(
  item: Item | undefined,
  type: string,
  flags: string,
  width: number,
  precision?: number,
): string {
  if (item === undefined) return padded("", flags.replace("0", ""), width);
  if (type === "s" || type === "c") {
    const text =
      typeof item === "string"
        ? item
        : type === "c" && Number.isInteger(item)
          ? String.fromCharCode(item)
          : shortest(item, precision);
    return padded(
      precision !== undefined && typeof item === "string" ? text.slice(0, precision) : text,
      flags.replace("0", ""),
      width,
    );
  }
  if (typeof item === "string") return padded(item, flags.replace("0", ""), width);
  if (!Number.isFinite(item)) {
    const sign = item < 0 ? "-" : flags.includes("+") ? "+" : "";
    return padded(sign + (Number.isNaN(item) ? "NaN" : "Inf"), flags.replace("0", ""), width);
  }
  const whole = "diouxX".includes(type);
  // A number that is not whole is written as %g writes it, and with a precision as %e does (Octave; MATLAB always takes %e).
  if (whole && !Number.isInteger(item))
    return padded(
      signed(precision === undefined ? general(item, 6) : exponent(item, precision), flags),
      flags,
      width,
    );
  return padded(signed(digits(item, type, precision, flags), flags), flags, width);
}

/** How `%s` writes a number. */
const shortest = (x: number, precision?: number): string => {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "NaN" : x > 0 ? "Inf" : "-Inf";
  if (Number.isInteger(x) && x >= 0 && x < 0x110000) return String.fromCodePoint(x);
  return Number.isInteger(x) ? String(x) : general(x, precision ?? 6);
};

const signed = (text: string, flags: string): string =>
  text.startsWith("-") ? text : flags.includes("+") ? `+${text}` : flags.includes(" ") ? ` ${text}` : text;

function padded(text: string, flags: string, wanted: number): string {
  const width = Math.max(-10_000, Math.min(10_000, wanted));
  if (text.length >= Math.abs(width)) return text;
  if (flags.includes("-") || width < 0) return text.padEnd(Math.abs(width));
  if (!flags.includes("0")) return text.padStart(width);
  const sign = /^[-+ ]/.exec(text)?.[0] ?? "";
  return sign + text.slice(sign.length).padStart(width - sign.length, "0");
}

function digits(x: number, type: string, precision: number | undefined, flags: string): string {
  switch (type) {
    case "d":
    case "i":
    case "u": {
      const text = Math.abs(x) < 1e21 ? BigInt(x).toString() : x.toFixed(0);
      if (precision === undefined) return Object.is(x, -0) ? "-0" : text;
      return text.startsWith("-")
        ? `-${text.slice(1).padStart(precision, "0")}`
        : text.padStart(precision, "0");
    }
    case "o":
      return x.toString(8);
    case "x":
      return x.toString(16);
    case "X":
      return x.toString(16).toUpperCase();
    case "f":
      return fixed(x, precision ?? 6);
    case "e":
      return exponent(x, precision ?? 6);
    case "E":
      return exponent(x, precision ?? 6).toUpperCase();
    case "G":
      return general(x, precision ?? 6, flags.includes("#")).toUpperCase();
    default:
      return general(x, precision ?? 6, flags.includes("#"));
  }
}

const fixed = (x: number, precision: number): string => {
  const text =
    Math.abs(x) < 1e21
      ? x.toFixed(Math.min(100, precision))
      : BigInt(x).toString() + (precision > 0 ? `.${"0".repeat(precision)}` : "");
  return Object.is(x, -0) && !text.startsWith("-") ? `-${text}` : text;
};

const exponent = (x: number, precision: number): string =>
  x.toExponential(Math.min(100, precision)).replace(/e([+-])(\d)$/, "e$10$2");

/** `%g` of C. */
function general(x: number, precision: number, keep = false): string {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "NaN" : x > 0 ? "Inf" : "-Inf";
  if (x === 0) return Object.is(x, -0) ? "-0" : "0";
  const n = Math.min(100, Math.max(1, precision));
  const power = Number(x.toExponential(n - 1).split("e")[1]);
  const text =
    power < -4 || power >= n ? exponent(x, n - 1) : x.toFixed(Math.min(100, Math.max(0, n - 1 - power)));
  if (keep || !text.includes(".")) return text;
  return text.replace(/\.?0+(?=e|$)/, "");
}

/** `num2str(x)`, `num2str(x, precision)`, `num2str(x, format)`: one text a row. */
export function numberText(x: ArrayValue, how?: Value): string[] {
  const [rows = 0] = x.size;
  const columns = rows === 0 ? 0 : x.re.length / rows;
  const format = textOf(how);
  if (x.class === "char") return textsOf(x) ?? [];
  const at = (i: number, j: number): number => x.re[i + j * rows] ?? 0;
  const rowsOf = (f: (i: number) => string): string[] => Array.from({ length: rows }, (_, i) => f(i));
  const line = (i: number): number[] => Array.from({ length: columns }, (_, j) => at(i, j));
  if (format !== undefined)
    return trimmed(
      rowsOf((i) => sprintf(format, [{ ...x, size: [1, columns], re: Float64Array.from(line(i)) }])),
    );
  if (x.im)
    return trimmed(
      rowsOf((i) =>
        line(i)
          .map((re, j) => complexText(re, x.im?.[i + j * rows] ?? 0, how))
          .join("  "),
      ),
    );
  const whole = x.re.every((each) => Number.isInteger(each) || !Number.isFinite(each));
  if (how?.kind === "array") {
    const precision = how.re[0] ?? 4;
    if (x.re.length === 1) return [general(x.re[0] ?? 0, precision)];
    return trimmed(
      rowsOf((i) =>
        line(i)
          .map((each) => general(each, precision).padStart(precision + 7))
          .join(""),
      ),
    );
  }
  if (whole) {
    if (x.re.length === 1) return [integerText(x.re[0] ?? 0)];
    const width = Math.max(...Array.from(x.re, (each) => integerText(Math.abs(each)).length)) + 2;
    return trimmed(
      rowsOf((i) =>
        line(i)
          .map((each) => integerText(each).padStart(width))
          .join(""),
      ),
    );
  }
  const most = x.re.reduce((a, b) => (Number.isFinite(b) ? Math.max(a, Math.abs(b)) : a), 0);
  if (x.re.length === 1) return [general(x.re[0] ?? 0, Math.max(Math.floor(Math.log10(most || 1)) + 5, 5))];
  const power = Math.floor(Math.log10(most || 1));
  const precision = Math.min(16, Math.max(power + 5, 5));
  const width = precision + 7 - (x.re.some((each) => each < 0) ? 0 : 0);
  return trimmed(
    rowsOf((i) =>
      line(i)
        .map((each) => general(each, precision).padStart(width))
        .join(""),
    ),
  );
}

const integerText = (x: number): string =>
  Number.isFinite(x) ? (Math.abs(x) < 1e21 ? BigInt(x).toString() : general(x, 5)) : general(x, 5);

function complexText(re: number, im: number, how: Value | undefined): string {
  const precision =
    how?.kind === "array"
      ? (how.re[0] ?? 5)
      : Math.max(Math.floor(Math.log10(Math.max(Math.abs(re), Math.abs(im)) || 1)) + 5, 5);
  const text = general(Math.abs(im), precision);
  return `${general(re, precision)}${im < 0 || Object.is(im, -0) ? "-" : "+"}${text}i`;
}

/** The blanks that all rows begin with are left out, and those at the end. */
function trimmed(rows: readonly string[]): string[] {
  const ends = rows.map((each) => each.replace(/\s+$/, ""));
  const lead = Math.min(...ends.map((each) => /^ */.exec(each)?.[0].length ?? 0));
  return ends.map((each) => each.slice(Number.isFinite(lead) ? lead : 0));
}

/** `mat2str(x, precision)` */
export function matrixText(x: ArrayValue, precision = 15): string {
  const [rows = 0] = x.size;
  const columns = rows === 0 ? (x.size[1] ?? 0) : x.re.length / rows;
  if (x.class === "char")
    return rows <= 1
      ? `"${codesToText(x.re)}"`
      : `[${(textsOf(x) ?? []).map((each) => `"${each}"`).join(";")}]`;
  const one = (at: number): string => {
    const re = x.re[at] ?? 0;
    if (x.class === "logical") return re ? "true" : "false";
    if (!x.im) return general(re, precision);
    const im = x.im[at] ?? 0;
    return `${general(re, precision)}${im < 0 || Object.is(im, -0) ? "-" : "+"}${general(Math.abs(im), precision)}i`;
  };
  if (x.re.length === 1) return one(0);
  if (x.re.length === 0) return `zeros(${rows},${columns})`;
  const lines = Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) => one(i + j * rows)).join(" "),
  );
  return `[${lines.join(";")}]`;
}
