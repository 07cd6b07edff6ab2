/** Of a longer diff the files beyond are named; so is a file that is longer than `file` by itself. In bytes. */
const diffInputLimits = { whole: 16_000_000, file: 4_000_000 } as const;

export interface DiffTexts {
  /** One for each file, in order; what stands before the first file is with it. */
  readonly texts: readonly string[];
  /** Files that are too long, by name. */
  readonly beyond: readonly string[];
}

const start = Buffer.from("\ndiff --git ");
/** The header of a file lies in its first bytes. */
const longestName = 10_000;

/** Reads a diff file by file; what is not kept is let go as it comes, so that a diff may be of any length. */
export async function readDiffTexts(
  input: AsyncIterable<Buffer>,
  limits: { readonly whole: number; readonly file: number } = diffInputLimits,
): Promise<DiffTexts> {
  const texts: string[] = [];
  const beyond: string[] = [];
  let kept = 0;
  /** Of the file at work: its first bytes, up to the limit of a file, and how many there were in all. */
  let parts: Buffer[] = [];
  let room: number = limits.file;
  let size = 0;
  const take = (bytes: Buffer): void => {
    size += bytes.length;
    // A copy: a view would keep the whole chunk alive.
    if (room > 0) parts.push(Buffer.from(bytes.subarray(0, room)));
    room -= bytes.length;
  };
  const finish = (): void => {
    const bytes = Buffer.concat(parts);
    if (size > limits.file || kept + size > limits.whole) beyond.push(nameIn(bytes));
    else if (size > 0) {
      texts.push(bytes.toString("utf8"));
      kept += size;
    }
    parts = [];
    room = Math.max(longestName, Math.min(limits.file, limits.whole - kept));
    size = 0;
  };
  // The mark may lie across two chunks: its possible beginning is looked at again with the next one.
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of input) {
    let bytes: Buffer = Buffer.concat([rest, chunk]);
    for (let at = bytes.indexOf(start); at >= 0; at = bytes.indexOf(start)) {
      take(bytes.subarray(0, at + 1));
      finish();
      bytes = bytes.subarray(at + 1);
    }
    const safe = Math.max(0, bytes.length - start.length);
    take(bytes.subarray(0, safe));
    rest = bytes.subarray(safe);
  }
  take(rest);
  finish();
  return { texts, beyond };
}

/** From the one line alone: what is cut from a text keeps all of the text alive. */
function nameIn(bytes: Buffer): string {
  for (const [mark, pattern] of names) {
    const at = bytes.indexOf(mark);
    const end = bytes.indexOf("\n", at);
    const name = pattern.exec(bytes.toString("utf8", at, end < 0 ? bytes.length : end))?.[1];
    if (at >= 0 && name !== undefined) return name;
  }
  return "a part without a name";
}

const names = [
  ["diff --git ", /^diff --git .* "?b\/(.*?)"?$/],
  ["+++ ", /^\+\+\+ ([^\t]+)/],
] as const;
