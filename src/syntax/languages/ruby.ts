import {
  type ConditionSyntax,
  conditionOf,
  conditionText,
  type Handler,
  negated,
  ownNodes,
  type Raise,
  raisedErrors,
} from "../bodies.js";
import type { ClassNode, FunctionNode, Language } from "../language.js";
import { childOfType, commentsAbove, field, memoizedByNode, namedChildren } from "../nodes.js";
import type { SyntaxNode } from "../parser.js";
import type {
  FunctionKind,
  Parameter,
  ParameterKind,
  RaisedError,
  Signature,
  StatementKind,
} from "../types.js";

export const ruby: Language = {
  id: "ruby",
  name: "Ruby",
  grammar: "ruby",
  extensions: [".rb", ".rake", ".gemspec", ".ru"],
  editorIds: ["ruby"],
  lineComment: "#",
  documentationPlacement: "before",
  readFunction,
  readClass,
  isImport: (node) =>
    node.type === "call" &&
    /^(require|require_relative|load|autoload)$/.test(field(node, "method")?.text ?? "") &&
    !field(node, "receiver"),
  statementKind,
  isDocumentation: (node) => node.type === "comment" && !isMagic(node),
};

const classTypes = new Set(["class", "module", "singleton_class"]);
const boundaries = new Set([...classTypes, "method", "singleton_method", "lambda"]);

/** Nodes whose children are statements. */
const sequences = new Set([
  "body_statement",
  "block_body",
  "begin",
  "then",
  "else",
  "ensure",
  "do",
  "program",
  "parenthesized_statements",
  "begin_block",
  "end_block",
]);

const clauses = new Set(["rescue", "else", "ensure", "empty_statement", "heredoc_body"]);

const kinds: Readonly<Record<string, StatementKind>> = {
  assignment: "assignment",
  operator_assignment: "assignment",
  call: "call",
  super: "call",
  yield: "call",
  if: "conditional",
  unless: "conditional",
  case: "conditional",
  case_match: "conditional",
  while: "loop",
  until: "loop",
  for: "loop",
  while_modifier: "loop",
  until_modifier: "loop",
  return: "return",
  begin: "try",
  rescue_modifier: "try",
  method: "definition",
  singleton_method: "definition",
  class: "definition",
  module: "definition",
  singleton_class: "definition",
};

const conditions: ConditionSyntax = {
  wrappers: new Set(["then"]),
  guards: {
    if: "consequence",
    elsif: "consequence",
    unless: "consequence",
    if_modifier: "body",
    unless_modifier: "body",
  },
  negatedGuards: new Set(["unless", "unless_modifier"]),
};

/** `x if y` counts as what `x` is when it leaves the function, else as a conditional. */
function statementKind(node: SyntaxNode, knownParent?: SyntaxNode): StatementKind | undefined {
  const parent = knownParent ?? node.parent;
  const isModified =
    parent !== null && /_modifier$/.test(parent.type) && field(parent, "body")?.id === node.id;
  const isEndless =
    parent?.type === "method" && node.type !== "body_statement" && field(parent, "body")?.id === node.id;
  if (!isModified && !isEndless && (!parent || !sequences.has(parent.type))) return undefined;
  if (node.isExtra || clauses.has(node.type)) return undefined;
  if (/^(if|unless)_modifier$/.test(node.type)) return "conditional";
  if (isRaise(node)) return "raise";
  return kinds[node.type] ?? "other";
}

/** Comments that the interpreter reads. */
const isMagic = (comment: SyntaxNode): boolean =>
  /^#(!|\s*(-\*-.*-\*-|(frozen_string_literal|encoding|coding|warn_indent|shareable_constant_value)\s*:))/.test(
    comment.text,
  );

/** Neither the interpreter's nor RuboCop's, and not a line of dashes. */
const isDocumentation = (comment: SyntaxNode): boolean =>
  !isMagic(comment) && !/^#\s*(rubocop:|:nodoc:|typed:|sig\b)/.test(comment.text);

/** `private def x` and `memoize def x`: documentation stands above the call. */
function declarationOf(node: SyntaxNode): SyntaxNode {
  const list = node.parent;
  if (list?.type !== "argument_list" || namedChildren(list)[0]?.id !== node.id) return node;
  const call = list.parent;
  return call?.type === "call" && !field(call, "receiver") ? declarationOf(call) : node;
}

function readFunction(node: SyntaxNode): FunctionNode | undefined {
  if (node.type === "lambda" || node.type === "call") return readLambda(node);
  if (node.type !== "method" && node.type !== "singleton_method") return undefined;
  const nameNode = field(node, "name");
  if (!nameNode) return undefined;
  const declaration = declarationOf(node);
  const body = field(node, "body");
  const kind = functionKind(node, nameNode);
  const object = field(node, "object");
  return {
    name: nameNode.text,
    nameNode,
    kind,
    declaration,
    ...(object && object.type !== "self" ? { owner: object.text } : {}),
    ...(body ? { body } : {}),
    isPublic: isPublic(node, declaration, nameNode.text),
    readSignature: () => readSignature(node, kind),
    docstring: commentsAbove(declaration, isDocumentation),
  };
}

