import { commitCommandIds } from "./commit/commandIds.js";
import { originCommandIds } from "./origin/commandIds.js";

/** Every command of the extension. `commands.ts` must handle each, and the manifest must declare each. */
export const commandIds = [
  "codepatch.documentFunction",
  "codepatch.documentFile",
  "codepatch.documentFileAll",
  "codepatch.documentFolder",
  "codepatch.updateDocstring",
  "codepatch.explainWithComments",
  "codepatch.convertStyle",
  "codepatch.describePlots",
  "codepatch.copyPlotDescription",
  "codepatch.insertPlotComment",
  "codepatch.exportPlots",
  ...commitCommandIds,
  "codepatch.findCode",
  "codepatch.findCodeForPaper",
  "codepatch.findSimilarCode",
  "codepatch.findPaper",
  "codepatch.exportPaperMap",
  "codepatch.openSearchHit",
  "codepatch.pauseIndexing",
  "codepatch.resumeIndexing",
  ...originCommandIds,
  "codepatch.acceptPreview",
  "codepatch.rejectPreview",
  "codepatch.comparePreview",
  "codepatch.restartEngine",
  "codepatch.showLog",
  "codepatch.doctor",
  "codepatch.showMenu",
] as const;

export type CommandId = (typeof commandIds)[number];
