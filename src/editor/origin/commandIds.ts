export const originCommandIds = [
  "codepatch.origin.show",
  "codepatch.origin.explain",
  "codepatch.origin.correct",
  "codepatch.origin.report",
  "codepatch.origin.exportReport",
  "codepatch.origin.showInsertions",
  "codepatch.origin.eraseInsertions",
] as const;

export type OriginCommandId = (typeof originCommandIds)[number];
