import { diffArrays } from "diff";
import type { CodeToken } from "./side.js";

/** What can be said of a body without understanding it. */
export interface BodyChange {
  /** Functions called now and not before, and the other way round, as written. */
  readonly callsAdded: readonly string[];
  readonly callsRemoved: readonly string[];
  /** The only difference: one literal for another. */
  readonly literal?: { readonly from: string; readonly to: string };
  /** Conditions (the text after `if`) that are new. */
  readonly conditions: readonly string[];
  /** Shares no token with what was: written anew. 0 to 1. */
  readonly likeness: number;
}

const keywords = new Set(
  "import from as if for while switch catch return and or not in is with elif else def function func fn new sizeof typeof await yield assert match case del print lambda except raise throw super echo isset unless until when defined foreach using lock fixed try synchronized".split(
    " ",
  ),
);

/** `np.mean` for the tokens `np . mean (`. */
function callsIn(tokens: readonly CodeToken[]): Set<string> {
  const calls = new Set<string>();
  tokens.forEach((token, i) => {
    if (token.text !== "(") return;
    let at = i - 1;
    let name = tokens[at]?.text ?? "";
    if (!/^[\p{L}_$][\p{L}\p{N}_$?!]*$/u.test(name) || keywords.has(name)) return;
    for (; at >= 2 && /^(\.|::|->|\?\.)$/.test(tokens[at - 1]?.text ?? ""); at -= 2) {
      const owner = tokens[at - 2]?.text ?? "";
      if (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(owner)) break;
      name = owner + (tokens[at - 1]?.text ?? "") + name;
    }
    if (!/^(def|function|func|fn|class|new)$/.test(tokens[at - 1]?.text ?? "")) calls.add(name);
  });
  return calls;
}

const isLiteral = (text: string): boolean =>
  /^(?:-?\d|["'`]|[rbfu]{1,2}["']|true$|false$|True$|False$)/.test(text);

/** The text of each `if`, on one line. */
function conditionsIn(text: string, tokens: readonly CodeToken[]): Set<string> {
  const found = new Set<string>();
  tokens.forEach((token, i) => {
    if (!/^(if|elif|elsif)$/.test(token.text) || !startsStatement(text, tokens, i)) return;
    const condition = conditionAfter(text, tokens, i + 1);
    if (condition !== undefined) found.add(condition);
  });
  return found;
}

/** Not the `if` of a conditional expression or of a comprehension. */
function startsStatement(text: string, tokens: readonly CodeToken[], at: number): boolean {
  const [before, token] = [tokens[at - 1], tokens[at]];
  if (before === undefined || token === undefined || /^(?:else|[{};])$/.test(before.text)) return true;
  if (!text.slice(before.end, token.start).includes("\n")) return false;
  const next = tokens.slice(at, at + 30).find(({ text: each }) => /^(?:else|[:{])$/.test(each));
  return next?.text !== "else";
}

/** Up to the closing bracket where the condition stands in one, else to the colon, brace, `then` or end of the line. */
function conditionAfter(text: string, tokens: readonly CodeToken[], from: number): string | undefined {
  const first = tokens[from];
  if (first === undefined) return undefined;
  let depth = 0;
  for (let i = from; i < tokens.length && i < from + 40; i++) {
    const { text: token, start, end } = tokens[i] ?? first;
    if (/^[([]$/.test(token)) depth++;
    if (/^[)\]]$/.test(token)) depth--;
    if (
      first.text === "(" &&
      depth === 0 &&
      tokens[i + 1]?.text !== undefined &&
      /^[^.&|+*/<>=!?]/.test(tokens[i + 1]?.text ?? "")
    )
      return oneLine(text.slice(first.end, start));
    if (first.text === "(") continue;
    const next = tokens[i + 1];
    const isLast =
      next === undefined ||
      (depth === 0 && (/^(:|\{|then)$/.test(next.text) || text.slice(end, next.start).includes("\n")));
    if (isLast) return oneLine(text.slice(first.start, end));
  }
  return undefined;
}

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

const comparable = 4_000;

export function compareBodies(
  before: { readonly text: string; readonly tokens: readonly CodeToken[] },
  after: { readonly text: string; readonly tokens: readonly CodeToken[] },
): BodyChange {
  const [old, now] = [callsIn(before.tokens), callsIn(after.tokens)];
  const known = conditionsIn(before.text, before.tokens);
  const conditions = [...conditionsIn(after.text, after.tokens)].filter((each) => !known.has(each));
  return {
    callsAdded: [...now].filter((name) => !old.has(name)),
    callsRemoved: [...old].filter((name) => !now.has(name)),
    conditions,
    likeness: likeness(before.tokens, after.tokens),
    ...loneLiteral(before.tokens, after.tokens),
  };
}

function loneLiteral(
  before: readonly CodeToken[],
  after: readonly CodeToken[],
): { literal?: { from: string; to: string } } {
  if (before.length !== after.length || before.length > comparable) return {};
  const places = before.flatMap(({ text }, i) => (text === after[i]?.text ? [] : [i]));
  const [place] = places;
  if (place === undefined || places.length > 1) return {};
  const [from, to] = [before[place]?.text ?? "", after[place]?.text ?? ""];
  return isLiteral(from) && isLiteral(to) ? { literal: { from, to } } : {};
}

/** Dice coefficient of the multisets of tokens: 1 for the same, 0 for nothing in common. */
export function likeness(a: readonly CodeToken[], b: readonly CodeToken[]): number {
  if (a.length + b.length === 0) return 1;
  const counts = new Map<string, number>();
  for (const { text } of a) counts.set(text, (counts.get(text) ?? 0) + 1);
  let shared = 0;
  for (const { text } of b) {
    const left = counts.get(text) ?? 0;
    if (left > 0) {
      shared++;
      counts.set(text, left - 1);
    }
  }
  return (2 * shared) / (a.length + b.length);
}

/** Whether the words come in much the same order: the share of tokens in a longest common subsequence. */
export function alignment(a: readonly CodeToken[], b: readonly CodeToken[]): number {
  if (a.length + b.length === 0 || a.length + b.length > comparable) return likeness(a, b);
  const parts = diffArrays(
    a.map(({ text }) => text),
    b.map(({ text }) => text),
    { maxEditLength: 1_000 },
  );
  if (parts === undefined) return 0;
  const common = parts.filter(({ added, removed }) => !added && !removed);
  return (2 * common.reduce((sum, { count }) => sum + count, 0)) / (a.length + b.length);
}
