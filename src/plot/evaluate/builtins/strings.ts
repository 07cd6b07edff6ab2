import { shortNumber } from "../arithmetic.js";
import { type Builtin, MatlabError, NotKnown } from "../builtin.js";
import { charMatrix } from "../concatenate.js";
import { matrixText, numberText, sprintf, unescaped } from "../format.js";
import { roundHalfAway } from "../numericClass.js";
import {
  array,
  cell,
  emptyArray,
  logical,
  row,
  scalar,
  string,
  text,
  textOf,
  textsOf,
  type Value,
} from "../values.js";
import { arrayAt, type Builtins, lengthAt, numberAt, textAt } from "./arguments.js";
import { regularExpression, regularReplacement } from "./regularExpressions.js";

/** Applies a function of text to a text, or to each of a cell or string array. */
const eachText =
  (f: (text: string) => string) =>
  (args: readonly Value[]): Value => {
    const [x] = args;
    if (x?.kind === "cell")
      return cell(
        x.size,
        x.data.map((each) => text(f(textOf(each) ?? ""))),
      );
    if (x?.kind === "string") return { ...x, data: x.data.map(f) };
    const rows = textsOf(x);
    if (!rows) return x ?? emptyArray;
    return rows.length === 1
      ? text(f(rows[0] ?? ""))
      : rows.length === 0
        ? text("")
        : charMatrix(rows.map(f));
  };

/** Compares texts, texts with each of several, or several with several. */
const comparison =
  (same: (a: string, b: string, n: number) => boolean): Builtin =>
  (args) => {
    const [a, b] = args;
    const n = args[2] ? numberAt(args, 2) : 0;
    const [x, y] = [a, b].map((each) =>
      each?.kind === "cell" || (each?.kind === "string" && each.data.length !== 1) ? each : undefined,
    );
    const at = (each: Value | undefined, i: number): string | undefined => {
      if (each?.kind === "cell") return textOf(each.data.length === 1 ? each.data[0] : each.data[i]);
      if (each?.kind === "string") return each.data.length === 1 ? each.data[0] : each.data[i];
      return textOf(each);
    };
    const pair = (i: number): boolean => {
      const [one, other] = [at(a, i), at(b, i)];
      return one !== undefined && other !== undefined && same(one, other, n);
    };
    const holder = x && y ? (x.data.length === 1 ? y : x) : (x ?? y);
    if (!holder) {
      const [p, q] = [textsOf(a), textsOf(b)];
      if (p && q && (p.length !== 1 || q.length !== 1))
        return logical(p.length === q.length && p.every((each, i) => same(each, q[i] ?? "", n)));
      return logical(pair(0));
    }
    return array(
      holder.size,
      Float64Array.from({ length: holder.data.length }, (_, i) => (pair(i) ? 1 : 0)),
      undefined,
      "logical",
    );
  };

const same = (f: (s: string) => string) => (a: string, b: string) => f(a) === f(b);
const startsSame = (f: (s: string) => string) => (a: string, b: string, n: number) =>
  a.length >= n && b.length >= n && f(a.slice(0, n)) === f(b.slice(0, n));
const lower = (s: string): string => s.toLowerCase();
const asIs = (s: string): string => s;

function places(args: readonly Value[]): Value {
  const whole = textAt(args, 0);
  const part = textAt(args, 1);
  const found: number[] = [];
  for (let at = part === "" ? -1 : whole.indexOf(part); at >= 0; at = whole.indexOf(part, at + 1))
    found.push(at + 1);
  return found.length === 0 ? emptyArray : row(found);
}

/** `[a, b]` of texts, one by one; blanks at the end of chars are dropped, as `strcat` does. */
function strcat(args: readonly Value[]): Value {
  const holder = args.find((each) => each.kind === "cell" || each.kind === "string");
  if (!holder) return text(args.map((each) => (textOf(each) ?? "").replace(/[ \t\n\0]+$/, "")).join(""));
  const lists = args.map((each) =>
    each.kind === "cell" || each.kind === "string" ? (textsOf(each) ?? []) : [textOf(each) ?? ""],
  );
  const n = Math.max(...lists.map((each) => each.length));
  const joined = Array.from({ length: n }, (_, i) =>
    lists.map((each) => each[each.length === 1 ? 0 : i] ?? "").join(""),
  );
  const size = args.find(
    (each) => (each.kind === "cell" || each.kind === "string") && each.data.length === n,
  );
  const shape = size?.kind === "cell" || size?.kind === "string" ? size.size : [1, n];
  return holder.kind === "string"
    ? { kind: "string", size: shape, data: joined }
    : cell(shape, joined.map(text));
}

const list = (texts: readonly string[]): Value => cell([1, texts.length], texts.map(text));

