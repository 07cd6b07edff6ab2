import type { Parameter, RaisedError, Signature } from "../syntax/types.js";

/** One difference between two signatures, or in what is raised. Names and values as written in the source. */
export type SignatureChange =
  | {
      readonly kind: "parameter-added";
      readonly name: string;
      readonly isRequired: boolean;
      readonly value?: string;
    }
  | { readonly kind: "parameter-removed"; readonly name: string }
  | { readonly kind: "parameter-renamed"; readonly from: string; readonly name: string }
  | { readonly kind: "default"; readonly name: string; readonly from?: string; readonly to?: string }
  | { readonly kind: "type"; readonly name: string; readonly from?: string; readonly to?: string }
  | { readonly kind: "returns"; readonly from?: string; readonly to?: string }
  | { readonly kind: "order" }
  | { readonly kind: "async"; readonly isAsync: boolean }
  | { readonly kind: "raises"; readonly type: string; readonly condition?: string }
  | { readonly kind: "no-longer-raises"; readonly type: string };

export function compareSignatures(before: Signature, after: Signature): SignatureChange[] {
  return [
    ...compareParameters(inputs(before), inputs(after)),
    ...(oneLine(before.returnType) === oneLine(after.returnType)
      ? []
      : [{ kind: "returns", ...fromTo(before.returnType, after.returnType) } as const]),
    ...(before.async === after.async ? [] : [{ kind: "async", isAsync: after.async } as const]),
    ...compareRaises(before.raises, after.raises),
  ];
}

const inputs = ({ parameters }: Signature): Parameter[] =>
  parameters.filter(({ kind }) => kind !== "receiver");

function compareParameters(before: readonly Parameter[], after: readonly Parameter[]): SignatureChange[] {
  const old = new Map(before.map((each) => [each.name, each]));
  const now = new Map(after.map((each) => [each.name, each]));
  const gone = before.filter(({ name }) => !now.has(name));
  const come = after.filter(({ name }) => !old.has(name));
  const renamed = new Map(renames(before, after, gone, come).map((pair) => [pair.to, pair.from]));
  const renamedFrom = new Set(renamed.values());
  const changes: SignatureChange[] = [];
  for (const parameter of after) {
    const from = renamed.get(parameter);
    if (from) changes.push({ kind: "parameter-renamed", from: from.name, name: parameter.name });
    const previous = from ?? old.get(parameter.name);
    if (previous) changes.push(...compareParameter(previous, parameter));
    else changes.push(addition(parameter));
  }
  for (const parameter of gone)
    if (!renamedFrom.has(parameter)) changes.push({ kind: "parameter-removed", name: parameter.name });
  const kept = (list: readonly Parameter[], other: ReadonlyMap<string, Parameter>): string =>
    list
      .filter(({ name, kind }) => other.has(name) && kind !== "keyword-only")
      .map(({ name }) => name)
      .join();
  if (kept(before, now) !== kept(after, old)) changes.push({ kind: "order" });
  return changes;
}

/** A lone name that goes where a lone one comes, at the same place and of the same kind. */
function renames(
  before: readonly Parameter[],
  after: readonly Parameter[],
  gone: readonly Parameter[],
  come: readonly Parameter[],
): { from: Parameter; to: Parameter }[] {
  if (before.length !== after.length || gone.length !== come.length) return [];
  return gone.flatMap((from) => {
    const to = after[before.indexOf(from)];
    const fits = to !== undefined && come.includes(to) && to.kind === from.kind;
    return fits && oneLine(to.type) === oneLine(from.type) && oneLine(to.default) === oneLine(from.default)
      ? [{ from, to }]
      : [];
  });
}

function compareParameter(before: Parameter, after: Parameter): SignatureChange[] {
  const { name } = after;
  const changes: SignatureChange[] = [];
  if (oneLine(before.default) !== oneLine(after.default))
    changes.push({ kind: "default", name, ...fromTo(before.default, after.default) });
  if (oneLine(before.type) !== oneLine(after.type))
    changes.push({ kind: "type", name, ...fromTo(before.type, after.type) });
  return changes;
}

const addition = ({ name, kind, default: value, optional }: Parameter): SignatureChange => ({
  kind: "parameter-added",
  name,
  isRequired: value === undefined && optional !== true && kind !== "variadic" && kind !== "keyword-variadic",
  ...(value === undefined ? {} : { value: oneLine(value) }),
});

function compareRaises(before: readonly RaisedError[], after: readonly RaisedError[]): SignatureChange[] {
  const added = after.filter(({ type }) => !before.some((each) => each.type === type));
  const removed = before.filter(({ type }) => !after.some((each) => each.type === type));
  return [
    ...added.map(
      ({ type, condition }): SignatureChange => ({
        kind: "raises",
        type,
        ...(condition === undefined ? {} : { condition: oneLine(condition) }),
      }),
    ),
    ...removed.map(({ type }): SignatureChange => ({ kind: "no-longer-raises", type })),
  ];
}

const fromTo = (from: string | undefined, to: string | undefined): { from?: string; to?: string } => ({
  ...(from === undefined ? {} : { from: oneLine(from) }),
  ...(to === undefined ? {} : { to: oneLine(to) }),
});

const oneLine = (text: string | undefined): string => (text ?? "").replace(/\s+/g, " ").trim();

const longestValue = 60;
const code = (text: string): string =>
  `\`${(text.length > longestValue ? `${text.slice(0, longestValue - 1)}…` : text).replaceAll("`", "'")}\``;

/** For developers, after the name of the function: "takes `window` (default `3`)". */
export function signatureWords(change: SignatureChange): string {
  switch (change.kind) {
    case "parameter-added":
      return change.value === undefined
        ? `takes ${code(change.name)}${change.isRequired ? " (required)" : ""}`
        : `takes ${code(change.name)} (default ${code(change.value)})`;
    case "parameter-removed":
      return `no longer takes ${code(change.name)}`;
    case "parameter-renamed":
      return `parameter ${code(change.from)} is now called ${code(change.name)}`;
    case "default":
      if (change.from === undefined) return `${code(change.name)} now defaults to ${code(change.to ?? "")}`;
      if (change.to === undefined)
        return `${code(change.name)} has no default any more (was ${code(change.from)})`;
      return `default of ${code(change.name)} changes from ${code(change.from)} to ${code(change.to)}`;
    case "type":
      if (change.from === undefined) return `${code(change.name)} is declared as ${code(change.to ?? "")}`;
      if (change.to === undefined)
        return `${code(change.name)} has no declared type any more (was ${code(change.from)})`;
      return `type of ${code(change.name)} changes from ${code(change.from)} to ${code(change.to)}`;
    case "returns":
      if (change.from === undefined) return `is declared to return ${code(change.to ?? "")}`;
      if (change.to === undefined) return `has no declared return type any more (was ${code(change.from)})`;
      return `return type changes from ${code(change.from)} to ${code(change.to)}`;
    case "order":
      return "parameters are in another order";
    case "async":
      return change.isAsync ? "is now asynchronous" : "is no longer asynchronous";
    case "raises":
      return change.condition === undefined || change.condition === ""
        ? `raises ${code(change.type)}`
        : `raises ${code(change.type)} if ${code(change.condition)}`;
    case "no-longer-raises":
      return `no longer raises ${code(change.type)}`;
  }
}
