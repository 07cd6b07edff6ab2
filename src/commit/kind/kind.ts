import type { ChangeFacts } from "../types.js";
import { conventionalSubject, declaredBy, declaredKind } from "./declared.js";
import { estimatedKind } from "./estimate.js";
import type { JudgedKind } from "./judged.js";
import { codeOf, provenKind, shownKind } from "./proven.js";
import { ruledKind } from "./rules.js";

/** What a change is for. What the files alone prove comes first, then what the author declares, then what the signs say. */
export function kindOf(facts: ChangeFacts): JudgedKind {
  const proven = provenKind(facts);
  if (proven !== undefined) return proven;
  const declared = conventionalSubject(facts.change.subject);
  const kind = declared && declaredBy(declared, codeOf(facts.files).length > 0);
  const shown = shownKind(facts);
  // `chore: bump x` is as much of the parts from elsewhere as `Bump x`.
  if (shown?.kind === "dependency" && /^(?:housekeeping|build)$/.test(kind ?? "")) return shown;
  if (declared !== undefined && kind !== undefined)
    return {
      kind,
      certainty: "known",
      evidence: [
        `The author marks it as “${declared.type}${kind === declaredKind(declared.type) || declared.scope === "" ? "" : `(${declared.scope})`}”.`,
      ],
    };
  return shown ?? estimatedKind(facts, ruledKind(facts));
}
