import type { ChangeKind } from "../../protocol/commit.js";
import type { KindOfChange } from "../types.js";

/** How sure the kind is: read from the files or said by the author, estimated from signs, or too close to call. */
export type Certainty = "known" | "estimated" | "unknown";

export interface JudgedKind extends KindOfChange {
  readonly certainty: Certainty;
  /** What else it may be, where it is too close to call. */
  readonly perhaps?: ChangeKind;
}

export const known = (kind: ChangeKind, ...evidence: string[]): JudgedKind => ({
  kind,
  certainty: "known",
  evidence,
});

export const estimated = (kind: ChangeKind, ...evidence: string[]): JudgedKind => ({
  kind,
  certainty: "estimated",
  evidence,
});
