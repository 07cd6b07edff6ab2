import type { SyntaxNode } from "../../syntax/parser.js";
import { type Environment, lineOf, namedChildrenOf, PyReturn, step } from "./environment.js";
import { numpyConstants, numpyFunction, randomFunction } from "./numpy.js";
import { runBlock } from "./statements.js";
import {
  arrayOf,
  broadcast,
  type NdArray,
  nd,
  needArray,
  none,
  num,
  numberIn,
  type PyArguments,
  PyUnknown,
  type PyValue,
  vector,
} from "./values.js";

/** The value of an expression; unknown, with its line, where that cannot be said. */
export function evaluate(environment: Environment, node: SyntaxNode): PyValue {
  step(environment);
  try {
    return compute(environment, node);
  } catch (error) {
    if (!(error instanceof PyUnknown)) throw error;
    return { kind: "unknown", reason: error.reason, line: lineOf(node) };
  }
}

function compute(environment: Environment, node: SyntaxNode): PyValue {
  const part = (name: string): SyntaxNode => {
    const found = node.childForFieldName(name);
    if (!found) throw new PyUnknown("this expression is not evaluated here");
    return found;
  };
  switch (node.type) {
    case "integer":
    case "float": {
      const value = Number(node.text.replaceAll("_", ""));
      if (Number.isNaN(value)) throw new PyUnknown("complex numbers are not evaluated here");
      return num(value);
    }
    case "true":
      return nd([], Float64Array.of(1), true);
    case "false":
      return nd([], Float64Array.of(0), true);
    case "none":
      return none;
    case "string":
    case "concatenated_string":
      return { kind: "text", text: textOfString(environment, node) };
    case "identifier":
      return variable(environment, node);
    case "parenthesized_expression":
      return evaluate(environment, namedChildrenOf(node)[0] ?? node);
    case "list":
    case "tuple":
    case "expression_list":
    case "pattern_list":
      return { kind: "list", items: namedChildrenOf(node).map((each) => evaluate(environment, each)) };
    case "unary_operator":
      return unary(node.children[0]?.text ?? "", evaluate(environment, part("argument")));
    case "not_operator":
      return nd([], Float64Array.of(numberIn(evaluate(environment, part("argument"))) === 0 ? 1 : 0), true);
    case "binary_operator":
      return binary(
        part("operator").text,
        evaluate(environment, part("left")),
        evaluate(environment, part("right")),
      );
    case "comparison_operator": {
      const [left, right, ...more] = namedChildrenOf(node);
      const sign = node.children.find((each) => each && !each.isNamed)?.text ?? "";
      if (!left || !right || more.length > 0) throw new PyUnknown("this comparison is not evaluated here");
      return compare(sign, evaluate(environment, left), evaluate(environment, right));
    }
    case "boolean_operator": {
      const left = numberIn(evaluate(environment, part("left")));
      if (left === undefined) throw new PyUnknown("the condition is not known");
      const isAnd = part("operator").text === "and";
      return (left !== 0) === isAnd ? evaluate(environment, part("right")) : num(left);
    }
    case "conditional_expression": {
      const [yes, condition, no] = namedChildrenOf(node);
      const test = condition && numberIn(evaluate(environment, condition));
      if (!yes || !no || test === undefined) throw new PyUnknown("the condition is not known");
      return evaluate(environment, test !== 0 ? yes : no);
    }
    case "attribute":
      return attribute(environment, node);
    case "subscript":
      return subscript(environment, node);
    case "call":
      return call(environment, node);
    case "lambda": {
      const parameters = node.childForFieldName("parameters");
      const names = parameters ? namedChildrenOf(parameters).map(({ text }) => text) : [];
      const body = part("body");
      return {
        kind: "function",
        call: ({ positional }) =>
          withVariables(
            environment,
            names.map((name, i) => [name, positional[i] ?? none]),
            () => evaluate(environment, body),
          ),
      };
    }
    case "list_comprehension":
    case "generator_expression":
      return comprehension(environment, node);
    default:
      throw new PyUnknown(`${node.type.replaceAll("_", " ")} is not evaluated here`);
  }
}

function variable({ variables, functions }: Environment, node: SyntaxNode): PyValue {
  const found = variables.get(node.text);
  if (found) return found;
  if (functions.has(node.text)) return { kind: "module", name: `own.${node.text}` };
  if (builtins.has(node.text)) return { kind: "module", name: `builtins.${node.text}` };
  throw new PyUnknown(`${node.text} is not defined here`);
}

