import { keyOf } from "./dictionaries.js";
import { doubtShared, type Environment, type Scope, touch, within } from "./environment.js";
import { evaluate } from "./expressions.js";
import { functionOf } from "./functions.js";
import type { PyNode } from "./nodes.js";
import { runBlock } from "./statements.js";
import {
  fn,
  list,
  none,
  type PyArguments,
  type PyClass,
  type PyFunctionValue,
  type PyObject,
  PyUnknown,
  type PyValue,
  text,
} from "./values.js";

/** Decorators that leave what a function computes as it is. */
const transparent =
  /^(?:\w+\.)*(?:n?jit|vectorize|lru_cache|cache|wraps|override|abstractmethod|classmethod|staticmethod|property|cached_property|dataclass)\b/;

/** `def` and `class`, with their decorators. */
export function define(environment: Environment, node: PyNode): readonly [name: string, value: PyValue] {
  const inner = node.type === "decorated_definition" ? (node.field("definition") ?? node) : node;
  const decorators = node.named
    .filter(({ type }) => type === "decorator")
    .map(({ text }) => text.slice(1).trim());
  const name = inner.field("name")?.text ?? "";
  const odd = decorators.find((each) => !transparent.test(each));
  if (odd) {
    const reason = `${name} is changed by @${odd.split("(")[0]}`;
    return [name, { kind: "unknown", reason, line: node.line }];
  }
  if (inner.type === "class_definition") return [name, classOf(environment, inner, name, decorators)];
  const binds = decorators.includes("staticmethod")
    ? "static"
    : decorators.includes("classmethod")
      ? "class"
      : decorators.some((each) => each.endsWith("property"))
        ? "property"
        : "method";
  return [name, { ...functionOf(environment, inner, name), binds }];
}

function classOf(
  environment: Environment,
  node: PyNode,
  name: string,
  decorators: readonly string[],
): PyValue {
  const bases = (node.field("superclasses")?.named ?? []).flatMap((each) => {
    if (each.type === "keyword_argument" || each.text === "object") return [];
    const base = evaluate(environment, each);
    return base.kind === "class" ? [base] : [];
  });
  const isEnum = /Enum/.test(node.field("superclasses")?.text ?? "");
  const scope: Scope = { names: new Map(), outer: environment.scope, isClass: true };
  const body = node.field("body");
  if (body) within(environment, scope, () => runBlock(environment, body));
  const made: PyClass = {
    kind: "class",
    name,
    members: scope.names,
    bases,
    ...(decorators.some((each) => /dataclass/.test(each)) && { fields: fieldsOf(scope, body, bases) }),
  };
  if (isEnum)
    for (const [key, value] of [...scope.names])
      if (value.kind !== "function")
        scope.names.set(key, {
          kind: "object",
          of: made,
          attributes: new Map<string, PyValue>([
            ["name", text(key)],
            ["value", value],
          ]),
        });
  scope.names.set("__class__", made);
  return made;
}

/** `name: type = value` in the body of a data class. */
function fieldsOf(
  { names }: Scope,
  body: PyNode | undefined,
  bases: readonly PyClass[],
): NonNullable<PyClass["fields"]> {
  const own = (body?.named ?? []).flatMap((each) => {
    const [assignment] = each.named;
    const left = assignment?.field("left");
    if (assignment?.type !== "assignment" || !left || !assignment.field("type")) return [];
    return [[left.text, names.get(left.text)] as const];
  });
  return [...bases.flatMap(({ fields }) => fields ?? []), ...own];
}

function found(of: PyClass, name: string): PyValue | undefined {
  return of.members.get(name) ?? of.bases.map((base) => found(base, name)).find((each) => each);
}

const bindTo = (self: PyValue, { call }: PyFunctionValue): PyValue =>
  fn((args) => call({ ...args, positional: [self, ...args.positional], written: ["self", ...args.written] }));