function functionKind(node: SyntaxNode, nameNode: SyntaxNode): FunctionKind {
  if (nameNode.type === "setter") return "setter";
  if (node.type === "singleton_method") return "method";
  if (nameNode.text === "initialize") return "constructor";
  return enclosingClass(node) ? "method" : "function";
}

function enclosingClass(node: SyntaxNode): SyntaxNode | undefined {
  for (let at = node.parent; at; at = at.parent) if (classTypes.has(at.type)) return at;
  return undefined;
}

/** `NAME = ->(x) { }`, `name = lambda { |x| }` and `name = proc { |x| }`. */
function readLambda(node: SyntaxNode): FunctionNode | undefined {
  const block = node.type === "lambda" ? field(node, "body") : blockOfProc(node);
  if (!block) return undefined;
  const assignment = node.parent;
  if (assignment?.type !== "assignment" || field(assignment, "right")?.id !== node.id) return undefined;
  const nameNode = field(assignment, "left");
  if (!nameNode || !/^(identifier|constant|.*_variable)$/.test(nameNode.type)) return undefined;
  const body = field(block, "body");
  const parameters = field(node.type === "lambda" ? node : block, "parameters");
  return {
    name: nameNode.text.replace(/^[@$]+/, ""),
    nameNode,
    kind: "lambda",
    declaration: assignment,
    ...(body ? { body } : {}),
    isPublic: nameNode.type === "constant",
    readSignature: () => ({
      parameters: readParameters(parameters),
      typeParameters: [],
      returns: body ? "value" : "nothing",
      yields: false,
      async: false,
      raises: body ? readRaises(body) : [],
    }),
    docstring: commentsAbove(assignment, isDocumentation),
  };
}

function blockOfProc(call: SyntaxNode): SyntaxNode | undefined {
  const isProc = !field(call, "receiver") && /^(lambda|proc)$/.test(field(call, "method")?.text ?? "");
  return isProc ? field(call, "block") : undefined;
}

/** By the visibility call around the method, one that names it, or the last one above it without arguments. */
function isPublic(node: SyntaxNode, declaration: SyntaxNode, name: string): boolean {
  for (let at = node.parent; at && at.id !== declaration.parent?.id; at = at.parent) {
    const word = at.type === "call" ? field(at, "method")?.text : undefined;
    if (word === "public") return true;
    if (word && /^(private|protected|private_class_method)$/.test(word)) return false;
  }
  const body = declaration.parent;
  if (!body) return true;
  const { named, sections } = visibilityIn(body);
  if (node.type === "singleton_method") return named.get(`self.${name}`) ?? true;
  const section = sections.findLast(({ from }) => from < declaration.startIndex);
  return named.get(name) ?? section?.isPublic ?? true;
}

interface Visibility {
  /** By method name, with `self.` for `private_class_method`. */
  readonly named: ReadonlyMap<string, boolean>;
  /** What `private` and its like mean from there on, in source order. */
  readonly sections: readonly { readonly from: number; readonly isPublic: boolean }[];
}

/** Read once for each class body: every method of it asks. */
const visibilityIn = memoizedByNode((body: SyntaxNode): Visibility => {
  const named = new Map<string, boolean>();
  const sections: { from: number; isPublic: boolean }[] = [];
  for (const node of namedChildren(body)) {
    const word = node.type === "call" ? (field(node, "method")?.text ?? "") : node.text;
    if (node.type === "identifier" && /^(public|private|protected|module_function)$/.test(word)) {
      sections.push({ from: node.startIndex, isPublic: !word.startsWith("pr") });
    } else if (node.type === "call" && /^(public|private|protected|private_class_method)$/.test(word)) {
      const prefix = word === "private_class_method" ? "self." : "";
      for (const name of namesIn(node)) named.set(prefix + name, word === "public");
    }
  }
  return { named, sections };
});

