/** Reads the names of parameters from the text of a header and from documentation, without a grammar: a second opinion. */
export interface Judgement {
  /** A line of a documentation comment. */
  readonly commentLine: RegExp;
  /** In the order of the signature; undefined where this reader cannot tell. */
  parametersAt(text: string, afterName: number): string[] | undefined;
  /** In the order of the documentation. */
  documented(docstring: string): string[];
}

const block = /^\s*(?:\/\*\*|\*)/;
const slashes = /^\s*\/\/\//;

const closing: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}", "<": ">" };

/** The text between the bracket at `open` and the one that closes it, strings and comments left out. */
function inside(text: string, open: number): { body: string; end: number } | undefined {
  const wanted: string[] = [];
  let body = "";
  for (let i = open; i < text.length; i++) {
    const skipped = /^(?:"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`[^`]*`|\/\*[\s\S]*?\*\/|\/\/[^\n]*)/.exec(
      text.slice(i, i + 2000),
    );
    if (skipped !== null && !/^'\w+\b(?!')/.test(text.slice(i, i + 20))) {
      i += skipped[0].length - 1;
      continue;
    }
    const character = text[i] ?? "";
    if (character === ">" && /[=-]/.test(text[i - 1] ?? "")) {
      body += character;
      continue;
    }
    if (
      character in closing &&
      !(character === "<" && wanted.at(-1) === ")" && /[\s=]/.test(text[i + 1] ?? ""))
    ) {
      wanted.push(closing[character] ?? "");
    } else if (character === wanted.at(-1)) {
      wanted.pop();
      if (wanted.length === 0) return { body: body.slice(1), end: i + 1 };
    }
    body += character;
  }
  return undefined;
}

/** Parts at commas outside of brackets. */
function parts(body: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let last = 0;
  for (let i = 0; i <= body.length; i++) {
    const character = body[i] ?? ",";
    if (/[([{<]/.test(character)) depth++;
    else if (/[)\]}>]/.test(character) && !/[=-]/.test(body[i - 1] ?? "")) depth--;
    else if (character === "," && (depth === 0 || i === body.length)) {
      found.push(body.slice(last, i).trim());
      last = i + 1;
    }
  }
  return found.filter((part) => part !== "");
}

