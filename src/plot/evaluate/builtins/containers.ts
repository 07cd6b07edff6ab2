import { type Builtin, type CallContext, MatlabError, NotKnown } from "../builtin.js";
import { joined } from "../concatenate.js";
import { pick } from "../indexing.js";
import { reserve } from "../limits.js";
import { firstDoubt } from "../uncertain.js";
import {
  type CellValue,
  cell,
  count,
  emptyArray,
  type FunctionValue,
  isSingle,
  isUncertain,
  logical,
  type Size,
  type StructValue,
  sameSize,
  scalar,
  sizeOf,
  text,
  textOf,
  textsOf,
  unknown,
  type Value,
} from "../values.js";
import { arrayAt, type Builtins, numberAt, optionsFrom, textAt } from "./arguments.js";

function makeStruct(args: readonly Value[]): Value {
  const pairs: [string, Value][] = [];
  for (let i = 0; i + 1 < args.length; i += 2) pairs.push([textAt(args, i), args[i + 1] ?? emptyArray]);
  const many = pairs
    .map(([, value]) => value)
    .find((value): value is CellValue => value.kind === "cell" && count(value.size) !== 1);
  const size = many?.size ?? [1, 1];
  const n = count(size);
  const fields = new Map(
    pairs.map(([name, value]): [string, Value[]] => {
      const data = value.kind === "cell" ? value.data : [value];
      return [name, Array.from({ length: n }, (_, i) => data[data.length === 1 ? 0 : i] ?? emptyArray)];
    }),
  );
  return { kind: "struct", size, fields };
}

const structAt = (args: readonly Value[], i: number): StructValue => {
  const x = args[i];
  if (x?.kind === "struct") return x;
  if (x && isUncertain(x)) throw new NotKnown(firstDoubt([x])?.reason ?? "it is not known");
  throw new MatlabError("argument must be a struct");
};

const names = (x: StructValue): Value => cell([x.fields.size, 1], [...x.fields.keys()].map(text));

function isField(args: readonly Value[]): Value {
  const [x, name] = args;
  const has = (each: string | undefined): boolean =>
    x?.kind === "struct" && each !== undefined && x.fields.has(each);
  if (x?.kind === "unknown") throw new NotKnown(x.reason);
  if (name?.kind === "cell")
    return {
      kind: "array",
      class: "logical",
      size: name.size,
      re: Float64Array.from(name.data, (each) => (has(textOf(each)) ? 1 : 0)),
    };
  return logical(has(textOf(name)));
}

function withoutFields(args: readonly Value[]): Value {
  const x = structAt(args, 0);
  const gone = new Set(textsOf(args[1]) ?? []);
  return { ...x, fields: new Map([...x.fields].filter(([name]) => !gone.has(name))) };
}

/** Single values as an array where they are numbers, texts or truth values of one element. */
function uniform(name: string, values: readonly Value[], size: Size): Value {
  if (values.length === 0) return { ...emptyArray, size };
  const doubt = firstDoubt(values);
  if (doubt) return unknown(doubt.reason, doubt.line, size);
  if (
    values.some(
      (each) =>
        count(sizeOf(each) ?? []) !== 1 ||
        (each.kind !== "array" && each.kind !== "handle" && each.kind !== "string"),
    )
  )
    throw new MatlabError(
      `${name}: all values must be scalars when UniformOutput = true; use the 'UniformOutput', false option`,
      "MATLAB:cellfun:NotAScalarOutput",
    );
  const whole = joined(1, values);
  return isSingle(whole) || isUncertain(whole) ? whole : { ...whole, size };
}

const legacy: Readonly<Record<string, string>> = {
  isclass: "isa",
  prodofsize: "numel",
  isreal: "isreal",
  ndims: "ndims",
};

