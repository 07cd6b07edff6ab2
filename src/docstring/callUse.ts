import { field, namedChildren } from "../syntax/nodes.js";
import type { SyntaxNode } from "../syntax/parser.js";
import { codeOf, longestCode } from "./body.js";

/** What a call does with what it is given. */
export interface CallUse {
  readonly text: string;
  /** It only checks, converts or measures: other uses tell more. */
  readonly isWeak: boolean;
}

/** The list of arguments that `leaf` stands in as one of its own, and the keyword that it is given by. */
function listAround(leaf: SyntaxNode): { list: SyntaxNode | null; keyword: string | undefined } {
  const { parent } = leaf;
  // Ruby's named arguments are pairs.
  if (parent?.type === "pair" && parent.parent?.type === "argument_list")
    return { list: parent.parent, keyword: field(parent, "key")?.text.replace(/:$/, "") };
  return parent && /keyword_argument|named_argument|^argument$/.test(parent.type)
    ? { list: parent.parent, keyword: field(parent, "name")?.text }
    : { list: parent, keyword: undefined };
}

/** What is called with `leaf` as an argument of the same name; undefined where there is no such call. */
export function calledWith(leaf: SyntaxNode, name: string): string | undefined {
  const { list, keyword = name } = listAround(leaf);
  const call = list && /^argument/.test(list.type) ? list.parent : undefined;
  return list && call && keyword === name ? calleeOf(call, list) : undefined;
}

/** What is said of an argument; undefined where `leaf` is none, or where the call says nothing of it. */
export function argumentUse(leaf: SyntaxNode): CallUse | undefined {
  const { list: at, keyword } = listAround(leaf);
  if (at?.type === "initializer_list" && at.parent?.type === "field_initializer")
    return initialised(at.parent, at);
  if (!at || !/^argument/.test(at.type)) return undefined;
  const call = at.parent;
  if (call?.type === "field_initializer") return initialised(call, at);
  const callee = call ? calleeOf(call, at) : undefined;
  if (callee === undefined || silent.test(callee)) return undefined;
  if (iterating.test(callee)) return { text: "Iterated over.", isWeak: false };
  const isWeak = weak.test(callee);
  return keyword !== undefined && keyword !== leaf.text
    ? { text: `Passed to \`${callee}\` as \`${keyword}\`.`, isWeak }
    : { text: `Passed to \`${callee}\`.`, isWeak };
}

/** `width(w)` after the head of a constructor of C++. */
function initialised(initializer: SyntaxNode, list: SyntaxNode): CallUse | undefined {
  const name = namedChildren(initializer)[0]?.text;
  if (name === undefined) return undefined;
  const given = namedChildren(list);
  const isMember = given.length === 1 && (/^[a-z_]/.test(name) || given[0]?.text === name);
  return { text: isMember ? `Stored as \`${name}\`.` : `Passed to \`${name}\`.`, isWeak: false };
}

/** What is called, with what it belongs to where that is short. */
function calleeOf(call: SyntaxNode, list: SyntaxNode): string | undefined {
  if (call.type === "constructor_initializer") return /\b(?:base|this)\b/.exec(call.text)?.[0];
  const named =
    field(call, "function") ??
    field(call, "method") ??
    field(call, "name") ??
    field(call, "constructor") ??
    field(call, "type") ??
    (call.type === "object_creation_expression" ? namedChildren(call)[0] : undefined);
  if (!named) return undefined;
  const name = codeOf(named);
  if (!field(call, "receiver") && !field(call, "object") && !field(call, "scope")) return name;
  const whole = call.text
    .slice(0, list.startIndex - call.startIndex)
    .replace(/\(\s*$/, "")
    .replace(/\s+/g, "");
  return whole.length <= longestCode && !whole.includes("`") ? whole : name;
}

const silent = /^(?:print|isinstance|len|type|hasattr|getattr)$/;
const iterating = /^(?:enumerate|zip|iter|reversed|foreach)$/;
const weak =
  /^(?:self\.|this\.|\$this->)?_*(?:bool|str|int|float|list|tuple|dict|set|repr|round|min|max|abs|sum|any|all|id|size|ndims|numel|length|isempty|isa|ischar|isnumeric|iscell|isstruct|isfield|strcmpi?|count|empty|isset|is_\w+|String|Number|Boolean|Some|Ok|array_like|(?:check|validate|ensure|assert|verify)(?:_\w+|[A-Z]\w*)?)$|^(?:np|numpy|torch|jnp)\.(?:asarray|array|atleast_\dd|asanyarray|asfarray|shape|size|ndim)$|^(?:Array\.isArray|_\.is\w+|Objects\.requireNonNull)$/;
