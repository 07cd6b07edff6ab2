/** What a change is called: of a squashed pull request the title, which stands below git's own line. */
export const titleOf = ({ subject, body }: { readonly subject: string; readonly body: string }): string =>
  /^Merge pull request #\d+/.test(subject) ? (body.trim().split("\n")[0] ?? "") : subject;
