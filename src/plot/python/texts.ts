import { type NdArray, numberIn } from "./arrays.js";
import type { Environment } from "./environment.js";
import { evaluate } from "./expressions.js";
import type { PyNode } from "./nodes.js";
import { type PyArguments, PyUnknown, type PyValue } from "./values.js";

/** Literal text; `{…}` of f-strings with formats such as `.2f`. */
export function textOfString(environment: Environment, node: PyNode): string {
  if (node.type === "concatenated_string")
    return node.named.map((each) => textOfString(environment, each)).join("");
  const isRaw = /^[a-z]*r/i.test(node.text);
  const isFormatted = /^[a-z]*f/i.test(node.text);
  return node.named
    .map((each) => {
      if (each.type === "string_content") {
        const written = isFormatted ? each.text.replace(/\{\{|\}\}/g, (two) => two[0] ?? "") : each.text;
        return isRaw ? written : unescaped(written);
      }
      if (each.type !== "interpolation") return "";
      const expression = each.field("expression");
      const value = evaluate(environment, expression ?? each);
      const format = each.field("format_specifier");
      const filled = (format?.named ?? []).reduce(
        (whole, inner) =>
          inner.type.includes("expression")
            ? whole.replace(inner.text, formatted(evaluate(environment, inner.named[0] ?? inner), ""))
            : whole,
        format?.text.slice(1) ?? "",
      );
      const conversion = each.field("type_conversion")?.text;
      if (conversion === "!r" && value.kind === "text") return shown(value);
      const isEcho = /=\s*$/.test(each.text.slice(0, -1).replace(format?.text ?? "", ""));
      return isEcho && expression
        ? `${each.text.slice(1, each.text.indexOf("=", expression.text.length) + 1)}${format ? formatted(value, filled) : shown(value)}`
        : formatted(value, filled);
    })
    .join("");
}

const letters: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  "0": "\0",
  a: "\x07",
  b: "\b",
};

