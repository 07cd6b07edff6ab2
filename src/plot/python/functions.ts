import { textKey } from "./dictionaries.js";
import { type Environment, PyJump, PyReturn, type Scope, within } from "./environment.js";
import { evaluate } from "./expressions.js";
import type { PyNode } from "./nodes.js";
import { runBlock } from "./statements.js";
import {
  fn,
  none,
  type PyArguments,
  type PyDict,
  type PyFunction,
  type PyFunctionValue,
  PyUnknown,
  type PyValue,
  tuple,
} from "./values.js";

const mostDepth = 50;

interface Parameter {
  readonly name: string;
  readonly kind: "plain" | "rest" | "options" | "named";
  readonly usual?: PyValue;
}

/** What a `def` or a `lambda` makes; it sees the names around it. */
export function functionOf(environment: Environment, node: PyNode, name: string): PyFunctionValue {
  const scope = environment.scope;
  const list = node.field("parameters");
  const parameters = list ? parametersOf(environment, list) : [];
  const body = node.field("body");
  const isGenerator = node.type !== "lambda" && (body?.below(["yield"]).length ?? 0) > 0;
  const call: PyFunction = (args) => {
    if (!body || environment.depth >= mostDepth) throw new PyUnknown(`${name} calls itself too often`);
    if (isGenerator) throw new PyUnknown(`${name} is a generator, which is not evaluated here`);
    const own: Scope = { names: bound(parameters, args, name), outer: scope, elsewhere: new Map() };
    environment.depth++;
    try {
      return within(environment, own, () =>
        node.type === "lambda" ? evaluate(environment, body) : returned(environment, body, name),
      );
    } finally {
      environment.depth--;
    }
  };
  const isOpen = parameters.some(({ kind }) => kind === "rest");
  return { ...fn(call), ...(!isOpen && { takes: parameters.filter(({ kind }) => kind === "plain").length }) };
}

function returned(environment: Environment, body: PyNode, name: string): PyValue {
  const [doubt, before] = [environment.doubt, environment.maybeReturned];
  environment.maybeReturned = false;
  let value: PyValue = none;
  try {
    runBlock(environment, body);
  } catch (error) {
    if (error instanceof PyReturn) value = error.value;
    else if (error instanceof PyJump) throw new PyUnknown(`it is not known where ${name} returns`);
    else throw error;
  } finally {
    const isUnclear = environment.maybeReturned;
    environment.doubt = doubt;
    environment.maybeReturned = before;
    if (isUnclear && value.kind !== "none")
      value = { kind: "unknown", reason: `it is not known where ${name} returns`, line: body.line };
  }
  return value;
}

function parametersOf(environment: Environment, list: PyNode): Parameter[] {
  let isNamed = false;
  return list.named.flatMap((each): Parameter[] => {
    const inner = each.type === "typed_parameter" ? (each.named[0] ?? each) : each;
    const name = inner.field("name")?.text ?? inner.text.replace(/^\*+/, "");
    if (inner.type === "keyword_separator" || inner.type === "positional_separator") {
      isNamed ||= inner.type === "keyword_separator";
      return [];
    }
    if (inner.type === "list_splat_pattern") {
      isNamed = true;
      return [{ name, kind: "rest" }];
    }
    if (inner.type === "dictionary_splat_pattern") return [{ name, kind: "options" }];
    const value = inner.field("value");
    return [
      {
        name,
        kind: isNamed ? "named" : "plain",
        ...(value && { usual: evaluate(environment, value) }),
      },
    ];
  });
}

function bound(parameters: readonly Parameter[], args: PyArguments, name: string): Map<string, PyValue> {
  const names = new Map<string, PyValue>();
  const left = new Map(args.named);
  const rest = [...args.positional];
  for (const parameter of parameters) {
    if (parameter.kind === "rest") names.set(parameter.name, tuple(rest.splice(0)));
    else if (parameter.kind === "options") {
      const entries: PyDict["entries"] = new Map();
      for (const [key, value] of left) entries.set(...textKey(key, value));
      names.set(parameter.name, { kind: "dict", entries });
    } else {
      const given = (parameter.kind === "plain" ? rest.shift() : undefined) ?? left.get(parameter.name);
      left.delete(parameter.name);
      const value = given ?? parameter.usual;
      if (!value) throw new PyUnknown(`${name} is called without ${parameter.name}`);
      names.set(parameter.name, value);
    }
  }
  return names;
}
