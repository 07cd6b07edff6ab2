import * as vscode from "vscode";
import { isCodePatchError, messageOf } from "../../base/errors.js";
import type { Log } from "../../base/log.js";
import { escapeMarkdown } from "../../base/markdown.js";
import type { PlotsResult, StatementDescription } from "../../protocol/plot.js";
import { endingsOf } from "../../protocol/plotsMarkdown.js";
import { mayDraw, type PlotDescriptions } from "./descriptions.js";

/** Milliseconds after which a hover says that the program is still being read. */
const patience = 120;

/**
 * What a plotting statement draws, when the pointer rests on it. Two providers answer, because VS Code shows what comes first
 * and adds the rest: the description when it is there, and before it, if that takes longer, a word that it is on its way.
 */
export class PlotHovers implements vscode.Disposable {
  private readonly registrations: vscode.Disposable;
  private asked: { readonly place: string; readonly answer: Promise<vscode.Hover | undefined> } | undefined;

  constructor(
    selector: vscode.DocumentSelector,
    private readonly descriptions: PlotDescriptions,
    private readonly log: Log,
  ) {
    const register = vscode.languages.registerHoverProvider;
    this.registrations = vscode.Disposable.from(
      register(selector, { provideHover: (document, position) => this.answer(document, position) }),
      register(selector, { provideHover: (document, position) => this.word(document, position) }),
    );
  }

  dispose(): void {
    this.registrations.dispose();
  }

  /** The description of a place; both providers ask for it, and the engine is asked once. */
  private answer(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.Hover | undefined> {
    const place = `${document.uri} ${document.version} ${document.offsetAt(position)}`;
    if (this.asked?.place !== place) {
      const answer = this.describe(document, position).finally(() => {
        if (this.asked?.answer === answer) this.asked = undefined;
      });
      this.asked = { place, answer };
    }
    return this.asked.answer;
  }

  private async word(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.Hover | undefined> {
    if (!mayDraw(document.lineAt(position).text)) return undefined;
    const isThere = this.answer(document, position).then(() => true);
    return (await within(patience, isThere)) ? undefined : new vscode.Hover(onItsWay);
  }

  private async describe(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.Hover | undefined> {
    const line = document.lineAt(position.line).text;
    if (!this.descriptions.watches(document) || /^\s*([%#]|$)/.test(line)) return undefined;
    try {
      const result = await this.descriptions.at(document, position);
      return hoverAt(document, position, result) ?? whyNothing(document, position, result);
    } catch (error) {
      if (isCodePatchError(error, "cancelled")) return undefined;
      this.log.warn(`No description of plots: ${messageOf(error)}`);
      return mayDraw(line) ? new vscode.Hover(escapeMarkdown(messageOf(error))) : undefined;
    }
  }
}

const drawing =
  /^(plot(3|yy)?|semilog[xy]|loglog|(scatter|bar|stem|contour)3?|barh|histogram|area|stairs|errorbar|pie|fill|patch|surf[cl]?|mesh[cz]?|waterfall|contourf|pcolor|image(sc)?|imshow|quiver3?|polar(plot)?|boxplot|fplot)$/;

/** A call that draws, which the evaluation did not come to. */
function whyNothing(
  document: vscode.TextDocument,
  position: vscode.Position,
  { version, error, faultyLine }: PlotsResult,
): vscode.Hover | undefined {
  const word = document.getWordRangeAtPosition(position, /[A-Za-z]\w*(?=\s*\()/);
  // In Python a function of that name may be anybody's.
  if (version !== document.version || document.languageId === "python") return undefined;
  if (word === undefined || !drawing.test(document.getText(word))) return undefined;
  const line = position.line + 1;
  const reason =
    faultyLine === line
      ? "there is probably a syntax error in this line"
      : error && error.line <= line
        ? `the program would stop at line ${error.line}: ${error.message}`
        : "it is not reached when CodePatch evaluates the program";
  return new vscode.Hover(`What this draws is not known, because ${escapeMarkdown(reason)}.`, word);
}

/** A hover shows about 250 pixels of height before it scrolls. */
const pictureWidth = 236;

const onItsWay = "CodePatch is reading this program; what is drawn here follows in a moment.";

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The innermost drawing statement at a place. */
export function statementAt(
  document: vscode.TextDocument,
  position: vscode.Position,
  { version, statements }: PlotsResult,
): StatementDescription | undefined {
  if (version !== document.version) return undefined;
  const at = document.offsetAt(position);
  return statements
    .filter(({ range }) => range.start <= at && at <= range.end)
    .sort((a, b) => a.range.end - a.range.start - (b.range.end - b.range.start))[0];
}

function hoverAt(
  document: vscode.TextDocument,
  position: vscode.Position,
  result: PlotsResult,
): vscode.Hover | undefined {
  const statement = statementAt(document, position, result);
  if (statement === undefined) return undefined;
  const text = new vscode.MarkdownString();
  text.appendMarkdown(escapeMarkdown(statement.sentence));
  const details = [
    ...statement.details,
    ...endingsOf({ ...(result.faultyLine !== undefined && { faultyLine: result.faultyLine }) }),
  ]
    .map((detail) => `- ${escapeMarkdown(detail)}\n`)
    .join("");
  // What comes after the picture is out of sight until one scrolls: the reason why something is unknown must not be.
  if (statement.isUnknown) text.appendMarkdown(`\n\n${details}`);
  const at = encodeURIComponent(
    JSON.stringify([{ uri: document.uri.toString(), offset: statement.range.start }]),
  );
  text.appendMarkdown(
    `\n\n[Copy](command:codepatch.copyPlotDescription?${at} "Copy as alternative text") · ` +
      `[Insert as comment](command:codepatch.insertPlotComment?${at} "Above the statement") · ` +
      `[All plots](command:codepatch.describePlots "Describe every plot of the file")\n\n`,
  );
  if (statement.svg !== undefined) {
    const data = Buffer.from(statement.svg).toString("base64");
    text.appendMarkdown(
      `![${escapeMarkdown(statement.sentence)}](data:image/svg+xml;base64,${data}|width=${pictureWidth})\n\n`,
    );
  }
  if (!statement.isUnknown) text.appendMarkdown(details);
  text.isTrusted = {
    enabledCommands: [
      "codepatch.copyPlotDescription",
      "codepatch.insertPlotComment",
      "codepatch.describePlots",
    ],
  };
  const { start, end } = statement.range;
  return new vscode.Hover(text, new vscode.Range(document.positionAt(start), document.positionAt(end)));
}