/** `:name` and `"name"` among the arguments. */
const namesIn = (call: SyntaxNode): string[] =>
  namedChildren(field(call, "arguments") ?? call).flatMap(({ type, text }) =>
    /symbol|string/.test(type) ? [text.replace(/^:|["']/g, "")] : [],
  );

function readClass(node: SyntaxNode): ClassNode | undefined {
  const nameNode = node.type === "class" || node.type === "module" ? field(node, "name") : undefined;
  if (!nameNode) return undefined;
  const body = field(node, "body");
  return {
    name: nameNode.text,
    nameNode,
    declaration: node,
    ...(body ? { body } : {}),
    isPublic: true,
    docstring: commentsAbove(node, isDocumentation),
  };
}

function readSignature(node: SyntaxNode, kind: FunctionKind): Signature {
  const body = field(node, "body");
  return {
    parameters: readParameters(field(node, "parameters")),
    typeParameters: [],
    returns: kind === "setter" || kind === "constructor" ? "nothing" : returnsOf(body),
    yields: false,
    async: false,
    raises: body ? readRaises(body) : [],
  };
}

/** The last expression is the value. A body that is one `raise` or `nil` has none; `raise NotImplementedError` says nothing of what callers get. */
function returnsOf(body: SyntaxNode | undefined): Signature["returns"] {
  const statements = body?.type === "body_statement" ? namedChildren(body) : body ? [body] : [];
  const [only] = statements;
  if (!only) return "nothing";
  if (statements.length > 1 || !(isRaise(only) || only.type === "nil")) return "value";
  return /\bNotImplementedError\b/.test(only.text) ? "unknown" : "nothing";
}

const parameterKinds: Readonly<Record<string, ParameterKind>> = {
  identifier: "positional",
  optional_parameter: "positional",
  splat_parameter: "variadic",
  keyword_parameter: "keyword-only",
  hash_splat_parameter: "keyword-variadic",
  block_parameter: "keyword-only",
};

/**
 * A block (`&block`) is `keyword-only` and optional: it has its own place in a call, and YARD documents it by its name.
 * Anonymous parameters (`*`, `**`, `&`, `...`) and ones taken apart (`(a, b)`) have no name to document.
 */
function readParameters(list: SyntaxNode | undefined): Parameter[] {
  if (!list) return [];
  return namedChildren(list).flatMap((node): Parameter[] => {
    const kind = parameterKinds[node.type];
    const name = node.type === "identifier" ? node : field(node, "name");
    if (!kind || !name) return [];
    const value = field(node, "value");
    return [
      {
        name: name.text,
        kind,
        ...(value ? { default: value.text } : {}),
        ...(node.type === "block_parameter" ? { optional: true } : {}),
      },
    ];
  });
}

function isRaise(node: SyntaxNode): boolean {
  const method = node.type === "call" ? field(node, "method") : node;
  return method?.type === "identifier" && /^(raise|fail)$/.test(method.text) && !field(node, "receiver");
}

function readRaises(body: SyntaxNode): RaisedError[] {
  const raises = ownNodes(body, ["call"], boundaries).flatMap((node): Raise[] => {
    const [raised] = isRaise(node) ? namedChildren(field(node, "arguments") ?? node) : [];
    const type = raised && raisedType(raised);
    return type ? [{ type, node, condition: raiseCondition(node) }] : [];
  });
  return raisedErrors(raises, body, handlersOf);
}

/** `E`, `E.new(…)`, and `RuntimeError` for a plain message. */
function raisedType(raised: SyntaxNode): string | undefined {
  switch (raised.type) {
    case "constant":
    case "scope_resolution":
      return raised.text;
    case "call": {
      const receiver = field(raised, "receiver");
      const isNew = /^(new|exception)$/.test(field(raised, "method")?.text ?? "");
      return receiver && isNew && /^(constant|scope_resolution)$/.test(receiver.type)
        ? receiver.text
        : undefined;
    }
    case "string":
    case "chained_string":
    case "heredoc_beginning":
      return "RuntimeError";
    default:
      return undefined;
  }
}

/** Also of `x or raise …` and `x and raise …`. */
function raiseCondition(node: SyntaxNode): string | undefined {
  const parent = node.parent;
  if (parent?.type !== "binary" || field(parent, "right")?.id !== node.id)
    return conditionOf(node, conditions);
  const left = field(parent, "left");
  const text = left && conditionText(left);
  if (text === undefined) return undefined;
  const operator = field(parent, "operator")?.text;
  if (operator === "and" || operator === "&&") return text;
  return operator === "or" || operator === "||" ? negated(text) : undefined;
}

/** `begin … rescue`, a method's or block's own `rescue`. A bare `rescue` catches `StandardError`, so all but a few. */
function handlersOf(parent: SyntaxNode, child: SyntaxNode): Handler[] | undefined {
  if (clauses.has(child.type)) return undefined;
  return namedChildren(parent)
    .filter(({ type }) => type === "rescue")
    .map((clause) => {
      const types = field(clause, "exceptions");
      const variable = field(clause, "variable");
      const variableName = variable && namedChildren(variable)[0]?.text;
      const body = field(clause, "body");
      return {
        caught: types
          ? namedChildren(types).map(({ text }) => (/^(StandardError|Exception)$/.test(text) ? "*" : text))
          : ["*"],
        rethrows: body !== undefined && (raisesAgain(body, variableName) || retries(body)),
      };
    });
}

function raisesAgain(body: SyntaxNode, variable: string | undefined): boolean {
  return ownNodes(body, ["identifier", "call"], boundaries).some((node) => {
    if (!isRaise(node) || (node.type === "identifier" && node.parent?.type === "call")) return false;
    const [raised] = namedChildren(field(node, "arguments") ?? node);
    return node.type === "identifier" || raised?.text === variable;
  });
}

const retries = (body: SyntaxNode): boolean => childOfType(body, "retry") !== undefined;
