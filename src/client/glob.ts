/** From a set of places in a path to those that a part of a pattern leads to. */
type Step = (path: string, from: ReadonlySet<number>) => ReadonlySet<number>;

/** EditorConfig's own limit. */
const longestPattern = 1024;

/**
 * EditorConfig's patterns: `*`, `**`, `?`, `[a-z]`, `[!a-z]`, `{a,b}`; one without a slash matches in every folder below. All ways to
 * match are followed at once: a pattern of somebody's repository cannot make it slow, as it could a regular expression.
 */
export function matchesGlob(glob: string, path: string): boolean {
  if (glob.length > longestPattern) return false;
  const anchored = glob.includes("/") ? glob.replace(/^\//, "") : `**/${glob}`;
  return readPattern(anchored)(path, new Set([0])).has(path.length);
}

const one =
  (accepts: (character: string) => boolean): Step =>
  (path, from) =>
    new Set([...from].filter((at) => at < path.length && accepts(path.charAt(at))).map((at) => at + 1));

const many =
  (accepts: (character: string) => boolean): Step =>
  (path, from) => {
    const reached = new Set(from);
    // What is added to a set while it is walked is walked too.
    for (const at of reached) if (at < path.length && accepts(path.charAt(at))) reached.add(at + 1);
    return reached;
  };

const sequence =
  (steps: readonly Step[]): Step =>
  (path, from) =>
    steps.reduce((places, step) => step(path, places), from);

const choice =
  (options: readonly Step[]): Step =>
  (path, from) =>
    new Set(options.flatMap((option) => [...option(path, from)]));

const anything = (): boolean => true;
const inName = (character: string): boolean => character !== "/";
const wildcards = new Map<string, Step>([
  ["**/", choice([sequence([]), sequence([many(anything), one((character) => character === "/")])])],
  ["**", many(anything)],
  ["*", many(inName)],
  ["?", one(inName)],
]);

function readPattern(glob: string): Step {
  const tokens = glob.match(/\*\*\/?|\[[^\]/]+\]|\\[\s\S]|[\s\S]/g) ?? [];
  let at = 0;
  const readSequence = (isOption: boolean): Step => {
    const steps: Step[] = [];
    for (; at < tokens.length; at++) {
      const token = tokens[at] ?? "";
      if (isOption && (token === "," || token === "}")) break;
      steps.push(token === "{" ? readOptions() : (wildcards.get(token) ?? characters(token)));
    }
    return sequence(steps);
  };
  const readOptions = (): Step => {
    const options: Step[] = [];
    do {
      at++;
      options.push(readSequence(true));
    } while (tokens[at] === ",");
    return choice(options);
  };
  return readSequence(false);
}

/** `[a-z]`, `[!a-z]`, an escaped character or one that stands for itself. */
function characters(token: string): Step {
  if (token.length === 1 || !token.startsWith("[")) return one((character) => character === token.at(-1));
  const isNegated = token.startsWith("[!");
  const members = [...token.slice(isNegated ? 2 : 1, -1).matchAll(/([\s\S])-([\s\S])|[\s\S]/g)];
  const isMember = (character: string): boolean =>
    members.some(([whole, low = whole, high = whole]) => low <= character && character <= high);
  return one((character) => character !== "/" && isMember(character) !== isNegated);
}
