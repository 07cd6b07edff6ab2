import type { SyntaxNode } from "../../syntax/parser.js";
import { callBuiltin } from "./builtins.js";
import { type Environment, lineOf, namedChildrenOf, PyJump, PyReturn } from "./environment.js";
import { evaluate } from "./expressions.js";
import { numpyFunction, randomFunction, transforms } from "./numpy.js";
import { runBlock } from "./statements.js";
import { none, type PyArguments, PyUnknown, type PyValue } from "./values.js";

export function call(environment: Environment, node: SyntaxNode): PyValue {
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
  if (module === "numpy.fft") {
    const known = transforms[own];
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
        if (error instanceof PyJump) throw new PyUnknown(`it is not known where ${name} returns`);
        throw error;
      }
    });
  } finally {
    environment.depth--;
  }
}

/** Runs `work` with variables of its own; what it sets is forgotten. */
export function withVariables(
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
