import { mapReal } from "../arithmetic.js";
import { type Builtin, MatlabError, NotKnown } from "../builtin.js";
import { spend } from "../limits.js";
import { isIntegerClass } from "../numericClass.js";
import { doubtOf } from "../uncertain.js";
import {
  type ArrayClass,
  classOf,
  isNumeric,
  logical,
  sameSize,
  scalar,
  text,
  textOf,
  type Value,
} from "../values.js";
import { arrayAt, type Builtins, textAt } from "./arguments.js";

const convert =
  (type: ArrayClass): Builtin =>
  (args) => {
    const x = arrayAt(args, 0);
    if (type === "logical") {
      if (x.re.some(Number.isNaN)) throw new MatlabError("logical: NaN can't be converted to logical value");
      return mapReal({ ...x, class: "double" }, (each) => (each === 0 ? 0 : 1), "logical");
    }
    if (type === "double") return { ...x, class: "double" };
    const re = mapReal(x, (each) => each, type);
    return x.im && type === "single" ? { ...re, im: x.im } : re;
  };

/** A question of which the answer is not known for a value that is not known. */
const ask =
  (f: (x: Value) => boolean): Builtin =>
  (args) => {
    const [x] = args;
    if (!x) throw new MatlabError("Invalid call: not enough input arguments");
    return logical(f(x));
  };

function equal(a: Value, b: Value): boolean {
  if (a.kind === "array" && b.kind === "array")
    return (
      sameSize(a.size, b.size) &&
      a.re.every((each, i) => each === b.re[i]) &&
      (a.im !== undefined || b.im !== undefined
        ? a.re.every((_, i) => (a.im?.[i] ?? 0) === (b.im?.[i] ?? 0))
        : true)
    );
  if (a.kind === "cell" && b.kind === "cell")
    return sameSize(a.size, b.size) && a.data.every((each, i) => equal(each, b.data[i] ?? each));
  if (a.kind === "struct" && b.kind === "struct")
    return (
      sameSize(a.size, b.size) &&
      a.fields.size === b.fields.size &&
      [...a.fields].every(([name, values]) => {
        const others = b.fields.get(name);
        return others !== undefined && values.every((each, i) => equal(each, others[i] ?? each));
      })
    );
  if (a.kind === "string" || b.kind === "string") return textOf(a) !== undefined && textOf(a) === textOf(b);
  if (a.kind === "function" && b.kind === "function")
    return a === b || (a.name !== undefined && a.name === b.name);
  if (a.kind === "map" && b.kind === "map") return a.store === b.store;
  if (a.kind === "handle" && b.kind === "handle")
    return a.ids.length === b.ids.length && a.ids.every((id, i) => id === b.ids[i]);
  return false;
}

const numericNames = new Set([
  "double",
  "single",
  "int8",
  "uint8",
  "int16",
  "uint16",
  "int32",
  "uint32",
  "int64",
  "uint64",
]);

function isa(args: readonly Value[]): Value {
  const [x] = args;
  if (!x) throw new MatlabError("Invalid call to isa");
  const [own, name] = [classOf(x), textAt(args, 1)];
  const groups: Record<string, boolean> = {
    numeric: numericNames.has(own),
    float: own === "double" || own === "single",
    integer: isIntegerClass(own),
  };
  return logical(own === name || groups[name] === true);
}

function cast(args: readonly Value[]): Value {
  const name = textAt(args, 1);
  const result = typeFunctions[name]?.(args.slice(0, 1), 1, undefined as never);
  if (!result) throw new MatlabError(`cast: type name "${name}" is not a built-in data type`);
  return "kind" in result ? result : (result[0] ?? scalar(0));
}

