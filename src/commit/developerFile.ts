import { escapeLinks } from "../base/markdown.js";
import { count, listed } from "../base/words.js";
import type { BodyChange } from "./bodyChange.js";
import { type SignatureChange, signatureWords } from "./signature.js";
import { byNewness, docSummary, isTold, sideOf, withoutMembers } from "./story.js";
import type { SymbolFacts, SymbolIdentity } from "./symbols.js";
import type { FileFacts } from "./types.js";
import { listedUpTo } from "./words.js";

/** In lists of more, the rest is counted. */
const most = { symbols: 12, inputs: 6 } as const;

export const code = (name: string): string => (name.includes("`") ? `\`\` ${name} \`\`` : `\`${name}\``);

/** What became of a file: how it changed as a whole, then its functions and classes, and its size. */
export function fileWords(file: FileFacts): string {
  const { change, effect, touched, added, removed } = file;
  const { diff } = change;
  const from = diff.oldPath !== undefined && diff.oldPath !== diff.path ? code(diff.oldPath) : undefined;
  const moved = from === undefined ? [] : [`${diff.status === "copied" ? "copied" : "renamed"} from ${from}`];
  const status = diff.status === "added" ? ["new file"] : diff.status === "deleted" ? ["deleted"] : [];
  const mode =
    diff.oldMode !== undefined && diff.newMode !== undefined && diff.oldMode !== diff.newMode
      ? [`mode ${diff.oldMode} → ${diff.newMode}`]
      : [];
  const size = added + removed > 0 ? ` (+${added} −${removed})` : "";
  const effects: Partial<Record<typeof effect, string>> = {
    formatting: "white space only, the code parses to the same tree",
    style: "white space, quotes, trailing commas or semicolons only",
    whitespace: "white space only",
    comments: "comments or documentation only, the code parses to the same tree",
  };
  const said = effects[effect];
  const parts = [...status, ...moved, ...mode, ...(said === undefined ? [] : [said])];
  const words = said === undefined || effect === "comments" ? limited(symbolWords(file)) : [];
  const lines = touchedVerbs.flatMap(([how, verb]) => {
    const names = touched.filter(({ change: each }) => each === how).map(({ name }) => code(name));
    return names.length === 0 ? [] : [`${verb} ${listedUpTo(names, most.symbols)}`];
  });
  const all = [...parts, ...words, ...lines, ...notebookWords(file)];
  return `${all.length === 0 ? "changed" : all.join("; ")}${size}`;
}

/** Of a notebook that was there before and is still. */
function notebookWords({ notebook, change: { diff } }: FileFacts): string[] {
  if (notebook === undefined || diff.status === "added" || diff.status === "deleted") return [];
  const { code: cells, text } = notebook;
  if (cells + text === 0) return ["results and settings of the notebook only, its cells are the same"];
  const changed = [
    ...(cells > 0 ? [count(cells, "code cell")] : []),
    ...(text > 0 ? [count(text, "text cell")] : []),
  ];
  return [`${listed(changed)} changed`];
}

const touchedVerbs = [
  ["added", "adds"],
  ["removed", "removes"],
  ["body", "changes lines in"],
] as const;

const limited = (words: readonly string[]): string[] =>
  words.length <= most.symbols
    ? [...words]
    : [...words.slice(0, most.symbols), `and ${words.length - most.symbols} more`];

/** So many things that became of functions and classes of a file are only counted. */
export const changesBeyond = (file: FileFacts): number =>
  Math.max(0, symbolWords(file).length - most.symbols);

function symbolWords({ symbols, role, change: { diff } }: FileFacts): string[] {
  const { status } = diff;
  const isTestFile = role === "test";
  const added = withoutMembers(symbols, "added");
  const removed = status === "deleted" ? [] : withoutMembers(symbols, "removed");
  const rest = symbols.filter(({ change }) => change !== "added" && change !== "removed");
  const told = rest.filter(isTold);
  const plain = told.filter((symbol) => isPlainBody(symbol) && !symbol.isDocumentationChanged);
  const words = [
    ...told.filter((symbol) => !plain.includes(symbol)).map(changeWords),
    ...(plain.length > 1
      ? [
          `bodies of ${listedUpTo(
            plain.map((symbol) => code(shortName(sideOf(symbol).name))),
            most.symbols,
          )}`,
        ]
      : plain.map(changeWords)),
    ...grouped("adds", byNewness(added).named),
    ...grouped("adds", byNewness(added).forms, "another form of "),
    ...grouped("removes", byNewness(removed).named),
    ...grouped("removes", byNewness(removed).forms, "a form of "),
    ...rest.filter((symbol) => !isTold(symbol)).map((symbol) => moduleWords(symbol, isTestFile)),
  ];
  return words.filter((each) => each !== "");
}

