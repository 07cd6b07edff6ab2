export interface Trailer {
  readonly key: string;
  readonly value: string;
}

export interface Message {
  /** The first paragraph on one line, as git's `%s`. */
  readonly subject: string;
  /** The other paragraphs, trailers left out. */
  readonly body: string;
  readonly trailers: readonly Trailer[];
}

/** Keys without a hyphen that are trailers all the same; other words with a colon (`Note: …`) are prose. */
const knownKeys =
  /^(?:fix(?:es|ed)?|close[sd]?|resolve[sd]?|implements|refs?|references|related|see|bug|issues?|pr|link|cc|reviewers?|submitted by|reported by|change|jira|ticket|trac)$/i;

/** Splits a commit message; several paragraphs of trailers at the end are all taken. */
export function splitMessage(message: string): Message {
  const paragraphs = message
    .replaceAll("\r\n", "\n")
    .split(/\n(?:[ \t]*\n)+/)
    .map((paragraph) => paragraph.replace(/^\n+|\s+$/g, ""))
    .filter((paragraph) => paragraph !== "");
  const [subject = "", ...rest] = paragraphs;
  const trailers: Trailer[] = [];
  for (let last = rest.at(-1); last !== undefined; last = rest.at(-1)) {
    const found = /^-{3,}$/.test(last) ? [] : readTrailers(last);
    if (found === undefined) break;
    trailers.unshift(...found);
    rest.pop();
  }
  return {
    subject: subject
      .split(/\s*\n\s*/)
      .join(" ")
      .trim(),
    body: rest.join("\n\n"),
    trailers,
  };
}

/** Undefined when a line of the paragraph is neither a trailer nor goes on with one. */
function readTrailers(paragraph: string): Trailer[] | undefined {
  const trailers: { key: string; value: string }[] = [];
  for (const line of paragraph.split("\n")) {
    const last = trailers.at(-1);
    const picked = /^\((cherry picked) from commit ([0-9a-f]+)\)$/.exec(line);
    const [, key, value = ""] = picked ?? /^([A-Za-z][\w-]*(?: by)?)\s?:\s*(.*)$/.exec(line) ?? [];
    if (key !== undefined && (picked || /\w-\w/.test(key) || knownKeys.test(key)))
      trailers.push({ key, value });
    else if (last && /^\s+\S/.test(line)) last.value += ` ${line.trim()}`;
    else return undefined;
  }
  return trailers;
}