const unescaped = (written: string): string =>
  written.replace(
    /\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8})|x([\da-fA-F]{2})|\n|([nt\\'"r0ab]))/g,
    (whole: string, four?: string, eight?: string, two?: string, sign?: string) => {
      const code = four ?? eight ?? two;
      if (code) return String.fromCodePoint(Math.min(0x10ffff, Number.parseInt(code, 16)));
      return sign === undefined ? (whole === "\\\n" ? "" : whole) : (letters[sign] ?? sign);
    },
  );

/** `"%.1f" % x`, `"%d of %d" % (a, b)`, `"%(name)s" % values` @throws {PyUnknown} */
export function percentsFilled(written: string, value: PyValue): string {
  const values = value.kind === "list" && value.is === "tuple" ? [...value.items] : [value];
  return written.replace(
    /%(?:\((\w+)\))?(%|[-+ 0#]*\d*(?:\.\d+)?[a-zA-Z])/g,
    (_, name: string | undefined, format: string) => {
      if (format === "%") return "%";
      const next =
        name !== undefined && value.kind === "dict" ? value.entries.get(`t${name}`)?.[1] : values.shift();
      if (!next) throw new PyUnknown("a text has more places than values");
      const own = format.replace(/[iu]$/, "d");
      if (/[sr]$/.test(own)) {
        const [, left, width = "0"] = /^(-?)(\d*)/.exec(own) ?? [];
        const word = own.endsWith("r") ? shown(next) : formatted(next, "");
        return left ? word.padEnd(Number(width)) : word.padStart(Number(width));
      }
      const [, flags = "", rest = ""] = /^([-+ 0#]*)(.*)$/.exec(own) ?? [];
      return formatted(
        own.endsWith("d") ? truncated(next) : next,
        `${flags.includes("-") ? "<" : ""}${flags.includes("+") ? "+" : ""}${flags.includes("0") ? "0" : ""}${rest}`,
      );
    },
  );
}

function truncated(value: PyValue): PyValue {
  if (value.kind !== "array" || value.dtype === "int") return value;
  return { ...value, data: value.data.map(Math.trunc), dtype: "int" };
}

/** `"{} of {:.2f}".format(a, b)` @throws {PyUnknown} */
export function bracesFilled(written: string, { positional, named }: PyArguments): string {
  let next = 0;
  return written.replace(
    /\{\{|\}\}|\{(\w*)(?:\[(\w+)\])?(?:!\w)?(?::([^{}]*))?\}/g,
    (whole, name?: string, index?: string, format?: string) => {
      if (whole === "{{" || whole === "}}") return whole[0] ?? "";
      let value = name ? (named.get(name) ?? positional[Number(name)]) : positional[next++];
      if (index !== undefined)
        value =
          value?.kind === "list"
            ? value.items[Number(index)]
            : value?.kind === "dict"
              ? value.entries.get(`t${index}`)?.[1]
              : undefined;
      if (!value) throw new PyUnknown("a text has more places than values");
      return formatted(value, format ?? "");
    },
  );
}

/** A number as Python writes it: whole ones of fractions with `.0`, powers of ten from 16 digits on. */
export function numberText(x: number, dtype: NdArray["dtype"]): string {
  if (dtype === "bool") return x !== 0 ? "True" : "False";
  if (Number.isNaN(x)) return "nan";
  if (!Number.isFinite(x)) return x > 0 ? "inf" : "-inf";
  if (dtype === "int") return BigInt(Math.trunc(x)).toString();
  const size = Math.abs(x);
  if (size !== 0 && (size >= 1e16 || size < 1e-4)) return padded(x.toExponential());
  return Number.isInteger(x) ? `${Object.is(x, -0) ? "-" : ""}${size === 0 ? "0" : x}.0` : String(x);
}

/** Exponents have two digits at least. */
const padded = (written: string): string => written.replace(/e([+-])(\d)$/, "e$10$2");

/** As `repr` shows it. @throws {PyUnknown} */
export function shown(value: PyValue): string {
  switch (value.kind) {
    case "text":
      return value.text.includes("'") && !value.text.includes('"') ? `"${value.text}"` : `'${value.text}'`;
    case "none":
      return "None";
    case "array":
      if (value.shape.length > 0 || value.im) break;
      return numberText(value.data[0] ?? 0, value.dtype);
    case "list": {
      const inner = value.items.map(shown).join(", ");
      if (value.is === "tuple") return `(${inner}${value.items.length === 1 ? "," : ""})`;
      return `[${inner}]`;
    }
    case "unknown":
      throw new PyUnknown(value.reason, value.line);
  }
  throw new PyUnknown("a text depends on what is not evaluated here");
}

const specification = /^(?:(.)?([<>=^]))?([+ -])?#?(0)?(\d+)?([,_])?(?:\.(\d+))?([bcdeEfFgGnosxX%]?)$/u;

/** A value as text, as the format says: `.2f`, `>8`, `+.3g`, `,`. @throws {PyUnknown} for what is not known, or formatted otherwise */
export function formatted(value: PyValue, format: string): string {
  if (value.kind === "unknown") throw new PyUnknown(value.reason, value.line);
  if (value.kind === "random") throw new PyUnknown("it depends on random numbers", value.value.line);
  const parts = specification.exec(format);
  if (!parts) throw new PyUnknown("this format is not evaluated here");
  const [, fill = " ", align, sign = "", zero, width = "0", group, digits, kind = ""] = parts;
  const number = value.kind === "array" && value.shape.length === 0 ? numberIn(value) : undefined;
  if (number === undefined && value.kind !== "array") {
    const word = value.kind === "text" ? value.text : shown(value);
    return aligned(
      digits === undefined ? word : word.slice(0, Number(digits)),
      Number(width),
      align ?? "<",
      fill,
    );
  }
  if (number === undefined || value.kind !== "array")
    throw new PyUnknown("a text depends on what is not evaluated here");
  const plain = body(
    number,
    value.dtype,
    kind,
    digits === undefined ? undefined : Number(digits),
    format === "",
  );
  const grouped =
    group === undefined
      ? plain
      : plain.replace(/^-?\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, group));
  const signed = (sign === "+" || sign === " ") && !grouped.startsWith("-") ? `${sign}${grouped}` : grouped;
  if (zero && !align) {
    const [lead = ""] = /^[+ -]?/.exec(signed) ?? [];
    return lead + signed.slice(lead.length).padStart(Number(width) - lead.length, "0");
  }
  return aligned(signed, Number(width), align ?? ">", fill);
}

function aligned(word: string, width: number, align: string, fill: string): string {
  if (align === "<") return word.padEnd(width, fill);
  if (align === "^")
    return word.padStart(word.length + Math.floor((width - word.length) / 2), fill).padEnd(width, fill);
  return word.padStart(width, fill);
}

function body(
  x: number,
  dtype: NdArray["dtype"],
  kind: string,
  digits: number | undefined,
  isPlain: boolean,
): string {
  if (isPlain) return numberText(x, dtype);
  if (!Number.isFinite(x)) return numberText(x, "float");
  switch (kind) {
    case "f":
    case "F":
      return fixed(x, digits ?? 6);
    case "%":
      return `${fixed(x * 100, digits ?? 6)}%`;
    case "e":
    case "E": {
      const written = padded(x.toExponential(digits ?? 6));
      return kind === "E" ? written.toUpperCase() : written;
    }
    case "d":
    case "n":
      return BigInt(Math.trunc(x)).toString();
    case "x":
      return Math.trunc(x).toString(16);
    case "X":
      return Math.trunc(x).toString(16).toUpperCase();
    case "b":
      return Math.trunc(x).toString(2);
    case "o":
      return Math.trunc(x).toString(8);
    case "c":
      return String.fromCodePoint(Math.max(0, Math.min(0x10ffff, x)));
    case "g":
    case "G":
      return general(x, digits ?? 6);
    default:
      if (digits === undefined) return numberText(x, dtype);
      return /e/.test(general(x, digits)) || !Number.isInteger(Number(general(x, digits)))
        ? general(x, digits)
        : `${general(x, digits)}.0`;
  }
}

/** `toFixed` rounds what a decimal number stands for, as Python does; beyond 1e21 it would write a power. */
const fixed = (x: number, digits: number): string =>
  Math.abs(x) >= 1e21
    ? `${BigInt(x)}${digits > 0 ? `.${"0".repeat(digits)}` : ""}`
    : x.toFixed(Math.min(100, digits));

function general(x: number, digits: number): string {
  const precision = Math.max(1, Math.min(100, digits));
  if (x === 0) return "0";
  const exponent = Number(x.toExponential(precision - 1).split("e")[1]);
  if (exponent < -4 || exponent >= precision)
    return padded(
      x
        .toExponential(precision - 1)
        .replace(/(\.\d*?)0+e/, "$1e")
        .replace(".e", "e"),
    );
  const written = x.toFixed(Math.max(0, precision - 1 - exponent));
  return written.includes(".") ? written.replace(/\.?0+$/, "") : written;
}
