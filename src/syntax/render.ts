import type { OffsetRange } from "../base/brand.js";
import type { FilePatches, FunctionPatch, Parameter, RaisedError, Signature } from "./types.js";

/** The patches of a file for people, one function a paragraph. Lines are one-based; `⏎` stands for a line end. */
export function renderPatches(file: FilePatches, text: string): string {
  const lines = lineNumbers(text);
  const head = [
    `${file.language}: ${counted(file.functions.length, "function")}, ${counted(file.classes.length, "class", "classes")}, ${counted(file.imports.length, "import")}${file.hasErrors ? ", syntax errors" : ""}`,
    ...(file.docstring ? [`  docstring  ${excerpt(file.docstring.raw)}`] : []),
    ...file.imports.map((statement) => `  import     ${excerpt(statement)}`),
    ...file.classes.map(
      (patch) =>
        `  class      ${patch.qualifiedName} (${span(patch.range, lines)}${patch.isPublic ? "" : ", private"}) ${excerpt(patch.header)}${patch.docstring ? `  ${excerpt(patch.docstring.raw)}` : ""}`,
    ),
  ];
  const functions = file.functions.map((patch) => renderFunction(patch, text, lines));
  return `${[head.join("\n"), ...functions].join("\n\n")}\n`;
}

function renderFunction(patch: FunctionPatch, text: string, lines: LineNumbers): string {
  const { signature, documentation } = patch;
  const marks = [
    patch.kind,
    span(patch.range, lines),
    patch.isPublic ? "" : "private",
    patch.isNested ? "nested" : "",
    patch.bodyRange ? "" : "no body",
    patch.hasErrors ? "syntax errors" : "",
  ].filter((mark) => mark !== "");
  const rows = [
    `${patch.id} (${marks.join(", ")})`,
    ...(patch.enclosing ? [`  in         ${excerpt(patch.enclosing.header)}`] : []),
    `  signature  ${renderSignature(signature)}`,
    ...signature.raises.map((error) => `  raises     ${renderError(error)}`),
    patch.docstring
      ? `  docstring  ${excerpt(patch.docstring.raw)}`
      : `  document   ${documentation.placement}, line ${lines(documentation.range.start)}, replacing ⟦${excerpt(text.slice(documentation.range.start, documentation.range.end))}⟧, indent ⟦${documentation.indent.replaceAll("\t", "→")}⟧`,
    ...patch.statements.map(
      (statement) =>
        `  ${String(lines(statement.range.start)).padStart(5)} ${"  ".repeat(statement.depth)}${statement.kind}  ${excerpt(text.slice(statement.range.start, statement.range.end))}`,
    ),
  ];
  return rows.join("\n");
}

function renderSignature(signature: Signature): string {
  const typeParameters =
    signature.typeParameters.length > 0 ? `<${signature.typeParameters.join(", ")}>` : "";
  const result = signature.returnType === undefined ? "" : `: ${excerpt(signature.returnType)}`;
  const marks = [
    signature.async ? "async" : "",
    signature.yields ? "yields" : "",
    `returns ${signature.returns}`,
  ];
  const parameters = signature.parameters.map(renderParameter).join(", ");
  return `${typeParameters}(${parameters})${result}  ${marks.filter((mark) => mark !== "").join(", ")}`;
}

const kindMarks = {
  "positional-only": "positional-only ",
  positional: "",
  "keyword-only": "keyword-only ",
  variadic: "*",
  "keyword-variadic": "**",
  receiver: "receiver ",
} as const;

function renderParameter(parameter: Parameter): string {
  const type = parameter.type === undefined ? "" : `: ${excerpt(parameter.type)}`;
  const value = parameter.default === undefined ? "" : ` = ${excerpt(parameter.default)}`;
  return `${kindMarks[parameter.kind]}${parameter.name}${parameter.optional ? "?" : ""}${type}${value}`;
}

const renderError = ({ type, condition }: RaisedError): string =>
  condition === undefined ? type : `${type} when ${excerpt(condition)}`;

const excerptLimit = 70;

function excerpt(text: string): string {
  const line = text
    .slice(0, excerptLimit * 4)
    .replace(/\s*\r?\n\s*/g, "⏎")
    .replaceAll("\t", "→");
  return line.length <= excerptLimit ? line : `${line.slice(0, excerptLimit - 1)}…`;
}

const counted = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

type LineNumbers = (index: number) => number;

function span(range: OffsetRange, lines: LineNumbers): string {
  const first = lines(range.start);
  const last = lines(Math.max(range.start, range.end - 1));
  return first === last ? `line ${first}` : `lines ${first}–${last}`;
}

/** One-based line of an offset, by binary search. */
function lineNumbers(text: string): LineNumbers {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (index) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= index) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}
