import { field, namedChildren } from "./nodes.js";
import type { SyntaxNode } from "./parser.js";
import type { RaisedError, StatementKind } from "./types.js";

/** The nodes of `types` in `body` (itself included) that are not part of a node of `boundaries` inside it. */
export function ownNodes(
  body: SyntaxNode,
  types: readonly string[],
  boundaries: ReadonlySet<string>,
): SyntaxNode[] {
  return body
    .descendantsOfType([...types])
    .filter((node): node is SyntaxNode => node !== null && !isBeyond(node, body, boundaries));
}

function isBeyond(node: SyntaxNode, body: SyntaxNode, boundaries: ReadonlySet<string>): boolean {
  for (let at = node; at.id !== body.id; ) {
    if (boundaries.has(at.type) && at.id !== node.id) return true;
    if (!at.parent) return false;
    at = at.parent;
  }
  return false;
}

/** How a language spells conditions. */
export interface ConditionSyntax {
  /** Nodes that only wrap a statement: expression statements, blocks. */
  readonly wrappers: ReadonlySet<string>;
  /** The field of the guarded part by type of node; the condition is the field `condition`. */
  readonly guards: Readonly<Record<string, string>>;
  /** Guards that hold when the condition does not. */
  readonly negatedGuards?: ReadonlySet<string>;
}

const conditionLimit = 120;

/** The condition of the conditional that `node` stands directly under, on one line, without its parentheses. */
export function conditionOf(node: SyntaxNode, syntax: ConditionSyntax): string | undefined {
  let at = node;
  for (let parent = at.parent; parent; parent = at.parent) {
    const guarded = syntax.guards[parent.type];
    if (guarded !== undefined) {
      const condition = field(parent, "condition");
      const isGuarded = field(parent, guarded)?.id === at.id;
      if (!condition || !isGuarded) return undefined;
      const text = conditionText(condition);
      return text !== undefined && syntax.negatedGuards?.has(parent.type) ? negated(text) : text;
    }
    if (!syntax.wrappers.has(parent.type)) return undefined;
    at = parent;
  }
  return undefined;
}

/** The condition on one line without the parentheses around it; undefined when it is long or holds a comment. */
export function conditionText(condition: SyntaxNode): string | undefined {
  if (namedChildren(condition).length !== condition.namedChildren.length) return undefined;
  let text = oneLine(condition.text);
  if (/^\(.*\)$/.test(text) && isOnePair(text)) text = text.slice(1, -1).trim();
  return text.length <= conditionLimit ? text : undefined;
}

function isOnePair(text: string): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "(") depth++;
    else if (text[i] === ")" && --depth === 0) return i === text.length - 1;
  }
  return false;
}

/** `!x` for `x`, `x` for `!x`, `!(a && b)` for anything composed. */
export function negated(condition: string): string {
  if (/^![\w$@.:?()]+$/.test(condition)) return condition.slice(1);
  return /^[\w$@.:?]+(\([^()]*\))?$/.test(condition) ? `!${condition}` : `!(${condition})`;
}

/** One place that raises. */
export interface Raise {
  readonly type: string;
  readonly node: SyntaxNode;
  readonly condition?: string | undefined;
}

export interface Handler {
  /** Names as written; `*` catches everything. */
  readonly caught: readonly string[];
  /** The handler raises again what it caught. */
  readonly rethrows: boolean;
}

/**
 * The handlers around a part of a function: those of `parent` when `child` is what they guard. `undefined` when
 * `parent` is no `try`.
 */
export type HandlersOf = (parent: SyntaxNode, child: SyntaxNode) => readonly Handler[] | undefined;

/** How a language with `catch` clauses spells them. */
export interface CatchSyntax {
  readonly tries: ReadonlySet<string>;
  /** The node that raises. */
  readonly raise: string;
  /** Types that catch all others. */
  readonly roots: RegExp;
  readonly boundaries: ReadonlySet<string>;
  /** What a clause catches (no type: everything) and how it names it; undefined for one that may let errors through. */
  read(
    clause: SyntaxNode,
  ): { readonly types: readonly string[]; readonly variable?: string | undefined } | undefined;
}