/** Conversions and questions about known values. */
export const typeFunctions: Builtins = {
  double: convert("double"),
  single: convert("single"),
  logical: convert("logical"),
  int8: convert("int8"),
  uint8: convert("uint8"),
  int16: convert("int16"),
  uint16: convert("uint16"),
  int32: convert("int32"),
  uint32: convert("uint32"),
  int64: convert("int64"),
  uint64: convert("uint64"),
  cast,
  isequal: (args) => logical(args.slice(1).every((each) => equal(args[0] ?? each, each))),
  isequaln: (args) => logical(args.slice(1).every((each) => equal(args[0] ?? each, each))),
  isreal: ask((x) => x.kind === "array" && !x.im),
  iscomplex: ask((x) => x.kind === "array" && x.im !== undefined),
  issorted: (args) =>
    logical(arrayAt(args, 0).re.every((each, i, all) => i === 0 || (all[i - 1] ?? 0) <= each)),
  issymmetric: (args) => logical(symmetric(args)),
  ishermitian: (args) => logical(symmetric(args)),
  isdiag: (args) => {
    const x = arrayAt(args, 0);
    const [rows = 0] = x.size;
    return logical(x.re.every((each, at) => each === 0 || at % rows === Math.floor(at / rows)));
  },
  isprime: (args) => {
    const x = arrayAt(args, 0);
    return mapReal({ ...x, class: "double" }, (each) => (isPrime(each) ? 1 : 0), "logical");
  },
  func2str: (args) => {
    const [f] = args;
    if (f?.kind !== "function")
      throw new MatlabError("func2str: FCN_HANDLE argument must be a valid function handle");
    return text(functionText(f.text));
  },
};

/** Without blanks outside of texts and brackets, as MATLAB writes anonymous functions. */
function functionText(written: string): string {
  return written
    .split(/('(?:[^'\n]|'')*'|"[^"\n]*"|\[[^\]]*\])/)
    .map((part, i) => (i % 2 === 1 ? part : part.replace(/\s+/g, "")))
    .join("");
}

function symmetric(args: readonly Value[]): boolean {
  const x = arrayAt(args, 0);
  const [rows = 0, columns = 0] = x.size;
  return (
    rows === columns && x.re.every((each, at) => each === x.re[Math.floor(at / rows) + (at % rows) * rows])
  );
}

export function isPrime(n: number): boolean {
  if (n < 2 || !Number.isInteger(n)) return false;
  spend(Math.ceil(Math.sqrt(n)));
  for (let k = 2; k * k <= n; k++) if (n % k === 0) return false;
  return true;
}

/** Of a value that is not known nothing is said; of random numbers the class is known. */
const classAsk =
  (f: (x: Value) => boolean): Builtin =>
  (args) => {
    const [x] = args;
    if (!x) throw new MatlabError("Invalid call: not enough input arguments");
    if (x.kind === "unknown") return doubtOf(x) ?? x;
    return logical(f(x));
  };

/** Questions about the class alone. */
export const classQuestions: Builtins = {
  class: (args) => {
    const [x] = args;
    if (x?.kind === "unknown") throw new NotKnown(x.reason);
    return text(classOf(x ?? scalar(0)));
  },
  isa,
  isnumeric: classAsk((x) => isNumeric(x) || x.kind === "random"),
  isfloat: classAsk(
    (x) => x.kind === "random" || (x.kind === "array" && (x.class === "double" || x.class === "single")),
  ),
  isinteger: classAsk((x) => x.kind === "array" && isIntegerClass(x.class)),
  islogical: classAsk((x) => x.kind === "array" && x.class === "logical"),
  isbool: classAsk((x) => x.kind === "array" && x.class === "logical"),
  ischar: classAsk((x) => x.kind === "array" && x.class === "char"),
  isstr: classAsk((x) => x.kind === "array" && x.class === "char"),
  isstring: classAsk((x) => x.kind === "string"),
  iscell: classAsk((x) => x.kind === "cell"),
  isstruct: classAsk((x) => x.kind === "struct"),
  isobject: classAsk((x) => x.kind === "map"),
  is_function_handle: classAsk((x) => x.kind === "function"),
  iscellstr: classAsk(
    (x) => x.kind === "cell" && x.data.every((each) => each.kind === "array" && each.class === "char"),
  ),
  istable: classAsk(() => false),
  isdatetime: classAsk(() => false),
  issparse: classAsk(() => false),
  isjava: classAsk(() => false),
};
