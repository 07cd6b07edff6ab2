import { listed } from "../base/words.js";
import { quoted } from "./spoken.js";
import { isTold, type Story, sideOf } from "./story.js";
import { lastName } from "./symbols.js";
import { codeLike } from "./words.js";

/** Names beyond these are not explained one by one. */
const mostExplained = 3;

/** For who does not read code: what the names in a quotation are. Nothing is said of words that the change does not know. */
export function explainedNames(quotation: string, story: Story): string[] {
  const names = [...new Set((quotation.match(codeLike) ?? []).map(bareName))];
  const explained = names.flatMap((name) => explanation(name, story) ?? []);
  if (explained.length === 0) return [];
  const shown = explained.slice(0, mostExplained);
  const kinds = [...new Set(shown.map(({ what }) => what))].map((what) => {
    const own = shown.filter((each) => each.what === what).map(({ name }) => quoted(name));
    return `${listed(own)} ${own.length === 1 ? `is ${whats[what].one}` : `are ${whats[what].many}`}`;
  });
  const more = explained.length > shown.length ? " Its other names are names in the code, too." : "";
  return [`Here ${listed(kinds)}.${more}`];
}

const whats = {
  test: { one: "a test", many: "tests" },
  class: {
    one: "a building block of the program (a class or the like)",
    many: "building blocks of the program (classes or the like)",
  },
  function: { one: "a function", many: "functions" },
  file: { one: "a file", many: "files" },
  "file name": { one: "the name of a file", many: "names of files" },
  project: { one: "a reference to another project", many: "references to other projects" },
  name: { one: "a name in the code", many: "names in the code" },
} as const;

const fileName =
  /^[\w./-]+\.(?:lock|json|ya?ml|toml|md|rst|txt|xml|html|css|ini|cfg|sh|py|rb|go|rs|java|php|cs|[cm]?[jt]sx?|[ch](?:pp)?)$/;

const bareName = (name: string): string => name.replace(/\([^)]*\)$|[()]/g, "");

function explanation(name: string, story: Story): { name: string; what: keyof typeof whats } | undefined {
  const last = name.split(/\.|::|->|#|\//).at(-1) ?? name;
  const symbol = story.facts.files
    .flatMap(({ symbols }) => symbols)
    .find((each) => isTold(each) && (sideOf(each).name === name || lastName(sideOf(each).name) === last));
  if (symbol !== undefined) {
    const { kind, isTest } = sideOf(symbol);
    return { name, what: kind === "class" ? "class" : isTest ? "test" : "function" };
  }
  if (story.setAside.some((file) => file.path === name && file.setAside === "submodule"))
    return { name, what: "project" };
  if (story.facts.files.some(({ path }) => path === name || path.endsWith(`/${name}`)))
    return { name, what: "file" };
  if (fileName.test(name)) return { name, what: "file name" };
  return story.isName(last) ? { name, what: "name" } : undefined;
}
