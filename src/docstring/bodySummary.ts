import type { SyntaxNode } from "../syntax/parser.js";
import type { FunctionPatch, LanguageId } from "../syntax/types.js";
import { functionStatements, type Statement } from "./explain/statements.js";
import { readResults } from "./resultExpressions.js";

/** What a body says that leaves no doubt, whatever the name of the function says: that it is empty, or does nothing but raise. */
export function bodySummary(
  root: SyntaxNode,
  patch: FunctionPatch,
  language: LanguageId,
): string | undefined {
  if (patch.kind === "constructor" || patch.name.startsWith("~")) return undefined;
  const statements = functionStatements(root, patch);
  if (!statements) return language === "ruby" ? "Do nothing." : undefined;
  if (statements.every(isEmpty))
    return language === "python" && statements.length === 0 ? undefined : "Do nothing.";
  const [only, ...others] = statements;
  if (others.length > 0 || only?.reading.kind !== "raise") return undefined;
  const { type } = only.reading;
  const isLeft = /Not(?:Yet)?Impl|abstract|implement|overrid|subclass/i.test(only.node.text);
  if (type === undefined || isLeft) return undefined;
  return language === "python" || language === "ruby"
    ? `Raise \`${type}\` always.`
    : `Throw \`${type}\` always.`;
}

const isEmpty = ({ reading }: Statement): boolean =>
  reading.kind === "pass" || (reading.kind === "return" && reading.value === undefined);

/** Whether a method gives nothing but the member that it is called after: `ignore_case() { self.ignore_case }`. */
export function isAccessor(root: SyntaxNode, patch: FunctionPatch): boolean {
  const { expressions = [], nothing } = readResults(root, patch, "return") ?? {};
  const [value, ...others] = expressions;
  if (!value || others.length > 0 || nothing !== undefined) return false;
  const member = /^&?(?:(?:self|this|\$this)(?:\.|->)|@)_*(\w+)$/.exec(value.text)?.[1] ?? "";
  const plain = (name: string): string => name.replace(/_/g, "").toLowerCase();
  return isOneStatement(root, patch) && member !== "" && plain(member) === plain(patch.name);
}

export const isOneStatement = (root: SyntaxNode, patch: FunctionPatch): boolean =>
  (functionStatements(root, patch)?.length ?? 2) <= 1;
