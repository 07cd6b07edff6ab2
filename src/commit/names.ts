import { quoted } from "./spoken.js";
import { isTold, type Story, sideOf } from "./story.js";
import { lastName } from "./symbols.js";
import { codeLike, listed } from "./words.js";

/** Names beyond these are not explained one by one. */
const mostExplained = 3;

/** For who does not read code: what the names in a quotation are. Nothing is said of words that the change does not know. */
export function explainedNames(quotation: string, story: Story): string[] {
  const names = [...new Set((quotation.match(codeLike) ?? []).map(bareName))];
  const explained = names.flatMap((name) => explanation(name, story) ?? []);
  if (explained.length === 0) return [];
  const shown = explained.slice(0, mostExplained);
  const more = explained.length > shown.length ? " Its other names are names in the code, too." : "";
  return [`Here ${listed(shown)}.${more}`];
}

const fileName =
  /^[\w./-]+\.(?:lock|json|ya?ml|toml|md|rst|txt|xml|html|css|ini|cfg|sh|py|rb|go|rs|java|php|cs|[cm]?[jt]sx?|[ch](?:pp)?)$/;

const bareName = (name: string): string => name.replace(/\([^)]*\)$|[()]/g, "");

function explanation(name: string, story: Story): string | undefined {
  const last = name.split(/\.|::|->|#|\//).at(-1) ?? name;
  const symbol = story.facts.files
    .flatMap(({ symbols }) => symbols)
    .find((each) => isTold(each) && (sideOf(each).name === name || lastName(sideOf(each).name) === last));
  if (symbol !== undefined) {
    const side = sideOf(symbol);
    const what =
      side.isTest && side.kind !== "class"
        ? "a test"
        : side.kind === "class"
          ? "a class (a building block of the program)"
          : "a function";
    return `${quoted(name)} is ${what}`;
  }
  const file = story.facts.files.find(({ path }) => path === name || path.endsWith(`/${name}`));
  if (file !== undefined) return `${quoted(name)} is a file`;
  if (fileName.test(name)) return `${quoted(name)} is the name of a file`;
  return story.isName(last) ? `${quoted(name)} is a name in the code` : undefined;
}