/** Reads the list in brackets behind a name and its type parameters. `nameOf` answers "" for what is no parameter, undefined where it cannot tell. */
const bracketed =
  (typeParameters: RegExp, nameOf: (part: string) => string | undefined) =>
  (text: string, afterName: number): string[] | undefined => {
    let at = afterName;
    const generic = /^\s*/.exec(text.slice(at));
    at += generic?.[0].length ?? 0;
    if (typeParameters.test(text.slice(at, at + 1))) at = inside(text, at)?.end ?? at;
    const open = /^\s*(?:[=:]\s*)?(?:async\s*)?(?:function\b\s*\*?\s*\w*\s*)?\(/.exec(
      text.slice(at, at + 200),
    );
    if (open === null) return undefined;
    const list = inside(text, at + open[0].length - 1);
    if (list === undefined) return undefined;
    return documentable(parts(list.body).map(nameOf));
  };

/** Undefined where a name is; without parameters that are `_`, about which there is nothing to say. */
const documentable = (names: readonly (string | undefined)[]): string[] | undefined =>
  names.some((name) => name === undefined)
    ? undefined
    : names.filter((name) => name !== undefined).filter((name) => !/^_*$/.test(name));

const before = (part: string, stop: RegExp): string => part.split(stop)[0] ?? "";

const scriptName = (part: string): string | undefined => {
  const plain = part
    .replace(/^(?:(?:public|private|protected|readonly|override|@\w+(?:\(\))?)\s+)*/, "")
    .replace(/^\.\.\./, "");
  const name = /^[\w$]+/.exec(plain)?.[0];
  // What is taken apart has no name of its own.
  return name === "this" ? "" : name;
};

/** The last word, as in `final Map<K, V> name` and `int name = 3`. */
const lastWord = (part: string): string | undefined =>
  /(\w+)\s*(?:\[\s*\])*$/.exec(before(part, /(?<![=!<>])=(?!=)/).trim())?.[1];

const cName = (part: string): string | undefined => {
  if (part === "void" || part === "...") return "";
  // Function pointers and macros are left to people.
  if (/[(#]|\bVA_/.test(part)) return undefined;
  const name = /(?<=[\s*&>.])([A-Za-z_]\w*)\s*(?:\[[^\]]*\]\s*)*$/.exec(
    before(part, /(?<![=!<>])=(?!=)/).trim(),
  )?.[1];
  return name === undefined ||
    /^(?:int|char|long|short|double|float|unsigned|const|bool|size_t|void|auto|T)$/.test(name)
    ? undefined
    : name;
};

const all = (pattern: RegExp, docstring: string): string[] =>
  [...docstring.matchAll(pattern)].map((match) => match[1] ?? "");

const script: Judgement = {
  commentLine: block,
  parametersAt: bracketed(/</, scriptName),
  documented: (docstring) =>
    all(/@param\s+(?:\{(?:[^{}]|\{[^{}]*\})*\}\s+)?\[?([\w$]+)(?![\w$]*\.)/g, docstring),
};

const doxygen: Judgement = {
  commentLine: /^\s*(?:\/\*\*|\*|\/\/\/|\/\*!)/,
  parametersAt: bracketed(/</, cName),
  documented: (docstring) => all(/[\\@]param(?:\[[^\]]*\])?\s+(\w+)/g, docstring),
};

export const judgedLanguages = {
  javascript: script,
  typescript: script,
  java: {
    commentLine: block,
    parametersAt: bracketed(/</, (part) => (/\bthis$/.test(part) ? "" : lastWord(part))),
    documented: (docstring) => all(/@param\s+(\w+)/g, docstring),
  },
  csharp: {
    commentLine: slashes,
    parametersAt: bracketed(/</, lastWord),
    documented: (docstring) => all(/<param name="(\w+)">/g, docstring),
  },
  php: {
    commentLine: block,
    parametersAt: bracketed(/[^\s\S]/, (part) => /\$(\w+)/.exec(part)?.[1]),
    documented: (docstring) => all(/@param\s+(?:[^$@]*?\s)?[&.]*\$(\w+)/g, docstring),
  },
  ruby: {
    commentLine: /^\s*#/,
    parametersAt(text, afterName) {
      const line = /^[?!=]?[ \t]*(\(?)([^\n;]*)/.exec(text.slice(afterName));
      if (line === null) return undefined;
      const isBracketed = line[1] === "(";
      const body = isBracketed
        ? inside(text, text.indexOf("(", afterName))?.body
        : line[2]?.replace(/#.*/, "");
      if (body === undefined || (!isBracketed && /^[=.]/.test(body.trim()))) return undefined;
      const names = parts(body).map(
        (part) =>
          /^(?:\*\*|[*&])?(\w+)/.exec(part)?.[1] ?? (/^(?:\*\*?|&|\.\.\.)$/.test(part) ? "" : undefined),
      );
      return documentable(names);
    },
    documented: (docstring) => all(/@param\s+(?:\[[^\]]*\]\s+)?[*&]*(\w+)/g, docstring),
  },
  c: doxygen,
  cpp: doxygen,
  rust: {
    commentLine: slashes,
    parametersAt: bracketed(/</, (part) => {
      const name = /^(?:#\[[^\]]*\]\s*)*(?:mut\s+|ref\s+)?(\w+)\s*:/.exec(part)?.[1];
      return name === "self" || (name === undefined && /\bself\b/.test(part)) ? "" : name;
    }),
    documented: (docstring) => all(/^\s*\/\/\/ [*-] `(\w+)`/gm, docstring),
  },
  go: {
    commentLine: /^\s*\/\//,
    // The convention of Go has no list of parameters.
    parametersAt: () => undefined,
    documented: () => [],
  },
} as const satisfies Record<string, Judgement>;
export type Judged = keyof typeof judgedLanguages;