/** `cellfun` and `arrayfun`: `elements` are the arguments of the calls. */
function mapped(
  name: string,
  args: readonly Value[],
  outputs: number,
  context: CallContext,
  element: (x: Value, i: number) => Value,
): readonly Value[] {
  const end = args.findIndex(
    (each, i) => i > 0 && /^(uniformoutput|errorhandler)$/i.test(textOf(each) ?? ""),
  );
  const lists = args.slice(1, end < 0 ? undefined : end);
  const options = end < 0 ? new Map<string, Value>() : optionsFrom(args, end);
  const isUniform = options.get("uniformoutput")
    ? numberAt([options.get("uniformoutput") ?? scalar(1)], 0) !== 0
    : true;
  const handler = options.get("errorhandler");
  const [callee] = args;
  const f: FunctionValue | string =
    callee?.kind === "function" ? callee : (legacy[textAt(args, 0)] ?? textAt(args, 0));
  const [first] = lists;
  const size = first && sizeOf(first);
  if (!first || !size) throw new NotKnown(firstDoubt(lists)?.reason ?? "the size is not known");
  for (const each of lists)
    if (!sameSize(sizeOf(each) ?? [], size))
      throw new MatlabError(
        `${name}: all the input arguments must have the same size and shape (arg 1 and arg 2)`,
      );
  const n = count(size);
  const wanted = Math.max(1, outputs);
  const results: Value[][] = Array.from({ length: wanted }, () => []);
  for (let i = 0; i < n; i++) {
    let values: readonly Value[];
    try {
      values = context.apply(
        f,
        lists.map((each) => element(each, i)),
        outputs === 0 ? 1 : outputs,
      );
    } catch (error) {
      if (!(error instanceof MatlabError) || handler?.kind !== "function") throw error;
      const info = makeStruct([
        text("message"),
        text(error.message),
        text("identifier"),
        text(error.identifier),
        text("index"),
        scalar(i + 1),
      ]);
      values = context.apply(handler, [info, ...lists.map((each) => element(each, i))], wanted);
    }
    for (let k = 0; k < wanted; k++) {
      const value = values[k];
      if (value) results[k]?.push(value);
      else if (outputs > 0) throw new MatlabError(`${name}: function returned fewer than nargout values`);
    }
  }
  if (outputs === 0 && (results[0]?.length ?? 0) < n) return [];
  return results.map((values) => (isUniform ? uniform(name, values, size) : cell(size, values)));
}

const elementOf = (x: Value, i: number): Value => {
  if (isUncertain(x)) return unknown(firstDoubt([x])?.reason ?? "", firstDoubt([x])?.line ?? 0, [1, 1]);
  return isSingle(x) ? x : pick(x, Int32Array.of(i), [1, 1]);
};

const cellfun: Builtin = (args, outputs, context) =>
  mapped("cellfun", args, outputs, context, (x, i) => {
    if (x.kind === "cell") return x.data[i] ?? emptyArray;
    if (x.kind === "string") return text(x.data[i] ?? "");
    if (isUncertain(x)) return elementOf(x, i);
    throw new MatlabError("cellfun: C must be a cell array");
  });

const arrayfun: Builtin = (args, outputs, context) => mapped("arrayfun", args, outputs, context, elementOf);

const structfun: Builtin = (args, outputs, context) => {
  const x = structAt(args, 1);
  const values = [...x.fields.values()].map((each) => each[0] ?? emptyArray);
  const results = cellfun(
    [args[0] ?? emptyArray, cell([values.length, 1], values), ...args.slice(2)],
    outputs,
    context,
  );
  const [first] = "kind" in results ? [results] : results;
  if (first?.kind !== "cell") return first ? [first] : [];
  return [
    {
      kind: "struct",
      size: [1, 1],
      fields: new Map([...x.fields.keys()].map((name, i) => [name, [first.data[i] ?? emptyArray]])),
    },
  ];
};