function strsplit(args: readonly Value[]): Value {
  const whole = textAt(args, 0);
  const marks = args[1] ? (textsOf(args[1]) ?? [" "]) : [" "];
  const pattern = marks
    .map(unescaped)
    .sort((a, b) => b.length - a.length)
    .map((each) => each.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"))
    .join("|");
  return list(whole.split(new RegExp(`(?:${pattern})+`)));
}

function split(args: readonly Value[]): Value {
  const whole = textAt(args, 0);
  const parts = args[1] ? whole.split(textAt(args, 1)) : whole.split(/\s+/);
  if (args[0]?.kind !== "string") return cell([parts.length, 1], parts.map(text));
  return { kind: "string", size: [parts.length, 1], data: parts };
}

function strjoin(args: readonly Value[]): Value {
  const parts = textsOf(args[0]) ?? [];
  const joined = parts.join(args[1] ? unescaped(textAt(args, 1)) : " ");
  return args[0]?.kind === "string" ? string(joined) : text(joined);
}

function strrep(args: readonly Value[]): Value {
  const [from, to] = [textAt(args, 1), textAt(args, 2)];
  return eachText((each) => (from === "" ? each : each.split(from).join(to)))(args);
}

/** The numbers of a text such as `[1 2; 3]`; empty where it is anything else. */
function str2num(args: readonly Value[]): Value {
  const inner = textAt(args, 0)
    .trim()
    .replace(/^\[(.*)\]$/s, "$1")
    .trim();
  const rows = inner.split(/;|\n/).map((each) =>
    each
      .trim()
      .split(/[\s,]+/)
      .map(numberFromText),
  );
  const [first] = rows;
  if (!first || rows.some((each) => each.length !== first.length || each.some(Number.isNaN)))
    throw new NotKnown("str2num evaluates a text");
  return array(
    [rows.length, first.length],
    Float64Array.from(first.flatMap((_, j) => rows.map((each) => each[j] ?? 0))),
  );
}

function numberFromText(written: string): number {
  const plain = written
    .trim()
    .replace(/,/g, "")
    .replace(/[dD](?=[+-]?\d)/, "e");
  if (/^[+-]?inf(inity)?$/i.test(plain))
    return plain.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : Number.NaN;
}

function str2double(args: readonly Value[]): Value {
  const [x] = args;
  if (x?.kind === "cell" || x?.kind === "string") {
    const numbers = x.data.map((each) =>
      typeof each === "string" ? numberFromText(each) : numberFromText(textOf(each) ?? ""),
    );
    return array(x.size, Float64Array.from(numbers));
  }
  return scalar(numberFromText(textOf(x) ?? ""));
}

const byCharacter =
  (test: RegExp): Builtin =>
  (args) => {
    const [x] = args;
    const written = x?.kind === "string" ? text(textOf(x) ?? "") : x;
    if (written?.kind !== "array") return logical(false);
    const yes = (code: number): number =>
      written.class === "char" && test.test(String.fromCharCode(code)) ? 1 : 0;
    return array(written.size, written.re.map(yes), undefined, "logical");
  };

const rowsToValue = (rows: readonly string[]): Value =>
  rows.length === 1 ? text(rows[0] ?? "") : charMatrix(rows);

function char(args: readonly Value[]): Value {
  const [x] = args;
  if (args.length === 1 && x?.kind === "array")
    return { kind: "array", class: "char", size: x.size, re: x.re };
  return rowsToValue(
    args.flatMap((each) =>
      each.kind === "array" && each.class !== "char"
        ? [String.fromCharCode(...each.re)]
        : (textsOf(each) ?? []).concat(textOf(each) === "" && each.kind === "array" ? [""] : []),
    ),
  );
}

function strings(args: readonly Value[]): Value {
  const [x] = args;
  if (!x || x.kind === "string") return x ?? string("");
  if (x.kind === "array" && x.class === "char") {
    const rows = textsOf(x) ?? [];
    return { kind: "string", size: [Math.max(1, rows.length), 1], data: rows.length === 0 ? [""] : rows };
  }
  if (x.kind === "array")
    return { kind: "string", size: x.size, data: Array.from(x.re, (each) => shortNumber(each, x.class)) };
  if (x.kind === "cell")
    return {
      kind: "string",
      size: x.size,
      data: x.data.map((each) => textOf(each) ?? (each.kind === "array" ? shortNumber(each.re[0] ?? 0) : "")),
    };
  throw new NotKnown("the text of this value is not known");
}

const base = (args: readonly Value[], radix: number): Value =>
  scalar(Number.parseInt(textAt(args, 0), radix));
const inBase = (args: readonly Value[], radix: number): Value =>
  text(
    numberAt(args, 0)
      .toString(radix)
      .toUpperCase()
      .padStart(args[1] ? lengthAt(args, 1) : 0, "0"),
  );

const formattedText: Builtin = (args) => {
  const [format, ...rest] = args;
  const written = sprintf(textAt(args, 0), rest);
  return format?.kind === "string"
    ? string(written)
    : written === ""
      ? array([1, 0], new Float64Array(0), undefined, "char")
      : text(written);
};

export const stringFunctions: Builtins = {
  sprintf: formattedText,
  num2str: (args) => {
    const x = arrayAt(args, 0);
    return rowsToValue(numberText(x, args[1]));
  },
  int2str: (args) => {
    const x = arrayAt(args, 0);
    return rowsToValue(numberText({ ...x, re: x.re.map(roundHalfAway) }));
  },
  mat2str: (args) => {
    const x = arrayAt(args, 0);
    return text(matrixText(x, args[1] ? numberAt(args, 1) : 15));
  },
  str2num,
  str2double,
  strcat,
  strsplit,
  split,
  ostrsplit: (args) =>
    list(textAt(args, 0).split(new RegExp(`[${textAt(args, 1).replace(/[\\\]^-]/g, "\\$&")}]`))),
  strjoin,
  join: strjoin,
  strrep,
  replace: strrep,
  strtrim: eachText((each) => each.replace(/^[\s\0]+|[\s\0]+$/g, "")),
  strip: eachText((each) => each.trim()),
  deblank: eachText((each) => each.replace(/[\s\0]+$/, "")),
  upper: eachText((each) => each.toUpperCase()),
  toupper: eachText((each) => each.toUpperCase()),
  lower: eachText(lower),
  tolower: eachText(lower),
  strcmp: comparison(same(asIs)),
  strcmpi: comparison(same(lower)),
  strncmp: comparison(startsSame(asIs)),
  strncmpi: comparison(startsSame(lower)),
  strfind: places,
  findstr: places,
  contains: (args) => logical((textsOf(args[1]) ?? []).some((each) => textAt(args, 0).includes(each))),
  startsWith: (args) => logical((textsOf(args[1]) ?? []).some((each) => textAt(args, 0).startsWith(each))),
  endsWith: (args) => logical((textsOf(args[1]) ?? []).some((each) => textAt(args, 0).endsWith(each))),
  strlength: (args) => scalar(textAt(args, 0).length),
  isspace: byCharacter(/\s/),
  isletter: byCharacter(/\p{L}/u),
  isalpha: byCharacter(/\p{L}/u),
  isdigit: byCharacter(/\d/),
  isupper: byCharacter(/\p{Lu}/u),
  islower: byCharacter(/\p{Ll}/u),
  isalnum: byCharacter(/[\p{L}\d]/u),
  ispunct: byCharacter(/[!-/:-@[-`{-~]/),
  blanks: (args) => text(" ".repeat(lengthAt(args, 0))),
  char,
  string: strings,
  cellstr: (args) => {
    const [x] = args;
    if (x?.kind === "cell") return x;
    const rows = (textsOf(x) ?? []).map((each) => each.replace(/ +$/, ""));
    return rows.length === 0 ? cell([1, 1], [text("")]) : cell([rows.length, 1], rows.map(text));
  },
  strvcat: (args) => rowsToValue(args.flatMap((each) => textsOf(each) ?? []).filter((each) => each !== "")),
  regexp: regularExpression(false),
  regexpi: regularExpression(true),
  regexprep: regularReplacement,
  hex2dec: (args) => base(args, 16),
  bin2dec: (args) => base(args, 2),
  dec2bin: (args) => inBase(args, 2),
  dec2hex: (args) => inBase(args, 16),
  dec2base: (args) => inBase([args[0] ?? emptyArray, ...args.slice(2)], numberAt(args, 1)),
  strtok: (args) => {
    const whole = textAt(args, 0);
    const marks = args[1] ? textAt(args, 1) : " \t\n\v\f\r\0";
    let start = 0;
    while (start < whole.length && marks.includes(whole[start] ?? "")) start++;
    let end = start;
    while (end < whole.length && !marks.includes(whole[end] ?? "")) end++;
    return [text(whole.slice(start, end)), text(whole.slice(end))];
  },
  validatestring: (args) => {
    const wanted = textAt(args, 0);
    const match = (textsOf(args[1]) ?? []).find((each) => lower(each).startsWith(lower(wanted)));
    if (!match) throw new MatlabError(`validatestring: '${wanted}' does not match any valid string`);
    return text(match);
  },
  newline: () => text("\n"),
  substr: (args) =>
    text(textAt(args, 0).slice(numberAt(args, 1) - 1, numberAt(args, 1) - 1 + numberAt(args, 2))),
  regexptranslate: (args) => text(textAt(args, 1).replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")),
  do_string_escapes: (args) => text(unescaped(textAt(args, 0))),
  isvarname: (args) => logical(/^[A-Za-z]\w*$/.test(textOf(args[0]) ?? "")),
};