const builtins = new Set([
  "range",
  "len",
  "abs",
  "min",
  "max",
  "sum",
  "float",
  "int",
  "round",
  "list",
  "tuple",
  "enumerate",
  "zip",
  "str",
  "sorted",
  "reversed",
  "print",
  "map",
]);

/** Literal text; `{…}` of f-strings with formats such as `.2f`. */
function textOfString(environment: Environment, node: SyntaxNode): string {
  if (node.type === "concatenated_string") {
    return namedChildrenOf(node)
      .map((each) => textOfString(environment, each))
      .join("");
  }
  const isRaw = /^[a-z]*r/i.test(node.text);
  return namedChildrenOf(node)
    .map((each) => {
      if (each.type === "string_content") return isRaw ? each.text : unescaped(each.text);
      if (each.type !== "interpolation") return "";
      const value = evaluate(environment, each.childForFieldName("expression") ?? each);
      const format = each.childForFieldName("format_specifier")?.text.slice(1) ?? "";
      return formatted(value, format);
    })
    .join("");
}

const unescaped = (text: string): string =>
  text.replace(/\\([nt\\'"])/g, (_, sign: string) => ({ n: "\n", t: "\t" })[sign] ?? sign);

function formatted(value: PyValue, format: string): string {
  if (value.kind === "text") return value.text;
  const number = numberIn(value);
  if (number === undefined) throw new PyUnknown("a text depends on what is not known");
  const fixed = /^\.?(\d+)f$/.exec(format);
  if (fixed) return number.toFixed(Number(fixed[1]));
  const general = /^\.(\d+)g$/.exec(format);
  return general ? String(Number(number.toPrecision(Number(general[1])))) : String(number);
}

function unary(sign: string, value: PyValue): PyValue {
  if (value.kind === "random" && sign === "-") return affine(value, -1, 0);
  const array = needArray(value, "the value");
  return sign === "-"
    ? nd(
        array.shape,
        array.data.map((x) => -x),
      )
    : array;
}

const operators: Readonly<Record<string, (x: number, y: number) => number>> = {
  "+": (x, y) => x + y,
  "-": (x, y) => x - y,
  "*": (x, y) => x * y,
  "/": (x, y) => x / y,
  "//": (x, y) => Math.floor(x / y),
  "%": (x, y) => x - Math.floor(x / y) * y,
  "**": (x, y) => x ** y,
};

function binary(sign: string, left: PyValue, right: PyValue): PyValue {
  if (sign === "+" && left.kind === "text" && right.kind === "text")
    return { kind: "text", text: left.text + right.text };
  if (sign === "*" && left.kind === "list" && numberIn(right) !== undefined) {
    return {
      kind: "list",
      items: Array.from({ length: Math.min(1000, numberIn(right) ?? 0) }, () => left.items).flat(),
    };
  }
  if (sign === "+" && left.kind === "list" && right.kind === "list")
    return { kind: "list", items: [...left.items, ...right.items] };
  const shifted = randomBinary(sign, left, right);
  if (shifted) return shifted;
  const op = operators[sign];
  if (!op) throw new PyUnknown(`the operator ${sign} is not evaluated here`);
  return broadcast(needArray(left, "the value"), needArray(right, "the value"), op);
}

/** Random numbers times and plus a number stay of a known distribution. */
function randomBinary(sign: string, left: PyValue, right: PyValue): PyValue | undefined {
  const [random, other] = left.kind === "random" ? [left, right] : [right, left];
  const k = numberIn(other);
  if (random.kind !== "random" || k === undefined) return undefined;
  if (sign === "*") return affine(random, k, 0);
  if (sign === "+") return affine(random, 1, k);
  if (sign === "-") return left.kind === "random" ? affine(random, 1, -k) : affine(random, -1, k);
  return sign === "/" && left.kind === "random" ? affine(random, 1 / k, 0) : undefined;
}

function affine(random: Extract<PyValue, { kind: "random" }>, factor: number, shift: number): PyValue {
  const { value, shape } = random;
  const ends = [value.low * factor + shift, value.high * factor + shift];
  const changed = {
    ...value,
    low: Math.min(...ends),
    high: Math.max(...ends),
    mean: value.mean * factor + shift,
    deviation: value.deviation * Math.abs(factor),
  };
  return { kind: "random", value: changed, shape };
}

function compare(sign: string, left: PyValue, right: PyValue): PyValue {
  if (left.kind === "text" && right.kind === "text") {
    const isEqual = left.text === right.text;
    return nd([], Float64Array.of((sign === "==") === isEqual ? 1 : 0), true);
  }
  const tests: Readonly<Record<string, (x: number, y: number) => boolean>> = {
    "<": (x, y) => x < y,
    ">": (x, y) => x > y,
    "<=": (x, y) => x <= y,
    ">=": (x, y) => x >= y,
    "==": (x, y) => x === y,
    "!=": (x, y) => x !== y,
  };
  const test = tests[sign];
  if (!test) throw new PyUnknown("this comparison is not evaluated here");
  return broadcast(
    needArray(left, "the value"),
    needArray(right, "the value"),
    (x, y) => (test(x, y) ? 1 : 0),
    true,
  );
}

function attribute(environment: Environment, node: SyntaxNode): PyValue {
  const object = evaluate(environment, node.childForFieldName("object") ?? node);
  const name = node.childForFieldName("attribute")?.text ?? "";
  if (object.kind === "module") {
    if (["numpy", "math"].includes(object.name)) {
      const constant = numpyConstants[name];
      if (constant !== undefined) return num(constant);
    }
    return { kind: "module", name: `${object.name}.${name}` };
  }
  if (object.kind === "unknown") return object;
  if (object.kind === "array") {
    if (name === "T") return transposed(object);
    if (name === "size") return num(object.data.length);
    if (name === "shape") return { kind: "list", items: object.shape.map(num) };
    const method =
      name === "copy" || name === "astype"
        ? () => object
        : name === "flatten" || name === "ravel"
          ? () => vector(object.data)
          : undefined;
    const computed = numpyFunction(name);
    if (method) return { kind: "function", call: method };
    if (computed) {
      return {
        kind: "function",
        call: (args) => computed({ ...args, positional: [object, ...args.positional] }),
      };
    }
  }
  if (object.kind === "axes" || object.kind === "figure") {
    return { kind: "function", call: (args) => environment.plotting.method(object, name, args, environment) };
  }
  throw new PyUnknown(`${node.text} is not evaluated here`);
}

function transposed({ shape, data }: NdArray): NdArray {
  const [rows = 1, columns] = shape;
  if (columns === undefined) return nd(shape, data);
  return nd(
    [columns, rows],
    Float64Array.from(
      { length: data.length },
      (_, k) => data[(k % rows) * columns + Math.floor(k / rows)] ?? 0,
    ),
  );
}

/** `x[i]`, `x[a:b:c]`, `x[mask]`, `x[i, j]`. */
function subscript(environment: Environment, node: SyntaxNode): PyValue {
  const [target, ...indices] = namedChildrenOf(node);
  if (!target) throw new PyUnknown("this index is not evaluated here");
  const object = evaluate(environment, target);
  if (object.kind === "unknown") return object;
  const [index, second] = indices;
  if (object.kind === "list" && index && index.type !== "slice" && !second) {
    const at = numberIn(evaluate(environment, index));
    const item = at === undefined ? undefined : object.items.at(at);
    if (item) return item;
  }
  if (object.kind === "list" && second && index) {
    const row = object.items.at(numberIn(evaluate(environment, index)) ?? 0);
    const item =
      row?.kind === "list" ? row.items.at(numberIn(evaluate(environment, second)) ?? 0) : undefined;
    if (item) return item;
  }
  const array = needArray(object, "the value");
  if (!index) throw new PyUnknown("this index is not evaluated here");
  if (array.shape.length === 2 && second) {
    const [rows = 0, columns = 0] = array.shape;
    const down = positions(environment, index, rows);
    const across = positions(environment, second, columns);
    const values = down.list.flatMap((i) =>
      across.list.map((j) => array.data[i * columns + j] ?? Number.NaN),
    );
    if (down.isOne && across.isOne) return num(values[0] ?? Number.NaN);
    return down.isOne || across.isOne
      ? vector(values)
      : nd([down.list.length, across.list.length], Float64Array.from(values));
  }
  if (second) throw new PyUnknown("this index is not evaluated here");
  if (array.shape.length === 2) {
    const [rows = 0, columns = 0] = array.shape;
    const { list, isOne } = positions(environment, index, rows);
    const values = Float64Array.from(
      list.flatMap((i) => [...array.data.slice(i * columns, (i + 1) * columns)]),
    );
    return isOne ? vector(values) : nd([list.length, columns], values);
  }
  const { list, isOne } = positions(environment, index, array.data.length);
  return isOne
    ? num(array.data[list[0] ?? 0] ?? Number.NaN)
    : vector(list.map((i) => array.data[i] ?? Number.NaN));
}

function positions(
  environment: Environment,
  node: SyntaxNode,
  n: number,
): { list: number[]; isOne: boolean } {
  if (node.type === "slice") {
    const parts: (number | undefined)[] = [undefined, undefined, undefined];
    let at = 0;
    for (const each of node.children) {
      if (!each) continue;
      if (each.type === ":") at++;
      else parts[at] = numberIn(evaluate(environment, each));
    }
    const by = parts[2] ?? 1;
    const bound = (value: number | undefined, standard: number) =>
      value === undefined ? standard : value < 0 ? value + n : Math.min(value, n);
    const list: number[] = [];
    if (by > 0) for (let i = Math.max(0, bound(parts[0], 0)); i < bound(parts[1], n); i += by) list.push(i);
    else if (by < 0)
      for (let i = Math.min(n - 1, bound(parts[0], n - 1)); i > bound(parts[1], -1); i += by) list.push(i);
    return { list, isOne: false };
  }
  const value = needArray(evaluate(environment, node), "the index");
  if (value.isBoolean && value.shape.length > 0)
    return { list: [...value.data.keys()].filter((i) => value.data[i] !== 0), isOne: false };
  const list = [...value.data].map((i) => (i < 0 ? i + n : i));
  if (list.some((i) => i < 0 || i >= n)) throw new PyUnknown("the index is out of bounds");
  return { list, isOne: value.shape.length === 0 };
}

function call(environment: Environment, node: SyntaxNode): PyValue {
  const callee = node.childForFieldName("function");
  const list = node.childForFieldName("arguments");
  if (!callee || !list) throw new PyUnknown("this call is not evaluated here");
  const positional: PyValue[] = [];
  const written: string[] = [];
  const named = new Map<string, PyValue>();
  const given = list.type === "argument_list" ? namedChildrenOf(list) : [list];
  for (const each of given) {
    if (each.type === "keyword_argument") {
      const value = each.childForFieldName("value");
      if (value) named.set(each.childForFieldName("name")?.text ?? "", evaluate(environment, value));
    } else {
      positional.push(evaluate(environment, each));
      written.push(each.text);
    }
  }
  const args: PyArguments = { positional, named, written };
  const target = evaluate(environment, callee);
  if (target.kind === "unknown") return target;
  if (target.kind === "function") return target.call(args);
  if (target.kind === "module") return callNamed(environment, target.name, args, node);
  throw new PyUnknown(`${callee.text} is not evaluated here`);
}

function callNamed(environment: Environment, name: string, args: PyArguments, node: SyntaxNode): PyValue {
  const dot = name.lastIndexOf(".");
  const [module, own] = [name.slice(0, dot), name.slice(dot + 1)];
  if (module === "own") return callOwn(environment, own, args);
  if (module === "builtins") return callBuiltin(own, args);
  if (module === "matplotlib.pyplot") return environment.plotting.pyplot(own, args, environment);
  if (module === "numpy.random") {
    const random = randomFunction(own, lineOf(node));
    if (random) return random(args);
    if (own === "seed") return none;
    if (own === "default_rng" || own === "RandomState") return { kind: "module", name: "numpy.random" };
    throw new PyUnknown("it depends on random numbers");
  }
  if (module === "numpy" || module === "math") {
    const known = numpyFunction(own);
    if (known) return known(args);
  }
  const [first] = args.positional;
  if (/^(loadtxt|genfromtxt|load|read_\w+|open|imread)$/.test(own)) {
    throw new PyUnknown(first?.kind === "text" ? `${first.text} is read` : "it is read from a file");
  }
  throw new PyUnknown(`${name} is not known here`);
}

const mostDepth = 50;

function callOwn(environment: Environment, name: string, { positional, named }: PyArguments): PyValue {
  const definition = environment.functions.get(name);
  const parameters = definition?.childForFieldName("parameters");
  const body = definition?.childForFieldName("body");
  if (!parameters || !body || environment.depth >= mostDepth)
    throw new PyUnknown(`${name} is not evaluated here`);
  const bound = namedChildrenOf(parameters).map((each, i): [string, PyValue] => {
    const own = each.childForFieldName("name")?.text ?? each.text;
    const standard = each.childForFieldName("value");
    return [own, named.get(own) ?? positional[i] ?? (standard ? evaluate(environment, standard) : none)];
  });
  environment.depth++;
  try {
    return withVariables(environment, bound, () => {
      try {
        runBlock(environment, body);
        return none;
      } catch (error) {
        if (error instanceof PyReturn) return error.value;
        throw error;
      }
    });
  } finally {
    environment.depth--;
  }
}

/** Runs `work` with variables of its own; what it sets is forgotten. */
function withVariables(
  environment: Environment,
  bound: readonly (readonly [string, PyValue])[],
  work: () => PyValue,
): PyValue {
  const before = new Map(environment.variables);
  for (const [name, value] of bound) environment.variables.set(name, value);
  try {
    return work();
  } finally {
    environment.variables.clear();
    for (const [name, value] of before) environment.variables.set(name, value);
  }
}

function callBuiltin(name: string, args: PyArguments): PyValue {
  const { positional } = args;
  const [first] = positional;
  switch (name) {
    case "range": {
      const [a = 0, b, c = 1] = positional.map(numberIn);
      const [low, high] = b === undefined ? [0, a] : [a, b];
      const n = Math.max(0, Math.ceil((high - low) / c));
      if (n > 100_000) throw new PyUnknown("it is too large to evaluate here");
      return { kind: "list", items: Array.from({ length: n }, (_, i) => num(low + i * c)) };
    }
    case "len":
      if (first?.kind === "list") return num(first.items.length);
      return num(needArray(first, "the value").shape[0] ?? 0);
    case "enumerate":
      return {
        kind: "list",
        items: itemsOf(first).map((item, i) => ({ kind: "list", items: [num(i), item] })),
      };
    case "zip": {
      const lists = positional.map(itemsOf);
      const n = Math.min(...lists.map(({ length }) => length));
      return {
        kind: "list",
        items: Array.from({ length: n }, (_, i) => ({
          kind: "list",
          items: lists.map((list) => list[i] ?? none),
        })),
      };
    }
    case "list":
    case "tuple":
      return first ? { kind: "list", items: itemsOf(first) } : { kind: "list", items: [] };
    case "reversed":
      return { kind: "list", items: [...itemsOf(first)].reverse() };
    case "float":
    case "int": {
      const value = first?.kind === "text" ? Number(first.text) : numberIn(first);
      if (value === undefined) throw new PyUnknown("the value is not known");
      return num(name === "int" ? Math.trunc(value) : value);
    }
    case "str":
      return { kind: "text", text: first ? formatted(first, "") : "" };
    case "print":
      return none;
    case "min":
    case "max":
    case "sum":
    case "abs":
    case "round": {
      const known = numpyFunction(name);
      const all =
        positional.length > 1 && name !== "round"
          ? { ...args, positional: [vector(positional.map((each) => numberIn(each) ?? Number.NaN))] }
          : args;
      if (known) return known(all);
    }
  }
  throw new PyUnknown(`${name} is not evaluated here`);
}

/** What a loop goes over. @throws {PyUnknown} */
export function itemsOf(value: PyValue | undefined): readonly PyValue[] {
  if (value?.kind === "list") return value.items;
  if (value?.kind === "unknown") throw new PyUnknown(value.reason);
  const array = arrayOf(value);
  if (!array) throw new PyUnknown("what the loop goes over is not known");
  if (array.shape.length < 2) return [...array.data].map(num);
  const columns = array.shape[1] ?? 1;
  return Array.from({ length: array.shape[0] ?? 0 }, (_, i) =>
    vector(array.data.slice(i * columns, (i + 1) * columns)),
  );
}

function comprehension(environment: Environment, node: SyntaxNode): PyValue {
  const body = node.childForFieldName("body");
  const [clause, ...more] = namedChildrenOf(node).filter((each) => each !== body && each.id !== body?.id);
  const left = clause?.childForFieldName("left");
  const right = clause?.childForFieldName("right");
  if (!body || !left || !right || more.length > 0)
    throw new PyUnknown("this comprehension is not evaluated here");
  const items = itemsOf(evaluate(environment, right)).map((item) =>
    withVariables(environment, bindings(left, item), () => evaluate(environment, body)),
  );
  return { kind: "list", items };
}

/** The names that a target binds, with their values. */
export function bindings(target: SyntaxNode, value: PyValue): [string, PyValue][] {
  if (target.type === "identifier") return [[target.text, value]];
  const targets = namedChildrenOf(target);
  if (value.kind === "unknown") return targets.flatMap((each) => bindings(each, value));
  const items = itemsOf(value);
  return targets.flatMap((each, i) => bindings(each, items[i] ?? none));
}
