import { listed } from "../base/words.js";
import { field, namedChildren } from "../syntax/nodes.js";
import type { SyntaxNode } from "../syntax/parser.js";
import type { FunctionPatch } from "../syntax/types.js";
import { codeOf, longestCode } from "./body.js";
import { callOf } from "./explain/expressions.js";
import { localValue } from "./localValue.js";
import { isOpaque, plainWords } from "./nameWords.js";
import { isPredicate } from "./predicate.js";
import { readResults } from "./resultExpressions.js";
import { endSentence } from "./text.js";

/** What the returned (or yielded) expressions are, in the code's words, where they are few and short. */
export function resultFact(
  root: SyntaxNode,
  patch: FunctionPatch,
  kind: "return" | "yield",
): string | undefined {
  const results = readResults(root, patch, kind);
  if (!results) return undefined;
  if (patch.signature.returnType === "error") return "An error, or `nil` if there is none.";
  const { expressions, hasError } = withoutErrors(results.expressions, patch);
  if (expressions.length === 0 && results.nothing !== undefined && !hasError)
    return `\`${results.nothing}\`.`;
  const fact = factOf(expressions, root, patch);
  if (fact === undefined) return undefined;
  const others = [
    ...(results.nothing !== undefined ? [`\`${results.nothing}\``] : []),
    ...(hasError ? ["an error"] : []),
  ];
  const also = others.map((other) => `, or ${other}`).join("");
  return endSentence(`${fact}${also}${results.endsEarly ? ", unless `?` returns early" : ""}`);
}

/** The function, or method of the same instance, whose result is all that a function returns. */
export function resultCallee(root: SyntaxNode, patch: FunctionPatch): string | undefined {
  const results = readResults(root, patch, "return");
  if (results === undefined || results.nothing !== undefined || results.endsEarly) return undefined;
  const callees = new Set(
    results.expressions.map(
      (expression) =>
        /^(?:(?:self|cls|this|\$this|static|Self)(?:\.|->|::))?(\w+)$/.exec(
          callOf(expression)?.callee ?? "",
        )?.[1],
    ),
  );
  return callees.size === 1 ? [...callees][0] : undefined;
}

/** Whether all that a method returns is its own instance, so that calls can be chained. */
export function returnsInstance(root: SyntaxNode, patch: FunctionPatch): boolean {
  const expressions = readResults(root, patch, "return")?.expressions ?? [];
  return expressions.length > 0 && expressions.every(({ text }) => isInstance(text));
}

const isInstance = (code: string): boolean => /^(?:this|self|\$this|\*this)$/.test(code);

/** Go's results end in an error: what is returned beside one says nothing, and what is returned without one is the result. */
function withoutErrors(
  expressions: readonly SyntaxNode[],
  { signature }: FunctionPatch,
): { readonly expressions: readonly SyntaxNode[]; readonly hasError: boolean } {
  if (!/^\(.*,\s*(?:\w+ )?error\)$/.test(signature.returnType ?? "")) return { expressions, hasError: false };
  const values = expressions.flatMap((expression) => {
    const parts = expression.type === "expression_list" ? namedChildren(expression) : [];
    const [first] = parts;
    return parts.length === 2 && first && parts[1]?.text === "nil" ? [first] : [];
  });
  const isWhole = expressions.every(({ type }) => type === "expression_list");
  return isWhole && values.length > 0
    ? { expressions: values, hasError: true }
    : { expressions: [], hasError: true };
}

function factOf(
  expressions: readonly SyntaxNode[],
  root: SyntaxNode,
  patch: FunctionPatch,
): string | undefined {
  const [first] = expressions;
  if (!first) return undefined;
  const delegated = expressions.find(isDelegated);
  if (delegated) {
    const code = expressions.length === 1 ? codeOf(delegated) : undefined;
    return code === undefined ? undefined : `The items of \`${code}\``;
  }
  if (expressions.every(({ text }) => isInstance(text))) return "The instance itself";
  const codes = [...new Set(expressions.map(codeOf))];
  if (codes.length === 1 && codes[0] !== undefined) return valueFact(first, codes[0], root, patch);
  const isTruth = isPredicate(patch) && expressions.some(({ text }) => truth.test(text));
  if (isTruth || (codes.length === 2 && codes.every((code) => truth.test(code ?? ""))))
    return isPredicate(patch) ? undefined : "True or false";
  const made = new Set(expressions.map((expression) => madeBy(expression, patch)));
  if (made.size === 1 && !made.has(undefined)) return `A new \`${[...made][0]}\``;
  if (codes.length > 3 || codes.includes(undefined)) return calleeOf(expressions) ?? formOf(expressions);
  const quoted = codes.map((code) => `\`${code}\``);
  return `One of ${listed(quoted)}`;
}

