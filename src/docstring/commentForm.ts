import type { Language } from "../syntax/language.js";

/** How a file writes the comments between its statements. */
export interface CommentForm {
  /** `text` as one comment, without a full stop at its end. */
  write(text: string): string;
  /** How many columns the marks take. */
  readonly width: number;
}

/** Read from the comments of the file that stand on lines of their own; the language's line comment and a capital where there are none. */
export function commentForm(text: string, { id, lineComment }: Language): CommentForm {
  const comments = [
    ...text.matchAll(/^[ \t]+(#|\/\/|\/\*|%)(?![*!/#%-])[ \t]*(\p{L}[^\r\n]*?)[ \t]*(?:\*\/)?[ \t]*\r?$/gmu),
  ];
  const isOther = (mark: string): boolean =>
    lineComment === "//" && (mark === "/*" || (mark === "#" && id === "php"));
  const own = comments.filter(([, mark = ""]) => mark === lineComment || isOther(mark));
  const isBlock = most(own, ([, mark]) => mark === "/*");
  const isHash = most(own, ([, mark]) => mark === "#");
  const isTight = most(own, ([whole, mark = ""]) => whole.trim().charAt(mark.length) !== " ");
  const isSmall = most(own, ([, , said = ""]) => /^\p{Ll}/u.test(said));
  const isStopped = most(own, ([, , said = ""]) => said.endsWith("."));
  const mark = isBlock ? "/*" : isHash ? "#" : lineComment;
  const [open, close] = [mark + (isTight ? "" : " "), isBlock ? " */" : ""];
  return {
    write: (said) => open + (isSmall ? uncapitalised(said) : said) + (isStopped ? "." : "") + close,
    width: open.length + close.length + 1,
  };
}

/** More than two in three, of three at least. */
const most = <T>(all: readonly T[], holds: (each: T) => boolean): boolean =>
  all.length >= 3 && all.filter(holds).length * 3 > all.length * 2;

const uncapitalised = (said: string): string => said.charAt(0).toLowerCase() + said.slice(1);