/** Handlers of languages with `try { … } catch (…) { … }`. A clause raises again what it caught by its name, or without one. */
export const catchClauses =
  ({ tries, raise, roots, boundaries, read }: CatchSyntax): HandlersOf =>
  (parent, child) => {
    if (!tries.has(parent.type) || field(parent, "body")?.id !== child.id) return undefined;
    const clauses = namedChildren(parent).filter(({ type }) => type === "catch_clause");
    return clauses.flatMap((clause) => {
      const clauseSays = read(clause);
      if (clauseSays === undefined) return [];
      const { types, variable } = clauseSays;
      const body = field(clause, "body");
      const raised = (body ? ownNodes(body, [raise], boundaries) : []).map((node) => namedChildren(node)[0]);
      return [
        {
          caught: types.length === 0 ? ["*"] : types.map((type) => (roots.test(type) ? "*" : type)),
          rethrows: raised.some((value) => value === undefined || value.text === variable),
        },
      ];
    });
  };

/** Each type once in source order, without what a handler of the same function swallows. */
export function raisedErrors(
  raises: readonly Raise[],
  body: SyntaxNode,
  handlersOf: HandlersOf,
): RaisedError[] {
  return byType(raises.filter(({ type, node }) => !isSwallowed(type, node, body, handlersOf)));
}

/** One error a type, with the conditions of all places that raise it. */
export function byType(raises: readonly Raise[]): RaisedError[] {
  const places = new Map<string, Raise[]>();
  for (const raise of raises) places.set(raise.type, [...(places.get(raise.type) ?? []), raise]);
  return [...places].map(([type, ofType]) => {
    const conditions = [...new Set(ofType.flatMap(({ condition }) => condition ?? []))];
    const [condition, ...otherConditions] = conditions;
    const [first, ...others] = ofType;
    if (condition === undefined) {
      const message = first && others.length === 0 ? messageOf(first) : undefined;
      return message === undefined ? { type } : { type, message };
    }
    return {
      type,
      condition,
      ...(otherConditions.length > 0 ? { otherConditions } : {}),
      ...(ofType.some((each) => each.condition === undefined) ? { isPartial: true } : {}),
    };
  });
}

/** The first argument where it is a literal in plain words; what is put into it when it is raised is left open: `…`. */
function messageOf({ node, type }: Raise): string | undefined {
  const list = node.descendantsOfType(["arguments", "argument_list"])[0];
  const first = list ? namedChildren(list)[0] : undefined;
  const [, quote = "", written = ""] =
    first && /string|encapsed/.test(first.type) ? (/^[fF$]?(["'`])([^"`\n]*)\1$/.exec(first.text) ?? []) : [];
  const isOpen = first !== undefined && (/^[fF$]/.test(first.text) || quote === "`");
  const text = isOpen ? written.replace(/\$?\{[^{}]*\}/g, "…") : written;
  const isPlain = /^[\w…][\w\s.,:;'()/…-]{3,100}$/.test(text) && /[a-z]{2,} [a-z]/i.test(text);
  return isPlain && text !== type ? text.replace(/[.:\s]+$/, "") : undefined;
}

function isSwallowed(type: string, node: SyntaxNode, body: SyntaxNode, handlersOf: HandlersOf): boolean {
  let at = node;
  while (at.id !== body.id && at.parent) {
    const parent: SyntaxNode = at.parent;
    const handler = handlersOf(parent, at)?.find(({ caught }) =>
      caught.some((name) => name === "*" || simpleName(name) === simpleName(type)),
    );
    if (handler && !handler.rethrows) return true;
    at = parent;
  }
  return false;
}

/** The last part of a dotted, `::` or `\` separated name. */
const simpleName = (name: string): string => /[^.:\\]*$/.exec(name)?.[0] ?? name;

/** Text as written on one line. */
export const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

/** The kind of a statement that holds one expression. */
export function expressionStatementKind(
  statement: SyntaxNode,
  kinds: Readonly<Record<string, StatementKind>>,
): StatementKind {
  const expression = namedChildren(statement)[0];
  return (expression && kinds[expression.type]) ?? "other";
}
