const escapes: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };

/** Names with quotes, control characters or bytes beyond ASCII are written like C strings, one octal escape a byte. */
export function unquote(name: string): string {
  const inner = /^"(.*)"$/s.exec(name)?.[1];
  if (inner === undefined) return name;
  const parts: Buffer[] = [];
  for (const [part, octal, letter] of inner.matchAll(/\\([0-3][0-7]{2})|\\(.)|[^\\]+|\\/gs)) {
    if (octal !== undefined) parts.push(Buffer.from([Number.parseInt(octal, 8)]));
    else if (letter !== undefined)
      parts.push(letter in escapes ? Buffer.from([escapes[letter] ?? 0]) : Buffer.from(letter));
    else parts.push(Buffer.from(part));
  }
  return Buffer.concat(parts).toString("utf8");
}
