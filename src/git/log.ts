import { gitText } from "./output.js";

/** A commit as a list shows it. */
export interface LoggedCommit {
  readonly sha: string;
  readonly parents: readonly string[];
  /** When it came to be in this history: ISO 8601. */
  readonly date: string;
  readonly subject: string;
  readonly author: { readonly name: string; readonly email: string };
}

/** Newest first, `limit` of them after the first `skip`. `range` is git's own notation, or several revisions (`HEAD`, `--not`, `--remotes`). */
export async function listCommits(
  root: string,
  range: readonly string[],
  skip: number,
  limit: number,
  signal: AbortSignal,
): Promise<LoggedCommit[]> {
  const format = "--format=tformat:%H%x00%P%x00%cI%x00%s%x00%an%x00%ae%x00";
  const flags = ["--no-show-signature", "--no-mailmap", "--encoding=UTF-8", "--no-color", "-z"];
  const window = [`--skip=${skip}`, `--max-count=${limit}`];
  const text = await gitText(root, ["log", ...flags, ...window, format, ...range, "--"], signal);
  const fields = text.split("\0");
  const commits: LoggedCommit[] = [];
  // Each ends with an empty field, because both the format and -z put a NUL there.
  for (let i = 0; i + 6 < fields.length; i += 7) {
    const [sha = "", parents = "", date = "", subject = "", name = "", email = ""] = fields.slice(i, i + 6);
    commits.push({
      sha,
      parents: parents.split(" ").filter((each) => each !== ""),
      date,
      subject,
      author: { name, email },
    });
  }
  return commits;
}
