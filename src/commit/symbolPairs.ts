import { alignment, compareBodies, likeness } from "./bodyChange.js";
import type { CodeToken } from "./side.js";
import { compareSignatures } from "./signature.js";
import { lastName, type SymbolFacts, type SymbolIdentity, type SymbolSide } from "./symbols.js";

const keyOf = (tokens: readonly CodeToken[]): string => tokens.map(({ text }) => text).join("\u0001");
const wordsOf = (docstring: string): string => docstring.replace(/[\s*/#]+/g, " ").trim();

const sortAndName = ({ kind, name }: SymbolSide): string =>
  `${kind === "class" || kind === "module" ? kind : "function"}\u0000${name}`;

interface SymbolPair {
  readonly before?: SymbolSide;
  readonly after?: SymbolSide;
}

/**
 * Pairs what was with what is: the same name first (overloads by what they hold), then by likeness what was renamed in its file,
 * then what moved to another file. What is the same on both sides is left out.
 */
export function compareSymbols(before: readonly SymbolSide[], after: readonly SymbolSide[]): SymbolFacts[] {
  const pairs: SymbolPair[] = [];
  const gone: SymbolSide[] = [];
  const come: SymbolSide[] = [];
  const byName = new Map<string, { old: SymbolSide[]; now: SymbolSide[] }>();
  const groupOf = (side: SymbolSide): { old: SymbolSide[]; now: SymbolSide[] } => {
    const key = `${side.path}\u0000${sortAndName(side)}`;
    const group = byName.get(key) ?? { old: [], now: [] };
    byName.set(key, group);
    return group;
  };
  for (const side of before) groupOf(side).old.push(side);
  for (const side of after) groupOf(side).now.push(side);
  for (const { old, now } of byName.values()) {
    const rest = [...old];
    const unmatched: SymbolSide[] = [];
    const take = (side: SymbolSide, same: (other: SymbolSide) => boolean): boolean => {
      const at = rest.findIndex(same);
      const [other] = at < 0 ? [] : rest.splice(at, 1);
      if (other === undefined) return false;
      pairs.push({ before: other, after: side });
      return true;
    };
    for (const side of now)
      if (
        !take(
          side,
          (other) =>
            keyOf(other.header) === keyOf(side.header) &&
            (now.length === 1 || keyOf(other.body) === keyOf(side.body)),
        )
      )
        unmatched.push(side);
    const still = unmatched.filter(
      (side) => !take(side, (other) => keyOf(other.header) === keyOf(side.header)),
    );
    for (const side of still) if (!take(side, () => true)) come.push(side);
    gone.push(...rest);
  }
  pairs.push(...pairMoved(gone, come));
  const compared = pairs.map(factsOfPair).filter((each) => each !== undefined);
  const facts = withoutFollowers(compared);
  return [
    ...facts,
    ...come.filter(hasContent).map((side) => whole({ after: side }, "added")),
    ...gone.filter(hasContent).map((side) => whole({ before: side }, "removed")),
  ];
}

/** Both sides of a file without what is the same on both, which need not be kept until all files are read. */
export function withoutUnchanged(
  before: readonly SymbolSide[],
  after: readonly SymbolSide[],
): { before: SymbolSide[]; after: SymbolSide[] } {
  if (before.length === 0 || after.length === 0) return { before: [...before], after: [...after] };
  const identity = ({ kind, name, docstring, header, body, isPublic, isTest }: SymbolSide): string =>
    [kind, name, docstring, keyOf(header), keyOf(body), isPublic, isTest].join("\u0000");
  const old = new Map<string, SymbolSide[]>();
  for (const side of before) {
    const key = identity(side);
    old.set(key, [...(old.get(key) ?? []), side]);
  }
  const same = new Set<SymbolSide>();
  const changed = after.filter((side) => {
    const other = old.get(identity(side))?.pop();
    if (other === undefined) return true;
    same.add(other);
    return false;
  });
  return {
    before: withNamesakes(
      before.filter((side) => !same.has(side)),
      after,
    ),
    after: withNamesakes(changed, before),
  };
}

function withNamesakes(sides: readonly SymbolSide[], others: readonly SymbolSide[]): SymbolSide[] {
  const names = new Set(others.map(sortAndName));
  return sides.map((side) => (names.has(sortAndName(side)) ? { ...side, hasNamesake: true } : side));
}

/** For what is compared with nothing: a module still shows whether it holds anything. */
export const withoutTokens = (side: SymbolSide): SymbolSide => ({
  ...side,
  header: [],
  body: side.body.slice(0, 1),
  text: "",
});

/** What only went along with its class is not told again. */
function withoutFollowers(facts: readonly SymbolFacts[]): SymbolFacts[] {
  const classes = new Set(
    facts
      .filter(({ before }) => before?.kind === "class")
      .map(({ before, after }) => `${placeOf(before)}\u0000${placeOf(after)}`),
  );
  return facts.flatMap((each): SymbolFacts[] => {
    const { before, after, change, body, signature } = each;
    if (change !== "moved" || !before || !after || before.kind === "class") return [each];
    if (!classes.has(`${placeOf(before, true)}\u0000${placeOf(after, true)}`)) return [each];
    if (signature.length > 0) return [{ ...each, change: "signature" }];
    return body ? [{ ...each, change: "body" }] : [];
  });
}

const placeOf = (side: SymbolIdentity | undefined, ofOwner = false): string =>
  `${side?.path}:${ofOwner ? side?.name.slice(0, side.name.lastIndexOf(".")) : side?.name}`;

const hasContent = ({ kind, body }: SymbolSide): boolean => kind !== "module" || body.length > 0;

/** Without the code. A copy: what is cut from a text keeps all of the text alive. */
function identities({ before, after }: SymbolPair): Pick<SymbolFacts, "before" | "after"> {
  const identity = ({ header, body, text, ...rest }: SymbolSide): SymbolIdentity => structuredClone(rest);
  return { ...(before && { before: identity(before) }), ...(after && { after: identity(after) }) };
}

const whole = (pair: SymbolPair, change: "added" | "removed"): SymbolFacts => ({
  ...identities(pair),
  change,
  signature: [],
  isDocumentationChanged: false,
});

/** Fewer tokens than this say too little to be recognised elsewhere. */
const smallestBody = 8;

/** In changes of more, only what kept its name is looked for in other files. */
const mostPairs = 40_000;

/** Takes out of `gone` and `come` what are the same things under another name or in another file. */
function pairMoved(gone: SymbolSide[], come: SymbolSide[]): SymbolPair[] {
  const candidates: { old: SymbolSide; now: SymbolSide; score: number }[] = [];
  const isHuge = gone.length * come.length > mostPairs;
  const sameSort = (a: SymbolSide, b: SymbolSide): boolean => (a.kind === "class") === (b.kind === "class");
  for (const old of gone) {
    if (old.kind === "module") continue;
    for (const now of come) {
      if (now.kind === "module" || !sameSort(old, now) || old.isTest !== now.isTest) continue;
      const sameName = lastName(old.name) === lastName(now.name);
      const samePath = old.path === now.path;
      if (isHuge && !sameName) continue;
      const sizes = [old.body.length, now.body.length].sort((a, b) => a - b);
      if ((sizes[0] ?? 0) * 3 < (sizes[1] ?? 0) && !sameName) continue;
      if ((sizes[0] ?? 0) < smallestBody && !sameName) continue;
      const limit = sameName ? 0.5 : samePath ? 0.7 : 0.85;
      if (sizes[1] === 0 && !sameName) continue;
      const rough = likeness(old.body, now.body);
      if (rough < limit) continue;
      const score = alignment(old.body, now.body) + (sameName ? 0.5 : 0) + (samePath ? 0.25 : 0);
      if (score >= limit) candidates.push({ old, now, score });
    }
  }
  candidates.sort((a, b) => b.score - a.score);
  const found: SymbolPair[] = [];
  for (const { old, now } of candidates) {
    const [i, j] = [gone.indexOf(old), come.indexOf(now)];
    if (i < 0 || j < 0) continue;
    gone.splice(i, 1);
    come.splice(j, 1);
    found.push({ before: old, after: now });
  }
  return found;
}

function factsOfPair(pair: SymbolPair): SymbolFacts | undefined {
  const { before, after } = pair;
  if (before === undefined || after === undefined) return undefined;
  const isRenamed = lastName(before.name) !== lastName(after.name);
  const isMoved = before.path !== after.path || (before.name !== after.name && !isRenamed);
  const signature =
    before.signature && after.signature ? compareSignatures(before.signature, after.signature) : [];
  const hasHeaderChange = headerKey(before) !== headerKey(after);
  const isBodyChanged = keyOf(before.body) !== keyOf(after.body);
  const isDocumentationChanged = wordsOf(before.docstring) !== wordsOf(after.docstring);
  const change =
    isRenamed && before.kind !== "module"
      ? "renamed"
      : isMoved && before.kind !== "module"
        ? "moved"
        : hasHeaderChange
          ? "signature"
          : isBodyChanged
            ? "body"
            : isDocumentationChanged
              ? "documentation"
              : undefined;
  if (change === undefined) return undefined;
  return {
    ...identities(pair),
    change,
    signature,
    ...(isBodyChanged ? { body: compareBodies(bodyOf(before), bodyOf(after)) } : {}),
    isDocumentationChanged,
  };
}

/** Without the name, which is compared on its own. */
const headerKey = ({ header, name }: SymbolSide): string =>
  keyOf(header.filter(({ text }) => text !== lastName(name)));

const bodyOf = ({ text, body }: SymbolSide): { text: string; tokens: readonly CodeToken[] } => ({
  text,
  tokens: body,
});
