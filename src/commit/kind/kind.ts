import type { ChangeFacts } from "../types.js";
import { conventionalSubject, declaredKind } from "./declared.js";
import { estimatedKind } from "./estimate.js";
import type { JudgedKind } from "./judged.js";
import { provenKind, shownKind } from "./proven.js";
import { ruledKind } from "./rules.js";

/** What a change is for. What the files alone prove comes first, then what the author declares, then what the signs say. */
export function kindOf(facts: ChangeFacts): JudgedKind {
  const proven = provenKind(facts);
  if (proven !== undefined) return proven;
  const declared = conventionalSubject(facts.change.subject);
  const kind = declared && declaredKind(declared.type);
  if (declared !== undefined && kind !== undefined)
    return { kind, certainty: "known", evidence: [`The author marks it as “${declared.type}”.`] };
  return shownKind(facts) ?? estimatedKind(facts, ruledKind(facts));
}