function grouped(verb: string, symbols: readonly SymbolFacts[], form = ""): string[] {
  if (symbols.length === 0) return [];
  const [only] = symbols;
  if (symbols.length === 1 && only !== undefined) {
    const side = sideOf(only);
    const summary = verb === "adds" ? docSummary(side.docstring) : "";
    const inputs = verb === "adds" ? inputWords(side) : "";
    return [
      `${verb} ${form}${kindWord(side)}${code(shortName(side.name))}${inputs}${summary === "" ? "" : `, documented as “${escapeLinks(summary)}”`}`,
    ];
  }
  return [
    `${verb} ${form}${listedUpTo(
      [...new Set(symbols.map((symbol) => code(shortName(sideOf(symbol).name))))],
      most.symbols,
    )}`,
  ];
}

/** What a new function takes, where that is no long list. */
function inputWords({ signature }: SymbolIdentity): string {
  const names = (signature?.parameters ?? [])
    .filter(({ kind }) => kind !== "receiver")
    .map(({ name }) => code(name));
  return names.length === 0 || names.length > most.inputs ? "" : ` (takes ${listed(names)})`;
}

/** The name with its class, without the folders of modules around it. */
const shortName = (name: string): string => name.split(".").slice(-2).join(".");

const kindWord = ({ kind, name }: SymbolIdentity): string =>
  kind === "class" && !/^impl\b/.test(name) ? "class " : "";

function changeWords(symbol: SymbolFacts): string {
  const { before, after, change, signature, body, isDocumentationChanged } = symbol;
  const name = code(shortName(sideOf(symbol).name));
  const details = signature.map(signatureWords);
  const inside = body === undefined ? [] : bodyWords(besides(body, signature));
  const isToldByErrors = inside[0] === plainBody && signature.some(({ kind }) => kind === "raises");
  const documented = isDocumentationChanged ? ["its documentation changed"] : [];
  const all = [...details, ...(isToldByErrors ? [] : inside), ...documented];
  const more = all.length === 0 ? "" : `, and ${all.join(", ")}`;
  switch (change) {
    case "renamed":
      return `${code(shortName(before?.name ?? ""))} is now ${name}${before?.path !== after?.path ? ` (from ${code(before?.path ?? "")})` : ""}${more}`;
    case "moved":
      return before?.path === after?.path
        ? `${code(shortName(before?.name ?? ""))} is now ${name}${more}`
        : `${name} moved here from ${code(before?.path ?? "")}${more}`;
    case "documentation":
      return `documentation of ${name}`;
    case "signature":
      return details.length === 0 && (inside.length === 0 || inside[0] === plainBody)
        ? `${inside.length === 0 ? "declaration" : "declaration and body"} of ${name}${documented.length > 0 ? " and its documentation" : ""}`
        : `${name} ${all.join(", ")}`;
    default:
      return isPlainBody(symbol)
        ? `body of ${name}${documented.length > 0 ? " and its documentation" : ""}`
        : `${name} ${all.join(", ")}`;
  }
}

/** What is raised and when is said once, and not again as a call and a condition. */
function besides(body: BodyChange, signature: readonly SignatureChange[]): BodyChange {
  const raised = signature.flatMap((change) => (change.kind === "raises" ? [change] : []));
  return {
    ...body,
    callsAdded: body.callsAdded.filter((call) => !raised.some(({ type }) => type === call)),
    conditions: body.conditions.filter((each) => !raised.some(({ condition }) => condition === each)),
  };
}

/** Nothing more can be said than that the body changed. */
const isPlainBody = ({ change, body, signature }: SymbolFacts): boolean =>
  change === "body" && signature.length === 0 && (body === undefined || bodyWords(body)[0] === plainBody);

const plainBody = "its body changed";

/** What can be said of a body; the plain fact that it changed where nothing can. */
function bodyWords({ literal, callsAdded, callsRemoved, conditions }: BodyChange): string[] {
  if (literal) return [`has ${short(literal.to)} in place of ${short(literal.from)}`];
  const words: string[] = [];
  const [call] = callsAdded;
  const [gone] = callsRemoved;
  if (callsAdded.length === 1 && callsRemoved.length === 1 && call !== undefined && gone !== undefined)
    words.push(`calls ${code(call)} and no longer ${code(gone)}`);
  else {
    if (callsAdded.length > 0 && callsAdded.length <= 3)
      words.push(`calls ${callsAdded.map(code).join(", ")}`);
    if (callsRemoved.length > 0 && callsRemoved.length <= 3)
      words.push(`no longer calls ${callsRemoved.map(code).join(", ")}`);
  }
  const told = conditions.filter((each) => each.length <= 80).slice(0, 2);
  if (told.length > 0) words.push(`checks ${told.map(code).join(" and ")}`);
  return words.length === 0 ? [plainBody] : words;
}

const short = (literal: string): string =>
  code(literal.length <= 60 ? literal.replace(/\s+/g, " ") : `${literal.slice(0, 59).replace(/\s+/g, " ")}…`);

function moduleWords({ before, body, change }: SymbolFacts, isTestFile: boolean): string {
  if (before === undefined || (change !== "body" && change !== "signature")) return "";
  const imports = change === "signature" ? ["imports"] : [];
  if (body?.literal)
    return `outside of functions ${short(body.literal.to)} in place of ${short(body.literal.from)}`;
  const outside = isTestFile ? "code of tests" : "code outside of functions and classes";
  return [...imports, ...(body === undefined ? [] : [outside])].join(", ");
}
