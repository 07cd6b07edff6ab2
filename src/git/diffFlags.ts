/** Whatever the user has configured, diffs look the same. */
export const diffSettings: readonly string[] = [
  "diff.noprefix=false",
  "diff.mnemonicPrefix=false",
  "log.showRoot=true",
].flatMap((setting) => ["-c", setting]);

/** For `git log` and `git diff`. */
export const diffFlags: readonly string[] = [
  "--no-color",
  "--patch",
  "--no-ext-diff",
  "--no-textconv",
  "--no-relative",
  "--submodule=short",
  "--diff-algorithm=default",
  "--find-renames",
  "--unified=3",
  "--inter-hunk-context=0",
];
