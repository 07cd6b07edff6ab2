import type { Story } from "../story.js";
import { authorStatement, breakingStatement, changelogStatement, reasonStatement } from "./author.js";
import { dependencyStatements } from "./dependencies.js";
import { inputStatements } from "./inputs.js";
import { isCodeUntouched, isLayoutOnly, lead, mergeStatements } from "./lead.js";
import { asideStatement, movedStatement, notebookStatement, sizeStatement } from "./scope.js";
import { insideStatements, lossStatements, newsStatements } from "./symbols.js";
import { testStatements } from "./tests.js";

/** The statements for people who do not read code; the checker holds each against the facts. */
export function everyoneStatements(story: Story): string[] {
  const { kind } = story.kind;
  if (kind === "empty") return ["No file was changed.", ...authorStatement(story)];
  return [
    lead(story),
    ...authorStatement(story),
    ...breakingStatement(story),
    ...mergeStatements(story),
    ...(isLayoutOnly(story) ? [] : contentStatements(story)),
    ...notebookStatement(story),
    ...movedStatement(story),
    ...sizeStatement(story),
    ...asideStatement(story),
  ];
}

/** What goes beyond the author's title: the reason, and one or two things that follow for whoever uses the product. */
export function briefStatements(story: Story): string[] {
  if (story.kind.kind === "empty" || isLayoutOnly(story)) return [lead(story)];
  // What ends in a colon leads to a list that is not repeated here.
  const reason = [
    ...breakingStatement(story),
    ...(story.author.reason.endsWith(":") ? [] : reasonStatement(story)),
  ];
  const content = [
    ...newsStatements(story),
    ...lossStatements(story),
    ...inputStatements(story),
    ...dependencyStatements(story),
  ];
  const unchanged =
    isCodeUntouched(story) && story.code.length > 0 ? ["The program itself stays as it was."] : [];
  if (reason.length > 0) return [...reason, ...unchanged, ...content.slice(0, 1)];
  const said = [...unchanged, ...content];
  return (said.length > 0 ? said : [...insideStatements(story), ...testStatements(story)]).slice(0, 2);
}

function contentStatements(story: Story): string[] {
  return [
    ...changelogStatement(story),
    ...newsStatements(story),
    ...lossStatements(story),
    ...inputStatements(story),
    ...insideStatements(story),
    ...dependencyStatements(story),
    ...testStatements(story),
  ];
}
