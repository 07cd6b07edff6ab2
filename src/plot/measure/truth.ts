/** The part of a `plot-truth` file that is scored. Lists of one element come as the element itself from Octave's JSON. */
export interface Truth {
  readonly error: string;
  readonly axes: readonly TruthAxes[];
}

export interface TruthAxes {
  readonly title: string;
  readonly xlabel: string;
  readonly ylabel: string;
  readonly zlabel: string;
  readonly legend: readonly string[];
  readonly objects: readonly TruthObject[];
}

export interface TruthObject {
  readonly kind: string;
  readonly line: number;
  readonly fn: string;
  readonly displayname: string;
  readonly xdata?: TruthData;
  readonly ydata?: TruthData;
  readonly zdata?: TruthData;
  readonly cdata?: TruthData;
  readonly shape?: Readonly<Record<string, unknown>>;
}

export interface TruthData {
  readonly n: number;
  readonly min?: number;
  readonly max?: number;
  readonly mean?: number;
}

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null ? (value as Fields) : {};

const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];

const textIn = (value: unknown): string => (typeof value === "string" ? value : "");
const numberIn = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);

/** Reads a truth; undefined for what is none. */
export function truthOf(value: unknown): Truth | undefined {
  const fields = fieldsOf(value);
  if (fields.figures === undefined) return undefined;
  const axes = listOf(fields.figures).flatMap((figure) => listOf(fieldsOf(figure).axes).map(axesOf));
  return { error: textIn(fields.error), axes };
}

function axesOf(value: unknown): TruthAxes {
  const fields = fieldsOf(value);
  return {
    title: textIn(fields.title),
    xlabel: textIn(fields.xlabel),
    ylabel: textIn(fields.ylabel),
    zlabel: textIn(fields.zlabel),
    legend: listOf(fields.legend).map(textIn),
    objects: gathered(listOf(fields.objects).map(objectOf)),
  };
}

/** Drawn as dozens of lines, in MATLAB otherwise than in Octave: one object a call. */
const composites = new Set(["boxplot", "dendrogram"]);

function gathered(objects: readonly TruthObject[]): TruthObject[] {
  const seen = new Set<string>();
  return objects.flatMap((object) => {
    if (!composites.has(object.fn)) return [object];
    const call = `${object.fn} ${object.line}`;
    if (seen.has(call)) return [];
    seen.add(call);
    const { kind, line, fn, displayname } = { ...object, kind: object.fn };
    return [{ kind, line, fn, displayname }];
  });
}

/**
 * The objects that another run of the same program, with other random numbers and at another time, drew otherwise:
 * nobody knows them without running it.
 */
export function changing(truth: Truth, again: Truth): ReadonlySet<TruthObject> {
  const found = new Set<TruthObject>();
  truth.axes.forEach((axes, i) => {
    axes.objects.forEach((object, j) => {
      if (!isSameDrawn(object, again.axes[i]?.objects[j])) found.add(object);
    });
  });
  return found;
}

function isSameDrawn(a: TruthObject, b: TruthObject | undefined): boolean {
  if (b === undefined || a.kind !== b.kind || a.line !== b.line) return false;
  return (["xdata", "ydata", "zdata", "cdata"] as const).every((name) =>
    (["n", "min", "max", "mean"] as const).every((key) => a[name]?.[key] === b[name]?.[key]),
  );
}

function objectOf(value: unknown): TruthObject {
  const fields = fieldsOf(value);
  const data = Object.fromEntries(
    ["xdata", "ydata", "zdata", "cdata"].flatMap((name) => {
      const each = dataOf(fields[name]);
      return each ? [[name, each]] : [];
    }),
  );
  return {
    kind: textIn(fields.kind),
    line: numberIn(fields.line) ?? -1,
    fn: textIn(fields.fn),
    displayname: textIn(fields.displayname),
    ...data,
    ...(fields.shape !== undefined && { shape: fieldsOf(fields.shape) }),
  };
}

function dataOf(value: unknown): TruthData | undefined {
  const fields = fieldsOf(value);
  const n = numberIn(fields.n);
  if (n === undefined) return undefined;
  const [min, max, mean] = [fields.min, fields.max, fields.mean].map(numberIn);
  return {
    n,
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(mean !== undefined && { mean }),
  };
}