const truth = /^(?:true|false)$/i;
const literal = /^(?:true|false|-?\d[\d_.]*|"[^"]*"|'[^']*'|\[\]|\{\})$/i;

/** The only result. */
function valueFact(
  value: SyntaxNode,
  code: string,
  root: SyntaxNode,
  patch: FunctionPatch,
): string | undefined {
  if (literal.test(code)) return `\`${code}\``;
  const form = formOfLiteral(value);
  if (form?.includes(" with ")) return form;
  const made = madeBy(value, patch);
  if (made !== undefined) return `A new \`${made}\``;
  if (isTest(value) && (isPredicate(patch) || patch.signature.returnType === undefined))
    return `Whether \`${code}\``;
  if (/^(?:identifier|variable_name|name)$/.test(value.type)) return variableFact(value, code, root, patch);
  const parts = /^(?:tuple|expression_list)$/.test(value.type) ? namedChildren(value) : [];
  if (parts.length === 2 || parts.length === 3) {
    return listed(parts.map(({ text }) => `\`${text}\``));
  }
  return `The value of \`${code}\``;
}

/** A caller does not see the function's own variables: they are told by what their names mean, or by their values. */
function variableFact(
  variable: SyntaxNode,
  code: string,
  root: SyntaxNode,
  patch: FunctionPatch,
): string | undefined {
  const local = localValue(root, patch, code);
  const name = code.replace(/^\$/, "");
  const isGiven = patch.signature.parameters.some((parameter) => parameter.name === name);
  if (!local) return isGiven ? `The given \`${code}\`` : `The value of \`${code}\``;
  if (isPredicate(patch)) return undefined;
  const words = plainWords(name);
  const [word = ""] = words;
  if (words.length === 1 && participle.test(word)) {
    const subject = local.first && subjectOf(local.first, patch);
    return subject === undefined ? undefined : `The ${word} ${subject}`;
  }
  if (!meaningless.test(name) && !isOpaque(name) && words.join("").length > 3)
    return `The ${words.join(" ")}`;
  const value = isGiven ? undefined : local.value;
  if (!value || value.equals(variable)) return undefined;
  const form = formOf([value]);
  if (form !== undefined) return form;
  const made = madeBy(value, patch);
  if (made !== undefined) return `A \`${made}\``;
  // What else is done with the variable may change it.
  if (local.uses > 2) return undefined;
  const whole = codeOf(value);
  return whole === undefined ? calleeOf([value]) : `The value of \`${whole}\``;
}

/** “Cleaned”, which is said of something; not “seed”. */
const participle = /^[a-z]{2,}(?<!e)ed$/;

/** The only parameter that a value is made from, in words. */
function subjectOf(value: SyntaxNode, { signature }: FunctionPatch): string | undefined {
  const names = new Set<string>();
  const visit = (node: SyntaxNode): void => {
    if (node.childCount === 0 || node.type === "variable_name") names.add(node.text.replace(/^\$/, ""));
    namedChildren(node).forEach(visit);
  };
  visit(value);
  const given = signature.parameters.filter(({ name, kind }) => kind !== "receiver" && names.has(name));
  const [only, ...others] = given.map(({ name }) => name);
  return only === undefined || others.length > 0 || isOpaque(only) || only.length < 4
    ? undefined
    : plainWords(only).join(" ");
}

/** Names that say that something is a result, and not which. */
const meaningless =
  /^_*(?:a|answer|arr|array|buf|data|dict|found|it|item|items|list|new|obj|object|ok|out|outp?uts?|re?s|result|results|ret|retval|return_?[vV]al(?:ue)?|rv|self|str|string|success|temp|tmp|this|value|values|vals?|x|xs)\d*_*$/i;