function cell2mat(args: readonly Value[]): Value {
  const [x] = args;
  if (x?.kind !== "cell") throw new MatlabError("cell2mat: C must be a cell array");
  if (x.data.length === 0) return emptyArray;
  const [rows = 0] = x.size;
  const columns = x.data.length / rows;
  return joined(
    0,
    Array.from({ length: rows }, (_, i) =>
      joined(
        1,
        Array.from({ length: columns }, (_, j) => x.data[i + j * rows] ?? emptyArray),
      ),
    ),
  );
}

function num2cell(args: readonly Value[]): Value {
  const [x] = args;
  const size = x && sizeOf(x);
  if (!x || !size) throw new NotKnown("the size is not known");
  reserve(count(size) * 4);
  return cell(
    size,
    Array.from({ length: count(size) }, (_, i) =>
      x.kind === "cell" ? cell([1, 1], [x.data[i] ?? emptyArray]) : elementOf(x, i),
    ),
  );
}

function mat2cell(args: readonly Value[]): Value {
  const x = arrayAt(args, 0);
  const heights = [...arrayAt(args, 1).re];
  const widths = args[2] ? [...arrayAt(args, 2).re] : [x.size[1] ?? 1];
  const [rows = 0] = x.size;
  const parts: Value[] = [];
  let left = 0;
  for (const width of widths) {
    let top = 0;
    for (const height of heights) {
      const places = Int32Array.from(
        { length: width * height },
        (_, k) => top + (k % height) + (left + Math.floor(k / height)) * rows,
      );
      parts.push(pick(x, places, [height, width]));
      top += height;
    }
    left += width;
  }
  return cell([heights.length, widths.length], parts);
}

const struct2cell: Builtin = (args) => {
  const x = structAt(args, 0);
  return cell(
    [x.fields.size, 1],
    [...x.fields.values()].map((each) => each[0] ?? emptyArray),
  );
};

const cell2struct: Builtin = (args) => {
  const [x] = args;
  const fields = textsOf(args[1]) ?? [];
  if (x?.kind !== "cell") throw new MatlabError("cell2struct: CELL must be a cell array");
  const along = numberAt(args, 2, 1);
  const n = x.data.length / Math.max(1, fields.length);
  const at = (field: number, i: number): Value =>
    x.data[along === 1 ? field + i * fields.length : i + field * n] ?? emptyArray;
  return {
    kind: "struct",
    size: [n, 1],
    fields: new Map(fields.map((name, k) => [name, Array.from({ length: n }, (_, i) => at(k, i))])),
  };
};

/** Containers may hold unknown values without being unknown themselves. */
export const containerFunctions: Builtins = {
  struct: makeStruct,
  fieldnames: (args) => names(structAt(args, 0)),
  numfields: (args) => scalar(args[0]?.kind === "struct" ? args[0].fields.size : 0),
  isfield: isField,
  rmfield: withoutFields,
  getfield: (args) => structAt(args, 0).fields.get(textAt(args, 1))?.[0] ?? fieldMissing(textAt(args, 1)),
  setfield: (args) => {
    const x = structAt(args, 0);
    return { ...x, fields: new Map(x.fields).set(textAt(args, 1), [args[2] ?? emptyArray]) };
  },
  orderfields: (args) => {
    const x = structAt(args, 0);
    return { ...x, fields: new Map([...x.fields].sort(([a], [b]) => (a < b ? -1 : 1))) };
  },
  cellfun,
  arrayfun,
  structfun,
  cell2mat,
  num2cell,
  mat2cell,
  struct2cell,
  cell2struct,
  deal: (args, outputs) => {
    if (args.length !== 1 && args.length !== Math.max(1, outputs))
      throw new MatlabError("deal: nargin > 1 and nargin != nargout");
    return Array.from(
      { length: Math.max(1, outputs) },
      (_, i) => args[args.length === 1 ? 0 : i] ?? emptyArray,
    );
  },
};

function fieldMissing(name: string): never {
  throw new MatlabError(`invalid use of undefined value: field '${name}'`);
}
