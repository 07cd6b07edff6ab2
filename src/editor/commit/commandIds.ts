export const commitCommandIds = [
  "codepatch.commit.explainChanges",
  "codepatch.commit.explainCommit",
  "codepatch.commit.writeMessage",
  "codepatch.commit.copyExplanation",
  "codepatch.commit.insertExplanation",
  "codepatch.commit.report",
  "codepatch.commit.exportReport",
  "codepatch.commit.refresh",
  "codepatch.commit.openOnWeb",
  "codepatch.commit.openFile",
] as const;

export type CommitCommandId = (typeof commitCommandIds)[number];