/** Comparisons, negations, tests of types and what is made of them by `and` and `or`. */
function isTest(node: SyntaxNode): boolean {
  const { type } = node;
  if (
    /^(?:comparison_operator|not_operator|instanceof_expression|is_expression|is_pattern_expression)$/.test(
      type,
    )
  )
    return true;
  const inner = namedChildren(node);
  if (/^(?:parenthesized_expression|parenthesized_statements)$/.test(type)) return inner.every(isTest);
  const operator = field(node, "operator")?.text ?? node.children[1]?.text ?? "";
  if (/^(?:unary|prefix_unary|unary_op)/.test(type)) return node.text.startsWith("!");
  if (/^(?:binary|boolean)/.test(type))
    return /^(?:&&|\|\||and|or)$/.test(operator)
      ? inner.every(isTest)
      : /^(?:[<>]=?|[=!]==?|instanceof|in)$/.test(operator);
  const callee = callOf(node)?.callee;
  return callee !== undefined && /^(?:isinstance|issubclass|hasattr|callable|Array\.isArray)$/.test(callee);
}

/** `yield from xs`, `yield* xs`. */
const isDelegated = (value: SyntaxNode): boolean =>
  /^yield/.test(value.parent?.type ?? "") && /^yield(?:\s+from\b|\s*\*)/.test(value.parent?.text ?? "");

/** The class of `new Gauge(…)`, and in Python of `Gauge(…)` and `cls(…)`. */
function madeBy(value: SyntaxNode, patch: FunctionPatch): string | undefined {
  const called = value.type === "call" ? field(value, "function")?.text : undefined;
  if (called === "cls") return patch.enclosing?.name;
  if (called !== undefined && /^(?:\w+\.)*[A-Z][a-z]\w*$/.test(called)) return called;
  if (!/^(?:new_expression|object_creation_expression)$/.test(value.type) || !/^new\s/.test(value.text))
    return undefined;
  const type =
    field(value, "type") ??
    field(value, "constructor") ??
    namedChildren(value).find((child) => /^(?:name|qualified_name)$/.test(child.type));
  if (!type || field(value, "body")) return undefined;
  return /^(?:self|static)$/.test(type.text) ? patch.enclosing?.name : codeOf(type);
}

/** All results come from the same call. */
function calleeOf(expressions: readonly SyntaxNode[]): string | undefined {
  const callees = new Set(expressions.map((expression) => callOf(expression)?.callee));
  const [callee] = callees;
  if (callees.size !== 1 || callee === undefined || callee.length > longestCode || callee.includes("`"))
    return undefined;
  if (/^(?:Some|Ok|Err|make)$/.test(callee)) return undefined;
  return builtins.get(callee) ?? `What \`${callee}\` returns`;
}

/** Functions of Python whose name says less than what comes of them. */
const builtins: ReadonlyMap<string, string> = new Map([
  ["list", "A list"],
  ["tuple", "A tuple"],
  ["dict", "A dictionary"],
  ["set", "A set"],
  ["frozenset", "A set"],
  ["str", "A string"],
  ["float", "A floating-point number"],
  ["int", "An integer"],
  ["sorted", "A sorted list"],
  ["len", "A number of items"],
  ...["all", "any", "bool", "callable", "hasattr", "isinstance", "issubclass"].map(
    (name) => [name, "True or false"] as const,
  ),
]);

const forms: Readonly<Record<string, string>> = {
  dictionary: "A dictionary",
  dictionary_comprehension: "A dictionary",
  list: "A list",
  list_comprehension: "A list",
  object: "An object",
  array: "An array",
  set: "A set",
  set_comprehension: "A set",
  string: "A string",
  concatenated_string: "A string",
  template_string: "A string",
};

/** All results are literals of one form. */
function formOf(expressions: readonly SyntaxNode[]): string | undefined {
  const found = new Set(expressions.map(formOfLiteral));
  return found.size === 1 ? [...found][0] : undefined;
}

function formOfLiteral(value: SyntaxNode): string | undefined {
  if (/^(?:tuple|expression_list)$/.test(value.type)) return `A tuple of ${value.namedChildCount} elements`;
  const form = forms[value.type];
  const parts = /^(?:object|dictionary)$/.test(value.type) ? namedChildren(value) : [];
  const keys = parts.map((part) => (field(part, "key") ?? field(part, "name") ?? part).text);
  // A name in a dictionary of Python is a variable.
  const plain = value.type === "object" ? /^(?:[\w$]+|"\w+"|'\w+')$/ : /^(?:"\w+"|'\w+')$/;
  const isPlain = keys.length > 0 && keys.every((key) => plain.test(key));
  return form !== undefined && isPlain ? `${form} with ${listedCodes(keys)}` : form;
}

/** At most four are named. */
function listedCodes(codes: readonly string[]): string {
  const quoted = codes.map((code) => `\`${code}\``);
  if (quoted.length > 4) return `${quoted.slice(0, 3).join(", ")} and ${quoted.length - 3} more`;
  return listed(quoted);
}
