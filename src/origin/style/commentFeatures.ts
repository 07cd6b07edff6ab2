import type { Values } from "./features.js";
import { isCommentary, type Token } from "./lex.js";
import { isBlank, mean, share } from "./statistics.js";

const verbs =
  /^(?:add|allow|append|apply|assign|avoid|build|calculate|call|check|clean|clear|close|collect|compare|compute|convert|copy|count|create|declare|define|delete|determine|ensure|extract|fetch|fill|filter|find|format|generate|get|handle|if|increment|init|initiali[sz]e|insert|iterate|join|keep|load|log|loop|make|map|mark|merge|move|normali[sz]e|open|parse|perform|prepare|print|process|push|read|remove|replace|reset|return|reverse|run|save|scan|search|select|send|set|simulate|skip|sort|split|start|stop|store|sum|swap|test|track|transform|try|update|use|validate|verify|wait|wrap|write)s?\b/i;
const looksLikeCode = /[;{}]\s*$|^\s*[\w.]+\([^)]*\)\s*;?\s*$|^\s*[\w.[\]]+\s*=[^=]/;
const docTag =
  /(?:^|\s)[@\\:](?:param|returns?|throws|raises|type|arg)\b|^\s*(?:Args|Arguments|Returns|Raises|Yields|Parameters|Examples?|Notes?):?\s*$/gim;

/** How much is explained, and in what manner. */
export function comments(
  code: string,
  lines: readonly string[],
  tokens: readonly Token[],
): Values<
  | "commentShare"
  | "commentLines"
  | "inlineComments"
  | "commentWords"
  | "commentCapital"
  | "commentPeriod"
  | "commentVerbs"
  | "commentAfterBlank"
  | "commentCode"
  | "commentNotes"
  | "docTags"
> {
  const full = Math.max(1, lines.filter((line) => !isBlank(line)).length);
  const found = tokens.filter(isCommentary);
  const own = found.filter(({ start }) =>
    /(?:^|\n)[ \t]*$/.test(code.slice(Math.max(0, start - 120), start)),
  );
  const texts = found.flatMap(({ kind, text }) => {
    const inner = text.replace(/^(?:\/\/+!?|#+!?|\/\*+!?|"""|''')|(?:\*\/|"""|''')$/g, "").trim();
    return inner === "" || /^[-=*#/\s]+$/.test(inner) ? [] : [{ kind, inner }];
  });
  const lined = texts.filter(({ kind }) => kind === "comment").map(({ inner }) => inner);
  const all = texts.map(({ inner }) => inner).join("\n");
  const afterBlank = own.filter(({ start }) =>
    /\n[ \t]*\n[ \t]*$/.test(code.slice(Math.max(0, start - 120), start)),
  );
  return {
    commentShare: found.reduce((sum, { text }) => sum + text.length, 0) / Math.max(1, code.length),
    commentLines: own.length / full,
    inlineComments: (found.length - own.length) / full,
    commentWords: mean(texts.map(({ inner }) => inner.split(/\s+/).length)),
    commentCapital: share(lined, (text) => /^\p{Lu}/u.test(text)),
    commentPeriod: share(lined, (text) => /[.!]$/.test(text)),
    commentVerbs: share(lined, (text) => verbs.test(text)),
    commentAfterBlank: afterBlank.length / Math.max(1, own.length),
    commentCode: share(lined, (text) => looksLikeCode.test(text)),
    commentNotes: (all.match(/\b(?:TODO|FIXME|XXX|HACK|NOTE)\b/g)?.length ?? 0) / full,
    docTags: (all.match(docTag)?.length ?? 0) / full,
  };
}