/** `object.name`, a method bound to its object. @throws {PyUnknown} */
export function memberOf(environment: Environment, object: PyObject | PyClass, name: string): PyValue {
  const of = object.kind === "class" ? object : object.of;
  const own = object.kind === "object" ? object.attributes.get(name) : undefined;
  const value = own ?? found(of, name);
  if (!value) {
    if (name === "__class__") return of;
    if (name === "__name__") return text(of.name);
    throw new PyUnknown(`${of.name} has no ${name} here`);
  }
  if (own || value.kind !== "function" || value.binds === "static") return value;
  if (value.binds === "class") return bindTo(of, value);
  if (object.kind === "class") return value;
  if (value.binds === "property") return value.call({ positional: [object], named: new Map(), written: [] });
  return bindTo(object, guarded(environment, object, value));
}

/** What a method that cannot be evaluated may have changed is unknown. */
const guarded = (environment: Environment, object: PyObject, method: PyFunctionValue): PyFunctionValue => ({
  ...method,
  call(args) {
    try {
      return method.call(args);
    } catch (error) {
      if (error instanceof PyUnknown) {
        touch(environment, object);
        doubtShared(object, { kind: "unknown", reason: error.reason, line: error.line ?? 0 });
      }
      throw error;
    }
  },
});

export function callMethod(
  environment: Environment,
  object: PyObject,
  name: string,
  positional: readonly PyValue[],
): PyValue {
  const method = memberOf(environment, object, name);
  if (method.kind !== "function") throw new PyUnknown(`${name} is not evaluated here`);
  return method.call({ positional, named: new Map(), written: positional.map(() => "") });
}

/** `Class(…)` */
export function instantiate(of: PyClass, args: PyArguments): PyValue {
  const object: PyObject = { kind: "object", of, attributes: new Map() };
  const init = found(of, "__init__");
  if (init?.kind === "function") {
    init.call({ ...args, positional: [object, ...args.positional] });
  } else if (of.fields) {
    of.fields.forEach(([name, usual], i) => {
      const value = args.named.get(name) ?? args.positional[i] ?? usual;
      if (!value) throw new PyUnknown(`${of.name} is made without ${name}`);
      object.attributes.set(name, value);
    });
    const after = found(of, "__post_init__");
    if (after?.kind === "function") after.call({ positional: [object], named: new Map(), written: [] });
  } else if (args.positional.length === 1 && of.members.size > 0) {
    // A member of an enumeration by its value.
    const [value = none] = args.positional;
    const key = keyOf(value);
    for (const member of of.members.values()) {
      const inner = member.kind === "object" ? member.attributes.get("value") : undefined;
      if (inner && keyOf(inner) === key) return member;
    }
  }
  return object;
}

/** `super()`: the object at hand, with the methods of the bases of the class that the method stands in. */
export function superOf(environment: Environment): PyValue {
  for (let scope: Scope | undefined = environment.scope; scope; scope = scope.outer) {
    const of = scope.outer?.isClass ? scope.outer.names.get("__class__") : undefined;
    const [self] = scope.names.values();
    if (of?.kind !== "class" || self?.kind !== "object") continue;
    const base: PyClass = {
      kind: "class",
      name: "super",
      members: new Map([["__init__", fn(() => none)]]),
      bases: [],
    };
    const [first, ...more] = of.bases;
    return {
      kind: "object",
      of: first ? { ...base, members: new Map(), bases: [first, ...more, base] } : base,
      attributes: self.attributes,
    };
  }
  throw new PyUnknown("super is not evaluated here");
}

/** `namedtuple("Name", "a b")` */
export function namedTuple({ positional: [name, names] }: PyArguments): PyValue {
  const given =
    names?.kind === "text"
      ? names.text.split(/[\s,]+/).filter((each) => each !== "")
      : names?.kind === "list"
        ? names.items.map((each) => (each.kind === "text" ? each.text : ""))
        : [];
  return {
    kind: "class",
    name: name?.kind === "text" ? name.text : "",
    members: new Map(),
    bases: [],
    fields: given.map((each) => [each, undefined] as const),
  };
}

/** Elements of an object that can be gone over: a named tuple. */
export const fieldValues = ({ of, attributes }: PyObject): PyValue =>
  list((of.fields ?? []).map(([name]) => attributes.get(name) ?? none));

/** Whether a value is of a class or one that it derives from. */
export function isOf(of: PyClass, other: PyClass): boolean {
  return of === other || of.bases.some((base) => isOf(base, other));
}
